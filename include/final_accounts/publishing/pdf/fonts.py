"""Which Chinese fonts the PDF is set in. Only files named in ``pdf.toml`` are used, so the machine adds nothing."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import typst

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.documents import Documents, Words

KINDS: Final = ("serif", "sans")


@dataclass(frozen=True, slots=True)
class Family:
    """One family with the font files it was found in."""

    name: str
    files: tuple[Path, ...]


def why_no_pdf(documents: Documents | None = None) -> str:
    """Why no PDF can be made here, and what to install; "" when it can."""
    words = (documents or Documents.of()).words
    lacking = [kind for kind in KINDS if _family(kind, words) is None]
    if not lacking:
        return ""
    fonts, names = words["pdf_fonts"], words["pdf_fonts_names"]
    return str(fonts["missing"]).format(
        kinds="、".join(names[kind] for kind in lacking),
        files="、".join(file for kind in lacking for file in fonts[kind][0]["files"]),
        folder=fonts["folders"][0],
    )


def fonts_fingerprint(documents: Documents | None = None) -> str:
    """Changes with every font file the PDF is set in; "" where no PDF can be made."""
    documents = documents or Documents.of()
    if why_no_pdf(documents):
        return ""
    return _hashed(tuple(file for family in families(documents) for file in family.files))


def families(documents: Documents) -> tuple[Family, ...]:
    """Serif and sans, in this order. PublishingError, saying what to install, when one is not there."""
    found = tuple(family for kind in KINDS if (family := _family(kind, documents.words)))
    if len(found) < len(KINDS):
        raise PublishingError(why_no_pdf(documents))
    return found


@cache
def opened(files: tuple[Path, ...]) -> typst.Fonts:
    """The typesetter's book of exactly these files. It reads folders, so it is shown one that holds nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            (Path(folder) / f"{number}{file.suffix}").symlink_to(file)
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def _hashed(files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def _family(kind: str, words: Words) -> Family | None:
    folders = tuple(words["pdf_fonts"]["folders"])
    for wanted in words["pdf_fonts"][kind]:
        files = _found(folders, tuple(wanted["files"]))
        if files:
            return Family(wanted["family"], files)
    return None


@cache
def _found(folders: tuple[str, ...], names: tuple[str, ...]) -> tuple[Path, ...]:
    """The files of these names, in order; nothing unless all are there."""
    places = {path.name: path for folder in reversed(folders) for path in _below(Path(folder).expanduser())}
    return tuple(places[name] for name in names) if all(name in places for name in names) else ()


@cache
def _below(folder: Path) -> tuple[Path, ...]:
    """Every file below a folder, the same order on every machine."""
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file())) if folder.is_dir() else ()
