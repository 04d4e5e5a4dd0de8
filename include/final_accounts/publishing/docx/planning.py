"""Which blocks begin a page, which stand on landscape paper, and what moves along with a table. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from final_accounts.publishing.disclosure.nouns import Block, Disclosure, Heading, Paragraph, Part
from final_accounts.publishing.table_view import TableView


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the document, or, where ``block`` is None, the title of ``part``.

    ``wide`` stands on landscape paper; ``fresh`` begins a page, as does turning the paper. ``bound`` counts the pieces
    directly above that stand on the same page as the table: titles and leading sentences are never left behind.
    """

    part: Part
    block: Block | None
    wide: bool = False
    fresh: bool = False
    bound: int = 0


def pieces(disclosure: Disclosure) -> tuple[Piece, ...]:
    """Every title and block in order."""
    return tuple(piece for part in disclosure.parts for piece in _of_part(part))


def _of_part(part: Part) -> list[Piece]:
    made: list[Piece] = []
    for block in (None, *part.blocks):
        made.append(_alone(part, block, made[-1] if made else None))
    for at in range(len(made) - 2, -1, -1):
        below = made[at + 1]
        if _leads(made[at].block) and (below.fresh or below.wide):
            made[at] = replace(made[at], wide=below.wide, fresh=made[at].fresh or below.fresh)
            made[at + 1] = replace(below, fresh=False)
    return list(_counted(made))


def _alone(part: Part, block: Block | None, above: Piece | None) -> Piece:
    if isinstance(block, TableView):
        return Piece(part, block, wide=block.wide, fresh=block.own_page)
    below_table = isinstance(block, Paragraph) and block.look == "note" and above is not None and above.wide
    return Piece(part, block, wide=below_table, fresh=block is None)


def _leads(block: Block | None) -> bool:
    """Titles and sentences that only make sense with what follows."""
    return block is None or isinstance(block, Heading) or (isinstance(block, Paragraph) and block.look == "lead")


def _counted(made: list[Piece]) -> Iterator[Piece]:
    above = 0
    for piece in made:
        yield replace(piece, bound=above) if isinstance(piece.block, TableView) else piece
        above = above + 1 if _leads(piece.block) else 0
