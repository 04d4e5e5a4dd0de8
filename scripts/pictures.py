"""Redraw the pictures of the README from what ``make run`` left under var/ (needs chromium, soffice, pdftoppm).

.venv/bin/python scripts/pictures.py
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console

from final_accounts.stages.report import report, show_report
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
MONO = "font-family: 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', monospace"


def main() -> None:
    """Draw the end table, a published page, a city's summary and a returned workbook."""
    settings = Settings.from_environment()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        page = work / "end.html"
        console = Console(record=True, width=TERMINAL_WIDTH, highlight=False, file=(work / "end.txt").open("w"))
        show_report(console, report(settings, "qingshi", 2021))
        text = console.export_html(inline_styles=True, code_format=_terminal())
        page.write_text(text.replace(str(settings.var), "var"), encoding="utf-8")
        screenshot(page, IMAGES / "make-run.png", (1010, 520), work)
        site = settings.site("qingshi", 2021)
        screenshot(
            settings.site("wuhan-jianghan", 2021) / "units" / "420103001.html", IMAGES / "unit.png", (900, 1000), work
        )
        screenshot(site / "index.html", IMAGES / "city.png", (900, 1000), work)
        returned(settings.feedback("qingshi", 2021) / "102001" / "v1-审核反馈.xlsx", IMAGES / "returned.png", work)


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


def returned(book: Path, target: Path, work: Path) -> None:
    """The first sheet of a returned workbook as an office program shows it."""
    profile = f"-env:UserInstallation={(work / 'office').as_uri()}"
    copy = shutil.copy(book, work / "returned.xlsx")
    subprocess.run(
        [_tool("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(work), str(copy)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    subprocess.run(
        [
            _tool("pdftoppm"),
            *("-r", "110", "-f", "1", "-l", "1"),
            *("-x", "70", "-y", "100", "-W", "1140", "-H", "190"),  # the page is mostly white
            "-singlefile",
            "-png",
            str(work / "returned.pdf"),
            str(target.with_suffix("")),
        ],
        check=True,
        timeout=60,
    )


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise SystemExit(f"{name} is not on this machine: install its Debian package first")
    return path


if __name__ == "__main__":
    main()
