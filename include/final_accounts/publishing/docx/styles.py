"""``styles.xml`` and ``fontTable.xml`` from the look. Elements stand in the order of the schema, as Word demands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from final_accounts.publishing.docx.fitting import PITCH
from final_accounts.publishing.docx.look import TWIPS, Look, Style
from final_accounts.publishing.docx.names import HEAD, W
from final_accounts.publishing.docx.text import attribute

_OWN: Final = frozenset({"Normal", "Body Text", "Title", "TOC Heading", "header", "footer", "caption"})
"""Styles that Word brings, beside the numbered ones; all others are marked as ours."""
_NUMBERED: Final = ("heading ", "toc ")


@dataclass(frozen=True, slots=True, order=True)
class CellStyle:
    """The paragraph style of cells of one look in one size (half-points)."""

    look: str
    halves: int

    @property
    def id(self) -> str:
        """The style's id."""
        return f"Cell{self.look.title()}{self.halves}"


def styles_xml(look: Look, cells: Iterable[CellStyle]) -> str:
    """Defaults, paragraph styles, the styles of cells that the document uses, one table style."""
    normal = look.styles["Normal"]
    language = attribute(look.words["language"])
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(look, normal.font)}"
        f'<w:sz w:val="{_halves(normal.size)}"/><w:szCs w:val="{_halves(normal.size)}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    made = [_style(look, key, style) for key, style in look.styles.items()]
    made += [_cell(look, cell) for cell in sorted(cells)]
    return f"{HEAD}<w:styles {W}>{defaults}{''.join(made)}{_TABLES}</w:styles>"


def font_table_xml(look: Look) -> str:
    """The fonts by name, with another name and the family to look for where a machine has not got them."""
    fonts = "".join(
        f'<w:font w:name="{attribute(name)}"><w:altName w:val="{attribute(font["other"])}"/>'
        f'<w:panose1 w:val="{font["panose"]}"/><w:charset w:val="{font["charset"]}"/>'
        f'<w:family w:val="{font["family"]}"/><w:pitch w:val="{font["pitch"]}"/></w:font>'
        for name, font in look.font_table.items()
    )
    return f"{HEAD}<w:fonts {W}>{fonts}</w:fonts>"


def _style(look: Look, key: str, style: Style) -> str:
    ours = style.name not in _OWN and not style.name.startswith(_NUMBERED)
    default = ' w:default="1"' if key == "Normal" else ""
    based = "" if key == "Normal" else f'<w:basedOn w:val="{style.based}"/>'
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    return (
        f'<w:style w:type="paragraph"{default}{_ours(ours=ours)} w:styleId="{key}">'
        f'<w:name w:val="{attribute(style.name)}"/>'
        f"{based}{following}<w:qFormat/><w:pPr>{''.join(_layout(look, style))}</w:pPr>"
        f"<w:rPr>{''.join(_letters(look, style))}</w:rPr></w:style>"
    )


def _layout(look: Look, style: Style) -> Iterator[str]:
    """What may stand in ``<w:pPr>``, in its order."""
    if style.keep:
        yield "<w:keepNext/><w:keepLines/>"
    if style.border:
        yield f"<w:pBdr>{_border(look, style)}</w:pBdr>"
    if style.dots:
        yield f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{look.upright.room}"/></w:tabs>'
    if style.before or style.after or style.line is not None:
        exact = (
            f' w:line="{_twips(style.line)}" w:lineRule="exact"' if style.line else ' w:line="240" w:lineRule="auto"'
        )
        line = "" if style.line is None else exact
        yield f'<w:spacing w:before="{_twips(style.before)}" w:after="{_twips(style.after)}"{line}/>'
    if style.indent or style.left or style.right:
        size = look.measure(style.based).size if not style.size else style.size
        yield (
            f'<w:ind w:left="{_twips(style.left)}" w:right="{_twips(style.right)}" '
            f'w:firstLineChars="{style.indent * 100}" w:firstLine="{_twips(style.indent * size)}"/>'
        )
    if style.align:
        yield f'<w:jc w:val="{style.align}"/>'
    if style.outline:
        yield f'<w:outlineLvl w:val="{style.outline - 1}"/>'


def _border(look: Look, style: Style) -> str:
    if style.border == "bottom":
        return f'<w:bottom w:val="single" w:sz="4" w:space="4" w:color="{look.colours["soft"]}"/>'
    if style.border == "double":
        return f'<w:bottom w:val="thickThinSmallGap" w:sz="18" w:space="1" w:color="{look.colours["accent"]}"/>'
    side = f'w:val="single" w:sz="6" w:space="6" w:color="{look.colours["accent"]}"'
    return f"<w:top {side}/><w:left {side}/><w:bottom {side}/><w:right {side}/>"


def _letters(look: Look, style: Style) -> Iterator[str]:
    """What may stand in ``<w:rPr>``, in its order."""
    if style.font:
        yield _fonts(look, style.font)
    if style.bold:
        yield "<w:b/><w:bCs/>"
    if style.colour:
        yield f'<w:color w:val="{look.colours[style.colour]}"/>'
    if style.size:
        yield f'<w:sz w:val="{_halves(style.size)}"/><w:szCs w:val="{_halves(style.size)}"/>'


def _cell(look: Look, cell: CellStyle) -> str:
    own = look.cells[cell.look]
    size = cell.halves / 2
    keep = "<w:keepNext/>" if own.keep else ""
    font = _fonts(look, own.font) if own.font else ""
    line = _twips(size * PITCH)
    name = attribute(f"{look.styles['Cell'].name} {own.name} {size:g}")
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{cell.id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Cell"/>'
        f'<w:pPr>{keep}<w:spacing w:line="{line}" w:lineRule="exact"/><w:jc w:val="{own.align}"/></w:pPr>'
        f'<w:rPr>{font}<w:sz w:val="{cell.halves}"/><w:szCs w:val="{cell.halves}"/></w:rPr></w:style>'
    )


def _fonts(look: Look, key: str) -> str:
    asia, latin = attribute(look.fonts[key]["asia"]), attribute(look.fonts[key]["latin"])
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{asia}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def _ours(*, ours: bool) -> str:
    return ' w:customStyle="1"' if ours else ""


def _halves(points: float) -> int:
    return round(points * 2)


def _twips(points: float | None) -> int:
    return round((points or 0) * TWIPS)


_LINE: Final = 'w:val="single" w:sz="4" w:space="0" w:color="1D1B19"'
_TABLES: Final = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders><w:top {_LINE}/><w:left {_LINE}/><w:bottom {_LINE}/><w:right {_LINE}/>"
    f"<w:insideH {_LINE}/><w:insideV {_LINE}/></w:tblBorders></w:tblPr></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)
