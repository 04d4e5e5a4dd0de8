"""The published JSON of an audit (``docs/audit.schema.json``)."""

from __future__ import annotations

from decimal import Decimal

from final_accounts.audit import Claim, Form, Line, Operand, TableFound
from final_accounts.model.document import Spot, Unread
from final_accounts.model.evaluation import EvaluationScore
from final_accounts.stages.auditing.audit import Audited


def as_json(outcome: Audited) -> dict[str, object]:
    """One outcome. Figures are strings as printed; places are page and line, the line of a text, or a cell."""
    found = outcome.audit
    return {
        "document": {
            "file": outcome.name,
            "sha256": outcome.sha256,
            "format": outcome.document.kind.value,
            "unit": found.unit,
            "year": found.year,
            "region": outcome.region,
            "edition": outcome.edition.id if outcome.edition else "",
            "pages": found.pages,
            "sections": list(found.sections),
        },
        "state": outcome.state,
        "counts": _counts(found.claims),
        "tables": [_table(t) for t in found.tables],
        "forms": [_form(f) for f in found.forms],
        "claims": [_claim(c) for c in found.claims],
        "findings": [_finding(outcome, n, c) for n, c in enumerate(found.findings, start=1)],
        "scores": [_score(s) for s in outcome.scores],
        "unread": [_unread(u) for u in found.unread],
    }


def place(spot: Spot) -> dict[str, object]:
    """A place: how a person reads it, and its parts."""
    return {"text": str(spot), "page": spot.page, "line": spot.line, "sheet": spot.sheet}


def _counts(claims: tuple[Claim, ...]) -> dict[str, int]:
    verdicts = ("ok", "rounding", "error", "not_checkable")
    return {verdict: sum(c.verdict.value == verdict for c in claims) for verdict in verdicts}


def _table(table: TableFound) -> dict[str, object]:
    rows = [
        {"key": r.key, "name": r.name, "cells": {c: t for c, t, _ in r.cells}, "place": place(r.cells[0][2])}
        for r in table.rows
        if r.cells
    ]
    return {"id": table.id, "name": table.name, "place": place(table.spot), "rows": rows}


def _form(form: Form) -> dict[str, object]:
    return {
        "kind": form.kind,
        "title": form.title,
        "place": place(form.spot),
        "figures": {key: o.quantity.printed for key, o in form.figures.items()},
        "indicators": [_line(line) for line in form.lines],
    }


def _line(line: Line) -> dict[str, object]:
    texts = {
        key: cell.text.strip()
        for key, cell in (
            ("target", line.target),
            ("actual", line.actual),
            ("weight", line.weight),
            ("score", line.score),
            ("basis", line.basis),
        )
        if cell is not None
    }
    return {"level1": line.level1, "level2": line.level2, "name": line.name, "place": place(line.spot), **texts}


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "place": place(claim.spot),
        "text": claim.text,
        "kind": claim.kind,
        "family": claim.family,
        "stated": list(claim.stated),
        "formula": claim.formula,
        "inputs": [_operand(o) for o in claim.inputs],
        "recomputed": claim.recomputed,
        "verdict": claim.verdict.value,
        "rounding": claim.rounding,
        "explanation": claim.explanation,
    }


def _operand(operand: Operand) -> dict[str, object]:
    return {"name": operand.name, "printed": operand.quantity.printed, "place": place(operand.spot)}


def _finding(outcome: Audited, rank: int, claim: Claim) -> dict[str, object]:
    return {
        "rank": rank,
        "severity": claim.severity.value,
        **_claim(claim),
        "where": outcome.audit.where.get(claim.spot, ""),
        "mark": claim.mark,
        "wrong_formula": claim.wrong,
        "proposed": claim.proposed,
        "places": [place(s) for s in claim.places],
    }


def _score(score: EvaluationScore) -> dict[str, object]:
    def text(value: Decimal | None) -> str | None:
        return None if value is None else f"{value:f}"

    return {
        "form": score.form,
        "title": score.title,
        "rubric": score.rubric,
        "self_score": text(score.self_score),
        "recomputed": text(score.recomputed),
        "difference": text(score.difference),
        "rating": score.rating,
        "self_rating": score.self_rating,
    }


def _unread(unread: Unread) -> dict[str, object]:
    return {"place": place(unread.spot), "why": unread.why}
