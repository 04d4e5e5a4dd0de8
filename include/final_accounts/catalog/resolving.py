"""Resolve the layers of an edition into one set of raw forms, remembering which file decided each place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from final_accounts.catalog.changes import Change, apply_change, changes_of
from final_accounts.catalog.checking import mapping_of, nearest
from final_accounts.catalog.layers import NATIONAL, Layer, chain
from final_accounts.catalog.opening import open_yaml
from final_accounts.catalog.raw import Raw, raw_form
from final_accounts.catalog.rooms import shown
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


@dataclass(frozen=True)
class Resolved:
    """Raw forms of an edition in printed order, the layers applied, and the files behind every place."""

    layers: tuple[Layer, ...]
    forms: dict[str, Raw]
    origins: dict[str, tuple[str, ...]]

    def explain(self, key: str) -> Origin:
        """Which file won ``key`` (``T7``, ``T7.title``, ``T1.income.lines.line:年初结转和结余.label``, ``order``).

        A place that no diff touches was decided by the file of its form. Unknown forms: CatalogError.
        """
        head = key.partition(".")[0]
        if head not in self.forms and head not in self.origins:
            known = [*self.forms, "order"]
            raise CatalogError(f"{self.layers[-1].id} 没有 {head}{nearest(head, known)}。已有：{'、'.join(known)}。")
        place = key
        while place not in self.origins:
            place = place.rpartition(".")[0]
        files = self.origins[place]
        parts = tuple((k, f[-1]) for k, f in self.origins.items() if k.startswith(f"{key}."))
        return Origin(key, files[-1], files[:-1], parts)


def resolve(root: Path, region: str, year: int) -> Resolved:
    """Apply the layers of an edition; two overlays of the same level on one key are a CatalogError."""
    applied = chain(root, region, year)
    forms: dict[str, Raw] = {}
    origins: dict[str, tuple[str, ...]] = {}
    decided: dict[tuple[str, str], str] = {}

    def decide(layer: Layer, key: str, where: str, file: str) -> None:
        # national years follow each other; inside one year, and inside a province or a city, nobody is first
        level = layer.id if layer.region == NATIONAL else layer.region
        for (other_level, other), other_file in decided.items():
            # a part of something whole may follow it; the same place twice, or a whole over its part, may not
            if other_level == level and (other == key or other.startswith(f"{key}.")):
                raise CatalogError(
                    f"{where}：{key} 与同一级的 {other_file}（{other}）重复规定，无法确定以谁为准。"
                    "请给其中一个写明 until，或合并到一处。"
                )
        decided[level, key] = file
        origins[key] = (*origins.get(key, ()), file)

    for layer in applied:
        for path in layer.form_files:
            data = mapping_of(open_yaml(path, root), shown(path, root))
            if not _valid(data, layer, year):
                continue
            file = shown(path, root)
            form = {"verified": layer.verified, **raw_form(data, file, root, year)}
            _place_form(forms, origins, form, data, path, file)
            decide(layer, str(form["id"]), file, file)
        file = shown(layer.file, root)
        for form_id, data in layer.forms.items():
            for change in changes_of(form_id, data, file):
                apply_change(forms, change)
                decide(layer, change.key, change.where, file)
                _mark(forms, change, layer)
        if layer.order:
            decide(layer, "order", file, file)
            forms = _ordered(forms, layer.order, file)
    return Resolved(applied, forms, origins)


def _valid(data: Raw, layer: Layer, year: int) -> bool:
    since, until = data.get("since", layer.since), data.get("until", layer.until)
    if not isinstance(since, int) or not isinstance(until, int):
        raise CatalogError(f"{layer.id}：since、until 应为年度。")
    return since <= year and (until == 0 or year <= until)


def _place_form(forms: dict[str, Raw], origins: dict[str, tuple[str, ...]], form: Raw, data: Raw, path: Path, file: str) -> None:
    form_id = str(form["id"])
    if form_id != path.stem:
        raise CatalogError(f"{file}：id 是 {form_id}，应与文件名一致。")
    replaces = bool(data.get("replaces", False))
    if form_id in forms and not replaces:
        raise CatalogError(f"{file}：前面各层已有报表 {form_id}；要整表替换请写 replaces: true。")
    if form_id not in forms and replaces:
        raise CatalogError(f"{file}：写了 replaces: true，但前面各层没有报表 {form_id}。")
    for key in [k for k in origins if k.startswith(f"{form_id}.")]:
        del origins[key]
    forms[form_id] = form


def _mark(forms: dict[str, Raw], change: Change, layer: Layer) -> None:
    """A form that an unverified layer touches is unverified."""
    form = forms.get(change.path[0])
    if form is not None and not layer.verified:
        form["verified"] = False


def _ordered(forms: dict[str, Raw], order: tuple[str, ...], where: str) -> dict[str, Raw]:
    if len(set(order)) != len(order):
        raise CatalogError(f"{where}：order 里有重复的报表。")
    absent, unknown = [f for f in forms if f not in order], [f for f in order if f not in forms]
    if absent or unknown:
        raise CatalogError(
            f"{where}：order 应列出全部报表。漏了：{'、'.join(absent) or '无'}；不存在：{'、'.join(unknown) or '无'}。"
        )
    return {form: forms[form] for form in order}
