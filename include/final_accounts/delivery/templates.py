"""Messages 通知 written from the templates of ``include/messages``: once as plain text, the HTML is that text dressed.

A template is ``<kind>.txt``: its first line is the subject, then paragraphs parted by blank lines. A paragraph whose
lines are all ``词：值`` is shown as a list of facts, one whose lines all begin with a number or ``- `` as a list. An
address to follow is printed by the filter ``link``, between angle brackets, and only such addresses become links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from final_accounts.delivery.dressing import dressed
from final_accounts.model.clock import CHINA, day_in_words
from final_accounts.model.errors import DeliveryError

ENDING: Final = ".txt"
FRAME: Final = "frame.html"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_WEEKDAYS: Final = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Written:
    """A message in words: one line of ``subject``, the ``text`` and the same as ``html``."""

    subject: str
    text: str
    html: str


class _Link(str):
    """An address that the template itself means as a link; printed between angle brackets."""

    __slots__ = ()


def day(value: date) -> str:
    """A day, with its weekday; of a moment the day in China.

    >>> day(date(2022, 4, 15))
    '2022年4月15日（星期五）'
    """
    on = _on(value)
    return f"{day_in_words(on)}（星期{_WEEKDAYS[on.weekday()]}）"


def before(until: date, today: date) -> str:
    """Until when, as the beginning of an order; a date that has passed leaves no time.

    >>> before(date(2022, 4, 15), date(2022, 4, 14)), before(date(2022, 4, 15), date(2022, 4, 16))
    ('请于2022年4月15日（星期五，含当日）前', '期限已过，请立即')
    """
    return f"请于{by_day(until, today)}" if _on(today) <= until else "期限已过，请立即"


def by_day(until: date, today: date) -> str:
    """Until when, the day itself included.

    >>> by_day(date(2022, 4, 15), date(2022, 4, 14)), by_day(date(2022, 4, 15), date(2022, 4, 15))
    ('2022年4月15日（星期五，含当日）前', '今天（2022年4月15日，星期五）内')
    """
    on = day_in_words(until)
    week = f"星期{_WEEKDAYS[until.weekday()]}"
    return f"今天（{on}，{week}）内" if _on(today) == until else f"{on}（{week}，含当日）前"


def deadline(until: date, today: date) -> str:
    """The date of a deadline, and whether it has passed.

    >>> deadline(date(2022, 4, 15), date(2022, 4, 16))
    '2022年4月15日（星期五），已过 1 天'
    """
    late = (_on(today) - until).days
    return day(until) + (f"，已过 {late} 天" if late > 0 else "")


def _on(value: date) -> date:
    return value.astimezone(CHINA).date() if isinstance(value, datetime) else value


def moment(value: datetime) -> str:
    """A moment as a clock in China shows it.

    >>> moment(datetime.fromisoformat("2022-04-01T01:05:00+00:00"))
    '2022年4月1日 09:05'
    """
    at = value.astimezone(CHINA)
    return f"{day_in_words(at)} {at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a folder."""

    folder: Path

    def kinds(self) -> frozenset[str]:
        """Every kind of message there is a template for."""
        return frozenset(path.stem for path in self.folder.glob(f"*{ENDING}"))

    def write(self, kind: str, words: Mapping[str, object]) -> Written:
        """The message. DeliveryError when the template is absent, broken, or gets not the words it asks for."""
        environment = _environment(self.folder)
        try:
            whole = environment.get_template(kind + ENDING).render(**words).strip()
            subject, _, text = whole.partition("\n")
            text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
            html = environment.get_template(FRAME).render(subject=subject, blocks=dressed(text), **_common(words))
        except (TemplateError, TypeError, AttributeError) as error:  # the latter two: a word of another type
            raise DeliveryError(
                f"通知没有生成：模板 include/messages/{kind}{ENDING}：{type(error).__name__}: {error}。"
            ) from error
        return Written(subject.strip(), text, html)


def _common(words: Mapping[str, object]) -> dict[str, object]:
    return {"city": words.get("city", ""), "fiscal_year": words.get("fiscal_year", "")}


def _printed(value: object) -> object:
    """What a template prints: on one line, and without the brackets that only the filter ``link`` may write."""
    if isinstance(value, _Link):
        return f"<{value}>"
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return _CONTROL.sub(" ", value).replace("<", "＜").replace(">", "＞")
    return value


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"], default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    environment.filters |= {
        "day": day,
        "moment": moment,
        "before": before,
        "by_day": by_day,
        "deadline": deadline,
        "link": _link,
    }
    return environment


def _link(address: str) -> str:
    return _Link(_CONTROL.sub("", address).replace(">", "%3E").replace("<", "%3C"))
