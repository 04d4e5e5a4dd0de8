"""Audits every document of the corpus, clean and planted, and compares what is found with the labels."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
from lxml import html as markup

from final_accounts.audit import Claim
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import Audited, audit_document
from unseen.corpus import COUNT, WORDINGS, Made, build, set_of
from unseen.files import text_of, write
from unseen.pieces import Grid, Para, Slot
from unseen.printed import line_of

QUESTIONS = frozenset({"plausible"})  # two figures that often differ: it asks for a word, and says no figure is wrong
WORDS = frozenset({"up", "grow", "more", "cmp", "less", "name", "kuan", "cls", "code", "prose"})


@dataclass(frozen=True)
class Label:
    """A statement with its line (the whole table for a cell) and what is true of it."""

    line: int
    lines: range
    slot: Slot
    text: str


@dataclass
class Score:
    """What was counted over some documents. ``missed`` and ``alarms`` say where, for whoever mends."""

    documents: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    hinted: Counter[str] = field(default_factory=Counter)
    elsewhere: int = 0
    questions: int = 0
    unread: int = 0
    seconds: float = 0.0
    bare: float = 0.0
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


def labelled(made: Made) -> list[Label]:
    """Every label of a document with the line its readers count."""
    found: list[Label] = []
    line = 1
    for block in made.paper.blocks:
        if isinstance(block, Para):
            found += [Label(line, range(line, line + 1), slot, block.text) for _, slot in block.spans()]
            line += 1
        else:
            height = 2 + len(block.head) + len(block.rows)
            found += list(_cells(block, line, height))
            line += height
    return found


def _cells(grid: Grid, line: int, height: int) -> Iterator[Label]:
    for number, row in enumerate(grid.rows):
        at = line + 2 + len(grid.head) + number
        text = "\t".join(c if isinstance(c, str) else c.text for c in row)
        yield from (Label(at, range(line, line + height), c, f"{grid.name} {text}") for c in row if isinstance(c, Slot))


def plain(text: str) -> str:
    """Half-width, without spaces and separators, as figures are compared."""
    return "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())


def judged(made: Made, folder: Path, score: Score | None = None) -> Audited:
    """Write, read and audit one document; the time of both, and of bare extraction, goes to ``score``."""
    path = write(made.paper, folder)
    data = path.read_bytes()
    begun = time.process_time()
    audited = audit_document(read_document(data, path.name))
    ready = time.process_time()
    bare_text(data, path.suffix)
    if score is not None:
        score.seconds += ready - begun
        score.bare += time.process_time() - ready
    return audited


def bare_text(data: bytes, suffix: str) -> str:
    """The text of a document and nothing else, by the plain library of its format."""
    if suffix == ".html":
        return "".join(map(str, markup.document_fromstring(data.decode()).itertext()))
    if suffix == ".docx":
        document = docx.Document(BytesIO(data))
        cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    if suffix == ".pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return "\n".join(data.decode().splitlines())


def measure(numbers: Iterable[int], folder: Path) -> Score:
    """Both forms of each document; planted errors are found when a finding of the planted form alone points there."""
    score = Score()
    for number in numbers:
        clean, planted = build(number, planted=False), build(number, planted=True)
        first, second = judged(clean, folder, score), judged(planted, folder, score)
        score.documents += 1
        score.unread += bool(first.document.unread or first.audit.unread)
        _alarms(score, clean, first)
        _found(score, planted, second, {_mark(f) for f in first.audit.findings})
    return score


def _lines(made: Made, audited: Audited) -> Callable[[Spot], int]:
    return line_of(text_of(made.paper).splitlines(), audited.document)


def _mark(finding: Claim) -> tuple[str, str, str]:
    return finding.family, plain(finding.mark), plain(finding.text)


def _alarms(score: Score, clean: Made, audited: Audited) -> None:
    """Statements of the clean form, and those that a finding marks."""
    labels = labelled(clean)
    line = _lines(clean, audited)
    numeric = [x for x in labels if x.slot.aspect not in WORDS]
    score.statements.update(_kind(x) for x in numeric)
    seen: set[tuple[int, str]] = set()
    for finding in audited.audit.findings:
        at = line(finding.spot), plain(finding.mark)
        if finding.family in QUESTIONS:
            score.questions += 1
            continue
        if at in seen:
            continue
        seen.add(at)
        hit = next((x for x in numeric if x.line == at[0] and at[1] and plain(x.slot.text) in at[1]), None)
        counter = score.flagged if finding.severity is Severity.BLOCKING else score.hinted
        counter[_kind(hit) if hit else "other"] += 1
        score.alarms.append(f"{clean.paper.name} {_told(finding)}")


def _kind(label: Label) -> str:
    return "table cell" if label.slot.aspect == "cell" else label.slot.verdict


def _found(score: Score, planted: Made, audited: Audited, before: set[tuple[str, str, str]]) -> None:
    """Each planted error, and whether a new finding points to it."""
    fresh = [f for f in audited.audit.findings if _mark(f) not in before and f.family not in QUESTIONS]
    used: set[int] = set()
    line = _lines(planted, audited)
    for label in labelled(planted):
        if label.slot.verdict != "error":
            continue
        family = label.slot.family
        score.planted[family] += 1
        hits = [i for i, f in enumerate(fresh) if any(line(p) in label.lines for p in f.places)]
        used.update(hits)
        marks = [plain(fresh[i].mark) for i in hits if line(fresh[i].spot) == label.line]
        score.exact[family] += any(plain(label.slot.text) in m for m in marks)
        if hits:
            score.found[family] += 1
        else:
            score.missed.append(
                f"{planted.paper.name} 第{label.line}行 {family}：{label.slot.was}→{label.slot.text} | {label.text}"
            )
    for missing in planted.paper.missing:
        score.planted["missing part"] += 1
        hits = [i for i, f in enumerate(fresh) if missing in plain(f.text + f.mark + f.explanation)]
        used.update(hits)
        score.found["missing part"] += bool(hits)
        score.exact["missing part"] += bool(hits)
        if not hits:
            score.missed.append(f"{planted.paper.name} missing part {missing}")
    rest = [f for i, f in enumerate(fresh) if i not in used]
    score.elsewhere += len(rest)
    score.alarms += [f"{planted.paper.name} planted, elsewhere: {_told(f)}" for f in rest]


def _told(finding: Claim) -> str:
    return f"{finding.spot} {finding.severity} {finding.family} “{finding.mark}” {finding.explanation} | {finding.text}"


def sets() -> tuple[list[int], ...]:
    """The documents of each set: all but the last may be looked into when the audit is mended."""
    return tuple([n for n in range(COUNT) if set_of(n) == wanted] for wanted in range(len(WORDINGS)))
