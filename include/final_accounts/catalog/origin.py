"""Which file decided which place of an edition's layouts: the ledger behind ``final-accounts catalog explain``."""

from __future__ import annotations

from dataclasses import dataclass, field

from final_accounts.model.errors import CatalogError


@dataclass(frozen=True)
class Origin:
    """Answer of ``explain``: the file that decided ``key``, and the files it overruled, first to last.

    ``parts`` are the places below the key that other files decided, as (key, file).
    """

    key: str
    file: str
    overruled: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """One line for the terminal, and one for each part decided elsewhere."""
        overruled = f"（取代 {'、'.join(self.overruled)}）" if self.overruled else ""
        lines = [f"{self.key} ← {self.file}{overruled}", *(f"  {key} ← {file}" for key, file in self.parts)]
        return "\n".join(lines)


@dataclass
class Ledger:
    """Files behind every place, in the order they were applied, while an edition is being resolved.

    ``level`` of a decision: overlays of one level have no order among them, so one place decided twice is an error.
    """

    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    decided: dict[str, dict[str, str]] = field(default_factory=dict)

    def decide(self, level: str, key: str, file: str) -> None:
        """Note that ``file`` decides ``key``; the same place twice, or a whole over its part, is a CatalogError."""
        own = self.decided.setdefault(level, {})
        for other, other_file in own.items():
            if other == key or other.startswith(f"{key}."):
                raise CatalogError(
                    f"{file}：{key} 与同一级的 {other_file}（{other}）重复规定，无法确定以谁为准。"
                    "请给其中一个写明 until，或合并到一处。"
                )
        own[key] = file
        self.files[key] = (*self.files.get(key, ()), file)

    def forget_parts(self, form: str) -> None:
        """A form replaced as a whole keeps nothing of earlier changes of its parts."""
        for key in [k for k in self.files if k.startswith(f"{form}.")]:
            del self.files[key]

    def origin(self, key: str) -> Origin | None:
        """The nearest decided place at or above ``key``; None when nothing above it was ever decided."""
        place = key
        while place not in self.files:
            if "." not in place:
                return None
            place = place.rpartition(".")[0]
        files = self.files[place]
        parts = tuple((k, f[-1]) for k, f in self.files.items() if k.startswith(f"{key}."))
        return Origin(key, files[-1], files[:-1], parts)
