"""Raw forms to layouts: filler lines, line numbers, ordinals and the year are put in, and everything is checked."""

from __future__ import annotations

from collections import Counter

from final_accounts.catalog.checking import Fields
from final_accounts.catalog.raw import BLOCK_KEYS, COLUMN_KEYS, FORM_KEYS, LINE_KEYS, SLOT_KEYS, Raw
from final_accounts.model.edition import Slot
from final_accounts.model.errors import CatalogError
from final_accounts.model.facts import ValueKind
from final_accounts.model.layout import Block, BlockKind, Column, FormKind, FormLayout, Line
from final_accounts.model.ordinals import chinese

ROLES = ("label", "number", "code", "name", "value")
ROWS = ("function", "economic", "project", "indicator", "item")
SHEET_LENGTH = 31


def layout_of(form: Raw, where: str, year: int) -> FormLayout:
    """One checked layout: the sheet name fits a workbook, keys are unique, every printed line has a label."""
    fields = Fields(form, f"{where}.{form['id']}", FORM_KEYS)
    raw_blocks = [Fields(b, fields.where, BLOCK_KEYS) for b in fields.items("blocks")]
    slots = slots_of(form, where)
    if slots:
        lines: list[object] = [{"key": f"slot:{s.id}", "label": s.title, "help": s.help} for s in slots]
        raw_blocks = [Fields({**b.data, "lines": lines}, b.where, BLOCK_KEYS) for b in raw_blocks]
    longest = max((_fixed_length(b) for b in raw_blocks if not b.flag("below")), default=0)
    blocks: list[Block] = []
    for raw in raw_blocks:
        first = 1 + max((line.number for b in blocks for line in b.lines), default=0)
        blocks.append(_block(raw, longest, first, year))
    if not blocks:
        raise CatalogError(f"{fields.where}：没有任何区域（blocks）。")
    _unique([b.id for b in blocks], f"{fields.where}：区域 id")
    _unique([(line.key, "") for b in blocks for line in b.lines if line.key], f"{fields.where}：行的 key")
    _unique([line.number for b in blocks for line in b.lines if line.number], f"{fields.where}：行次")
    sheet = fields.text("sheet")
    if len(sheet) > SHEET_LENGTH or set(sheet) & set("[]:*?/\\"):
        raise CatalogError(f"{fields.where}：工作表名 {sheet} 超过 {SHEET_LENGTH} 字或含有不允许的符号。")
    return FormLayout(
        id=fields.text("id"),
        title=_dated(fields.text("title"), year),
        sheet=sheet,
        kind=fields.choice("kind", FormKind),
        blocks=tuple(blocks),
        titles=tuple(_dated(t, year) for t in fields.words("titles")),
        number=fields.text("number", ""),
        required=fields.flag("required", default=True),
        may_be_nil=fields.flag("may_be_nil"),
        nil_sentence=_dated(fields.text("nil_sentence", ""), year),
        repeats=fields.flag("repeats"),
        measure=fields.text("measure", "元"),
        verified=fields.flag("verified", default=True),
        source=fields.text("source", ""),
        instructions=tuple(_dated(t, year) for t in fields.words("instructions")),
        landscape=fields.flag("landscape"),
        rubric=fields.text("rubric", ""),
    )


def slots_of(form: Raw, where: str) -> tuple[Slot, ...]:
    """The text slots of a narrative form."""
    found: list[Slot] = []
    raw = form.get("slots")
    for item in raw if isinstance(raw, list) else ():
        slot = Fields(item, f"{where}.{form['id']}.slots", SLOT_KEYS)
        found.append(Slot(slot.text("id"), slot.text("title"), slot.text("help", ""), slot.flag("required")))
    _unique([s.id for s in found], f"{where}.{form['id']}：slot id")
    return tuple(found)


def _fixed_length(block: Fields) -> int:
    """Lines of a fixed block, not counting what ``fill: longest`` will add."""
    total = 0
    for line in block.items("lines"):
        fill = line.get("fill", 1) if isinstance(line, dict) else 1
        total += fill if isinstance(fill, int) else 0
    return total


