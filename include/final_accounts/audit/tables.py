"""Official tables recognised by their titles, read into facts. Nothing is taken from a table's ordinal.

Text files lose columns: a row's figures are counted from its name on, heads give their order, not their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from final_accounts.audit.cells import Facts, Row, code_of, measure_of, number, rows_of
from final_accounts.audit.claims import Operand, TableFound, TableRow
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.names import Names
from final_accounts.audit.outline import Outline, Placed, title_key
from final_accounts.model.document import ReadTable, Spot

_ORDINAL: Final = re.compile(r"^[一二三四五六七八九十]+、|^（[一二三四五六七八九十]+）|^[0-9]+[.、]|^其中：")
_SMALL_INTEGER: Final = re.compile(r"[0-9]{1,3}")
_RIGHT_HALF: Final = range(25, 45)  # line numbers of the right half follow those of the left one
_LABEL: Final = re.compile(r"[\u4e00-\u9fff]")


def table_id(title: str, lexicon: Lexicon) -> Mapping[str, Any] | None:
    """The entry of the lexicon a title belongs to."""
    for entry in lexicon.data["tables"]:
        if re.search(entry["says"], title):
            return dict(entry)
    return None


def read_tables(outline: Outline, lexicon: Lexicon, names: Names) -> tuple[Facts, list[Placed]]:
    """Facts of every recognised table, and the tables that were not recognised."""
    facts = Facts()
    strangers: list[Placed] = []
    last: tuple[Mapping[str, Any], str, int] | None = None
    for table, placed in outline.tables():
        rows = rows_of(table)
        titles = [p.text for p in placed.before] + [t for row in rows[:2] for t in row.texts()[:3] if t]
        entry = next((e for e in (table_id(title_key(t), lexicon) for t in titles) if e is not None), None)
        if entry is None and last is not None and not placed.before and _continues(rows, last[2]):
            entry = last[0]
        if entry is None:
            strangers.append(placed)
            last = None
            continue
        measure = measure_of([*(p.text for p in placed.before), *(t for r in rows[:4] for t in r.texts())])
        last = (entry, measure, len(rows[-1].cells) if rows else 0)
        _SHAPES[entry["shape"]](entry, rows, measure, table.spot, facts, names, lexicon)
    return facts, strangers


def _continues(rows: Sequence[Row], columns: int) -> bool:
    """A table right below another one goes on with it when it has as many columns, or rows with codes."""
    return any(len(row.cells) == columns for row in rows) or any(code_of(row.texts())[0] for row in rows)


def _keep(
    facts: Facts, entry: Mapping[str, Any], key: str, name: str, cells: Sequence[tuple[str, str, Spot]], measure: str
) -> None:
    """Put the figures of one row into the facts and the row into the table found."""
    kept: list[tuple[str, str, Spot]] = []
    for column, text, spot in cells:
        quantity = number(text, measure)
        if quantity is None:
            continue
        full = f"{entry['id']} {key} {column}"
        head = {"total": "", "amount": ""}.get(column, f"·{_head(entry, column)}")
        facts.by_key.setdefault(full, Operand(f"{entry['name']}“{name}”{head}", quantity, spot))
        step = facts.steps.get(entry["id"])
        facts.steps[entry["id"]] = quantity.step if step is None else min(step, quantity.step)
        kept.append((column, text, spot))
    found = facts.tables_by_id[entry["id"]]
    updated = TableFound(found.id, found.name, found.spot, (*found.rows, TableRow(key, name, tuple(kept))))
    facts.tables_by_id[entry["id"]] = updated
    facts.tables[facts.tables.index(found)] = updated


def _head(entry: Mapping[str, Any], column: str) -> str:
    return re.sub(r"[\^$]|\(.*?\)\??|\|.*", "", entry["columns"].get(column, column))


def _open(facts: Facts, entry: Mapping[str, Any], spot: Spot) -> None:
    if entry["id"] not in facts.tables_by_id:
        found = TableFound(entry["id"], entry["name"], spot, ())
        facts.tables_by_id[entry["id"]] = found
        facts.tables.append(found)


def _columns(entry: Mapping[str, Any], rows: Sequence[Row], until: int) -> list[str]:
    """Column keys in the order of the head; the official order when the head says too little."""
    seen: list[str] = []
    for row in rows[:until]:
        for text in row.texts():
            for key, says in entry["columns"].items():
                if text and key not in seen and re.search(says, text) and len(text) <= 24:  # noqa: PLR2004 - a head is short
                    seen.append(key)
                    break
    official = list(entry["columns"])
    return sorted(seen, key=official.index) if len(seen) > 1 else official


def _coded(
    entry: Mapping[str, Any],
    rows: Sequence[Row],
    measure: str,
    spot: Spot,
    facts: Facts,
    names: Names,  # noqa: ARG001 - the shapes have one signature
    lexicon: Lexicon,
) -> None:
    _open(facts, entry, spot)
    first = next((n for n, r in enumerate(rows) if code_of(r.texts())[0]), len(rows))
    columns = _columns(entry, rows, first)
    total = lexicon.data["table_words"]["sum"]
    for row in rows:
        texts = row.texts()
        code, place = code_of(texts)
        if code:
            key, name, begin = f"function:{code}", texts[place], place + 1
        else:
            place = max((n for n, t in enumerate(texts) if t == total), default=-1)
            if place < 0 or not any(number(t, measure) for t in texts[place + 1 :]):
                continue
            if any(re.search("本年|小计", t) for t in texts):
                continue
            key, name, begin = "total", total, place + 1
        behind = row.cells[begin:]
        while len(behind) > len(columns) and not behind[0][0]:
            behind = behind[1:]
        cells = [(column, text, where) for column, (text, where) in zip(columns, behind, strict=False)]
        _keep(facts, entry, key, name, cells, measure)


def _lines(
    entry: Mapping[str, Any],
    rows: Sequence[Row],
    measure: str,
    spot: Spot,
    facts: Facts,
    names: Names,
    lexicon: Lexicon,
) -> None:
    _open(facts, entry, spot)
    words = lexicon.data["table_words"]
    seen = {row.key for row in facts.tables_by_id[entry["id"]].rows}  # a table goes on over the page
    for row in rows:
        for side, (label, cells) in enumerate(_segments(row)):
            name = _ORDINAL.sub("", label)
            if name in (words["row_number"], "项目", "栏次") or not cells:
                continue
            key = f"line:{name}"
            if name == words["grand_total"]:
                key = "line:收入总计" if side == 0 and "line:收入总计" not in seen else "line:支出总计"
            elif _ORDINAL.match(label) and (code := _class(name, names)):
                key = f"function:{code}"
            if key in seen:
                key = f"line:年初{name}" if entry["id"] == "T4" else ""
            if not key:
                continue
            seen.add(key)
            columns = list(entry["columns"])
            income = key.startswith("line:") and entry["id"] == "T4" and not _spends(key, words)
            values = [c for c in cells if c[0]] if len(columns) == 1 or income else list(cells)
            if income:
                columns = ["amount"]
            found = [(column, text, where) for column, (text, where) in zip(columns, values, strict=False)]
            _keep(facts, entry, key, name, found, measure)


def _spends(key: str, words: Mapping[str, str]) -> bool:
    return words["expenditure_total"] in key or "年末" in key or "支出总计" in key or "结余分配" in key


def _class(name: str, names: Names) -> str:
    codes = [c for c in names.codes(name, 3) if not c.startswith("3")]
    return codes[0] if codes else ""


def _segments(row: Row) -> list[tuple[str, list[tuple[str, Spot]]]]:
    """Labels of a row, each with the cells behind it and behind its line number."""
    found: list[tuple[str, list[tuple[str, Spot]]]] = []
    label = ""
    cells: list[tuple[str, Spot]] = []
    for text, spot in row.cells:
        if text and _LABEL.search(text):
            if len(label) == 1 and len(text) == 1 and not any(t for t, _ in cells):
                label, cells = label + text, []  # 总 | 计
                continue
            if label:
                found.append((label, _behind_number(cells)))
            label, cells = text, []
        elif label:
            cells.append((text, spot))
    if label:
        found.append((label, _behind_number(cells)))
    return found


def _behind_number(cells: list[tuple[str, Spot]]) -> list[tuple[str, Spot]]:
    """The figures behind a line number 行次, up to the line number of an empty right half."""
    place = next((n for n, (t, _) in enumerate(cells) if t), -1)
    if place < 0 or not _SMALL_INTEGER.fullmatch(cells[place][0]):
        return cells
    own = int(cells[place][0])
    behind = cells[place + 1 :]
    other = next(
        (n for n, (t, _) in enumerate(behind) if _SMALL_INTEGER.fullmatch(t) and int(t) - own in _RIGHT_HALF),
        len(behind),
    )
    return behind[:other]


def _economic(
    entry: Mapping[str, Any],
    rows: Sequence[Row],
    measure: str,
    spot: Spot,
    facts: Facts,
    names: Names,  # noqa: ARG001 - the shapes have one signature
    lexicon: Lexicon,
) -> None:
    _open(facts, entry, spot)
    words = lexicon.data["table_words"]
    for row in rows:
        cells = row.cells
        for place, (text, _) in enumerate(cells):
            if re.fullmatch(r"3[0-9]{2}(?:[0-9]{2})?", text) and place + 1 < len(cells):
                name = next((t for t, _ in cells[place + 1 : place + 4] if t), "")
                found = next(((t, w) for t, w in cells[place + 1 : place + 6] if number(t, measure)), None)
                if name and _LABEL.search(name) and found:
                    _keep(facts, entry, f"economic:{text}", name, [("amount", *found)], measure)
            elif text in (words["personnel_total"], words["public_total"]):
                found = next(((t, w) for t, w in cells[place + 1 :] if number(t, measure)), None)
                if found:
                    _keep(facts, entry, f"line:{text}", text, [("amount", *found)], measure)


def _three_public(
    entry: Mapping[str, Any],
    rows: Sequence[Row],
    measure: str,
    spot: Spot,
    facts: Facts,
    names: Names,  # noqa: ARG001 - the shapes have one signature
    lexicon: Lexicon,  # noqa: ARG001
) -> None:
    """One row of twelve figures (budget, then final), or a row for each item with both."""
    _open(facts, entry, spot)
    columns = list(entry["columns"])
    for row in rows:
        texts = row.texts()
        figures = row.cells[-2 * len(columns) :]
        filled = [t for t, _ in figures if t]
        if (
            len(figures) < 2 * len(columns)
            or "栏次" in texts
            or not filled
            or not all(number(t, measure) for t in filled)
        ):
            continue
        if filled == [str(n) for n in range(1, len(filled) + 1)]:
            continue  # the numbers of the columns
        for line, half in (("line:预算数", figures[: len(columns)]), ("line:决算数", figures[len(columns) :])):
            cells = [(c, t, w) for c, (t, w) in zip(columns, half, strict=True)]
            _keep(facts, entry, line, line.removeprefix("line:"), cells, measure)
        return


_SHAPES: Final = {"coded": _coded, "lines": _lines, "economic": _economic, "three_public": _three_public}
