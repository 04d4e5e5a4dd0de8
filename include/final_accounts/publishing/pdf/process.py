"""The typesetter works with threads, and threads do not live on in a forked process: there it would wait for ever."""

from __future__ import annotations

import os
from functools import cache

from final_accounts.model.errors import PublishingError


def same_process() -> None:
    """Called before every typesetting. PublishingError in a process forked from one that has typeset already."""
    if _first() != os.getpid():
        raise PublishingError(
            "不能在这个进程里排版：它是从已经排过版的进程分叉（fork）出来的。请在新启动（spawn）的进程里生成文件。"
        )


@cache
def _first() -> int:
    return os.getpid()