def _block(raw: Fields, longest: int, first: int, year: int) -> Block:
    where = f"{raw.where}.{raw.text('id')}"
    kind = raw.choice("kind", BlockKind)
    columns = tuple(_column(Fields(c, f"{where}.columns", COLUMN_KEYS), year) for c in raw.items("columns"))
    numbered = any(c.role == "number" for c in columns)
    lines = _lines(raw, where, longest - _fixed_length(raw), raw.number("first_number", first) if numbered else 0)
    rows, cross = raw.text("rows", ""), raw.text("cross", "")
    if not any(c.role == "value" for c in columns):
        raise CatalogError(f"{where}：没有数值列。")
    _unique([(c.row, c.key) for c in columns], f"{where}：列的 key")
    if (kind is BlockKind.FIXED) != bool(lines) or (kind is BlockKind.FIXED) == bool(rows):
        raise CatalogError(f"{where}：固定行区域要有 lines 而无 rows，其他区域要有 rows 而无 lines。")
    if rows and rows not in ROWS:
        raise CatalogError(f"{where}：rows 可用 {'、'.join(ROWS)}，现为 {rows}。")
    if (kind is BlockKind.CROSS) != (cross == "economic"):
        raise CatalogError(f"{where}：交叉区域要写 cross: economic，其他区域不写。")
    known = {c.key for c in columns if c.role == "value"}
    for line in lines:
        if not set(line.columns) <= known:
            raise CatalogError(f"{where}：{line.key} 的 columns 里有不存在的列：{'、'.join(line.columns)}。")
    return Block(
        id=raw.text("id"),
        kind=kind,
        columns=columns,
        lines=lines,
        rows=rows,
        total=raw.text("total", ""),
        stop=raw.words("stop"),
        cross=cross,
        below=raw.flag("below"),
        heading=_dated(raw.text("heading", ""), year),
        spare_rows=raw.number("spare_rows", 20),
    )


def _column(raw: Fields, year: int) -> Column:
    role = raw.text("role", "value")
    if role not in ROLES:
        raise CatalogError(f"{raw.where}：role 可用 {'、'.join(ROLES)}，现为 {role}。")
    return Column(
        key=raw.text("key"),
        role=role,
        header=_dated(raw.text("header"), year),
        group=_dated(raw.text("group", ""), year),
        number=raw.text("number", ""),
        kind=raw.choice("kind", ValueKind, ValueKind.AMOUNT if role == "value" else ValueKind.TEXT),
        row=raw.text("row", ""),
        width=raw.number("width", 14),
        required=raw.flag("required"),
        choices=raw.words("choices"),
        help=_dated(raw.text("help", ""), year),
    )


def _lines(raw: Fields, where: str, filler: int, first: int) -> tuple[Line, ...]:
    lines: list[Line] = []
    counts: Counter[str] = Counter()
    for item in raw.items("lines"):
        if isinstance(item, dict) and "fill" in item:
            count = filler if item["fill"] == "longest" else item["fill"]
            lines += [Line("", "", first + len(lines) + n if first else 0) for n in range(count)]
            continue
        fields = Fields(item, f"{where}.lines", LINE_KEYS)
        tags = fields.words("tags")
        label = fields.text("label")
        if not label:
            raise CatalogError(f"{fields.where}：{fields.text('key')} 没有印出的名称（label）。")
        series = tags[0] if tags else ""
        if "{ordinal}" in label:
            counts[series] += 1
            label = label.replace("{ordinal}", chinese(counts[series]))
        place = chinese(counts[series]) if counts[series] else ""
        lines.append(
            Line(
                key=fields.text("key"),
                label=label,
                number=fields.number("number", first + len(lines) if first else 0),
                tags=tags,
                columns=fields.words("columns"),
                required=fields.flag("required"),
                indent=fields.number("indent", 0),
                bold=fields.flag("bold"),
                aliases=tuple(a.replace("{ordinal}", place) for a in fields.words("aliases")),
                kind=fields.choice("kind", ValueKind) if "kind" in fields else None,
                choices=fields.words("choices"),
                help=fields.text("help", ""),
            )
        )
    return tuple(lines)


def _dated(text: str, year: int) -> str:
    return text.replace("{year}", str(year)).replace("{last_year}", str(year - 1))


def _unique(keys: list[object] | list[str] | list[int] | list[tuple[str, str]], what: str) -> None:
    repeated = [str(k) for k, n in Counter(keys).items() if n > 1]
    if repeated:
        raise CatalogError(f"{what} 重复：{'、'.join(repeated)}。")
