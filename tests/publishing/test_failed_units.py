"""What cannot be published is told unit by unit, whatever is raised at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from final_accounts.stages.acting.rehearse import rehearse
from final_accounts.stages.house import Chunk, SeasonDict
from final_accounts.stages.publication.bundles import BUNDLE
from final_accounts.stages.publication.publish import publish
from final_accounts.stages.settings import Settings
from stages.bad_files import CITY
from stages.small_town import small_town

YEAR, UNITS = 2021, ("107001", "108001")


def test_where_the_store_is_away_each_unit_is_named_and_the_error_is_the_stores_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    town = small_town(Settings.at(tmp_path / "var"), YEAR, UNITS)
    item: SeasonDict = {"run": "r", "city": CITY, "fiscal_year": YEAR}
    assert rehearse(town.settings, item, "qs-approver")["approved"] == len(UNITS)
    place = Path(town.settings.store) / "results" / BUNDLE
    assert not place.exists()
    place.write_text("a file where the store has its folder", encoding="utf-8")
    chunk: Chunk = {**item, "chunk": 0, "units": list(UNITS)}
    with pytest.raises(NotADirectoryError):
        publish(town.settings, chunk)
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert [one.partition("：公开文本没有生成：程序或环境出错")[0] for one in told] == [f"{u} 第1版" for u in UNITS]
