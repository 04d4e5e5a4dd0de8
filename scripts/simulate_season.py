"""`make season`: a made-up city's whole season, day by day in a few seconds each, through a real Airflow.

300 units and 120 days unless told otherwise; at the end everything that must hold is proven from the history.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOWN = 8
"""Refusals that are shown, the most frequent first."""
UNTIL_IT_IS_UP = 1e-6
"""Days: the calendar stands still on its first midnight."""


def options() -> argparse.Namespace:
    """The command line."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--units", type=int, default=300)
    told.add_argument("--days", type=int, default=120)
    told.add_argument("--seconds", type=float, default=4.0, help="how long a day of the calendar lasts at least")
    told.add_argument("--seed", type=int, default=0)
    told.add_argument("--overlap", type=int, default=12, help="tasks that may go on into the next day; 0: none")
    told.add_argument("--replays", type=int, default=10)
    told.add_argument("--folder", type=Path, default=ROOT / "var" / "simulated")
    return told.parse_args()


def main() -> int:
    """0 when everything held."""
    told = options()
    shutil.rmtree(told.folder, ignore_errors=True)
    folder = told.folder.absolute()
    from simulated.city import CITY, FISCAL_YEAR, OPENS, Days, write_data_room  # noqa: PLC0415 - before the data room is named

    days = Days(told.days)
    write_data_room(folder / "data", told.units, days)
    os.environ["FINAL_ACCOUNTS_DATA"] = str(folder / "data")
    os.environ["FINAL_ACCOUNTS_VAR"] = str(folder)
    os.environ["FINAL_ACCOUNTS_CITY"] = CITY

    from embedded import EmbeddedAirflow  # noqa: PLC0415
    from final_accounts.catalog import city  # noqa: PLC0415
    from final_accounts.model.clock import CHINA, SimulatedClock  # noqa: PLC0415
    from final_accounts.stages.house import House, Season  # noqa: PLC0415
    from final_accounts.stages.settings import Settings  # noqa: PLC0415
    from simulated.driving import DAGS, Simulation  # noqa: PLC0415
    from simulated.office import Office  # noqa: PLC0415
    from simulated.plan import courses  # noqa: PLC0415
    from simulated.proof import Held, proof, replays  # noqa: PLC0415
    from simulated.sending import Desk  # noqa: PLC0415

    began = time.monotonic()
    page = SimulatedClock(
        datetime.combine(OPENS, datetime.min.time(), CHINA), time.time(), told.seconds, UNTIL_IT_IS_UP
    )
    clock = folder / "calendar"
    clock.write_text(page.text, encoding="utf-8")
    os.environ["FINAL_ACCOUNTS_CLOCK"] = f"@{clock}"
    settings = Settings.from_environment()
    house = House.open(settings)
    house.warehouse.migrate()
    season = Season.named(CITY, FISCAL_YEAR)
    plan = courses([unit.code for unit in season.city.units_of(FISCAL_YEAR)], days, told.seed)
    airflow = EmbeddedAirflow(folder)
    airflow.environment |= {
        "FINAL_ACCOUNTS_DATA": str(folder / "data"),
        "FINAL_ACCOUNTS_CITY": CITY,
        "FINAL_ACCOUNTS_CLOCK": f"@{clock}",
        "FINAL_ACCOUNTS_WATCH_SECONDS": "1",
        "FINAL_ACCOUNTS_SETTLE_SECONDS": "0",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,operator:user,approver:user",
    }
    print(f"模拟编报季：{told.units} 家单位，{told.days} 天，每天 {told.seconds:g} 秒，从 {OPENS} 起", flush=True)
    with airflow:
        for dag in DAGS:
            airflow.api.unpause(dag)
        simulation = Simulation(
            airflow,
            clock,
            page,
            days,
            Office(house, season),
            Desk(city(CITY), season.edition, settings.inbox(CITY, FISCAL_YEAR)),
            plan,
            folder / "data",
            lambda line: print(line, flush=True),
            overlap=told.overlap,
        )
        simulation.season()
        failures = simulation.failures()
        held: list[Held] = list(proof(house, simulation.office.season, simulation.kept, failures))
    held.append(replays(settings, told.replays, str(told.seed)))
    for one in held:
        print(f"{'✓' if one.holds else '✗'} {one.what}：{one.figures}", flush=True)
    (folder / "proof.json").write_text(
        json.dumps([vars(one) for one in held], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    for why, times in simulation.office.refused.most_common(SHOWN):
        print(f"    被拒 {times} 次：{why[:160]}", flush=True)
    refused = sum(simulation.office.refused.values())
    print(f"共用 {time.monotonic() - began:.0f} 秒；文件 {simulation.files} 份，被拒办理 {refused} 次", flush=True)
    return 0 if all(one.holds for one in held) else 1


if __name__ == "__main__":
    sys.exit(main())
