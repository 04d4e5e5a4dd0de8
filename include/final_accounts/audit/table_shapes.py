"""How each shape of official table is read: rows with codes, lines with names, economic subjects, 三公 columns.

Text files lose columns: a row's figures are counted from its name on, heads give their order, not their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from final_accounts.audit.cells import Facts, Row, code_of, number
from final_accounts.audit.claims import Operand, TableFound, TableRow
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.names import Names
from final_accounts.model.document import Spot

_ORDINAL: Final = re.compile(r"^[一二三四五六七八九十]+、|^（[一二三四五六七八九十]+）|^[0-9]+[.、]|^其中：")
_SMALL_INTEGER: Final = re.compile(r"[0-9]{1,3}")
_RIGHT_HALF: Final = range(25, 45)  # line numbers of the right half follow those of the left one
_ECONOMIC_HEAD: Final = re.compile(r"3[0-9]{2}(?:[0-9]{2})?(?=[\u4e00-\u9fff])")
_ITEM: Final = 7  # digits of a 项
_HEAD: Final = 24  # a head is short
_LABEL: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Reading:
    """One table being read: its entry in the lexicon, its rows, and where its figures go."""

    entry: Mapping[str, Any]
    rows: Sequence[Row]
    measure: str
    spot: Spot
    facts: Facts
    names: Names
    lexicon: Lexicon

    def open(self) -> None:
        """The table is found; one that goes on over the page is found already."""
        if self.entry["id"] not in self.facts.tables_by_id:
            found = TableFound(self.entry["id"], self.entry["name"], self.spot, ())
            self.facts.tables_by_id[self.entry["id"]] = found
            self.facts.tables.append(found)

    def keep(self, key: str, name: str, cells: Sequence[tuple[str, str, Spot]]) -> None:
        """Put the figures of one row into the facts and the row into the table found."""
        form = self.entry["id"]
        kept: list[tuple[str, str, Spot]] = []
        for column, text, spot in cells:
            quantity = number(text, self.measure)
            if quantity is None:
                continue
            head = {"total": "", "amount": ""}.get(column, f"·{self._head(column)}")
            operand = Operand(f"{self.entry['name']}“{name}”{head}", quantity, spot)
            self.facts.by_key.setdefault(f"{form} {key} {column}", operand)
            step = self.facts.steps.get(form)
            self.facts.steps[form] = quantity.step if step is None else min(step, quantity.step)
            kept.append((column, text, spot))
        found = self.facts.tables_by_id[form]
        updated = TableFound(found.id, found.name, found.spot, (*found.rows, TableRow(key, name, tuple(kept))))
        self.facts.tables_by_id[form] = updated
        self.facts.tables[self.facts.tables.index(found)] = updated

    def _head(self, column: str) -> str:
        return re.sub(r"[\^$]|\(.*?\)\??|\|.*", "", self.entry["columns"].get(column, column))

    def columns(self, until: int) -> list[str]:
        """Column keys in the order of the head; the official order when the head says too little."""
        seen: list[str] = []
        for row in self.rows[:until]:
            for text in row.texts():
                for key, says in self.entry["columns"].items():
                    if text and key not in seen and re.search(says, text) and len(text) <= _HEAD:
                        seen.append(key)
                        break
        official = list(self.entry["columns"])
        return sorted(seen, key=official.index) if len(seen) > 1 else official


def _coded(read: Reading) -> None:
    read.open()
    first = next((n for n, r in enumerate(read.rows) if code_of(r.texts())[0]), len(read.rows))
    columns = read.columns(first)
    total = read.lexicon.data["table_words"]["sum"]
    above = ""
    for row in read.rows:
        texts = row.texts()
        code, place = code_of(texts)
        if code:
            key, name, begin = f"function:{code}", texts[place], place + 1
            above = code
        elif (named := _named(read, row, above)) is not None:
            key, name, begin = named
        else:
            place = max((n for n, t in enumerate(texts) if t == total), default=-1)
            if place < 0 or not any(number(t, read.measure) for t in texts[place + 1 :]):
                continue
            if any(re.search("本年|小计", t) for t in texts):
                continue
            key, name, begin = "total", total, place + 1
        behind = row.cells[begin:]
        while len(behind) > len(columns) and not behind[0][0]:
            behind = behind[1:]
        cells = [(column, text, where) for column, (text, where) in zip(columns, behind, strict=False)]
        read.keep(key, name, cells)


def _named(read: Reading, row: Row, above: str) -> tuple[str, str, int] | None:
    """A row with a name instead of a code, where the table has such: key, name and the first cell behind the name."""
    texts = row.texts()
    place = next((n for n, t in enumerate(texts) if t), -1)
    if not (read.entry.get("named_rows") and len(above) == _ITEM and place >= 0 and _LABEL.search(texts[place])):
        return None
    if texts[place] == read.lexicon.data["table_words"]["sum"] or not any(
        number(t, read.measure) for t in texts[place + 1 :]
    ):
        return None
    kept = read.facts.tables_by_id[read.entry["id"]].rows
    count = sum(r.key.startswith(f"project:{above}/") for r in kept)
    return f"project:{above}/{count + 1}", texts[place], place + 1


def _lines(read: Reading) -> None:
    read.open()
    words = read.lexicon.data["table_words"]
    seen = {row.key for row in read.facts.tables_by_id[read.entry["id"]].rows}  # a table goes on over the page
    for row in read.rows:
        for side, (label, cells) in enumerate(_segments(row)):
            name = _ORDINAL.sub("", label)
            if name in (words["row_number"], "项目", "栏次") or not cells:
                continue
            key = f"line:{name}"
            if name == words["grand_total"]:
                key = "line:收入总计" if side == 0 and "line:收入总计" not in seen else "line:支出总计"
            elif _ORDINAL.match(label) and (code := _class(name, read.names)):
                key = f"function:{code}"
            if key in seen:
                key = f"line:年初{name}" if read.entry["id"] == "T4" else ""
            if not key:
                continue
            seen.add(key)
            columns = list(read.entry["columns"])
            income = key.startswith("line:") and read.entry["id"] == "T4" and not _spends(key, words)
            values = [c for c in cells if c[0]] if len(columns) == 1 or income else list(cells)
            if income:
                columns = ["amount"]
            found = [(column, text, where) for column, (text, where) in zip(columns, values, strict=False)]
            read.keep(key, name, found)


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


def _economic(read: Reading) -> None:
    read.open()
    words = read.lexicon.data["table_words"]
    for row in read.rows:
        cells = row.cells
        for place, (text, _) in enumerate(cells):
            if re.fullmatch(r"3[0-9]{2}(?:[0-9]{2})?", text) and place + 1 < len(cells):
                at = next((n for n in range(place + 1, min(place + 4, len(cells))) if cells[n][0]), place)
                if at > place and _LABEL.search(cells[at][0]) and at + 1 < len(cells):
                    read.keep(f"economic:{text}", cells[at][0], [("amount", *cells[at + 1])])
            elif text in (words["personnel_total"], words["public_total"]):
                found = next(((t, w) for t, w in cells[place + 1 :] if number(t, read.measure)), None)
                if found:
                    read.keep(f"line:{text}", text, [("amount", *found)])


def _three_public(read: Reading) -> None:
    """One row of twelve figures (budget, then final), or a row for each item with both."""
    read.open()
    columns = list(read.entry["columns"])
    for row in read.rows:
        texts = row.texts()
        figures = row.cells[-2 * len(columns) :]
        filled = [t for t, _ in figures if t]
        if (
            len(figures) < 2 * len(columns)
            or "栏次" in texts
            or not filled
            or not all(number(t, read.measure) for t in filled)
        ):
            continue
        if filled == [str(n) for n in range(1, len(filled) + 1)]:
            continue  # the numbers of the columns
        for line, half in (("line:预算数", figures[: len(columns)]), ("line:决算数", figures[len(columns) :])):
            cells = [(c, t, w) for c, (t, w) in zip(columns, half, strict=True)]
            read.keep(line, line.removeprefix("line:"), cells)
        return


def _detail(read: Reading) -> None:
    """Functional rows × economic columns (Sichuan 5 and 7); a wide one goes on in tables below, with its head again."""
    read.open()
    words = read.lexicon.data["table_words"]
    columns: dict[int, str] = {}
    for row in read.rows:
        texts = row.texts()
        heads = {n: f"economic:{found[0]}" for n, t in enumerate(texts) if (found := _ECONOMIC_HEAD.match(t))}
        if heads:
            columns = heads | {n: "total" for n, t in enumerate(texts) if t == words["sum"]}
            continue
        code, place = code_of(texts)
        is_sum = not code and words["sum"] in texts[:2]
        if not columns or not (code or is_sum):
            continue
        name = texts[place] if code else words["sum"]
        cells = [(key, *row.cells[n]) for n, key in columns.items() if n < len(row.cells)]
        read.keep(f"function:{code}" if code else "total", name, cells)


SHAPES: Final = {
    "coded": _coded,
    "lines": _lines,
    "economic": _economic,
    "three_public": _three_public,
    "detail": _detail,
}
