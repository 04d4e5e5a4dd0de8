"""How the document looks, as ``docx.toml`` says: paper, fonts, paragraph styles, cells. Lengths of Word are twips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.documents import Documents

TWIPS: Final = 20
"""Twips of a point."""
MM: Final = 1440 / 25.4
"""Twips of a millimetre."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page of one orientation, in twips."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int
    footer: int

    @property
    def room(self) -> int:
        """Between the margins."""
        return self.width - self.left - self.right

    @property
    def high(self) -> int:
        """Between head and foot."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. Points, but ``indent`` in signs of the first line; ``line`` 0 grows with what stands in it.

    ``dots`` lead to a number at the right margin; ``keep`` stands on one page with what follows.
    """

    name: str
    based: str = "Normal"
    next: str = ""
    font: str = ""
    size: float = 0
    line: float | None = None
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    indent: int = 0
    align: Literal["", "left", "center", "right", "both"] = ""
    bold: bool = False
    keep: bool = False
    outline: int = 0
    dots: bool = False
    border: Literal["", "bottom", "double", "box"] = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell of one look stands; ``name`` is shown in Word's list of styles."""

    name: str
    align: Literal["left", "center", "right"]
    font: str = ""
    shaded: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The whole of ``docx.toml``. ``fit`` and ``picture`` in points; colours are RRGGBB."""

    upright: Paper
    landscape: Paper
    fit: float
    picture: float
    fonts: Mapping[str, Mapping[str, str]]
    font_table: Mapping[str, Mapping[str, str]]
    colours: Mapping[str, str]
    words: Mapping[str, Any]
    styles: Mapping[str, Style]
    measured: Mapping[str, Style]
    cells: Mapping[str, CellLook]

    @classmethod
    def of(cls, documents: Documents) -> Look:
        """PublishingError when ``docx.toml`` lacks something or says something unknown."""
        words = documents.words
        try:
            page = words["docx_page"]
            styles = {key: Style(**entry) for key, entry in words["docx_styles"].items()}
            return cls(
                upright=_paper(page["paper"], page["upright"]),
                landscape=_paper(page["paper"][::-1], page["landscape"]),
                fit=page["fit"],
                picture=page["picture"] * MM / TWIPS,
                fonts=words["docx_fonts"],
                font_table=words["docx_font_table"],
                colours=words["docx_colours"],
                words=words["docx_words"],
                styles=styles,
                measured={key: _measured(styles, key) for key in styles},
                cells={key: CellLook(**entry) for key, entry in words["docx_cells"].items()},
            )
        except (KeyError, TypeError) as error:
            raise PublishingError(f"Word 文件没有生成：include/documents 中的 docx.toml 有误（{error}）。") from error

    def paper(self, *, wide: bool) -> Paper:
        """Landscape for what is wide."""
        return self.landscape if wide else self.upright

    def of_cell(self, look: str) -> str:
        """The key of a cell's look; what ``docx.toml`` does not name stands like words."""
        key = look.partition(" ")[0]
        return key if key in self.cells else "words"

    def measure(self, style: str) -> Style:
        """A style with its size, lines and indentation looked up along ``based``."""
        return self.measured[style]

    def height(self, style: str) -> float:
        """A paragraph of one line, in points."""
        own = self.measure(style)
        return (own.line or own.size) + own.before + own.after


def _measured(styles: Mapping[str, Style], key: str) -> Style:
    own = styles[key]
    if key == "Normal":
        return own
    under = _measured(styles, own.based)
    return replace(
        own,
        size=own.size or under.size,
        line=under.line if own.line is None else own.line,
        before=own.before or under.before,
        after=own.after or under.after,
        left=own.left or under.left,
        indent=own.indent or under.indent,
        keep=own.keep or under.keep,
    )


def _paper(size: list[float], sides: Mapping[str, float]) -> Paper:
    width, height = (round(side * MM) for side in size)
    return Paper(width, height, **{side: round(length * MM) for side, length in sides.items()})
