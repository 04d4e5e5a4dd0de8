"""The kind of statement (K1 to K18) a place belongs to: what a finding that is no computation is counted under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from final_accounts.audit.claims import Claim, kind_of
from final_accounts.audit.forms import Form
from final_accounts.audit.outline import Outline
from final_accounts.audit.text import Passage
from final_accounts.model.document import Spot

_EVALUATION = "performance"


def kinds_of_places(found: Outline, forms: Iterable[Form]) -> dict[Spot, str]:
    """The kind of every line that has one: by its section, by the annex it stands in, or as a cell of a form."""
    told = {
        line.spot: kind
        for placed in found.placed
        if isinstance(placed.item, Passage) and (kind := kind_of(placed.section, placed.part))
        for line in placed.item.lines
    }
    told.update((spot, kind_of(_EVALUATION, "")) for form in forms for spot in _spots(form))
    return told


def _spots(form: Form) -> Iterator[Spot]:
    yield form.spot
    for line in form.lines:
        yield line.spot
        cells = (line.target, line.actual, line.score, line.weight, *line.rule, line.basis)
        yield from (cell.spot for cell in cells if cell is not None)
    yield from (operand.spot for operand in (*form.figures.values(), *form.points.values()))
    yield from (cell.spot for cell in form.texts.values())
    yield from form.blanks.values()
    yield from (spot for _, _, spot in form.nodes)


def with_kinds(claims: Iterable[Claim], kinds: Mapping[Spot, str]) -> Iterator[Claim]:
    """Claims whose check named no kind get that of their place, which may be none."""
    for claim in claims:
        yield claim if claim.kind else replace(claim, kind=kinds.get(claim.spot, ""))
