"""All files of one publication: page, PDF, DOCX, XLSX and open data from one disclosure, read back before they count.

A bundle is kept in the content store under its key: one object a file, and a manifest that names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from final_accounts.model.clock import day_in_words
from final_accounts.model.errors import PublishingError
from final_accounts.publishing import Approval, Reported, UnitReport, count, unit_page, unit_report
from final_accounts.publishing.disclosure import Disclosure, compose
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.html import FileLink, VersionLink, file_size
from final_accounts.publishing.open_data import unit_package
from final_accounts.publishing.open_data.descriptor import NAME as DESCRIPTION
from final_accounts.publishing.pdf import pdf_document, why_no_pdf
from final_accounts.publishing.proof import Mismatch, beside_of, compare_package, compare_with_facts, prove
from final_accounts.publishing.xlsx import xlsx_tables
from final_accounts.readers.documents import read_document
from final_accounts.stages.acting.disputes import disputes_of
from final_accounts.stages.acting.disputes import in_words as dispute_in_words
from final_accounts.stages.acting.explanations import accepted_explanations, decisions_of, with_reasons
from final_accounts.stages.approval.approvals import day_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.judgement.unaltered import hold_unit
from final_accounts.stages.publication.audit_publication import refuse_errors
from final_accounts.stages.publication.candidates import Candidate
from final_accounts.stages.publication.narratives import last_years_facts, narrative_of
from final_accounts.stages.publication.publications import earlier_page, earlier_versions
from final_accounts.stages.samples import sample_of
from final_accounts.warehouse.queries_facts import facts_of_version
from final_accounts.warehouse.queries_proof import reported_figures
from final_accounts.warehouse.queries_scores import evaluations_of_version, scores_of_version
from final_accounts.warehouse.queries_season import explanations_of_version, findings_of_version

BUNDLE = "bundle"
TOLD = 5
"""Mismatches that an error message spells out."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Site paths below ``units/`` -> bytes; ``page`` is the page's path among them, ``no_pdf`` why a PDF is lacking."""

    page: str
    files: Mapping[str, bytes]
    no_pdf: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A bundle as it is kept: site path -> sha256 in the content store."""

    page: str
    files: dict[str, str]
    no_pdf: str = ""


def keep_bundle(house: House, key: str, bundle: Bundle) -> Manifest:
    """Keep every file and the manifest; StoreError when the key already holds something else."""
    files = {path: house.store.put(data) for path, data in sorted(bundle.files.items())}
    manifest = Manifest(bundle.page, files, bundle.no_pdf)
    house.store.put_result(BUNDLE, key, msgspec.json.encode(manifest, order="sorted"))
    return manifest


def kept_bundle(house: House, key: str) -> Manifest | None:
    """The manifest under ``key``; None while nothing was made."""
    if not house.store.has_result(BUNDLE, key):
        return None
    return msgspec.json.decode(house.store.get_result(BUNDLE, key), type=Manifest)


def report_of(house: House, season: Season, candidate: Candidate) -> UnitReport:
    """ReportData of an approved version, from the warehouse."""
    item, outcome, event = candidate.submission, candidate.outcome, candidate.approved.event
    where = (season.city.id, season.fiscal_year, item.unit, item.version)
    before = last_years_facts(house, season, candidate.unit)
    with house.warehouse.reading() as connection:
        reported = Reported(
            header=outcome.header,
            facts=facts_of_version(connection, *where),
            nil_forms=outcome.nil_forms,
            evaluations=evaluations_of_version(connection, *where),
            scores=scores_of_version(connection, *where),
            findings=findings_of_version(connection, *where),
            explanations=explanations_of_version(connection, *where),
        )
    decided = decisions_of(house, season, item.unit, before=event.sequence)
    accepted = accepted_explanations(reported.findings, reported.explanations, decided)
    disputes = disputes_of(house, season, item.unit, before=event.sequence)
    reported = replace(
        reported,
        explanations=accepted,
        texts=with_reasons(outcome.texts, accepted),
        disputes=tuple((one.form, dispute_in_words(one).rstrip("。")) for one in disputes),
    )
    day = day_of(event)
    return unit_report(
        season.edition,
        candidate.unit,
        item,
        reported,
        Approval(candidate.approved.number, day_in_words(day), event.hash, day.isoformat()),
        city=season.city.name,
        sample=sample_of(season),
        rulebook_hash=outcome.rulebook_hash,
        replaced=candidate.replaced,
        narrative=narrative_of(season, candidate.unit, reported, reported.texts, before),
    )


def make_bundle(house: House, season: Season, candidate: Candidate) -> Bundle:
    """Render every format and read each back.

    PublishingError when the warehouse is not as it was loaded, when a figure of the report or of the open data is not
    the warehouse's, when any number of a rendered file is not the report's, or when the audit finds an error in what
    we or the unit say: then nothing of this unit is published.
    """
    hold_unit(house, season, candidate)
    report = report_of(house, season, candidate)
    disclosure = compose(report)
    where = (season.city.id, season.fiscal_year, report.unit.code, report.submission.version)
    with house.warehouse.reading() as connection:
        figures = reported_figures(connection, *where)
    _refuse("公开文本与数据仓库不符", compare_with_facts(disclosure, figures))
    unit, version = report.unit.code, report.submission.version
    stem = f"{unit}/{unit}-{report.fiscal_year}-v{version}"
    papers, no_pdf = _papers(disclosure, report, stem)
    data = f"{unit}/data-v{version}"
    opened = unit_package(report, disclosure)
    forms = frozenset(form.id for form in season.edition.tables())
    _refuse(f"{data} 读回后与数据仓库不符", compare_package(opened, figures, forms))
    package = {f"{data}/{path}": content for path, content in opened.items()}
    links = tuple(_links(report, papers, package, no_pdf))
    versions = tuple(_versions(candidate))
    page = f"{unit}.html"
    rendered = {page: unit_page(disclosure, report, links, versions).encode(), **papers}
    for path, content in rendered.items():
        beside = beside_of(report, links, versions) if path == page else ()
        document = read_document(content, path, tables=False)
        _refuse(f"{path} 读回后与公开文本不符", prove(disclosure, document, beside))
        if path == page:  # the other formats say the same: each was proved against the same disclosure
            refuse_errors(report, disclosure, document)
    return Bundle(page, {**rendered, **package}, no_pdf)


def _papers(disclosure: Disclosure, report: UnitReport, stem: str) -> tuple[dict[str, bytes], str]:
    """PDF, DOCX and XLSX by path; and why there is no PDF, "" when there is one."""
    documents = report.documents
    no_pdf = why_no_pdf(documents)
    papers: dict[str, bytes] = {}
    if not no_pdf:
        papers[f"{stem}.pdf"] = pdf_document(disclosure, documents)
    papers[f"{stem}.docx"] = docx_document(disclosure, documents)
    papers[f"{stem}.xlsx"] = xlsx_tables(disclosure)
    return papers, no_pdf


def _links(
    report: UnitReport, papers: Mapping[str, bytes], package: Mapping[str, bytes], no_pdf: str
) -> Iterator[FileLink]:
    labels = report.documents.words["files"]
    if no_pdf:
        yield FileLink(labels["pdf"], "", "pdf", reason=no_pdf.rstrip("。"))
    for path, content in papers.items():
        kind: Literal["pdf", "docx", "xlsx"] = path.rpartition(".")[2]  # type: ignore[assignment] # _papers names them
        yield FileLink(labels[kind], path, kind, file_size(len(content)))
    description = next(path for path in package if path.endswith(DESCRIPTION))
    yield FileLink(labels["data"], description, "data", file_size(sum(map(len, package.values()))))


def _versions(candidate: Candidate) -> Iterator[VersionLink]:
    """Earlier versions, newest first; each with the reason why it was replaced."""
    earlier = earlier_versions(candidate.submission.version, candidate.before)
    reasons = [*(publication.reason for publication, _ in earlier[1:]), candidate.reason]
    for (publication, event), reason in zip(reversed(earlier), reversed(reasons), strict=False):
        href = earlier_page(publication.unit, publication.version)
        yield VersionLink(count(publication.version), day_in_words(day_of(event)), href, reason)


def _refuse(what: str, mismatches: Sequence[Mismatch]) -> None:
    if not mismatches:
        return
    told = "".join(mismatch.message for mismatch in mismatches[:TOLD])
    more = f"另有 {len(mismatches) - TOLD} 处。" if len(mismatches) > TOLD else ""
    raise PublishingError(f"{what}，共 {len(mismatches)} 处，不予公开：{told}{more}")
