"""What the machine, its files and the network answer, in Chinese."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import Final

_KINDS: Final[tuple[tuple[type[OSError], str], ...]] = (
    (ssl.SSLCertVerificationError, "对方的证书不受信任"),
    (ssl.SSLError, "没有建立加密连接"),
    (socket.gaierror, "找不到这台主机"),
    (TimeoutError, "限时内没有应答"),
    (ConnectionRefusedError, "对方拒绝连接"),
    (ConnectionError, "连接中断"),
)
_NUMBERS: Final = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "它是文件夹",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.EEXIST: "同名的文件已存在",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘只能读取",
    errno.EIO: "磁盘读写出错",
    errno.ENETUNREACH: "网络不通",
    errno.EHOSTUNREACH: "网络不通",
}


def cause(error: OSError) -> str:
    """Why a file, a folder or a connection failed; the system's number where we have no words for it.

    >>> cause(OSError(errno.ENOSPC, "No space left on device")), cause(TimeoutError()), cause(OSError(99, "other"))
    ('磁盘已满', '限时内没有应答', '系统错误 99')
    """
    for kind, words in _KINDS:
        if isinstance(error, kind):
            return words
    return _NUMBERS.get(error.errno or 0) or (f"系统错误 {error.errno}" if error.errno else "原因不明")
