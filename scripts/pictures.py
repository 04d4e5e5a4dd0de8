"""Redraw the pictures of the README and docs/ from what ``make run`` and ``make season`` left under var/.

Needs chromium and soffice. ``step.png`` is not drawn here: it is a browser's view of a batch that waits in Airflow.

.venv/bin/python scripts/pictures.py            # all of them
.venv/bin/python scripts/pictures.py FOLDER     # those of the season only, from the folder of a simulated one
"""

from __future__ import annotations

import email
import email.policy
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from openpyxl import load_workbook
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image, ImageChops, ImageDraw, ImageFont
from rich.console import Console

from final_accounts.stages.publication.report import report, show_report
from final_accounts.stages.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
TERMINAL_WIDTH = 118
MARGIN = 14
COLOURS = 128
"""Enough for text and charts; keeps the pictures small."""
PAPER_PAGES = (1, 2, 5, 6, 16, 17, 21, 22)
WORD_PAGES = (1, 2, 5, 6, 19, 20, 25, 26)
"""Cover, contents, tables, narrative with charts, performance forms."""
MONO = "font-family: 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', monospace"
SEASON = ("moni", "2021")
"""The city and year of a simulated season."""
LETTER = "returned"
WRONG = "FFC7CE"
"""How a returned workbook paints the cell that is most likely wrong."""
FONT = "NotoSansCJK-Regular.ttc"
LEADING, COMMENT_WIDTH = 28, 600
FOLDER = re.compile(r"file://[^\s<>\"]*?/feedback")
SHOWN_AT = "https://juesuan.example.gov.cn/feedback"


def main() -> None:
    """The pictures of the years that ``make run`` made, and of a season's days."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if not sys.argv[1:]:
            of_the_years(Path(folder))
        simulated = Path(sys.argv[1]) if sys.argv[1:] else Settings.from_environment().var / "simulated"
        of_the_season(simulated, Path(folder))


def of_the_season(var: Path, work: Path) -> None:
    """The bureau's page, a letter and the waivers of a simulated season below ``var``."""
    below = Path(*SEASON)
    screenshot(var / "ops" / below / "index.html", IMAGES / "ops.png", (1200, 1440), work)
    screenshot(var / "site" / below / "waivers.html", IMAGES / "waivers.png", (1100, 620), work)
    letter = min((var / "outbox" / below).glob(f"*-accountant/*-{LETTER}.eml"))
    page = work / "letter.html"
    page.write_text(words_of(letter), encoding="utf-8")
    screenshot(page, IMAGES / "letter.png", (760, 900), work)
    returned(var / "feedback" / below, work)


def words_of(letter: Path) -> str:
    """The page in a letter; links lead where a bureau would show them, not to a folder of this machine."""
    message = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
    body = message.get_body(("html",))
    if body is None:
        raise SystemExit(f"{letter} has no page")
    return FOLDER.sub(SHOWN_AT, str(body.get_content()))


def of_the_years(work: Path) -> None:
    """Draw the end table, published documents in each format, a city's pages and a returned workbook."""
    settings = Settings.from_environment()
    page = work / "end.html"
    console = Console(record=True, width=TERMINAL_WIDTH, highlight=False, file=(work / "end.txt").open("w"))
    show_report(console, report(settings, "qingshi", 2021))
    text = console.export_html(inline_styles=True, code_format=_terminal())
    page.write_text(text.replace(str(settings.var), "var"), encoding="utf-8")
    screenshot(page, IMAGES / "make-run.png", (1010, 520), work)
    site = settings.site("qingshi", 2022)
    units = settings.site("wuhan-jianghan", 2021) / "units"
    screenshot(units / "420103001.html", IMAGES / "unit.png", (1200, 1400), work)
    screenshot(site / "index.html", IMAGES / "city.png", (1100, 1400), work)
    phones = [units / "420103001.html", site / "index.html", site / "units.html", site / "consolidation/T3.html"]
    beside([photograph(one, (390, 844), work) for one in phones], IMAGES / "phone.png", len(phones))
    (paper,) = units.glob("420103001/*.pdf")
    beside(pages_of(paper, PAPER_PAGES), IMAGES / "pdf.png", 4)
    (word,) = units.glob("420103001/*.docx")
    beside(pages_of(office(word, work), WORD_PAGES), IMAGES / "docx.png", 4)


def photograph(page: Path, size: tuple[int, int], work: Path) -> Image.Image:
    """What a browser of that size shows of a page."""
    target = work / "photograph.png"
    screenshot(page, target, size, work)
    with Image.open(target) as picture:
        return picture.convert("RGB")


def pages_of(paper: Path, numbers: tuple[int, ...]) -> list[Image.Image]:
    """Pages of a PDF as pictures; ``numbers`` count from 1."""
    document = pypdfium2.PdfDocument(paper)
    try:
        return [document[number - 1].render(scale=0.8).to_pil().convert("RGB") for number in numbers]
    finally:
        document.close()


