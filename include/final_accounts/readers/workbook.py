"""A submission's workbook into a ParsedSubmission: preflight, cover, sheets, facts. Nothing a file holds raises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import python_calamine

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.layout import FormKind
from final_accounts.model.money import MEASURES
from final_accounts.model.submission import Explanation, Header, ParsedSubmission
from final_accounts.readers.blocks import Sheet, is_fixed, locate_blocks
from final_accounts.readers.fixed import read_fixed, unread_figures
from final_accounts.readers.grid import Grid, open_grids
from final_accounts.readers.header import find_covers, read_header, same_code
from final_accounts.readers.heading import Head, read_head
from final_accounts.readers.identity import EditionLookup, Expectation, check_unit, choose_edition
from final_accounts.readers.intake import (
    DAMAGED,
    EMPTY,
    ENCRYPTED,
    MEASURE,
    NIL_CONTRADICTED,
    NO_COVER,
    TWO_UNITS,
    finding,
)
from final_accounts.readers.notebook import Notebook
from final_accounts.readers.open_rows import read_open
from final_accounts.readers.performance import read_evaluation
from final_accounts.readers.preflight import inspect
from final_accounts.readers.sheets import assign
from final_accounts.readers.wording import label_key

if TYPE_CHECKING:
    from final_accounts.model.edition import Edition
    from final_accounts.model.evaluation import Evaluation
    from final_accounts.model.finding import Finding
    from final_accounts.model.layout import FormLayout
    from final_accounts.readers.header import Cover
    from final_accounts.readers.inspection import Inspection

_RESAVE = "请用 Excel 或 WPS 打开原文件，另存为新的 .xlsx 后重新报送。"


@dataclass(slots=True)
class _Parsed:
    facts: list[Fact] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    nil: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    explanations: list[Explanation] = field(default_factory=list)
    sheets: dict[str, str] = field(default_factory=dict)


def unreadable(header: Header | None = None) -> ParsedSubmission:
    """A submission of which nothing but perhaps its cover could be read."""
    return ParsedSubmission(header or Header(), readable=False)


def read_workbook(
    data: bytes, file_name: str, editions: EditionLookup, expect: Expectation
) -> tuple[ParsedSubmission, tuple[Finding, ...]]:
    """Everything a workbook says, and what is wrong with it. Run it in a :class:`ReaderPool` for files from outside."""
    inspection, findings = inspect(data, file_name)
    if not inspection.kind:
        return unreadable(), findings
    notebook = Notebook(list(findings))
    grids = _grids(data, inspection, notebook)
    if grids is None:
        return unreadable(), notebook.close()
    header, edition = _identify(grids, editions, expect, notebook)
    if edition is None:
        return unreadable(header), notebook.close()
    assigned = assign(grids, edition.forms, notebook)
    parsed = _Parsed()
    heads: dict[str, Head] = {}
    for form_id, (layout, grid) in assigned.forms.items():
        parsed.present.add(form_id)
        parsed.sheets[form_id] = grid.name
        heads[form_id] = _read_form(form_id, layout, grid, header=header, parsed=parsed, notebook=notebook)
    _one_unit(header, heads, notebook)
    submission = ParsedSubmission(
        header=header,
        facts=tuple(parsed.facts),
        evaluations=tuple(parsed.evaluations),
        forms_present=frozenset(parsed.present),
        nil_forms=frozenset(parsed.nil),
        texts=parsed.texts,
        explanations=tuple(parsed.explanations),
        sheets=parsed.sheets,
    )
    return submission, notebook.close()


def _grids(data: bytes, inspection: Inspection, notebook: Notebook) -> list[Grid] | None:
    try:
        return open_grids(data, inspection)
    except python_calamine.PasswordError:
        notebook.add(finding(ENCRYPTED, "文件已加密，无法读取。", "请取消打开密码后重新报送。"))
    except python_calamine.CalamineError as problem:
        message = f"文件已损坏，读取工作表时出错（{str(problem)[:120]}）。"
        notebook.add(finding(DAMAGED, message, _RESAVE))
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # a panic of the native reader has no importable class
            raise
        notebook.add(finding(DAMAGED, "文件已损坏，工作表的内部结构前后矛盾。", _RESAVE))
    return None


def _identify(
    grids: list[Grid], editions: EditionLookup, expect: Expectation, notebook: Notebook
) -> tuple[Header, Edition | None]:
    if not any(value != "" for grid in grids for row in grid.rows for value in row):
        notebook.add(finding(EMPTY, "工作簿里没有任何内容。", "请检查是否报送了正确的文件。"))
        return Header(), None
    covers = find_covers(grids)
    if not covers:
        message = (
            "工作簿里没有封面（应有单位名称、预算单位编码、会计年度、编报口径、模板版本等项），无法确定口径和单位。"
        )
        notebook.add(finding(NO_COVER, message, "请使用本年度模板填报，保留封面。", row="cover"))
        return Header(), None
    if len(covers) > 1:
        _two_covers(covers, notebook)
    header = read_header(covers[0], notebook)
    if not check_unit(covers[0], header, expect, notebook):
        return header, None
    return header, choose_edition(covers[0], header, expect, editions, notebook)


def _two_covers(covers: list[Cover], notebook: Notebook) -> None:
    cells = [c.cells.get("unit_code") or c.grid.cell(0, 0) for c in covers]
    said = "、".join(f"{c.texts.get('unit_code', '')} {c.texts.get('unit_name', '')}（{c.grid.name}）" for c in covers)
    message = f"工作簿里有 {len(covers)} 个封面：{said}，一个文件只能报送一个单位。"
    notebook.add(finding(TWO_UNITS, message, "请每个单位单独报送一个文件。", cells=cells, row="cover"))


def _read_form(
    form_id: str, layout: FormLayout, grid: Grid, *, header: Header, parsed: _Parsed, notebook: Notebook
) -> Head:
    head = read_head(grid, layout)
    measure = _measure(form_id, layout, header, head, notebook)
    sheet = Sheet(form_id, layout, grid, measure, notebook, nil=head.nil)
    if layout.kind in {FormKind.COVER, FormKind.INDEX}:
        return head
    located = locate_blocks(sheet)
    if layout.kind is FormKind.PERFORMANCE:
        evaluation = read_evaluation(sheet, located)
        if not head.nil:
            parsed.evaluations.append(evaluation)
    else:
        for each in located:
            (read_fixed if is_fixed(each.block) else read_open)(sheet, each)
    unread_figures(sheet)
    if head.nil:
        parsed.nil.add(form_id)
        _not_nil(sheet, head)
    if layout.kind is FormKind.NARRATIVE:
        parsed.texts |= {f.row.removeprefix("slot:"): f.printed for f in sheet.facts if f.kind is ValueKind.TEXT}
    elif layout.kind is FormKind.EXPLANATIONS:
        parsed.explanations += _explanations(sheet)
    else:
        parsed.facts += sheet.facts
    return head


def _measure(form_id: str, layout: FormLayout, header: Header, head: Head, notebook: Notebook) -> str:
    """Measure of a form: the cover's, or the layout's own where that is not yuan."""
    measure = header.unit_of_measure if layout.measure == "元" else layout.measure
    if head.measure and head.measure != measure:
        known = "" if head.measure in MEASURES else f"“{head.measure}”不是可用的单位。"
        message = f"{head.measure_cell} 的金额单位是“{head.measure}”，封面为“{measure}”，两者不一致。{known}"
        hint = f"请统一金额单位：全册按{measure}填列，或修改封面的金额单位。"
        cells = [head.measure_cell] if head.measure_cell else []
        notebook.add(finding(MEASURE, message, hint, cells=cells, row=form_id))
    return measure


def _not_nil(sheet: Sheet, head: Head) -> None:
    amounts = [f for f in sheet.facts if isinstance(f.value, int) and f.value != 0 and f.kind is ValueKind.AMOUNT]
    if not amounts:
        return
    cells = [*([head.nil_cell] if head.nil_cell else []), *(f.cell for f in amounts)]
    message = (
        f"《{sheet.layout.title}》声明为空表（{head.nil_cell}），却填了 {len(amounts)} 个数（如 {amounts[0].cell}）。"
    )
    hint = "有数据的，把“是否空表”改为“否”；确无数据的，清空金额。"
    sheet.notebook.add(finding(NIL_CONTRADICTED, message, hint, cells=cells, row=sheet.form, count=len(amounts)))


def _explanations(sheet: Sheet) -> list[Explanation]:
    rows: dict[str, dict[str, str]] = {}
    for fact in sheet.facts:
        rows.setdefault(fact.row, {})[fact.column] = fact.printed
    return [
        Explanation(r["finding"], r.get("reason", ""), r.get("evidence", "")) for r in rows.values() if "finding" in r
    ]


def _one_unit(header: Header, heads: dict[str, Head], notebook: Notebook) -> None:
    """Heads that name another unit than the cover."""
    mine = label_key(header.unit_name)
    others: dict[str, list[Head]] = {}
    for head in heads.values():
        if head.unit_name and mine and head.unit_name != mine:
            others.setdefault(head.unit_name, []).append(head)
        elif head.unit_code and header.unit_code and not same_code(head.unit_code, header.unit_code):
            others.setdefault(head.unit_code, []).append(head)
    for name, found in others.items():
        cells = [cell for head in found if (cell := head.unit_cell or head.code_cell)]
        words = "、".join(str(cell) for cell in cells[:5])
        message = (
            f"{words} 的编制单位是“{name}”，封面是“{header.unit_name}”（{header.unit_code}），疑似混入另一单位的表。"
        )
        hint = "一个文件只能报送一个单位；请核对各表表头的单位名称。"
        notebook.add(finding(TWO_UNITS, message, hint, cells=cells, row=f"head/{name}", count=len(found)))
