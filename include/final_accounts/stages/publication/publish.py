"""公开: render the page of every approved unit of a chunk.

The pages wait in the content store until ``city_summary`` puts the whole site in place.
"""

from __future__ import annotations

from collections.abc import Mapping

from final_accounts.model.errors import FinalAccountsError, PublishingError
from final_accounts.stages.house import Chunk, House, Season, progress
from final_accounts.stages.publication.bundles import Bundle, keep_bundle, make_bundle
from final_accounts.stages.publication.candidates import bundle_key, candidates
from final_accounts.stages.settings import Settings


def publish(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Counts of publications made and of versions refused.

    Without an event of approval in the history nothing is published, whatever the warehouse says; neither is a file
    whose figures are not those of the warehouse. One unit whose files cannot be made stops no other; the error is
    raised when all others are done.
    """
    house = House.open(settings)
    season = Season.of(chunk)
    asked = chunk["units"]
    codes = [str(code) for code in asked] if isinstance(asked, list) else []
    ready, refused = candidates(house, season, codes)
    counts = {"pages": 0, "refused": len(refused)}
    failed: dict[str, Exception] = {}
    for one in refused:
        progress.warning("%s 第%d版：%s，不予公开", one.submission.unit, one.submission.version, one.why)
    for candidate in ready:
        item = candidate.submission
        try:
            bundle = make_bundle(house, season, candidate)
            keep_bundle(house, bundle_key(season, candidate), bundle)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised when all others are done
            failed[item.unit] = error
            why = str(error) if isinstance(error, FinalAccountsError) else f"程序或环境出错（{error!r}）"
            progress.error("%s 第%d版：公开文本没有生成：%s", item.unit, item.version, why)
            continue
        counts["pages"] += 1
        progress.info("%s 第%d版：公开文本已生成并核对：%s", item.unit, item.version, _formats(bundle))
    _raise(failed)
    return counts


def _raise(failed: Mapping[str, Exception]) -> None:
    """Raise for all that failed. What is not ours (a disk, a database) is raised as it is, to be tried again."""
    if failed:
        strange = (error for error in failed.values() if not isinstance(error, FinalAccountsError))
        first = next(strange, next(iter(failed.values())))
        if not isinstance(first, FinalAccountsError):
            raise first
        raise PublishingError(
            f"{'、'.join(failed)} 的公开文本没有生成，其余单位已完成，改正后重跑即可。{first}"
        ) from first


def _formats(bundle: Bundle) -> str:
    told = "网页、DOCX、XLSX、开放数据" if bundle.no_pdf else "网页、PDF、DOCX、XLSX、开放数据"
    return f"{told}（没有 PDF：{bundle.no_pdf}）" if bundle.no_pdf else told
