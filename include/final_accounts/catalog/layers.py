"""Layers of editions: which folders of ``include/layouts`` apply to a region and year, and in which order.

A region ``extends`` the one above it; the national years up to Y come first (a year extends the last), then every
overlay of the province that is in force in Y, then of the city. An edition exists only where a folder
``<region>/<year>`` says so: nothing is carried into another year unasked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from final_accounts.catalog.caching import remembered
from final_accounts.catalog.checking import Fields
from final_accounts.catalog.opening import open_yaml
from final_accounts.catalog.rooms import LAYOUTS, shown
from final_accounts.model.errors import CatalogError, UnknownEditionError

NATIONAL = "national"
LAYER_KEYS = frozenset({
    "extends", "title", "since", "until", "verified", "carried_forward", "source", "template_version", "note",
    "forms", "order",
})  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """One folder ``<region>/<year>``: its head, its diffs (``forms``, ``order``) and its files of whole forms."""

    id: str
    region: str
    year: int
    extends: str
    title: str
    since: int
    until: int
    verified: bool
    carried_forward: bool
    template_version: str
    file: Path
    form_files: tuple[Path, ...]
    forms: dict[str, object]
    order: tuple[str, ...]

    def in_force(self, year: int) -> bool:
        """Whether the layer applies to that fiscal year."""
        return self.since <= year and (self.until == 0 or year <= self.until)


@remembered
def layers(root: Path) -> dict[str, tuple[Layer, ...]]:
    """All layers by region, years ascending."""
    found: dict[str, list[Layer]] = {}
    for file in sorted((root / LAYOUTS).glob("*/*/edition.yaml")):
        layer = _layer(file, root)
        found.setdefault(layer.region, []).append(layer)
    if NATIONAL not in found:
        raise CatalogError(f"{LAYOUTS}：没有 {NATIONAL} 的任何年度。")
    for region, own in found.items():
        above = {layer.extends for layer in own}
        if len(above) != 1:
            raise CatalogError(f"{LAYOUTS}/{region}：各年度的 extends 不一致：{'、'.join(sorted(above))}。")
        if (region == NATIONAL) != (above == {""}):
            raise CatalogError(f"{LAYOUTS}/{region}：除 {NATIONAL} 外，每个地区都要用 extends 写明上一级地区。")
        if above != {""} and not above <= set(found):
            raise CatalogError(f"{LAYOUTS}/{region}：extends 所指的地区 {above.pop()} 不存在。")
    return {region: tuple(sorted(own, key=lambda layer: layer.year)) for region, own in found.items()}


def _layer(file: Path, root: Path) -> Layer:
    where = shown(file, root)
    fields = Fields(open_yaml(file, root), where, LAYER_KEYS)
    region, year = file.parent.parent.name, file.parent.name
    if not year.isdigit():
        raise CatalogError(f"{where}：文件夹名应为年度，现为 {year}。")
    return Layer(
        id=f"{region}/{year}",
        region=region,
        year=int(year),
        extends=fields.text("extends", ""),
        title=fields.text("title"),
        since=fields.number("since", int(year)),
        until=fields.number("until", 0),
        verified=fields.flag("verified"),
        carried_forward=fields.flag("carried_forward"),
        template_version=fields.text("template_version"),
        file=file,
        form_files=tuple(sorted(file.parent.glob("forms/*.yaml"))),
        forms=fields.mapping("forms"),
        order=fields.words("order"),
    )


def regions_of(root: Path, region: str) -> tuple[str, ...]:
    """``region`` and the regions above it, the national one first."""
    known = layers(root)
    path: list[str] = []
    while region:
        if region in path:
            raise CatalogError(f"{LAYOUTS}/{region}：extends 互相指向，成了一个圈。")
        path.append(region)
        region = known[region][0].extends
    return tuple(reversed(path))


def known_ids(root: Path) -> tuple[str, ...]:
    """Ids of all editions, such as ``hubei-wuhan/2021``."""
    return tuple(sorted(layer.id for own in layers(root).values() for layer in own))


def chain(root: Path, region: str, year: int) -> tuple[Layer, ...]:
    """Layers of an edition, first to last; UnknownEditionError lists the known ones when there is no such edition."""
    known = layers(root)
    listing = f"已有的编报口径：{'、'.join(known_ids(root))}。"
    if region not in known:
        raise UnknownEditionError(f"没有地区“{region}”的编报口径。{listing}")
    for needed in (region, NATIONAL):
        if all(layer.year != year for layer in known[needed]):
            raise UnknownEditionError(f"没有 {needed} {year} 年度的编报口径，不能处理 {region}/{year}。{listing}")
    found: list[Layer] = []
    for name in regions_of(root, region):
        own = known[name]
        if name == NATIONAL:
            found += [layer for layer in own if layer.year <= year]
            continue
        valid = [layer for layer in own if layer.in_force(year)]
        if not valid:
            raise UnknownEditionError(f"{name} 没有在 {year} 年度有效的口径，不能处理 {region}/{year}。{listing}")
        found += valid
    return tuple(found)
