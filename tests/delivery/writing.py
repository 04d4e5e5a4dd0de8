"""Every kind of message written once with sample words, as a person of a made-up city would get it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from delivery.branching import Branches
from final_accounts.catalog import data_root
from final_accounts.catalog.rooms import MESSAGES
from final_accounts.delivery import Templates, Written
from final_accounts.delivery.templates import ENDING, _environment
from final_accounts.model.person import Office, Person, Role
from final_accounts.stages.house import Season
from final_accounts.stages.letters.sending import season_words, subject_words

HERE: Final = Path(__file__).resolve().parent
SAMPLES: Final[dict[str, dict[str, Any]]] = yaml.safe_load((HERE / "letters.yaml").read_text(encoding="utf-8"))
CHANGES: Final[dict[str, dict[str, dict[str, Any]]]] = yaml.safe_load(
    (HERE / "branches.yaml").read_text(encoding="utf-8")
)
NAMES: Final = (*sorted(SAMPLES), *(f"{kind}/{other}" for kind, others in sorted(CHANGES.items()) for other in others))
"""Every sample: a kind, or a kind and in what it differs."""
TEMPLATES: Final = Templates(data_root() / MESSAGES)
REACHABLE: Final = Person(
    "qs-operator",
    "示例编报季管理员",
    (Office(Role.OPERATOR),),
    mail="operator@example.invalid",
    phone="000-00000000",
)
"""The operator as letters name one whom the register tells how to reach."""
TODAY: Final = datetime(2022, 4, 8, 1, 0, tzinfo=UTC)


def kind_of(name: str) -> str:
    """The kind that a sample is of."""
    return name.partition("/")[0]


def words_of(name: str) -> dict[str, object]:
    """The words of a sample with those that every template has."""
    season = Season.named("qingshi", 2021)
    kind, _, other = name.partition("/")
    sample = SAMPLES[kind]
    changes = CHANGES[kind][other] if other else {}
    assert changes.keys() <= {*sample["words"], "today", "signing", "operators"}, name
    return {
        **season_words(season, (REACHABLE,)),
        "today": TODAY,
        "person": "示例会计",
        **subject_words(season, str(sample["about"])),
        **{key: _typed(value) for key, value in (sample["words"] | changes).items()},
    }


def _typed(value: object) -> object:
    """Moments are written as texts in flow lines."""
    if isinstance(value, str) and len(value) == len("2022-04-06T02:05:00+00:00") and value[10] == "T":
        return datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return value


def written(name: str, **changes: object) -> Written:
    """The message, with some words changed."""
    return TEMPLATES.write(kind_of(name), words_of(name) | changes)


def as_text(name: str) -> str:
    """Subject and text as the snapshot keeps them."""
    message = written(name)
    return f"{message.subject}\n\n{message.text}"


def branches_of(kind: str) -> Branches:
    """The branches of a template, with those noted that the samples of its kind go through."""
    branches = Branches(_environment(TEMPLATES.folder), f"{kind}{ENDING}")
    for name in NAMES:
        if kind_of(name) == kind:
            branches.render(words_of(name))
    return branches
