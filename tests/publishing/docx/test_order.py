"""Word refuses, or repairs, what does not stand in the order of its schema: each container is held to it here."""

from __future__ import annotations

import pytest
from lxml import etree

from publishing.docx.opening import SAMPLES, W, members, sample, tree, values

ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "pBdr": "top left bottom right between bar",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "trPr": "cantSplit tblHeader",
    "tc": "tcPr p",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang",
    "p": "pPr *",
    "r": "rPr *",
}
"""Children by name of their container; ``*`` is everything else."""


def places(container: etree._Element) -> list[int]:
    order = ORDERS[etree.QName(container).localname].split()
    names = [etree.QName(child).localname for child in container]
    return [order.index(name) if name in order else order.index("*") for name in names]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_children_stand_in_the_order_of_the_schema(name: str) -> None:
    docx = sample(name)[1]
    seen = set()
    for part in members(docx):
        if part.startswith("word/") and part.endswith(".xml") and "theme" not in part:
            for element in tree(docx, part).iter():
                local = etree.QName(element).localname
                if element.tag.startswith(W) and local in ORDERS:
                    seen.add(local)
                    found = places(element)
                    assert found == sorted(found), etree.tostring(element)[:400]
    assert seen == set(ORDERS)


def test_the_order_that_is_held_is_told_apart_from_another() -> None:
    wrong = etree.fromstring(f'<w:pPr xmlns:w="{W[1:-1]}"><w:jc w:val="left"/><w:keepNext/></w:pPr>')
    assert places(wrong) != sorted(places(wrong))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_cell_ends_in_a_paragraph_and_no_table_touches_the_next(name: str) -> None:
    document = tree(sample(name)[1])
    cells = list(document.iter(f"{W}tc"))
    assert len(cells) > 500
    assert all(cell[-1].tag == f"{W}p" for cell in cells)
    tables = list(document.iter(f"{W}tbl"))
    assert tables
    for table in tables:
        after = table.getnext()
        assert after is not None
        assert after.tag == f"{W}p"


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_row_fills_its_grid_and_every_merged_cell_has_a_beginning(name: str) -> None:
    merged = 0
    for table in tree(sample(name)[1]).iter(f"{W}tbl"):
        widths = [int(str(column)) for column in values(table, "w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) == int(values(table, "w:tblPr/w:tblW/@w:w")[0])
        open_above: dict[int, int] = {}
        for row in table.iter(f"{W}tr"):
            column, opened = 0, {}
            for cell in row.iter(f"{W}tc"):
                span = int((values(cell, "w:tcPr/w:gridSpan/@w:val") or ["1"])[0])
                assert int(values(cell, "w:tcPr/w:tcW/@w:w")[0]) == sum(widths[column : column + span])
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    merged += 1
                    if merge.get(f"{W}val") != "restart":
                        assert open_above.get(column) == span
                    opened[column] = span
                column += span
            assert column == len(widths)
            open_above = opened
    assert merged
