"""The child of :class:`~final_accounts.readers.process.ReadingProcess`: reads files one by one under hard limits.

Talks over its standard streams: frames of an 8-byte length and a pickle. The first frame holds the parent's search
path, the second the function that reads; each further frame is one file: the keyword arguments of that function.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Final, cast

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

    read = cast("Callable[..., object]", pickle.loads(cast("bytes", read_frame(requests))))  # noqa: S301 - our parent
    write_frame(answers, ("ready", None))
    while True:
        try:
            request = cast("dict[str, Any]", read_frame(requests))
        except EOFError:
            return
        try:
            answer: tuple[str, object] = ("read", read(**request))
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
