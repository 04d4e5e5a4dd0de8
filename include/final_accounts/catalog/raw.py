"""Forms as written in YAML, before they become layouts: which keys exist, and register lines written out for a year.

Lines of a fixed block may be written short:

- ``本年收入合计`` is the line ``line:本年收入合计`` with that label;
- ``{register: expenditure_lines, label: "{ordinal}、{name}", tags: [class]}`` prints the year's 类 lines;
- ``{register: economic_classification, under: ["301"], tags: {类: [class], 款: [item]}}`` prints these 类 and their 款;
- ``{fill: 3}`` prints three lines without a name, ``{fill: longest}`` as many as the longest block beside it needs.
"""

from __future__ import annotations

from pathlib import Path

from final_accounts.catalog.checking import Fields, mapping_of
from final_accounts.catalog.registers import ECONOMIC, FUNCTIONAL, expenditure_lines, load_register
from final_accounts.model.errors import CatalogError
from final_accounts.model.register import Register

FORM_ATTRIBUTES = frozenset({
    "title", "titles", "sheet", "kind", "number", "required", "may_be_nil", "nil_sentence", "repeats", "measure",
    "verified", "source", "instructions", "landscape", "rubric",
})  # fmt: skip
FORM_KEYS = FORM_ATTRIBUTES | {"id", "blocks", "slots", "replaces", "since", "until"}
BLOCK_ATTRIBUTES = frozenset({
    "kind", "rows", "total", "stop", "cross", "below", "heading", "spare_rows", "first_number",
})  # fmt: skip
BLOCK_KEYS = BLOCK_ATTRIBUTES | {"id", "columns", "lines"}
COLUMN_KEYS = frozenset({
    "key", "role", "header", "group", "number", "kind", "row", "width", "required", "choices", "help",
})  # fmt: skip
LINE_KEYS = frozenset({
    "key", "label", "number", "tags", "columns", "required", "indent", "bold", "aliases", "kind", "choices", "help",
})  # fmt: skip
SLOT_KEYS = frozenset({"id", "title", "help", "required"})
DIRECTIVE_KEYS = frozenset({"register", "label", "tags", "under", "without", "indent"})

Raw = dict[str, object]


def raw_form(data: object, where: str, root: Path, year: int) -> Raw:
    """One whole form, keys checked, register lines written out for ``year``; blocks, columns and lines stay raw."""
    fields = Fields(data, where, FORM_KEYS)
    form: Raw = {k: v for k, v in fields.data.items() if k in FORM_ATTRIBUTES}
    form["id"] = fields.text("id")
    blocks: list[Raw] = []
    for number, item in enumerate(fields.items("blocks"), 1):
        block = Fields(item, f"{where}.blocks[{number}]", BLOCK_KEYS)
        place = f"{where}.{block.text('id')}"
        columns = [Fields(c, f"{place}.columns", COLUMN_KEYS).data for c in block.items("columns")]
        lines = [line for item in block.items("lines") for line in raw_lines(item, f"{place}.lines", root, year)]
        blocks.append({**block.data, "columns": columns, "lines": lines})
    form["blocks"] = blocks
    form["slots"] = [Fields(s, f"{where}.slots", SLOT_KEYS).data for s in fields.items("slots")]
    return form


def raw_lines(item: object, where: str, root: Path, year: int) -> list[Raw]:
    """The raw lines one entry of ``lines`` stands for."""
    if isinstance(item, str):
        return [{"key": f"line:{item}", "label": item}]
    data = mapping_of(item, where)
    if "fill" in data:
        if set(data) != {"fill"} or not (data["fill"] == "longest" or isinstance(data["fill"], int)):
            raise CatalogError(f"{where}：fill 应为行数或 longest，现为“{data}”。")
        return [{"fill": data["fill"]}]
    if "register" in data:
        return _register_lines(Fields(data, where, DIRECTIVE_KEYS), root, year)
    fields = Fields(data, where, LINE_KEYS)
    key = fields.text("key")
    return [{"label": key.partition(":")[2], **fields.data}]


def _register_lines(fields: Fields, root: Path, year: int) -> list[Raw]:
    name = fields.text("register")
    without = set(fields.words("without"))
    label = fields.text("label", "{name}")
    if name == "expenditure_lines":
        register = load_register(root, *FUNCTIONAL)
        tags = list(fields.words("tags"))
        return [
            _line(f"function:{code}", name, label, tags, register)
            for _, code, name in expenditure_lines(root, year)
            if code not in without
        ]
    if name != ECONOMIC[0]:
        raise CatalogError(f"{fields.where}：register 可用 expenditure_lines、{ECONOMIC[0]}，现为 {name}。")
    register = load_register(root, *ECONOMIC)
    tags_by_level = fields.mapping("tags")
    lines: list[Raw] = []
    for top in fields.words("under"):
        if register.line(top, year) is None:
            raise CatalogError(f"{fields.where}：{year} 年度没有经济分类 {top}。")
        codes = sorted(c for c in register.codes if c == top or register.parent_of(c) == top)
        for code in codes:
            entry = register.line(code, year)
            if entry is None or code in without:
                continue
            line = _line(f"economic:{code}", entry.name, label, tags_by_level.get(entry.level, []), register)
            lines.append(line if entry.parent else {**line, "bold": True})
    return lines


def _line(key: str, name: str, label: str, tags: object, register: Register) -> Raw:
    aliases = [n for n in register.synonyms.get(key.partition(":")[2], ()) if n != name]
    return {
        "key": key,
        "label": label.replace("{name}", name),
        "tags": tags,
        "aliases": [label.replace("{name}", n) for n in aliases],
    }
