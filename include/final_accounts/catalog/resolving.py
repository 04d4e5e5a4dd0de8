"""Resolve the layers of an edition into one set of raw forms, remembering which file decided each place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from final_accounts.catalog.changes import apply_change, changes_of
from final_accounts.catalog.checking import Fields, nearest
from final_accounts.catalog.layers import NATIONAL, Layer, chain
from final_accounts.catalog.opening import open_yaml
from final_accounts.catalog.origin import Ledger, Origin
from final_accounts.catalog.raw import FORM_KEYS, Raw, raw_form
from final_accounts.catalog.rooms import shown
from final_accounts.model.errors import CatalogError, InputError


@dataclass
class Resolved:
    """Raw forms of an edition in printed order, the layers applied, and the files behind every place."""

    root: Path
    year: int
    layers: tuple[Layer, ...]
    forms: dict[str, Raw] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)

    def explain(self, key: str) -> Origin:
        """Which file won ``key`` (``T7``, ``T7.title``, ``T1.income.lines.line:年初结转和结余.label``, ``order``).

        A place that no diff touches was decided by the file of its form. Unknown forms: InputError.
        """
        key = key.removeprefix("forms.")
        origin = self.ledger.origin(key)
        if origin is None:
            head, known = key.partition(".")[0], [*self.forms, "order"]
            raise InputError(f"{self.layers[-1].id} 没有 {head}{nearest(head, known)}。已有：{'、'.join(known)}。")
        return origin

    def apply(self, layer: Layer) -> None:
        """Whole forms of the layer first, then its diffs, then its order."""
        # national years follow each other; inside one year, and inside a province or a city, nobody comes first
        level = layer.id if layer.region == NATIONAL else layer.region
        for path in layer.form_files:
            self._whole_form(layer, level, path)
        file = shown(layer.file, self.root)
        for form_id, data in layer.forms.items():
            for change in changes_of(form_id, data, file):
                apply_change(self.forms, change)
                self.ledger.decide(level, change.key, file)
            if form_id in self.forms and not layer.verified:
                self.forms[form_id]["verified"] = False
        if layer.order:
            self.ledger.decide(level, "order", file)
            self.forms = _ordered(self.forms, layer.order, file)

    def _whole_form(self, layer: Layer, level: str, path: Path) -> None:
        file = shown(path, self.root)
        fields = Fields(open_yaml(path, self.root), file, FORM_KEYS)
        since, until = fields.number("since", layer.since), fields.number("until", layer.until)
        if since > self.year or (until and self.year > until):
            return
        form_id, replaces = fields.text("id"), fields.flag("replaces")
        if form_id != path.stem:
            raise CatalogError(f"{file}：id 是 {form_id}，应与文件名一致。")
        # decided before it is placed, so that two overlays of a level are told apart from a forgotten "replaces"
        self.ledger.decide(level, form_id, file)
        if form_id in self.forms and not replaces:
            raise CatalogError(f"{file}：前面各层已有报表 {form_id}；要整表替换请写 replaces: true。")
        if form_id not in self.forms and replaces:
            raise CatalogError(f"{file}：写了 replaces: true，但前面各层没有报表 {form_id}。")
        self.ledger.forget_parts(form_id)
        self.forms[form_id] = {"verified": layer.verified, **raw_form(fields.data, file, self.root, self.year)}


def resolve(root: Path, region: str, year: int) -> Resolved:
    """Apply the layers of an edition; two overlays of the same level on one key are a CatalogError."""
    resolved = Resolved(root, year, chain(root, region, year))
    for layer in resolved.layers:
        resolved.apply(layer)
    return resolved


def _ordered(forms: dict[str, Raw], order: tuple[str, ...], where: str) -> dict[str, Raw]:
    if len(set(order)) != len(order):
        raise CatalogError(f"{where}：order 里有重复的报表。")
    absent, unknown = [f for f in forms if f not in order], [f for f in order if f not in forms]
    if absent or unknown:
        raise CatalogError(
            f"{where}：order 应列出全部报表。漏了：{'、'.join(absent) or '无'}；不存在：{'、'.join(unknown) or '无'}。"
        )
    return {form: forms[form] for form in order}
