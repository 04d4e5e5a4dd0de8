"""核对: any document → claims with verdicts, findings by importance. Where reading, audit and scoring meet."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from final_accounts.audit import Audit, Lexicon, Names, audit, book, ranked
from final_accounts.catalog import cities, data_root, edition_of, known_editions
from final_accounts.model.document import ReadDocument, Spot, Unread
from final_accounts.model.edition import Edition
from final_accounts.model.errors import CatalogError
from final_accounts.model.evaluation import EvaluationScore
from final_accounts.model.register import Register
from final_accounts.stages.auditing.audit_scores import score_again

STATEMENTS = "include/narrative/statements.toml"


@dataclass(frozen=True, slots=True)
class Audited:
    """Outcome for one document. ``edition`` is None when neither the caller nor the document names a known region."""

    name: str
    sha256: str
    document: ReadDocument
    audit: Audit
    edition: Edition | None
    scores: tuple[EvaluationScore, ...] = ()

    @property
    def state(self) -> str:
        """One of findings, nothing_recognised, partly_read, clean: what was not read is never called clean."""
        if self.audit.findings:
            return "findings"
        if not self.audit.recognised:
            return "nothing_recognised"
        return "clean" if self.read_completely else "partly_read"

    @property
    def read_completely(self) -> bool:
        """Whether nothing is left that no conclusion covers: all was read, recognised and checked."""
        return not (self.document.unread or self.audit.unread)

    @property
    def clean(self) -> bool:
        """Everything was read and checked, and nothing found."""
        return self.state == "clean"

    @property
    def region(self) -> str:
        """Region whose rubrics were used, or ""."""
        return self.edition.region if self.edition else ""


@cache
def lexicon() -> Lexicon:
    """The words of the audit. CatalogError when the file is absent or broken."""
    path = data_root() / STATEMENTS
    try:
        return Lexicon(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(f"{STATEMENTS}：无法读取（{error}）。") from error


@cache
def names(edition_id: str) -> Names:
    """Names of functional and economic subjects in an edition's registers."""
    found = edition_of(edition_id)
    return book([*_lines(found.functional, found.fiscal_year), *_lines(found.economic, found.fiscal_year)])


def _lines(register: Register, year: int) -> Iterator[tuple[str, str]]:
    for code, entries in register.codes.items():
        yield code, register.name(code, year)
        yield from ((code, entry.name) for entry in entries)
        yield from ((code, synonym) for synonym in register.synonyms.get(code, ()))


def audit_document(document: ReadDocument, sha256: str = "", stated: Edition | None = None) -> Audited:
    """Audit one document as read; ``stated`` fixes year and region, otherwise the document's own words do."""
    names_of = stated.id if stated else _first_national()
    found = audit(document, lexicon(), names(names_of), year=stated.fiscal_year if stated else 0)
    if not found.recognised:
        why = "没有识别出任何决算表、自评表或可核对的数字，不能作出结论"
        found = replace(found, unread=(*found.unread, Unread(Spot(line=1), why)))
    edition = stated or _edition(document, found)
    if edition is None:
        if any(form.lines and not form.kind.startswith("goals") for form in found.forms):
            why = "没有识别出所属地区，绩效自评得分没有按评分标准复算；可用 --edition 指定"
            found = replace(found, unread=(*found.unread, Unread(found.forms[0].spot, why)))
        return Audited(document.name, sha256, document, found, None)
    scores, claims = score_again(found.forms, edition)
    if claims:
        told = {(c.spot, c.family) for c in found.findings}
        fresh = [c for c in claims if (c.spot, c.family) not in told]
        together = tuple(sorted((*found.claims, *fresh), key=lambda c: c.spot))
        found = replace(found, claims=together, findings=ranked(c for c in together if c.is_finding))
    return Audited(document.name, sha256, document, found, edition, scores)


def _first_national() -> str:
    return min(e for e in known_editions() if e.startswith("national/"))


def _edition(document: ReadDocument, found: Audit) -> Edition | None:
    """The edition of the city a document names in its first lines, in the year it is about."""
    head = found.unit + "".join(text for _, text in _first(document, 400))
    for city in cities():
        stem = re.sub(r"(?:市|区|县)$", "", city.name.split("市")[-1] or city.name)
        names_city = city.name in head or re.sub(r"市", "", city.name) in head or (len(stem) > 1 and stem in found.unit)
        edition_id = f"{city.region}/{found.year}"
        if names_city and edition_id in known_editions():
            return edition_of(edition_id)
    return None


def _first(document: ReadDocument, count: int) -> Iterator[tuple[Spot, str]]:
    for place, pair in enumerate(document.texts()):
        if place >= count:
            return
        yield pair
