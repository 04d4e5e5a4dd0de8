"""Hostile and broken files are refused before any reader opens them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from final_accounts.readers import preflight
from final_accounts.readers.caps import Caps
from final_accounts.readers.preflight import inspect
from readers.books import clean, patched, rules

SHEET = "xl/worksheets/sheet2.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def with_sheet(body: bytes) -> bytes:
    return patched(clean(), {SHEET: HEAD + body + TAIL})


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def ole(**streams: bytes) -> bytes:
    """A minimal OLE container: header, one FAT sector, one directory sector, then the streams."""
    sector = 512
    names = ["Root Entry", *streams]
    contents = [b"", *(body.ljust(4096, b"\0") for body in streams.values())]
    first, fat, starts = 2, [0xFFFFFFFD, 0xFFFFFFFE], []
    for body in contents:
        count = -(-len(body) // sector)
        starts.append(first if count else 0xFFFFFFFE)
        fat += [first + n + 1 for n in range(count - 1)] + ([0xFFFFFFFE] if count else [])
        first += count
    fat += [0xFFFFFFFF] * (128 - len(fat))
    directory = b""
    for n, name in enumerate(names):
        raw = (name + "\0").encode("utf-16-le")
        kind, child = (5, 1 if len(names) > 1 else 0xFFFFFFFF) if n == 0 else (2, 0xFFFFFFFF)
        sibling = n + 1 if 0 < n < len(names) - 1 else 0xFFFFFFFF
        entry = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, sibling, child)
        directory += (entry.ljust(116, b"\0") + struct.pack("<III", starts[n], len(contents[n]), 0)).ljust(128, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (4 * 108)
    blocks = b"".join(body.ljust(-(-len(body) // sector) * sector, b"\0") for body in contents)
    return header + struct.pack("<128I", *fat) + directory.ljust(sector, b"\0") + blocks


def biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def xls_with(*records: tuple[int, bytes]) -> bytes:
    """A .xls whose only sheet, "表", holds these records."""
    bof = (0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet_name = struct.pack("<IBBBB", 0, 0, 0, 1, 1) + "表".encode("utf-16-le")
    offset = len(biff(bof, (0x85, sheet_name), (0x0A, b"")))
    named = struct.pack("<I", offset) + sheet_name[4:]
    return ole(Workbook=biff(bof, (0x85, named), (0x0A, b""), bof, *records, (0x0A, b"")))


def test_a_clean_book_passes() -> None:
    assert preflight(clean(), "报表.xlsx") == ()


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b" \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    assert rules(preflight(data, "报表.xlsx")) == ["IN-02"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "网页"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"a,b,c\n1,2,3\n", "文本文件"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"\x7fELF\x00\x01", "无法识别"),
        (zipped(word__document_xml=b"<w/>").replace(b"document_xml", b"document.xml"), "Word"),
        (zipped(a=b"b"), "压缩包"),
    ],
)
def test_what_is_no_spreadsheet_is_named_whatever_its_extension(data: bytes, words: str) -> None:
    found = preflight(data, "报表.xlsx")
    assert rules(found) == ["IN-01"]
    assert words in found[0].message


def test_a_word_document_in_the_old_container_is_no_spreadsheet() -> None:
    assert rules(preflight(ole(WordDocument=b"x"), "报表.xls")) == ["IN-01"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_damaged(share: float) -> None:
    assert rules(preflight(clean()[: int(len(clean()) * share)], "报表.xlsx")) == ["IN-03"]


def test_a_flipped_byte_is_damaged() -> None:
    with zipfile.ZipFile(io.BytesIO(clean())) as source:
        info = source.getinfo(SHEET)
    place = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    data = bytearray(clean())
    data[place] ^= 0xFF
    assert rules(preflight(bytes(data), "报表.xlsx")) == ["IN-03"]


def test_malformed_xml_is_damaged() -> None:
    assert rules(preflight(with_sheet(b"<row><c></row>"), "报表.xlsx")) == ["IN-03"]


def test_encrypted_workbooks_are_refused_in_every_format() -> None:
    assert rules(preflight(ole(EncryptedPackage=b"x", EncryptionInfo=b"y"), "报表.xlsx")) == ["IN-04"]
    assert rules(preflight(xls_with((0x2F, b"\0" * 54)), "报表.xls")) == ["IN-04"]
    manifest = b'<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": manifest}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in ods.items():
            target.writestr(name, content)
    assert rules(preflight(stream.getvalue(), "报表.ods")) == ["IN-04"]


def test_an_encrypted_zip_member_is_refused() -> None:
    data = bytearray(clean())
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1
    assert rules(preflight(bytes(data), "报表.xlsx")) == ["IN-04"]


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "XL/VBAPROJECT.BIN"])
def test_macros_are_refused_whatever_the_extension(part: str) -> None:
    assert rules(preflight(patched(clean(), {part: b"\0macro"}), "报表.xlsx")) == ["IN-05"]


def test_a_macro_workbook_is_refused_by_name_and_by_content_type() -> None:
    assert rules(preflight(clean(), "报表.XLSM")) == ["IN-05"]

    def macro_type(content: bytes) -> bytes:
        return content.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")

    assert rules(preflight(patched(clean(), {"[Content_Types].xml": macro_type}), "报表.xlsx")) == ["IN-05"]


def test_macros_of_old_workbooks_are_refused() -> None:
    assert rules(preflight(ole(_VBA_PROJECT_CUR=b"x", Workbook=b"y"), "报表.xls")) == ["IN-05"]


def test_a_zip_bomb_is_refused_before_it_unfolds() -> None:
    bomb = patched(clean(), {SHEET: HEAD + b" " * (200 * 1024 * 1024) + TAIL})
    assert rules(preflight(bomb, "报表.xlsx")) == ["IN-06"]


def test_a_bomb_in_a_part_that_is_no_xml_is_refused_too() -> None:
    assert rules(preflight(patched(clean(), {"xl/media/a.bin": b"\1" * (70 * 1024 * 1024)}), "报表.xlsx")) == ["IN-06"]


def test_too_many_members_are_refused() -> None:
    extra: dict[str, bytes] = {f"xl/media/{n}.bin": b"x" for n in range(700)}
    assert rules(preflight(patched(clean(), {**extra}), "报表.xlsx")) == ["IN-06"]


def test_a_directory_that_understates_a_member_is_no_way_round_the_caps() -> None:
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(HEAD + b"x" * 5_000_000) + body.flush()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.xml", b"<workbook/>")
        target.writestr("xl/big.xml", b"tiny")
    data = bytearray(stream.getvalue())
    start = data.find(b"xl/big.xml") + len("xl/big.xml")
    old = zlib.compressobj(-1, zlib.DEFLATED, -15)
    size = len(old.compress(b"tiny") + old.flush())
    data[start : start + size] = packed
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 20 : entry + 24] = struct.pack("<I", len(packed))
    end = data.rfind(b"PK\x05\x06")
    data[end + 16 : end + 20] = struct.pack("<I", struct.unpack_from("<I", data, end + 16)[0] + len(packed) - size)
    assert rules(preflight(bytes(data), "报表.xlsx"))[0] in {"IN-03", "IN-06"}


def test_a_file_beyond_the_cap_is_not_even_unpacked() -> None:
    assert rules(preflight(clean(), "报表.xlsx", Caps(file_bytes=1000))) == ["IN-06"]


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_dtds_and_entities_are_refused_in_any_encoding(declaration: bytes, encoding: str) -> None:
    text = declaration.decode() + HEAD.decode().removeprefix('<?xml version="1.0"?>') + TAIL.decode()
    assert rules(preflight(patched(clean(), {SHEET: text.encode(encoding)}), "报表.xlsx")) == ["IN-07"]


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c t="n" s="0" r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1'><c s='0'\n r='A1048576'><v>1</v></c></row>",
        b'<x:row xmlns:x="u" r="1"><x:c a=">" r="ZZZ9"><x:v>1</x:v></x:c></x:row>',
        b'<row r="1048576"><c><v>1</v></c></row>',
        b'<row r="1"><c r="xfd1"><v>1</v></c></row>',
        b'<row r="1"><c r="A20000"><v>1</v></c><c r="WA1"><v>1</v></c></row>',
    ],
)
def test_cells_beyond_the_caps_are_refused_however_they_are_written(cell: bytes) -> None:
    assert rules(preflight(with_sheet(cell), "报表.xlsx")) == ["IN-08"]


def test_a_million_formatted_empty_rows_are_refused() -> None:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(1, 400_000))
    found = preflight(with_sheet(rows), "报表.xlsx")
    assert rules(found) == ["IN-08"]
    assert "空行" in found[0].message


def test_the_last_row_of_the_sheet_may_carry_a_format() -> None:
    assert preflight(with_sheet(b'<row r="1048576" hidden="1"><c r="A1048576" s="1"/></row>'), "报表.xlsx") == ()


def test_the_caps_hold_for_old_and_open_formats() -> None:
    assert rules(preflight(xls_with((0x203, struct.pack("<HHHd", 65535, 0, 0, 1.0))), "报表.xls")) == ["IN-08"]
    content = (
        b'<office:document-content xmlns:office="o" xmlns:table="t"><table:table table:name="a">'
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float"'
        b' office:value="1" table:number-columns-repeated="16000"/></table:table-row>'
        b"</table:table></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", content)
    assert rules(preflight(stream.getvalue(), "报表.ods")) == ["IN-08"]


def test_errors_of_old_workbooks_are_found_by_cell() -> None:
    formula = struct.pack("<HHH", 4, 2, 0) + b"\x02\x00\x17\x00\x00\x00\xff\xff" + b"\0" * 8
    inspection, findings = inspect(
        xls_with((0x205, struct.pack("<HHHBB", 1, 2, 0, 0x07, 1)), (0x06, formula)), "报表.xls"
    )
    assert findings == ()
    assert inspection.sheets["表"].errors == {(1, 2): "#DIV/0!", (4, 2): "#REF!"}


def test_external_links_are_noted_and_the_file_is_read() -> None:
    inspection, findings = inspect(
        patched(clean(), {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}), "a.xlsx"
    )
    assert inspection.kind == "xlsx"
    assert rules(findings) == ["IN-10"]


def test_the_container_built_here_is_one_that_others_read() -> None:
    with olefile.OleFileIO(io.BytesIO(ole(Workbook=b"abc"))) as container:  # type: ignore[no-untyped-call]
        assert container.openstream("Workbook").read(3) == b"abc"


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_noise_is_always_refused_and_never_raises(noise: bytes, start: bytes) -> None:
    assert len(preflight(start + noise, "报表.xlsx")) == 1


@settings(max_examples=60, deadline=None)
@given(st.floats(min_value=0, max_value=1, exclude_max=True), st.integers(min_value=0, max_value=255))
def test_one_changed_byte_never_raises(share: float, byte: int) -> None:
    data = bytearray(clean())
    data[int(share * len(data))] = byte
    assert len(preflight(bytes(data), "报表.xlsx")) <= 1
