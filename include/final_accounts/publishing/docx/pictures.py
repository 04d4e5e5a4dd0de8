"""Charts in the document: SVG, the same as PNG for programs that show no SVG, and words for who sees neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.charts.nouns import Chart, read
from final_accounts.publishing.documents import Documents, documents_root
from final_accounts.publishing.docx.drawings import Drawing
from final_accounts.publishing.docx.names import PICTURE, SVG, SVG_EXTENSION
from final_accounts.publishing.docx.text import attribute
from final_accounts.publishing.pdf.fonts import families, opened, why_no_pdf
from final_accounts.publishing.pdf.process import same_process

EMU: Final = 12700
"""English metric units of a point."""
PPI: Final = 150.0
"""Dots an inch of the PNG when a unit of the drawing is a point."""

_TEXT: Final = re.compile(r"<text .*?</text>", re.DOTALL)
_ONE_AT_A_TIME: Final = Lock()


def picture(chart: Chart, drawn: Drawing, number: int, width: float, to: tuple[str, str]) -> str:
    """A run with the picture, ``width`` points wide; its alt text tells all figures of the chart.

    ``to`` are the relationships of PNG and SVG, ``number`` is unique in the document.
    """
    across, down = round(width * EMU), round(width * drawn.height / drawn.width * EMU)
    named = f'id="{number}" name="{attribute(chart.caption)}" descr="{attribute(read(chart.said))}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr {named}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{to[0]}"><a:extLst><a:ext uri="{SVG_EXTENSION}">'
        f'<asvg:svgBlip {SVG} r:embed="{to[1]}"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def rasters(drawn: Sequence[Drawing], documents: Documents) -> tuple[bytes, ...]:
    """Each drawing as PNG; without a Chinese font here the bars alone, since words would be empty boxes.

    Drawn by the typesetter of the PDF, in a third of the time of resvg. PublishingError when a drawing is broken, or in
    a process forked from one that has typeset.
    """
    if not drawn:
        return ()
    lacking = bool(why_no_pdf(documents))
    files = () if lacking else tuple(file for family in families(documents) for file in family.files)
    pages = "\n#pagebreak()\n".join(_page(_TEXT.sub("", one.svg) if lacking else one.svg) for one in drawn)
    source = f"#set page(width: {drawn[0].width:g}pt, height: auto, margin: 0pt, fill: white)\n{pages}"
    same_process()
    try:
        with _ONE_AT_A_TIME:
            made = _typesetter(files).compile(input=source.encode(), format="png", ppi=PPI)
    except typst.TypstError as error:
        raise PublishingError(f"Word 文件没有生成：图画不出来（{error.message}）。") from error
    found = tuple(one for one in (made if isinstance(made, list) else [made]) if isinstance(one, bytes))
    if len(found) != len(drawn):
        raise PublishingError(f"Word 文件没有生成：{len(drawn)} 幅图只画出 {len(found)} 幅。")
    return found


def _page(svg: str) -> str:
    quoted = svg.replace("\\", "\\\\").replace('"', '\\"')
    return f'#image(bytes("{quoted}"), format: "svg", width: 100%)'


@cache
def _typesetter(files: tuple[Path, ...]) -> typst.Compiler:
    return typst.Compiler(root=documents_root(), font_paths=opened(files), ignore_system_fonts=True)
