"""Every kind of message written once with sample words, as a person of a made-up city would get it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from final_accounts.catalog import data_root
from final_accounts.catalog.rooms import MESSAGES
from final_accounts.delivery import Templates, Written
from final_accounts.stages.house import Season
from final_accounts.stages.letters.sending import subject_words

HERE: Final = Path(__file__).resolve().parent
SAMPLES: Final[dict[str, dict[str, Any]]] = yaml.safe_load((HERE / "letters.yaml").read_text(encoding="utf-8"))
TEMPLATES: Final = Templates(data_root() / MESSAGES)
TODAY: Final = datetime(2022, 4, 8, 1, 0, tzinfo=UTC)


def words_of(kind: str) -> dict[str, object]:
    """The sample words of a kind with those that every template has."""
    season = Season.named("qingshi", 2021)
    sample = SAMPLES[kind]
    return {
        "city": season.city.name,
        "fiscal_year": season.fiscal_year,
        "today": TODAY,
        "person": "示例会计",
        **subject_words(season, str(sample["about"])),
        **{key: _typed(value) for key, value in sample["words"].items()},
    }


def _typed(value: object) -> object:
    """Moments are written as texts in flow lines."""
    if isinstance(value, str) and len(value) == len("2022-04-06T02:05:00+00:00") and value[10] == "T":
        return datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return value


def written(kind: str, **changes: object) -> Written:
    """The message, with some words changed."""
    return TEMPLATES.write(kind, words_of(kind) | changes)


def as_text(kind: str) -> str:
    """Subject and text as the snapshot keeps them."""
    message = written(kind)
    return f"{message.subject}\n\n{message.text}"
