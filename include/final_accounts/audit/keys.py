"""The key of a figure in prose: the cell it restates, as "<form> <row> <column>"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.names import Names, Path, same_name
from final_accounts.audit.numbers import Kind, Token
from final_accounts.audit.roles import Role

if TYPE_CHECKING:
    from final_accounts.audit.clauses import Statement

_COLUMNS: Final = {"项目": "project", "项目支出": "project", "项目经费": "project"}
_UNBUDGETED: Final = re.compile(r"(?:未|没有|无)(?:安排|.{0,6}预算)")  # 年初未安排预算，支出决算为
BARE: Final = re.compile(
    "(?:以上|上述|前述)?(?:各|[两二三四五]|几)?(?:项|类|者|部分)?(?:支出|金额|经费)?(?:合计|共计|总计|总共|总数|总额)(?:支出|金额)?(?:为|是|：)?"
)
"""A total without a name of its own, told behind its parts."""
_NAMED: Final = ("basic", "income", "expenditure", "general", "structure", "completion")


def path_before(found: Sequence[Path], text: str, token: Token) -> Path | None:
    """The 类款项 a figure belongs to: the last one named before it in the same sentence or numbered item."""
    best: Path | None = None
    for path in found:
        if path.end <= token.start:
            between = text[path.end : token.start]
            best = path if between.count("。") <= 1 and "；" not in between else None
    return best


def key_of(statement: Statement, lexicon: Lexicon, names: Names) -> str:
    """The key of one statement, or "": rates and budgets have none."""
    if statement.role in (Role.GROWTH, Role.SHARE, Role.COMPLETION):
        return ""
    path = statement.path
    direct = path is not None and statement.role in (Role.VALUE, Role.FINAL) and _belongs(path, statement)
    if direct and path is not None:
        code = names.resolve(path)
        return f"{_form(statement.section)} function:{code} total" if code else ""
    if statement.role is Role.BUDGET:
        return ""
    if path is not None and statement.label in _COLUMNS and (code := names.resolve(path)):
        return f"{_form(statement.section)} function:{code} {_COLUMNS[statement.label]}"
    kind = {Kind.AMOUNT: "amount", Kind.COUNT: "count", Kind.PERCENT: "percent"}.get(statement.token.kind, "")
    key = lexicon.key_of(statement.label, statement.section, kind, statement.context)
    if not key and statement.role in (Role.VALUE, Role.FINAL) and statement.label and statement.label in statement.lead:
        # 政府采购实际支出, 本年收入: what was taken for words of the role or of the year belongs to the name
        key = lexicon.key_of(statement.lead, statement.section, kind, statement.context)
    if key or kind != "amount":
        return key
    return _subject_name(statement, names)


def total_key(statement: Statement, before: Sequence[Statement], lexicon: Lexicon) -> str:
    """货物A、工程B、服务C，合计D: a total without a name is the section's when its parts are told before it."""
    if statement.role is not Role.VALUE or not BARE.fullmatch(statement.lead):
        return ""
    main = lexicon.main_of(statement.section)
    parts = next((set(parts) for of, parts in lexicon.sums if of == main), set())
    told = {s.key for s in before if s.sentence == statement.sentence}
    return main if len(parts & told) > 1 else ""


def _belongs(path: Path, statement: Statement) -> bool:
    """A figure is a 类款项's own when nothing but its name, 支出 or 决算 stands between."""
    level, name = path.last
    label = re.sub(r"决算|数|：|为", "", statement.label)
    return (
        label in ("", "支出")
        or _UNBUDGETED.search(label) is not None
        or label.endswith((f"（{level}）", f"（{level}）支出"))
        or same_name(label) == same_name(name)
    )


def _form(section: str) -> str:
    return {"income": "T2", "expenditure": "T3"}.get(section, "T5")


def _subject_name(statement: Statement, names: Names) -> str:
    """Plain names: economic ones in the section on basic expenditure, functional ones in the others.

    A name of several codes is taken for those the document uses, then for the highest level; two of one level are none.
    """
    section = statement.section
    if section not in _NAMED:
        return ""
    economic = section == "basic"
    column = "project" if re.search("项目支出(?:主要)?用于", statement.context) else "total"
    codes = [c for c in names.codes(statement.label) if c.startswith("3") is economic]
    codes = [c for c in codes if c in names.used] or codes
    shallow = [c for c in codes if len(c) == min(len(c) for c in codes)]
    if len(shallow) != 1:
        return ""
    return f"T6 economic:{shallow[0]} amount" if economic else f"{_form(section)} function:{shallow[0]} {column}"
