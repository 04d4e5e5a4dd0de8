"""The child process of :class:`~final_accounts.readers.pool.ReaderPool`: reads files one by one under hard limits.

Talks over its standard streams: frames of an 8-byte length and a pickle. The first frame holds the parent's search
path, the second the lookup of editions; each further frame is one file.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import struct
import sys
from typing import TYPE_CHECKING, BinaryIO, Final, cast

if TYPE_CHECKING:
    from final_accounts.readers.identity import EditionLookup, Expectation

LENGTH: Final = struct.Struct(">Q")


def write_frame(stream: BinaryIO, content: object) -> None:
    """One pickled frame."""
    data = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: BinaryIO) -> object:
    """The next frame; EOFError when the other side is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    data = stream.read(LENGTH.unpack(head)[0])
    return pickle.loads(data)  # noqa: S301 - from our own parent process


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the parent closes its end."""
    from final_accounts.model.errors import FinalAccountsError  # noqa: PLC0415 - after the search path is known
    from final_accounts.readers.workbook import read_workbook  # noqa: PLC0415

    editions = cast("EditionLookup", pickle.loads(cast("bytes", read_frame(requests))))  # noqa: S301 - our parent
    write_frame(answers, ("ready", None))
    while True:
        try:
            request = cast("tuple[bytes, str, Expectation]", read_frame(requests))
        except EOFError:
            return
        try:
            answer: tuple[str, object] = ("read", read_workbook(request[0], request[1], editions, request[2]))
        except FinalAccountsError as ours:
            answer = ("ours", f"{type(ours).__name__}: {ours}")
        except MemoryError:
            answer = ("memory", None)
        except Exception as problem:  # noqa: BLE001 - whatever a file can provoke must come back as its finding
            answer = ("failed", f"{type(problem).__name__}: {problem}")
        del request
        write_frame(answers, answer)
        gc.collect()


def main() -> None:
    """Set the limits, then serve; nothing but frames reaches the parent."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.path[:] = cast("list[str]", read_frame(requests))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    serve(requests, answers)


if __name__ == "__main__":
    main()
