"""How a mail leaves the house: into a folder that a mail program opens, or to a mail server."""

from __future__ import annotations

import os
import smtplib
import ssl
import tempfile
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Protocol, Self
from urllib.parse import unquote, urlsplit

from final_accounts.delivery.mail import KIND, usable
from final_accounts.model.errors import DeliveryError
from final_accounts.model.person import Person
from final_accounts.model.system_errors import cause

SECONDS: Final = 30
"""How long a mail server may take for one answer."""

PORTS: Final = {"smtp": 25, "smtps": 465}
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class NotDeliveredError(ConnectionError):
    """A message did not leave; nothing of ours is wrong, so that it is tried again. Says no secret."""


class Channel(Protocol):
    """A way out; used as a context."""

    name: str

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def deliver(self, message: EmailMessage, person: Person) -> None:
        """Hand it over; NotDeliveredError when that failed."""
        ...


@dataclass(slots=True)
class FolderChannel:
    """``root/<account>/NNNN-<kind>.eml``, numbered in the order of arrival; the same message again is one file."""

    root: Path
    name: str = "folder"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def deliver(self, message: EmailMessage, person: Person) -> None:
        """Write it whole or not at all."""
        folder = self.root / person.id.replace("/", "_").lstrip(".")
        kind = str(message[KIND])
        identity = f"Message-ID: {message['Message-ID']}\r\n".encode()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(identity in path.read_bytes()[:4096] for path in folder.glob(f"*-{kind}.eml")):
                return
            handle, partial = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(message.as_bytes())
            Path(partial).chmod(0o644)
            _numbered(Path(partial), folder, kind)
        except OSError as error:
            raise NotDeliveredError(f"写不进发件文件夹 {folder}：{cause(error)}") from error


def _numbered(partial: Path, folder: Path, kind: str) -> None:
    """Give the file the next number that nobody took."""
    taken = [int(path.name[:4]) for path in folder.glob("[0-9][0-9][0-9][0-9]-*.eml")]
    number = max(taken, default=0) + 1
    while True:
        try:
            (folder / f"{number:04d}-{kind}.eml").hardlink_to(partial)
        except FileExistsError:
            number += 1
        else:
            partial.unlink()
            return


@dataclass(slots=True)
class MailServer:
    """An SMTP server. One connection for many messages; a lost one is opened again."""

    host: str
    port: int
    secure: bool
    user: str = ""
    password: str = field(default="", repr=False)
    name: str = "smtp"
    _open: smtplib.SMTP | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def deliver(self, message: EmailMessage, person: Person) -> None:
        """Hand it to the server for the person's address."""
        if not usable(person.mail):
            raise NotDeliveredError(f"{person.id} 在人员名录中没有可用的邮箱地址")
        try:
            try:
                self._send(message, person)
            except smtplib.SMTPServerDisconnected:
                self._close()
                self._send(message, person)
        except (OSError, smtplib.SMTPException) as error:
            if not isinstance(error, smtplib.SMTPRecipientsRefused):
                self._close()
            raise NotDeliveredError(f"{person.id}：邮件服务器 {self.host}:{self.port} {_why(error)}") from None

    def _send(self, message: EmailMessage, person: Person) -> None:
        if self._open is None:
            self._open = self._connected()
        self._open.send_message(message, to_addrs=[person.mail])

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.secure:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            self._greet(server, context)
        except BaseException:
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """Encrypt where the server can, and sign in; a password never leaves this machine in the clear."""
        server.ehlo()
        if not self.secure and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif not self.secure and self.user and self.host not in _HERE:
            raise DeliveryError(f"邮件服务器 {self.host} 不支持加密，口令不能明文发送；请改用 smtps:// 地址。")
        if self.user:
            server.login(self.user, self.password)

    def _close(self) -> None:
        if self._open is not None:
            server, self._open = self._open, None
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def _why(error: OSError | smtplib.SMTPException) -> str:
    """What went wrong, without what the server said: an answer may repeat what it was sent."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = "、".join(str(code) for code, _ in error.recipients.values())
        return f"拒收该地址（{codes}），请核对人员名录中的邮箱"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"不接受账号或口令（{error.smtp_code}）"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"拒绝了邮件（{error.smtp_code}）"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "连接失败：对方中断了连接"
    if isinstance(error, smtplib.SMTPException):
        return "不支持发信所需的功能"
    return f"连接失败：{cause(error)}"


def mail_server(url: str) -> MailServer:
    """The server that ``smtp://user:password@host:port`` or ``smtps://…`` names; DeliveryError tells no part of it."""
    wrong = DeliveryError(
        "FINAL_ACCOUNTS_DELIVERY 应为空（写入文件夹）或 smtp://用户:口令@主机:端口、smtps://…；现在的值不能识别。"
    )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in PORTS or not host or parts.path.strip("/") or parts.query:
        raise wrong
    return MailServer(
        host=host,
        port=port or PORTS[parts.scheme],
        secure=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
