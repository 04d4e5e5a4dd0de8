"""A whole season of the year 2099 in a process whose data rooms know it: FOLDER, then what happened as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from final_accounts.catalog import city, edition
from final_accounts.model.submission import Explanation
from final_accounts.stages.publication.report import report
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_submission
from final_accounts.workbooks.made_up import accounts
from whole_season import whole_season

CITY, YEAR, UNITS = "qingshi", 2099, ("107001", "108001")
WAGES = Explanation("V-15-1", "七十多年来工资逐年增长，人均工资已超过这条规则所按的水平。", "工资审批表")


def main() -> None:
    """Fill the units' workbooks, run the season, print the report."""
    settings = Settings.at(Path(sys.argv[1]))
    town = city(CITY)
    for unit in town.units_of(YEAR):
        if unit.code in UNITS:
            path = settings.inbox(CITY, YEAR) / unit.code / f"{unit.code}.xlsx"
            path.parent.mkdir(parents=True)
            found = edition(town.region, YEAR)
            data = replace(accounts(town, unit, found), explanations=(WAGES,))
            write_submission(found, data, path)
    ended = whole_season(settings, CITY, YEAR)
    rows = {row.code: row.state for row in report(settings, CITY, YEAR).rows}
    json.dump({"ended": ended, "states": rows}, sys.stdout)


if __name__ == "__main__":
    main()
