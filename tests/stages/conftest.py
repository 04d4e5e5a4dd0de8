"""One small made-up inbox with every bad input, taken through a season once and through `check` once."""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from upath import UPath

import object_store
from final_accounts.stages.house import Chunk, House, SeasonDict
from final_accounts.stages.judgement.check import Checked, check
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_submission
from stages.bad_files import CITY, EDITION, UNIT, YEAR, cases, data_of, write_bad
from stages.batched import certified_town
from stages.filed import filed
from stages.small_town import SmallTown
from whole_season import until_loaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

OTHER_UNIT = "105001"
STRANGER = "999001"
FIRST_DAY = 1_646_000_000  # in February 2022


@dataclass(frozen=True)
class BadSeason:
    """What came of the inbox; ``files`` by name as they lay in the inbox of the unit, in order of arrival."""

    settings: Settings
    house: House
    season: SeasonDict
    chunks: list[Chunk]
    files: Mapping[str, bytes] = field(repr=False)


@pytest.fixture(scope="session")
def bad_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every bad file, and clean.xlsx from which they are made."""
    folder = tmp_path_factory.mktemp("bad")
    clean = folder / "clean.xlsx"
    write_submission(EDITION, data_of(), clean)
    for case in cases():
        write_bad(case, clean, folder / case.file_name)
    return folder


@pytest.fixture(scope="session")
def bad_season(bad_files: Path, tmp_path_factory: pytest.TempPathFactory) -> BadSeason:
    """One run over one inbox: the unit sends each bad file and then a clean one twice, another unit a clean one."""
    settings = Settings.at(tmp_path_factory.mktemp("bad-season"))
    inbox = settings.inbox(CITY, YEAR)
    for folder in (UNIT, OTHER_UNIT, STRANGER):
        (inbox / folder).mkdir(parents=True)
    files = {case.file_name: (bad_files / case.file_name).read_bytes() for case in cases()}
    clean = (bad_files / "clean.xlsx").read_bytes()
    for place, (name, content) in enumerate([*files.items(), ("clean.xlsx", clean), ("clean again.xlsx", clean)]):
        path = inbox / UNIT / name
        path.write_bytes(content)
        os.utime(path, (FIRST_DAY + place * 60,) * 2)
    for name in (".upload.xlsx.part", "~$clean.xlsx"):
        (inbox / UNIT / name).write_bytes(clean[:1000])
    write_submission(EDITION, data_of(OTHER_UNIT), inbox / OTHER_UNIT / "a.xlsx")
    (inbox / STRANGER / "somebody.xlsx").write_bytes(clean)
    season, chunks = until_loaded(settings, CITY, YEAR)
    return BadSeason(settings, House.open(settings), season, chunks, {**files, "clean.xlsx": clean})


@pytest.fixture(scope="session")
def bad_checked(bad_files: Path) -> dict[str, Checked]:
    """File name -> what `check` makes of it."""
    names = [*(case.file_name for case in cases()), "clean.xlsx"]
    return {outcome.path.name: outcome for outcome in check(bad_files / name for name in names)}


@pytest.fixture(scope="session")
def fresh_town(tmp_path_factory: pytest.TempPathFactory) -> SmallTown:
    """Two units that pay each other, and one of three of another department; nobody has signed."""
    town = SmallTown(Settings.at(tmp_path_factory.mktemp("departments")), YEAR)
    town.house.warehouse.migrate()
    town.house.warehouse.register(town.season.city, YEAR)
    for unit in ("105001", "105002", "102001"):
        filed(town.house, town.season, unit, data_of(unit, YEAR))
    return town


@pytest.fixture
def town(fresh_town: SmallTown, tmp_path: Path) -> SmallTown:
    """A copy of it that a test may change."""
    shutil.copytree(fresh_town.settings.var, tmp_path / "var")
    return SmallTown(Settings.at(tmp_path / "var"), YEAR)


@pytest.fixture(scope="session")
def s3_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A server that speaks S3 for the whole run of the tests; the environment says where it is and who asks."""
    with (
        object_store.s3(tmp_path_factory.mktemp("s3") / "server.log") as environment,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in environment.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def bucket(s3_environment: None) -> str:  # noqa: ARG001 - where the server is
    """The address of an empty bucket; a new one for each test."""
    address = f"s3://t-{uuid.uuid4().hex}"
    UPath(address).mkdir()
    return address


@pytest.fixture(scope="module")
def waiting_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallTown]:
    """Departments that wait for a reply, whose persons are real: the register is its own while a module's tests run."""
    with certified_town(tmp_path_factory.mktemp("batches"), tmp_path_factory.mktemp("data")) as town:
        yield town
