"""Whether an explanation claims a named exception and names its proof 例外的主张与证明."""

from __future__ import annotations

import re
from typing import Final

_DENIALS: Final = "不非未无没"
_NOTHING: Final = frozenset({"", "无", "没有", "暂无", "见附件", "详见附件"})
_SIGNS: Final = re.compile(r"[\W_]+")


def claims(word: str, reason: str) -> bool:
    """The exception's word stands in the reason, and at least once not denied by the sign before it.

    >>> claims("涉密", "有涉密项目支出"), claims("涉密", "本单位不涉密，填错了"), claims("涉密", "非涉密")
    (True, False, False)
    """
    return any(
        found.start() == 0 or reason[found.start() - 1] not in _DENIALS
        for found in re.finditer(re.escape(word), reason)
    )


def proves(evidence: str) -> bool:
    """The evidence names something: blanks, signs, 无 and the like are none.

    >>> proves("密级确认书〔2021〕3号"), proves(" 无。"), proves("--")
    (True, False, False)
    """
    return _SIGNS.sub("", evidence) not in _NOTHING
