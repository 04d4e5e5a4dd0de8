"""批复落定: the answer to a batch becomes approvals, a rejection, or the note that nobody answered; never silence.

The step of Airflow that waited writes the answer into the history itself (:func:`note_answer`), before Airflow keeps
any result of it: whoever marks that step as successful, or edits its result, has answered nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from final_accounts.catalog import person as person_of
from final_accounts.model.errors import SeasonError
from final_accounts.model.person import BUREAU, Person, Role
from final_accounts.model.submission import says_something
from final_accounts.stages.acting.respondents import BATCH_STEP, GRANT
from final_accounts.stages.approval.approve import Asking, Version, approve_department, approve_units
from final_accounts.stages.approval.batches import (
    ANSWERED,
    APPROVED,
    EXPIRED,
    REFUSED,
    Batch,
    Part,
    batch_of,
    batch_of_run,
    tell,
)
from final_accounts.stages.approval.proposals import REJECTED
from final_accounts.stages.approval.refused_because import told_of
from final_accounts.stages.approval.rollups import units_of_department
from final_accounts.stages.house import House, Season, progress
from final_accounts.stages.settings import Settings

NOBODY: Final = "没有人答复这一批次（“{step}”任务被直接标为成功或失败，不是批复人的答复）：没有批复任何单位。"


def note_answer(settings: Settings, asked: Mapping[str, object], response: Mapping[str, object]) -> None:
    """Write who answered what to the batch that ``asked`` names (``city``, ``fiscal_year``, ``batch``).

    Nobody's answer, which Airflow gives when the time is over, is written as such. SeasonError after the last word.
    """
    house, season = House.open(settings), _season(asked)
    batch = batch_of(house, season, str(asked["batch"]))
    if batch.ended:
        raise SeasonError(f"{batch.id}号批次已有结论，不能再答复；请另提一个批次。")
    by, form = response.get("responded_by_user"), response.get("params_input")
    account = str(by.get("name") or "") if isinstance(by, Mapping) else ""
    if not account:
        tell(house, season, batch.id, EXPIRED)
        return
    options = response.get("chosen_options")
    option = str(options[0]) if isinstance(options, list) and options else ""
    reason = str(form.get("reason") or "").strip() if isinstance(form, Mapping) else ""
    tell(house, season, batch.id, ANSWERED, actor=account, option=option, account=account, reason=reason)


def settle_batch(settings: Settings, request: Mapping[str, object], run: str) -> list[dict[str, object]]:
    """Act on the answer; what the publication of the approved units is started with, as a list of one or none.

    An answer is acted on once, however often this step is run: then it only says again what came of it.
    SeasonError when nothing could be approved that somebody wanted approved; why stands in the history.
    """
    house, season = House.open(settings), _season(request)
    batch = batch_of_run(house, season, run)
    if batch is None:
        progress.info("没有提请批次，没有可批复的")
        return []
    if batch.ended:  # settled before: what was approved then is published, and nothing is approved anew
        return _to_publish(season, batch.id, batch.said["units"]) if batch.last == APPROVED else []
    if batch.last == REFUSED:  # an answer is acted on once
        raise SeasonError(f"{batch.id}号批次：{batch.said['why']}")
    if batch.answer is None:
        raise _refused(house, season, batch, NOBODY.format(step=BATCH_STEP))
    if batch.answer.timedout:
        progress.warning("%s号批次在时限内没有人答复，没有批复任何单位", batch.id)
        return []
    person = _responder(house, season, batch)
    if batch.answer.option != GRANT:
        return _rejected(house, season, batch, person)
    approved, refused = _approve(
        house, season, batch, Asking(person, batch.id, batch.prepared_by, batch.answer.sequence)
    )
    if not approved:
        why = "；".join(told_of(code, one) for code, one in refused.items())
        raise _refused(house, season, batch, f"{why}。", refused)
    units = [version.unit for part, versions in approved for version in versions]
    said = {
        "departments": [part.department for part, _ in approved],
        "units": units,
        "refused": dict(sorted(refused.items())),
    }
    tell(house, season, batch.id, APPROVED, actor=person.id, **said)
    progress.info("%s号批次：%s 批复 %d 个部门、%d 家单位", batch.id, person.name, len(approved), len(units))
    for code, why in refused.items():
        progress.warning("%s 没有批复：%s", code, why)
    return _to_publish(season, batch.id, units)


def _to_publish(season: Season, batch: str, units: Sequence[str]) -> list[dict[str, object]]:
    where = {"city": season.city.id, "fiscal_year": season.fiscal_year, "units": list(units)}
    run_id = f"{season.city.id}-{season.fiscal_year}-batch-{batch}-{len(units)}"
    return [{"conf": where, "trigger_run_id": run_id}] if units else []


def _season(asked: Mapping[str, object]) -> Season:
    return Season.named(str(asked["city"]), int(str(asked["fiscal_year"])))


def _responder(house: House, season: Season, batch: Batch) -> Person:
    """Who answered, when they may answer for this level and did not propose it themselves."""
    account = batch.answer.account if batch.answer else ""
    try:
        person = person_of(season.city.id, account)
    except SeasonError as error:
        raise _refused(house, season, batch, str(error)) from error
    role = Role.DEPARTMENT_APPROVER if batch.level else Role.APPROVER
    if not person.holds(role, batch.level or BUREAU):
        raise _refused(house, season, batch, f"{person.name}（{person.id}）不是{role.chinese}，答复不作数。")
    if person.id == batch.prepared_by:
        raise _refused(house, season, batch, f"{person.name}（{person.id}）是这一批次的提请人，不能自己批复。")
    return person


def _rejected(house: House, season: Season, batch: Batch, person: Person) -> list[dict[str, object]]:
    reason = batch.answer.reason if batch.answer else ""
    if not says_something(reason):
        raise _refused(house, season, batch, "不批准须写明理由（至少四个字）。")
    tell(house, season, batch.id, REJECTED, actor=person.id, reason=reason)
    progress.warning("%s号批次：%s 不予批准。理由：%s", batch.id, person.name, reason)
    return []


def _approve(
    house: House, season: Season, batch: Batch, asking: Asking
) -> tuple[list[tuple[Part, tuple[Version, ...]]], dict[str, str]]:
    """Parts that are approved with their approved versions, and why not: of departments and of units."""
    approved: list[tuple[Part, tuple[Version, ...]]] = []
    refused: dict[str, str] = {}
    for part in batch.parts:
        code = part.department
        if not batch.level:
            try:
                approve_department(house, season, code, asking, rollup=part.rollup)
            except SeasonError as error:
                refused[code] = str(error)
                continue
            if len(units_of_department(season, code)) > 1:
                approved.append((part, ()))
                continue
        answered = approve_units(house, season, code, asking, part.versions)
        refused |= answered.refused
        if answered.approved or not batch.level:
            approved.append((part, answered.approved))
    return approved, refused


def _refused(
    house: House, season: Season, batch: Batch, why: str, refused: Mapping[str, str] | None = None
) -> SeasonError:
    """The error to raise, told to the history before; ``refused`` are the units and departments it is about."""
    account = batch.answer.account if batch.answer else ""
    tell(house, season, batch.id, REFUSED, why=why, account=account, refused=dict(sorted((refused or {}).items())))
    return SeasonError(f"{batch.id}号批次：{why}")
