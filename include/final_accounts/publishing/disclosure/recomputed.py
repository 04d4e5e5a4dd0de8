"""绩效自评复算: the unit's own scores beside ours, indicator by indicator, with what the difference comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Final

from final_accounts.model.evaluation import Evaluation, EvaluationScore, Indicator, IndicatorScore
from final_accounts.model.finding import Verdict
from final_accounts.publishing import figures
from final_accounts.publishing.disclosure.drafting import Drafting, Entry, heading, patterned
from final_accounts.publishing.disclosure.filled import figured, measured, own
from final_accounts.publishing.disclosure.nouns import Block, Paragraph, TableView
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.scores_view import title_of
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, Own, TablePart, Words

_WIDTHS: Final = ("11", "17", "9", "10", "7", "6", "6", "6", "28")


def recomputed(drafting: Drafting, _: Entry) -> Iterator[Block]:
    """One heading, one summary and one table a scored form; nothing where nothing was scored."""
    report = drafting.report
    if not report.reported.scores:
        return
    said: Mapping[str, str] = report.documents.words["disclosure_recomputed"]
    filled = {evaluation.form: evaluation for evaluation in report.reported.evaluations}
    yield Paragraph((said["lead"],), look="lead")
    if any(line.weight_inferred for score in report.reported.scores for line in score.indicators):
        yield Paragraph((said["lead_inferred"],), look="lead")
    for score in report.reported.scores:
        title = title_of(report.edition, score.form, score.title)
        yield heading(3, f"recomputed-{score.form}", title)
        yield Paragraph(_summary(score, said))
        yield TableView(
            f"scores-{score.form}",
            "",
            said["title"],
            (TablePart(_WIDTHS, (_head(said),), tuple(_rows(score, filled.get(score.form), said))),),
            look="plain",
            own_page=False,
        )
        for form, sentence in report.reported.disputes:
            if form == score.form:
                yield Paragraph((said["dispute"], Own(sentence), "。"))


def _summary(score: EvaluationScore, said: Mapping[str, str]) -> Words:
    def called(figure: Figure, name: str) -> Figure:
        return replace(figure, name=f"{score.form} {name}")

    holes: dict[str, str | Figure] = {
        "self": called(figures.points(score.self_score), "self_score"),
        "recomputed": called(figures.points(score.recomputed), "recomputed"),
        "difference": called(figures.signed(score.difference), "difference"),
        "share": called(figures.percent(score.recomputed_share), "share"),
        "rating": score.rating,
        "self_rating": own(score.self_rating)[0] if score.self_rating else said["no_rating"],
    }
    rated = patterned(said["ratings"], holes) if score.rating else ()
    return (*patterned(said["summary"], holes), *rated, "。")


def _head(said: Mapping[str, str]) -> tuple[HeadCell, ...]:
    names = ("level", "name", "target", "actual", "weight", "self", "recomputed", "difference", "note")
    return tuple(HeadCell(said[f"head_{name}"]) for name in names)


def _rows(score: EvaluationScore, filled: Evaluation | None, said: Mapping[str, str]) -> Iterator[BodyRow]:
    """Indicators in order, the cells of equal levels merged; blocks without an indicator have no level."""
    known: dict[str, Indicator] = {i.path: i for i in filled.indicators} if filled is not None else {}

    def level(line: IndicatorScore) -> str:
        found = known.get(line.path)
        return " / ".join(part for part in (found.level1, found.level2) if part) if found is not None else ""

    for name, run in groupby(score.indicators, key=level):
        members = list(run)
        for place, line in enumerate(members):
            first = (BodyCell("head", own(name), rows=len(members)),) if place == 0 else ()
            yield BodyRow((*first, *_cells(score.form, line, known.get(line.path), said)))


def _cells(form: str, line: IndicatorScore, filled: Indicator | None, said: Mapping[str, str]) -> Iterator[BodyCell]:
    def called(figure: Figure, column: str) -> Figure:
        return replace(figure, name=f"{form} {line.path} {column}")

    yield BodyCell("words", own(line.name))
    for column in ("target", "actual"):
        printed = getattr(filled, column).printed if filled is not None else ""
        told = measured(printed, lambda f, column=column: called(f, column))  # type: ignore[misc] # bound at once
        yield BodyCell("words", told)
    weight = called(figures.points(line.weight), "weight")
    yield BodyCell("words", (weight, said["inferred"])) if line.weight_inferred else BodyCell("figure", (weight,))
    difference = None if line.self_score is None or line.recomputed is None else line.recomputed - line.self_score
    yield BodyCell("figure", (called(figures.points(line.self_score), "score"),))
    yield BodyCell("figure", (called(figures.points(line.recomputed), "recomputed"),))
    yield BodyCell("figure", (called(figures.signed(difference), "difference"),))
    yield BodyCell("words", _note(form, line, said))


def _note(form: str, line: IndicatorScore, said: Mapping[str, str]) -> Words:
    """Why it could not be recomputed, how it was where it differs, and what each reading of a silent rule gives."""
    told: list[Words] = []
    name = f"{form} {line.path} note"
    equal = line.recomputed is not None and line.recomputed == line.self_score
    if line.reason.strip():
        pattern = said["not_recomputed"] if line.recomputed is None else said["remark"]
        told.append(_filled(pattern, figured(line.reason.strip().rstrip("。；"), name)))
    if line.formula and not equal:
        told.append(_filled(said["formula"], figured(line.formula, name)))
    if not equal and line.recomputed is not None and line.verdict is Verdict.ROUNDING:
        told.append((said["rounding"],))
    for reading, points in line.candidates:
        shown = replace(figures.points(points), name=name)
        told.append((*figured(reading, name), *patterned(said["reading"], {"points": shown})))
    return tuple(word for place, words in enumerate(told) for word in ((said["between"],) if place else ()) + words)


def _filled(pattern: str, inside: Words) -> Words:
    before, _, after = pattern.partition("{}")
    return tuple(word for word in (before, *inside, after) if not isinstance(word, str) or word)
