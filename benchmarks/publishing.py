# ruff: noqa: INP001  a program, not a package
"""How fast is publishing? Documents and pages per second and core for each format, beside the plain engine.

``python benchmarks/publishing.py [UNITS] [--json FILE]``. Made-up units of two editions, each written, read, scored and
told first; what is timed is the way from ReportData to bytes. The plain engine writes the same words and cells with
nothing of ours around it: a bare Jinja template, typst on data that lies ready, python-docx cell by cell, XlsxWriter on
cells that lie ready. Times are processor seconds in one process; ratios are taken inside the run.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import docx
import jinja2
import pypdfium2

from final_accounts.catalog import edition as edition_of
from final_accounts.model.edition import Edition
from final_accounts.model.submission import ParsedSubmission, Submission
from final_accounts.model.unit import BudgetUnit
from final_accounts.narrative import Book, narrate
from final_accounts.publishing import Approval, Documents, Reported, UnitReport, unit_page, unit_report
from final_accounts.publishing.charts import svg
from final_accounts.publishing.disclosure import Disclosure, Heading, Paragraph, Picture, compose
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.open_data import unit_package
from final_accounts.publishing.pdf import copy_of, typeset
from final_accounts.publishing.proof import beside_of, prove
from final_accounts.publishing.samples import MADE_UP, sample
from final_accounts.publishing.table_view import TableView
from final_accounts.publishing.xlsx import plan
from final_accounts.publishing.xlsx.writing import write
from final_accounts.readers import Expectation, read_workbook
from final_accounts.readers.documents import read_document
from final_accounts.scoring import score
from final_accounts.workbooks import write_submission
from final_accounts.workbooks.made_up import accounts, made_up_units

EDITIONS = ("hubei-wuhan/2022", "sichuan-ziyang/2022")
APPROVAL = Approval("虚构决批〔2023〕1号", "2023年9月1日", "ab" * 32, "2023-09-01")
BARE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
{% for part in parts %}<section><h2>{{ part.shown }}</h2>
{% for block in part.blocks %}{% if block.parts is defined %}<h3>{{ block.title }}</h3>
{% for piece in block.parts %}<table><thead>
{% for row in piece.head %}<tr>{% for cell in row %}
<th colspan="{{ cell.columns }}" rowspan="{{ cell.rows }}">{{ cell.text }}</th>{% endfor %}</tr>
{% endfor %}</thead><tbody>
{% for row in piece.body %}<tr>{% for cell in row.cells %}
<td class="{{ cell.look }}" colspan="{{ cell.columns }}">{{ cell.text }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>{% endfor %}
{% elif block.chart is defined %}<figure>{{ svg(block.chart) | safe }}</figure>
{% elif block.level is defined %}<h3>{{ block.shown }}</h3>
{% else %}<p>{{ block.text }}</p>{% endif %}{% endfor %}</section>{% endfor %}</body></html>"""


@dataclass
class Row:
    """Processor seconds over all documents: ours, and the plain engine's (0 where there is no such thing)."""

    name: str
    ours: float = 0.0
    plain: float = 0.0
    size: int = 0
    pages: int = 0


