"""Names of subjects 科目: functional by 类款项, economic by 类款; what a document calls them, and their codes.

The registers are passed in as plain lists; a document's own tables add the names they print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

_LEVELS: Final = {"类": 3, "款": 5, "项": 7}
_MARKED: Final = re.compile(
    r"(?P<name>[^（）：；，。、]{2,40}?(?:（[室司局护境役]）[^（）：；，。、]{0,20})?)（(?P<level>[类款项])）"
)
_BRACKETED: Final = re.compile(
    r"(?P<first>[^（）：；，。、]{2,20}支出)（(?P<second>[^（）：；，。、0-9]{2,20})[、，/-](?P<third>[^（）：；，。、0-9]{2,30})）"
)
_BEFORE: Final = re.compile(  # signs of a list and codes that stand before a name
    r"^(?:[0-9]+[.、．]|[①-⑳]|[一二三四五六七八九十]是|[0-9]{3,7}(?![0-9])|其中：|支出|和|，)+"
)
_CODE: Final = re.compile(r"[0-9]{3,7}$")
_ENDS: Final = ("支出", "经费", "费用", "费")


@dataclass(frozen=True, slots=True)
class Path:
    """Names of one 类款项 as a text prints them; ``start``/``end`` in the text."""

    names: tuple[tuple[str, str], ...]  # (level, name) in order
    start: int
    end: int
    code: str = ""  # printed before the name: 2010301行政运行（项）

    @property
    def last(self) -> tuple[str, str]:
        """Level and name of the deepest."""
        return self.names[-1]


@dataclass(frozen=True)
class Names:
    """``official``: code → names a register knows, the current one first. ``used``: code → name in this document."""

    official: dict[str, tuple[str, ...]]
    used: dict[str, str] = field(default_factory=dict)

    def with_used(self, used: dict[str, str]) -> Names:
        """The same names with those of the document's tables."""
        return Names(self.official, used)

    def codes(self, name: str, level: int = 0) -> tuple[str, ...]:
        """Codes of a name, those the document uses first; ``level`` in digits, 0 for any."""
        wanted = same_name(name)
        found = [c for c, n in self.used.items() if same_name(n) == wanted and level in (0, len(c))]
        if found:
            return tuple(found)
        return tuple(
            code
            for code, names in self.official.items()
            if level in (0, len(code)) and any(same_name(n) == wanted for n in names)
        )

    def name(self, code: str) -> str:
        """Name in the document's tables, else in the register."""
        return self.used.get(code) or (self.official[code][0] if code in self.official else code)

    def resolve(self, path: Path) -> str:
        """The code of a printed path, its parents agreeing; "" when none or several fit."""
        level, name = path.last
        if len(path.code) == _LEVELS[level] and self.is_called(path.code, name):
            return path.code
        candidates = self.codes(name, _LEVELS[level])
        above = [(lv, n) for lv, n in path.names[:-1]]
        fitting = [c for c in candidates if all(self.is_called(c[: _LEVELS[lv]], n) for lv, n in above)]
        if len(fitting) == 1:
            return fitting[0]
        used = [c for c in fitting if c in self.used]
        return used[0] if len(used) == 1 else ""

    def is_called(self, code: str, name: str) -> bool:
        """Whether a code bears a name."""
        wanted = same_name(name)
        known = (*self.official.get(code, ()), self.used.get(code, ""))
        return any(same_name(n) == wanted for n in known if n)

    def parents(self, name: str, level: str) -> tuple[str, ...]:
        """Names of the parents a subject of that name can have."""
        return tuple(self.name(code[:-2]) for code in self.codes(name, _LEVELS[level]) if len(code) > 3)


def same_name(name: str) -> str:
    """What two spellings of one subject share: brackets and a trailing 支出 do not count.

    >>> same_name("卫生健康支出") == same_name("卫生健康"), same_name("维修(护)费") == same_name("维修（护）费")
    (True, True)
    """
    plain = re.sub(r"[（）()“”\s、]", "", name)
    return plain if plain == "其他支出" else plain.removesuffix("支出")


def bare_name(name: str) -> str:
    """A name without the signs of a list and the code before it.

    >>> bare_name("①2080501行政单位离退休")
    '行政单位离退休'
    """
    return _BEFORE.sub("", name)


def paths(text: str) -> list[Path]:
    """Every X（类）Y（款）Z（项） of a text.

    >>> [p.names for p in paths("1.卫生健康（类）公共卫生（款）重大公共卫生服务（项）：支出")]
    [(('类', '卫生健康'), ('款', '公共卫生'), ('项', '重大公共卫生服务'))]
    """
    found: list[Path] = []
    run: list[tuple[str, str]] = []
    start = end = 0
    code = ""
    for match in _MARKED.finditer(text):
        name = _BEFORE.sub("", match["name"])
        level = match["level"]
        adjoining = run and match.start() - end <= len("支出") and _LEVELS[level] > _LEVELS[run[-1][0]]
        if run and not adjoining:
            found.append(Path(tuple(run), start, end, code))
            run = []
        if not run:
            start = match.start()
            code = next(iter(_CODE.findall(match["name"].removesuffix(name))), "")
        run.append((level, name))
        end = match.end()
    if run:
        found.append(Path(tuple(run), start, end, code))
    return found


def bracketed(text: str) -> list[Path]:
    """Every X支出（Y、Z） of a text: perhaps a 类 with its 款 and 项.

    >>> [p.names for p in bracketed("1.教育支出（普通教育、小学教育）支出")]
    [(('类', '教育支出'), ('款', '普通教育'), ('项', '小学教育'))]
    """
    return [
        Path((("类", _BEFORE.sub("", m["first"])), ("款", m["second"]), ("项", m["third"])), m.start(), m.end())
        for m in _BRACKETED.finditer(text)
    ]


def book(lines: Iterable[tuple[str, str]]) -> Names:
    """Names from (code, name) pairs, the first name of a code being the current one."""
    official: dict[str, list[str]] = {}
    for code, name in lines:
        names = official.setdefault(code, [])
        if name not in names:
            names.append(name)
    return Names({code: tuple(names) for code, names in official.items()})
