"""What a unit's page says beside its disclosure, in the order of the page. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from final_accounts.publishing.html import FileLink, VersionLink
from final_accounts.publishing.table_view import Words
from final_accounts.publishing.unit_report import UnitReport


def beside_of(
    report: UnitReport, files: Sequence[FileLink] = (), versions: Sequence[VersionLink] = ()
) -> tuple[Words, ...]:
    """For :func:`~final_accounts.publishing.proof.prove` of the page made from the same report, files and versions."""
    return tuple(_said(report, files, versions))


def _said(report: UnitReport, files: Sequence[FileLink], versions: Sequence[VersionLink]) -> Iterator[Words]:
    if not report.edition.verified:
        yield (report.edition.id,)
    for key in report.key_figures:
        yield (key.label,)
        yield (key.figure, key.measure)
        if key.note:
            yield (f"{key.note} ", key.note_figure)
    for file in files:
        yield (file.label,)
        yield (file.size,) if file.href else (file.reason,)
    if versions:
        yield ("第 ", report.version, " 版")
    for version in versions:
        yield ("第 ", version.version, f" 版，{version.date}")
        yield (version.reason,)
