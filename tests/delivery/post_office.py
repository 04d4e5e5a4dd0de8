"""A real mail server of a few lines: takes messages over SMTP, with TLS, a password, refusals and faults."""

from __future__ import annotations

import base64
import socketserver
import ssl
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class PostOffice:
    """What it took and how it behaves.

    ``password`` "" asks for none; ``refused`` are addresses it never takes; ``falls`` is how many connections it drops
    in the middle of a message; ``seen`` are the commands as they came.
    """

    port: int = 0
    password: str = ""
    refused: frozenset[str] = frozenset()
    falls: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def to(self, address: str) -> list[EmailMessage]:
        """Messages for one address, in order."""
        return [message for message in self.taken if address in str(message["To"])]


class _Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        office = cast("_Server", self.server).office
        self.say("220 ready")
        while line := self.rfile.readline():
            words = line.decode().strip()
            office.seen.append(words)
            verb = words.split(" ")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "DATA" and office.falls:
                office.falls -= 1
                return
            self.answer(office, verb, words)

    def answer(self, office: PostOffice, verb: str, words: str) -> None:
        if verb == "EHLO":
            self.say("250-here", "250-AUTH PLAIN" if office.password else "250-8BITMIME", "250 SIZE 30000000")
        elif verb == "AUTH":
            said = base64.b64decode(words.rsplit(" ", maxsplit=1)[-1]).decode().split("\0")[-1]
            self.say("235 welcome" if said == office.password else f"535 not {said}")
        elif verb == "RCPT" and any(address in words for address in office.refused):
            self.say("550 no such person")
        elif verb == "DATA":
            self.say("354 go on")
            content = b""
            while (line := self.rfile.readline()) != b".\r\n":
                content += line[1:] if line.startswith(b"..") else line
            office.taken.append(message_from_bytes(content, policy=default))
            self.say("250 taken")
        else:
            self.say("250 fine")

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, office: PostOffice, context: ssl.SSLContext | None) -> None:
        self.office, self.context = office, context
        super().__init__(("127.0.0.1", 0), _Conversation)

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        return (self.context.wrap_socket(connection, server_side=True) if self.context else connection), address


@contextmanager
def open_office(office: PostOffice, certificate: Path | None = None) -> Iterator[PostOffice]:
    """The office while it is open; with a ``certificate`` it speaks TLS from the first byte."""
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    with _Server(office, context) as server:
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()
            thread.join()


def make_certificate(path: Path) -> None:
    """A certificate and its key for localhost, valid for a day, in one file."""
    key, certificate = path.with_suffix(".key"), path.with_suffix(".crt")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "1"]
    subprocess.run(
        [*command, *names, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True, timeout=60
    )
    path.write_bytes(key.read_bytes() + certificate.read_bytes())
