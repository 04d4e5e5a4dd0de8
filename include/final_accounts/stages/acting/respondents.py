"""答复人: which persons of the register may answer a human step of Airflow, and who answered it.

An account of the register is the name with which the person signs in to Airflow. Some of Airflow's managers of accounts
know a person by a number besides; ``FINAL_ACCOUNTS_ACCOUNTS`` names it: ``qs-approver=5,qs-reviewer=7``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from final_accounts.catalog import person as person_of
from final_accounts.model.errors import SeasonError
from final_accounts.model.person import Person

NOBODY: Final = (
    "没有人答复这一步（超时，或任务被直接标为成功）：没有写入任何决定，申请仍待审批。清除“{step}”任务，即可重新答复。"
)


WAIVER_STEP: Final = "请批复人审批"
BATCH_STEP: Final = "请批复人批复"
GRANT: Final = "批准"
REFUSE: Final = "不批准"
ANSWER_WITHIN: Final = timedelta(days=14)
"""How long a question waits for its answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered: the option chosen, and the form's values, unchecked."""

    option: str
    person: Person
    form: Mapping[str, object]

    def text(self, key: str) -> str:
        """A text of the form, "" when it is empty; SeasonError when it is no text."""
        value = self.form.get(key)
        if value is not None and not isinstance(value, str):
            raise SeasonError(f"答复表单的“{key}”应是文字，现为“{value}”。请清除答复任务后重新填写。")
        return (value or "").strip()


def assigned(persons: Iterable[Person]) -> list[dict[str, str]]:
    """These persons as Airflow's ``assigned_users``; SeasonError when there is nobody."""
    numbers = _numbers(os.environ.get("FINAL_ACCOUNTS_ACCOUNTS", ""))
    found = [{"id": numbers.get(one.id, one.id), "name": one.id} for one in persons]
    if not found:
        raise SeasonError("人员名录里没有可以答复的人，请先登记。")
    return found


def as_words(text: str) -> str:
    """A sender's words for a field that Airflow reads as a template: they come out as they are, on one line.

    >>> as_words("理由 {{ params }}")
    "理由 {{ '{' }}{{ '{' }} params }}"
    """
    return " ".join(text.split()).replace("{", "{{ '{' }}")


def answer_of(city_id: str, response: object, step: str) -> Answer:
    """Who answered what, from the XCom of a human step; SeasonError when nobody did. ``step`` is the step's name.

    A step that was marked successful has no response, one that timed out was answered by nobody: both fail closed.
    """
    said = response if isinstance(response, Mapping) else {}
    by = said.get("responded_by_user")
    account = by.get("name") if isinstance(by, Mapping) else None
    options = said.get("chosen_options")
    if not isinstance(account, str) or not account or not isinstance(options, list) or len(options) != 1:
        raise SeasonError(NOBODY.format(step=step))
    form = said.get("params_input")
    return Answer(str(options[0]), person_of(city_id, account), form if isinstance(form, Mapping) else {})


def _numbers(text: str) -> dict[str, str]:
    pairs = [part.split("=") for part in text.split(",") if part.strip()]
    if any(len(pair) != 2 or not all(one.strip() for one in pair) for pair in pairs):  # noqa: PLR2004 - a pair
        raise SeasonError(f"FINAL_ACCOUNTS_ACCOUNTS 应为“账号=编号,账号=编号”，现为“{text}”。")
    return {account.strip(): number.strip() for account, number in pairs}
