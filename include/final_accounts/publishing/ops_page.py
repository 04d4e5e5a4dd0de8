"""值守页: the bureau's own page on where a season stands; for nobody outside. Pure: facts in, HTML out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.ops_chart import FILLS, Course, course_svg, hatch
from final_accounts.publishing.samples import Sample


@dataclass(frozen=True, slots=True)
class Opened:
    """An alert that is open."""

    title: str
    says: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date of the season: ``left`` days to it, negative when it has passed; ``note`` what moved it or what it is."""

    name: str
    day: str
    left: int
    note: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """A bucket: key (for its colour), word, and how many units are in it today and were a week ago."""

    key: str
    name: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class WaitRow:
    """An act that is waited for: whose it is, what it is, and the units."""

    whose: str
    what: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateRow:
    """A unit that is late or may be. ``left`` days to its date; ``chance`` in percent, None where none is told."""

    code: str
    name: str
    department: str
    state: str
    word: str
    due: str
    left: int
    last: str
    chance: int | None


@dataclass(frozen=True, slots=True)
class BlockedRow:
    """A department that is held up, and by whom."""

    department: str
    units: int
    by: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """A closed day of the ledger; ``differences`` are its alerts other than units being late."""

    day: str
    register: int
    duties: tuple[int, ...]
    approved: int
    published: int
    withheld: int
    differences: int
    head: str


@dataclass(frozen=True, slots=True)
class OpsPage:
    """Everything on the page. ``season_day`` says how far the season is; ``duties`` are (word, count).

    ``awaiting`` units have handed in what passes the rules and have no reply; ``reply_left`` days are left for it.
    ``seasons`` real ones lie behind, ``needed`` are for a forecast.
    """

    city: str
    fiscal_year: int
    sample: Sample
    at: str
    season_day: str
    register: int
    duties: tuple[tuple[str, int], ...]
    awaiting: int
    reply_left: int
    due_public: int
    public: int
    withheld: int
    alerts: tuple[Opened, ...]
    bells: tuple[str, ...]
    dates: tuple[DateRow, ...]
    states: tuple[StateRow, ...]
    course: Course
    waits: tuple[WaitRow, ...]
    late: tuple[LateRow, ...]
    more_late: int
    expected_late: int | None
    seasons: int
    needed: int
    blocked: tuple[BlockedRow, ...]
    days: tuple[DayRow, ...]
    closed: int
    head: str


def ops_page(page: OpsPage) -> str:
    """The page. PublishingError when its template asks for what the data do not hold."""
    try:
        template = _environment(Documents.of().folders).get_template("ops_page.html")
        return template.render(page=page, chart=course_svg(page.course), fills=FILLS, hatch=hatch("ops-key-hatch"))
    except TemplateError as error:
        raise PublishingError(f"值守页没有生成，请检查模板 ops_page.html：{type(error).__name__}: {error}。") from error


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    """The room's own template over the styles of the public pages."""
    return Environment(
        loader=FileSystemLoader([Path(__file__).parent, *folders]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
