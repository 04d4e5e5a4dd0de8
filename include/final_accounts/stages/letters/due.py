"""期限: until when a unit has to answer what it is told, by the calendar of its city and year."""

from __future__ import annotations

from datetime import date

from final_accounts.catalog import calendar
from final_accounts.season.calendar import deadlines
from final_accounts.stages.house import Season


def answer_by(season: Season) -> date:
    """The last day for correcting, explaining and signing; it may have passed."""
    return deadlines(calendar(season.city.id, season.fiscal_year)).correct_by