def beside(pictures: list[Image.Image], target: Path, columns: int) -> None:
    """Pictures in rows on one grey sheet, as large as they are."""
    wide, high = max(one.width for one in pictures), max(one.height for one in pictures)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (wide + MARGIN) + MARGIN, rows * (high + MARGIN) + MARGIN), "#d9d6d0")
    for number, one in enumerate(pictures):
        row, column = divmod(number, columns)
        sheet.paste(one, (MARGIN + column * (wide + MARGIN), MARGIN + row * (high + MARGIN)))
    small(sheet).save(target, optimize=True)


def _terminal() -> str:
    """A page that looks like a terminal; rich fills in the two braces."""
    return (
        f'<meta charset="utf-8"><style>{{stylesheet}} body{{{{margin:0;padding:18px 22px;background:#fbfaf7}}}}'
        f" pre{{{{{MONO};font-size:13px;line-height:1.45;margin:0}}}}</style><pre>{{code}}</pre>"
    )


def screenshot(page: Path, target: Path, size: tuple[int, int], work: Path) -> None:
    """One page as PNG."""
    subprocess.run(
        [
            _tool("chromium"),
            *QUIET,
            f"--user-data-dir={work / 'chromium'}",
            f"--window-size={size[0]},{size[1]}",
            f"--screenshot={target}",
            page.resolve().as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def office(file: Path, work: Path) -> Path:
    """A file as an office program prints it."""
    profile = f"-env:UserInstallation={(work / 'office').as_uri()}"
    copy = shutil.copy(file, work / f"printed{file.suffix}")
    subprocess.run(
        [_tool("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(work), str(copy)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return work / "printed.pdf"


def returned(folder: Path, work: Path) -> None:
    """Of the first workbook below ``folder`` in which a cell of table 1 is wrong: the first sheet, and that table."""
    for path in sorted(folder.glob("*/v1-审核反馈.xlsx")):
        book = load_workbook(path)
        index, table = book.worksheets[0].title, next((name for name in book.sheetnames if name.startswith("表1 ")), "")
        if not table:  # nothing could be read of that file
            continue
        cells = [cell for row in book[table].iter_rows() for cell in row if cell.comment]
        wrong = [cell for cell in cells if str(cell.fill.start_color.rgb).endswith(WRONG)]
        if len(wrong) == 1 and wrong[0].comment:
            small(printed(path, index, work)).save(IMAGES / "returned.png", optimize=True)
            picture = with_comment(printed(path, table, work), wrong[0].comment.text)
            small(picture).save(IMAGES / "returned-table.png", optimize=True)
            return
    raise SystemExit(f"no workbook below {folder} has one wrong cell in table 1")


def printed(book: Path, sheet: str, work: Path) -> Image.Image:
    """One sheet of a workbook on one page, without its comments and the white around it."""
    found = load_workbook(book)
    for other in found.worksheets:
        if other.title != sheet:
            found.remove(other)
    kept = found[sheet]
    for cell in [cell for row in kept.iter_rows() for cell in row if cell.comment]:
        cell.comment = None
    kept.page_setup.orientation = "landscape"
    kept.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    kept.page_setup.fitToWidth = kept.page_setup.fitToHeight = 1
    kept.HeaderFooter = HeaderFooter()
    found.save(work / "sheet.xlsx")
    document = pypdfium2.PdfDocument(office(work / "sheet.xlsx", work))
    page: Image.Image = document[0].render(scale=2).to_pil().convert("RGB")
    document.close()
    inked = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    left, top, right, bottom = inked or (0, 0, *page.size)
    return page.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN))


def with_comment(table: Image.Image, text: str) -> Image.Image:
    """The table and, beside its wrong cell, the comment as a spreadsheet program opens it."""
    font = ImageFont.truetype(FONT, 19, index=2)  # 2: simplified Chinese
    lines = [line for part in text.split("\n") for line in broken(part, font)]
    high = LEADING * len(lines) + 2 * MARGIN
    colour = tuple(bytes.fromhex(WRONG))
    middle = LEADING // 2 + next(
        y for y in range(table.height) if table.getpixel((table.width - 2 * MARGIN, y)) == colour
    )
    top = max(MARGIN, min(middle - high // 2, table.height - high - MARGIN))
    sheet = Image.new("RGB", (table.width + COMMENT_WIDTH + 2 * MARGIN, table.height), "white")
    sheet.paste(table)
    pen = ImageDraw.Draw(sheet)
    pen.line((table.width - MARGIN, middle, table.width, middle), fill="#777777", width=2)
    pen.rectangle((table.width, top, table.width + COMMENT_WIDTH, top + high), fill="#ffffe1", outline="#777777")
    for number, line in enumerate(lines):
        pen.text((table.width + MARGIN, top + MARGIN + number * LEADING), line, font=font, fill="#141414")
    return sheet


def broken(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """A text in lines that fit into a comment."""
    lines = [""]
    for letter in text:
        if font.getlength(lines[-1] + letter) > COMMENT_WIDTH - 2 * MARGIN:
            lines.append("")
        lines[-1] += letter
    return lines


def small(picture: Image.Image) -> Image.Image:
    """The same with few colours."""
    return picture.quantize(COLOURS, dither=Image.Dither.NONE)


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise SystemExit(f"{name} is not on this machine: install its Debian package first")
    return path


if __name__ == "__main__":
    main()
