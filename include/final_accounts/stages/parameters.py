"""The parameters a run may be started with: Airflow accepts any, and a misspelt one would be ignored in silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from final_accounts.model.errors import SeasonError


def refuse_unknown(conf: Mapping[str, object], known: Collection[str]) -> None:
    """SeasonError names the keys of ``conf`` that are not among ``known``, and those that are."""
    unknown = sorted(set(conf) - set(known))
    if unknown:
        raise SeasonError(
            f"不认识的运行参数：{'、'.join(unknown)}；可用参数：{'、'.join(sorted(known))}。请改正后重新触发。"
        )
