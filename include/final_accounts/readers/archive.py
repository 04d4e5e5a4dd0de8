"""Zip containers under caps: every byte is unpacked by us, with a budget, before any reader sees the file.

Declared sizes are not believed: readers in other languages unpack until the stream ends, so a member whose stream is
longer than declared would pass a check of the directory alone.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from final_accounts.readers.caps import CAPS, MIB, Caps
from final_accounts.readers.intake import BOMB, DAMAGED, ENCRYPTED, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CHUNK: Final = 256 * 1024
_RESAVE: Final = "请用 Excel 或 WPS 打开原文件，另存为新的 .xlsx 后重新报送。"
_CLEAN: Final = "请从模板重新生成工作簿，只粘贴数值，不要带入图片和整列格式。"


class Archive:
    """A zip file held in memory. Raises :class:`Refusal` for whatever is wrong with it."""

    def __init__(self, data: bytes, caps: Caps = CAPS) -> None:
        self._data = data
        self._caps = caps
        self._spent = 0
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as container:
                members = container.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as problem:
            raise Refusal(DAMAGED, "文件不完整或已损坏，压缩包目录无法读取。", _RESAVE) from problem
        if len(members) > caps.members:
            message = f"文件内含 {len(members)} 个部件，超过上限 {caps.members} 个。"
            raise Refusal(BOMB, message, _CLEAN)
        self.members = {m.filename: m for m in members if not m.is_dir()}
        if len(self.members) != sum(not m.is_dir() for m in members):
            raise Refusal(DAMAGED, "文件内有同名的部件，无法确定以哪一个为准。", _RESAVE)
        if any(m.flag_bits & 0x1 for m in members):
            raise Refusal(ENCRYPTED, "文件已加密，无法读取。", "请取消打开密码后重新报送。")

    def find(self, name: str) -> str | None:
        """The member of that name without regard to case, as the readers look it up."""
        wanted = name.lower()
        return next((n for n in self.members if n.replace("\\", "/").lower() == wanted), None)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpacked bytes of one member, refused as soon as a cap is passed or the directory proves to lie."""
        info = self.members[name]
        start = self._start(info)
        packed = self._data[start : start + info.compress_size]
        if len(packed) != info.compress_size:
            raise Refusal(DAMAGED, f"文件不完整：部件 {name} 被截断。", _RESAVE)
        size, check = 0, 0
        for chunk in self._unpack(info, packed):
            size += len(chunk)
            self._spend(name, len(chunk), size, info.compress_size)
            check = zlib.crc32(chunk, check)
            yield chunk
        if size != info.file_size or check != info.CRC:
            raise Refusal(DAMAGED, f"文件已损坏：部件 {name} 的长度或校验码与目录不符。", _RESAVE)

    def _start(self, info: zipfile.ZipInfo) -> int:
        head = self._data[info.header_offset : info.header_offset + _LOCAL.size]
        if len(head) != _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise Refusal(DAMAGED, f"文件不完整：部件 {info.filename} 缺失。", _RESAVE)
        fields = _LOCAL.unpack(head)
        return int(info.header_offset + _LOCAL.size + fields[9] + fields[10])

    def _unpack(self, info: zipfile.ZipInfo, packed: bytes) -> Iterator[bytes]:
        if info.compress_type == zipfile.ZIP_STORED:
            yield packed
            return
        if info.compress_type != zipfile.ZIP_DEFLATED:
            raise Refusal(DAMAGED, f"部件 {info.filename} 的压缩方式不受支持。", _RESAVE)
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            yield stream.decompress(packed, _CHUNK)
            while stream.unconsumed_tail:
                yield stream.decompress(stream.unconsumed_tail, _CHUNK)
            while rest := stream.decompress(b"", _CHUNK):
                yield rest
        except zlib.error as problem:
            raise Refusal(DAMAGED, f"文件已损坏：部件 {info.filename} 无法解压。", _RESAVE) from problem
        if not stream.eof:
            raise Refusal(DAMAGED, f"文件不完整：部件 {info.filename} 被截断。", _RESAVE)

    def _spend(self, name: str, new: int, size: int, packed: int) -> None:
        self._spent += new
        caps = self._caps
        if size > caps.member_bytes or self._spent > caps.unpacked_bytes:
            message = (
                f"文件解压后超过上限（单个部件 {caps.member_bytes // MIB} MB，合计 {caps.unpacked_bytes // MIB} MB）。"
            )
            raise Refusal(BOMB, message, _CLEAN, context={"member": name})
        if size > MIB and size > caps.ratio * max(packed, 1):
            message = f"部件 {name} 的压缩比超过 {caps.ratio} 倍，疑似压缩炸弹。"
            raise Refusal(BOMB, message, _CLEAN, context={"member": name})
