"""``theme1.xml``: Word wants every document to have one. Plain, since all colours and fonts stand in the styles."""

from __future__ import annotations

from typing import Final

from final_accounts.publishing.docx.names import HEAD

_COLOURS: Final = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "1D1B19",
    "lt2": "F3F1EC",
    "accent1": "9B1B1E",
    "accent2": "595959",
    "accent3": "8A847C",
    "accent4": "C0504D",
    "accent5": "4F81BD",
    "accent6": "9BBB59",
    "hlink": "1F4E79",
    "folHlink": "5D5853",
}
_FONT: Final = '<a:latin typeface="Times New Roman"/><a:ea typeface=""/><a:cs typeface=""/>'
_FILL: Final = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE: Final = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT: Final = "<a:effectStyle><a:effectLst/></a:effectStyle>"

THEME: Final = (
    f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="final-accounts">'
    '<a:themeElements><a:clrScheme name="final-accounts">'
    + "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in _COLOURS.items())
    + '</a:clrScheme><a:fontScheme name="final-accounts">'
    f"<a:majorFont>{_FONT}</a:majorFont><a:minorFont>{_FONT}</a:minorFont></a:fontScheme>"
    f'<a:fmtScheme name="final-accounts"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}'
    f"</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}"
    "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
