"""Is this the file we wait for: edition, year, template version and unit against the inbox it came through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from final_accounts.model.errors import UnknownEditionError
from final_accounts.model.layout import FormKind
from final_accounts.readers.header import LABELS, same_code
from final_accounts.readers.intake import (
    ADJUSTMENT,
    ANOTHER_UNIT,
    COVER_WORD,
    OTHER_EDITION,
    OTHER_KIND,
    TEMPLATE_VERSION,
    UNKNOWN_EDITION,
    WRONG_UNIT,
    WRONG_YEAR,
    finding,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from final_accounts.model.edition import Edition
    from final_accounts.model.place import Cell
    from final_accounts.model.submission import Header
    from final_accounts.readers.header import Cover
    from final_accounts.readers.notebook import Notebook


class EditionLookup(Protocol):
    """How an edition is found. Raises UnknownEditionError naming the known ones. Must be importable by a child."""

    def __call__(self, region: str, year: int, /) -> Edition:
        """The edition of a region and fiscal year."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the inbox says; empty or 0 where nothing is expected.

    ``units`` (code → name) are the other units of the city: with them another unit's file is told from a typing error.
    ``unit_kind`` is the register's word for the unit: 行政单位, 参公单位 or 事业单位.
    """

    unit: str = ""
    fiscal_year: int = 0
    region: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    unit_kind: str = ""


def choose_edition(
    cover: Cover, header: Header, expect: Expectation, lookup: EditionLookup, notebook: Notebook
) -> Edition | None:
    """The edition the file follows; None when it must not be read further (the findings say why)."""
    region, _, year_text = header.edition.partition("/")
    if not (year_text.isascii() and year_text.isdigit()):
        region, year_text = expect.region, str(header.fiscal_year or expect.fiscal_year)
        if header.edition or not region or not int(year_text):
            _unknown(cover, header, lookup, notebook)
            return None
    year = int(year_text)
    try:
        edition = lookup(region, year)
    except UnknownEditionError as unknown:
        _unknown_edition(cover.cells.get("edition"), header.edition or f"{region}/{year}", str(unknown), notebook)
        return None
    fits = _expected(cover, header, edition, expect, notebook)
    if not (_version(cover, header, edition, notebook) and fits):
        return None
    check_words(cover, header, edition, expect, notebook)
    return edition


def _unknown(cover: Cover, header: Header, lookup: EditionLookup, notebook: Notebook) -> None:
    known = ""
    try:
        lookup(header.edition.partition("/")[0] or "?", 0)
    except UnknownEditionError as unknown:
        known = str(unknown)
    _unknown_edition(cover.cells.get("edition"), header.edition, known, notebook)


def _unknown_edition(cell: Cell | None, said: str, known: str, notebook: Notebook) -> None:
    where = f"{cell} 的" if cell else "封面的"
    message = f"{where}编报口径“{said}”不在已有口径之内。{known}"
    hint = "请向财政部门领取本年度模板重新填报，不要改写封面的编报口径。"
    notebook.add(finding(UNKNOWN_EDITION, message, hint, cells=[cell] if cell else [], row="cover/edition"))


def _expected(cover: Cover, header: Header, edition: Edition, expect: Expectation, notebook: Notebook) -> bool:
    cell = cover.cells.get("edition")
    cells = [cell] if cell else []
    fits = True
    if not header.fiscal_year and cover.texts.get("fiscal_year"):
        at = cover.cells["fiscal_year"]
        message = f"{at} 的会计年度“{cover.texts['fiscal_year']}”不是年份，应为 {edition.fiscal_year}。"
        hint = "请按四位阿拉伯数字填写会计年度，例如 2021。"
        notebook.add(finding(WRONG_YEAR, message, hint, cells=[at], row="cover/fiscal_year"))
    if header.fiscal_year and header.fiscal_year != edition.fiscal_year:
        year = cover.cells.get("fiscal_year")
        message = f"封面决算年度是 {header.fiscal_year}（{year}），编报口径却是 {edition.id}（{cell}），两者不一致。"
        hint = "请使用决算年度对应的模板。"
        notebook.add(finding(WRONG_YEAR, message, hint, cells=[*([year] if year else []), *cells], row="cover/year"))
        fits = False
    elif expect.fiscal_year and edition.fiscal_year != expect.fiscal_year:
        message = f"报送的是 {edition.fiscal_year} 年度决算（{cell}），本次编报的是 {expect.fiscal_year} 年度。"
        hint = f"请用 {expect.fiscal_year} 年度模板填报后重新报送。"
        notebook.add(finding(WRONG_YEAR, message, hint, cells=cells, row="cover/year"))
        fits = False
    if expect.region and edition.region != expect.region:
        wanted = f"{expect.region}/{expect.fiscal_year or edition.fiscal_year}"
        message = f"编报口径是 {edition.id}（{cell}），本地区应为 {wanted}。"
        notebook.add(
            finding(OTHER_EDITION, message, "请用本地区模板填报后重新报送。", cells=cells, row="cover/edition")
        )
        fits = False
    return fits


def _version(cover: Cover, header: Header, edition: Edition, notebook: Notebook) -> bool:
    if header.template_version == edition.template_version or not header.template_version:
        return True
    cell = cover.cells.get("template_version")
    message = (
        f"{cell} 的模板版本是“{header.template_version}”，{edition.id} 的模板版本是“{edition.template_version}”，"
        "不是同一份模板。"
    )
    hint = "请下载最新模板，把数据粘贴过去后重新报送；不要改写封面的模板版本。"
    notebook.add(finding(TEMPLATE_VERSION, message, hint, cells=[cell] if cell else [], row="cover/template_version"))
    return False


def check_unit(cover: Cover, header: Header, expect: Expectation, notebook: Notebook) -> bool:
    """False when the file belongs to another unit and must be quarantined unread."""
    if not expect.unit or not header.unit_code or same_code(header.unit_code, expect.unit):
        return True
    cell = cover.cells.get("unit_code")
    cells = [cell] if cell else []
    other = next((name for code, name in expect.units.items() if same_code(code, header.unit_code)), None)
    if other is not None:
        message = f"这是 {header.unit_code} {other} 的报表（{cell}），却放在 {expect.unit} 的收件箱里，已隔离，未读取。"
        hint = f"请由 {other} 从自己的收件箱报送；{expect.unit} 请报送本单位的报表。"
        notebook.add(finding(ANOTHER_UNIT, message, hint, cells=cells, row="cover/unit_code"))
        return False
    message = f"{cell} 的单位代码是 {header.unit_code}，收件箱属于单位 {expect.unit}，代码不符。"
    notebook.add(finding(WRONG_UNIT, message, "请核对单位代码后重新报送。", cells=cells, row="cover/unit_code"))
    return True


def check_words(cover: Cover, header: Header, edition: Edition, expect: Expectation, notebook: Notebook) -> None:
    """The words of the cover that decide which rules apply: 单位类型, 报表范围 and 调整表."""
    layouts = [form for form in edition.forms.values() if form.kind is FormKind.COVER]
    lines = [line for form in layouts for block in form.blocks for line in block.lines if line.tags]
    choices = {line.tags[0]: line.choices for line in lines}
    for name, said in (("unit_kind", header.unit_kind), ("report_scope", header.report_scope)):
        wanted = choices.get(name, ())
        if wanted and said not in wanted:
            _no_choice(cover, name, wanted, notebook)
        elif name == "unit_kind" and expect.unit_kind and said != expect.unit_kind:
            cell = cover.cells.get(name)
            message = f"{cell or '封面'} 的单位类型是“{said}”，单位名录登记的是“{expect.unit_kind}”，两者不一致。"
            hint = "请核对单位类型；名录有误的，请联系财政部门更正名录。"
            notebook.add(finding(OTHER_KIND, message, hint, cells=[cell] if cell else [], row=f"cover/{name}"))
    if header.adjustment_report:
        cell = cover.cells["adjustment_report"]
        message = f"{cell} 声明本报表是调整表；调整表允许负数，请说明。"
        hint = "请在核实说明中写明调整事项和依据；不是调整表的，把封面的“调整表”改为“否”。"
        notebook.add(finding(ADJUSTMENT, message, hint, cells=[cell], row="cover/adjustment_report"))


def _no_choice(cover: Cover, name: str, choices: tuple[str, ...], notebook: Notebook) -> None:
    cell, said = cover.cells.get(name), cover.texts.get(name, "")
    where = f"{cell} 的" if cell else "封面没有"
    what = f"是“{said}”" if said else "没有填写" if cell else "一项"
    message = f"{where}“{LABELS[name][0]}”{what}，只能是 {'、'.join(choices)}。"
    hint = "请按模板的下拉选项填写；哪些审核规则适用由它决定。"
    notebook.add(finding(COVER_WORD, message, hint, cells=[cell] if cell else [], row=f"cover/{name}"))
