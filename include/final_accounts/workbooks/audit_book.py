"""核对报告工作簿: one row a finding, one row a document, what was not read; to filter, print and answer in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from final_accounts.model.safe_text import MARK, legal, like_formula
from final_accounts.workbooks.safe_text import escaped
from final_accounts.workbooks.styles import HEI, LINE, Styles
from final_accounts.workbooks.widths import row_height

ALWAYS: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same report gives the same bytes, whenever it is made
COLOURS: Final = {"blocking": "#FFC7CE", "explain": "#FFEB9C", "notice": "#DDEBF7"}
SENTENCE: Final = 600
"""Signs of a sentence that a cell shows; the place leads to the rest."""
MOST: Final = 1_000_000
_HEAD: Final = 3  # title, what the sheet is about, heads of the columns
_TALLEST: Final = 240.0


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding, as a person reads it. ``before``, ``mark`` and ``after`` are the sentence around the figure."""

    rank: int
    unit: str
    file: str
    severity: str
    severity_word: str
    family: str
    place: str
    before: str
    mark: str
    after: str
    stated: str
    recomputed: str
    formula: str
    explanation: str
    proposed: str
    others: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document. ``counts`` are numbers under :data:`COUNTED`."""

    rank: int
    unit: str
    file: str
    year: str
    edition: str
    state: str
    counts: tuple[int, ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """Something that was not read, and why."""

    unit: str
    file: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class AuditBook:
    """All of it, in the order in which it is read."""

    title: str
    about: str
    findings: tuple[FindingLine, ...]
    documents: tuple[DocumentLine, ...]
    unread: tuple[UnreadLine, ...]


COUNTED: Final = ("必须更正", "需要说明", "提示", "相符", "舍入差", "不能核对", "没有读入")
_FINDINGS: Final = (
    ("序号", 6),
    ("单位", 16),
    ("文件", 16),
    ("级别", 9),
    ("类别", 11),
    ("位置", 24),
    ("原文", 42),
    ("文中数字", 13),
    ("复算结果", 13),
    ("复算过程", 30),
    ("说明", 34),
    ("建议写法", 24),
    ("相关位置", 24),
    ("处理意见", 16),
)
_DOCUMENTS: Final = (
    ("序号", 6),
    ("单位", 26),
    ("文件", 26),
    ("年度", 8),
    ("编报口径", 20),
    ("结论", 14),
    *((word, 10) for word in COUNTED),
    ("说明", 60),
)
_UNREAD: Final = (("单位", 26), ("文件", 26), ("位置", 16), ("没有读入或没有核对的原因", 90))


def audit_book(book: AuditBook) -> bytes:
    """The workbook; the same report always gives the same bytes."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, options) as made:
        made.set_properties({"title": escaped(book.title), "created": ALWAYS})
        styles = Styles(made)
        rows = [_finding(styles, line) for line in book.findings]
        _sheet(made, styles, book, name="问题清单", columns=_FINDINGS, rows=rows)
        rows = [_document(styles, line) for line in book.documents]
        _sheet(made, styles, book, name="文件一览", columns=_DOCUMENTS, rows=rows)
        rows = [_unread(styles, line) for line in book.unread]
        _sheet(made, styles, book, name="没有读入", columns=_UNREAD, rows=rows)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Marked:
    """A sentence with its figure marked."""

    before: str
    mark: str
    after: str


_Value = str | int | _Marked
_Row = Sequence[tuple[_Value, Format]]
_Columns = Sequence[tuple[str, int]]


def _sheet(
    made: Workbook, styles: Styles, heading: AuditBook, *, name: str, columns: _Columns, rows: Sequence[_Row]
) -> None:
    sheet = made.add_worksheet(name)
    last = len(columns) - 1
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, escaped(heading.title), styles.of(font_name=HEI, font_size=16))
    sheet.write_string(1, 0, escaped(f"{heading.about}　共 {len(rows)} 行。"), styles.caption())
    sheet.set_row(_HEAD - 1, 22)
    for column, (word, _) in enumerate(columns):
        sheet.write_string(_HEAD - 1, column, word, styles.head())
    for number, row in enumerate(rows[:MOST]):
        heights = [(_shown(value), float(columns[column][1])) for column, (value, _) in enumerate(row)]
        sheet.set_row(_HEAD + number, min(row_height(heights), _TALLEST))
        for column, (value, look) in enumerate(row):
            _write(sheet, styles, (_HEAD + number, column), value, look)
    if rows:
        sheet.autofilter(_HEAD - 1, 0, _HEAD - 1 + len(rows), last)
    sheet.freeze_panes(_HEAD, 0)
    sheet.repeat_rows(_HEAD - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write(sheet: Worksheet, styles: Styles, place: tuple[int, int], value: _Value, look: Format) -> None:
    if isinstance(value, int):
        sheet.write_number(*place, value, look)
    elif isinstance(value, str):
        sheet.write_string(*place, escaped(value), look)
    else:
        before, mark, after = (legal(text) for text in (value.before, value.mark, value.after))
        if like_formula(before + mark):
            before = MARK + before
        plain = styles.of()
        parts: list[str | Format] = [plain, before] if before else []
        parts += [styles.of(bold=True, font_color="#A81E22", underline=1), mark]
        parts += [plain, after] if after else []
        if len(parts) > len("文字"):
            sheet.write_rich_string(*place, *parts, look)
        else:  # nothing but the figure: a rich text needs two pieces
            sheet.write_string(*place, escaped(mark), look)


def _shown(value: _Value) -> str:
    return value.before + value.mark + value.after if isinstance(value, _Marked) else str(value)


def _sentence(line: FindingLine) -> _Value:
    """The sentence around the figure, cut far from it."""
    if not line.mark:
        return line.before[:SENTENCE]
    return _Marked(line.before[-SENTENCE:], line.mark, line.after[:SENTENCE])


def _text(styles: Styles, **more: object) -> Format:
    return styles.of(border=1, border_color=LINE, text_wrap=True, valign="top", **more)


def _finding(styles: Styles, line: FindingLine) -> _Row:
    plain = _text(styles)
    return (
        (line.rank, _text(styles, align="center")),
        (line.unit, plain),
        (line.file, plain),
        (line.severity_word, _text(styles, align="center", bg_color=COLOURS[line.severity])),
        (line.family, plain),
        (line.place, plain),
        (_sentence(line), plain),
        (line.stated, plain),
        (line.recomputed, plain),
        (line.formula, plain),
        (line.explanation, plain),
        (line.proposed, _text(styles, bold=True)),
        (line.others, plain),
        ("", plain),
    )


def _document(styles: Styles, line: DocumentLine) -> _Row:
    plain, count = _text(styles), _text(styles, align="right", num_format="#,##0")
    return (
        (line.rank, _text(styles, align="center")),
        *((text, plain) for text in (line.unit, line.file, line.year, line.edition, line.state)),
        *((number, count) for number in line.counts),
        (line.conclusion, plain),
    )


def _unread(styles: Styles, line: UnreadLine) -> _Row:
    plain = _text(styles)
    return tuple((text, plain) for text in (line.unit, line.file, line.place, line.why))