def reports(units: int) -> list[UnitReport]:
    """ReportData of made-up units, half of each edition."""
    found = []
    for name in EDITIONS:
        region, _, year = name.partition("/")
        edition = edition_of(region, int(year))
        city = made_up_units(region, (units + 1) // len(EDITIONS))
        found += [_report(edition, unit, accounts(city, unit, edition)) for unit in city.units_of(int(year))]
    return found


def _report(edition: Edition, unit: BudgetUnit, data: object) -> UnitReport:
    parsed = _read(edition, data)
    scores, findings = score(parsed.evaluations, edition, parsed.header, parsed.facts)
    reported = Reported(
        header=parsed.header,
        facts=parsed.facts,
        nil_forms=tuple(sorted(parsed.nil_forms)),
        evaluations=parsed.evaluations,
        scores=scores,
        findings=findings,
        explanations=parsed.explanations,
        texts=parsed.texts,
    )
    book = Book.of(
        edition,
        unit.name,
        parsed.header,
        parsed.facts,
        nil_forms=parsed.nil_forms,
        evaluations=parsed.evaluations,
        texts=parsed.texts,
    )
    return unit_report(
        edition,
        unit,
        Submission("5a" * 32, "决算.xlsx", 1000, unit.code, edition.fiscal_year, 1),
        reported,
        APPROVAL,
        city="示例市",
        sample=sample(Documents.of(edition), MADE_UP),
        rulebook_hash=edition.rulebook.hash,
        narrative=narrate(book, Documents.of(edition).narrative),
    )


def _read(edition: Edition, data: object) -> ParsedSubmission:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "决算.xlsx"
        write_submission(edition, data, path)  # type: ignore[arg-type] # a SubmissionData of made_up
        code = data.header.unit_code  # type: ignore[attr-defined] # likewise
        parsed, _ = read_workbook(
            path.read_bytes(), path.name, edition_of, Expectation(code, edition.fiscal_year, edition.region)
        )
    return parsed


def bare_html(disclosure: Disclosure, template: jinja2.Template) -> bytes:
    """The words and cells of the page through a template without marks, anchors or design."""
    return template.render(title=disclosure.title, parts=disclosure.parts, svg=svg).encode()


def bare_docx(disclosure: Disclosure) -> bytes:
    """The same words through python-docx, a call a paragraph and a cell; no pictures, no styles."""
    document = docx.Document()
    for part in disclosure.parts:
        document.add_heading(part.shown, 1)
        for block in part.blocks:
            if isinstance(block, Heading):
                document.add_heading(block.shown, block.level)
            elif isinstance(block, Paragraph):
                document.add_paragraph(block.text)
            elif isinstance(block, TableView):
                for piece in block.parts:
                    rows = [[cell.text for cell in row.cells for _ in range(cell.columns)] for row in piece.body]
                    width = max(map(len, rows), default=1)
                    table = document.add_table(rows=0, cols=width)
                    for row in rows:
                        for cell, text in zip(table.add_row().cells, row, strict=False):
                            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def timed(call: Callable[[], bytes]) -> tuple[float, bytes]:
    """Processor seconds and what came out."""
    begun = time.process_time()
    made = call()
    return time.process_time() - begun, made


def measure(found: Sequence[UnitReport]) -> list[Row]:
    """Every format for every report; the first of each edition is made once before the clock starts."""
    template = jinja2.Environment(autoescape=True).from_string(BARE)
    rows = {name: Row(name) for name in ("compose", "HTML", "PDF", "DOCX", "XLSX", "open data", "charts", "read-back")}
    for report in {report.edition.id: report for report in found}.values():
        _one(report, {name: Row(name) for name in rows}, template)
    for report in found:
        _one(report, rows, template)
    return list(rows.values())


def _one(report: UnitReport, rows: dict[str, Row], template: jinja2.Template) -> None:
    begun = time.process_time()
    disclosure = compose(report)
    rows["compose"].ours += time.process_time() - begun
    documents = report.documents
    made: dict[str, bytes] = {}
    pairs: dict[str, tuple[Callable[[], bytes], Callable[[], bytes]]] = {
        "HTML": (lambda: unit_page(disclosure, report).encode(), lambda: bare_html(disclosure, template)),
        "DOCX": (lambda: docx_document(disclosure, documents), lambda: bare_docx(disclosure)),
    }
    for name, (ours, bare) in pairs.items():
        seconds, made[name] = timed(ours)
        rows[name].ours += seconds
        rows[name].plain += timed(bare)[0]
        rows[name].size += len(made[name])
    begun = time.process_time()
    planned = plan(disclosure)
    ready = time.process_time()
    made["XLSX"] = write(planned)  # every cell and format by XlsxWriter: the rest is ours
    rows["XLSX"].ours += time.process_time() - begun
    rows["XLSX"].plain += time.process_time() - ready
    rows["XLSX"].size += len(made["XLSX"])
    begun = time.process_time()
    copy = copy_of(disclosure, documents)
    ready = time.process_time()
    made["PDF"] = typeset(copy)  # a second time it would remember the first: engine and whole are one run
    rows["PDF"].ours += time.process_time() - begun
    rows["PDF"].plain += time.process_time() - ready
    rows["PDF"].size += len(made["PDF"])
    rows["PDF"].pages += len(pypdfium2.PdfDocument(made["PDF"]))
    begun = time.process_time()
    rows["open data"].size += sum(map(len, unit_package(report, disclosure).values()))
    rows["open data"].ours += time.process_time() - begun
    begun = time.process_time()
    for _, block in disclosure.blocks():
        if isinstance(block, Picture):
            rows["charts"].size += len(svg(block.chart))
            rows["charts"].pages += 1
    rows["charts"].ours += time.process_time() - begun
    begun = time.process_time()
    for name, content in made.items():
        read = read_document(content, f"a.{name.lower()}", tables=False)
        if prove(disclosure, read, beside_of(report) if name == "HTML" else ()):
            raise SystemExit(f"{report.name}: the {name} could not be read back; the figures would mean nothing")
    rows["read-back"].ours += time.process_time() - begun


def printed(rows: Sequence[Row], documents: int) -> str:
    """The table of docs/benchmarks.md."""
    pdf = next(row for row in rows if row.name == "PDF")
    pages = pdf.pages / documents
    lines = [
        f"Publishing of {documents} documents of {pages:.0f} pages (Python {platform.python_version()}, CPU time):",
        "",
        "| step | documents per second and core | ms a document | KB a document | plain engine on the same words |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        ratio = f"{row.ours / row.plain:.2f} × its time" if row.plain else ""
        size = f"{row.size / documents / 1024:.0f}" if row.size else ""
        lines.append(
            f"| {row.name} | {documents / row.ours:.1f} | {1000 * row.ours / documents:.1f} | {size} | {ratio} |"
        )
    charts = next(row for row in rows if row.name == "charts")
    whole = sum(row.ours for row in rows)
    lines.append("")
    lines.append(f"Pages of the PDF per second and core: {pdf.pages / pdf.ours:.0f}.")
    lines.append(f"Six charts: {6000 * charts.ours / charts.pages:.2f} ms.")
    lines.append(f"Everything together: {documents / whole:.2f} documents per second and core.")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; with ``--json`` keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", nargs="?", type=int, default=24)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    found = reports(asked.units)
    rows = measure(found)
    print(printed(rows, len(found)))  # noqa: T201  it is what the program is for
    if asked.json:
        figures = {
            row.name: {"ours": row.ours, "plain": row.plain, "size": row.size, "pages": row.pages} for row in rows
        }
        asked.json.write_text(json.dumps({"documents": len(found), "rows": figures}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
