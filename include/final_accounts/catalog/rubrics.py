"""Rubrics 评分标准 ``include/rubrics/<region>/<name>.yaml``: the fields of the model's Rubric; sums checked at load."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from final_accounts.catalog.caching import remembered
from final_accounts.catalog.checking import Fields, mapping_of
from final_accounts.catalog.opening import open_yaml
from final_accounts.catalog.rooms import RUBRICS, shown
from final_accounts.model.errors import CatalogError
from final_accounts.model.rubric import Band, BlockRubric, IndicatorRubric, Rubric

RUBRIC_KEYS = frozenset({
    "id", "title", "scope", "full", "bands", "blocks", "indicators", "parameters", "basis", "verified",
    "since", "until",
})  # fmt: skip
INDICATOR_KEYS = frozenset({"path", "method", "weight", "parameters", "rule_max", "says", "silent"})
BLOCK_KEYS = frozenset({"id", "title", "points", "method", "parameters"})

Dated = tuple[Rubric, str, int, int]


@remembered
def all_rubrics(root: Path) -> tuple[Dated, ...]:
    """Every rubric with its region and years."""
    return tuple(_rubric(path, root) for path in sorted((root / RUBRICS).glob("*/*.yaml")))


def _rubric(path: Path, root: Path) -> Dated:
    where = shown(path, root)
    fields = Fields(open_yaml(path, root), where, RUBRIC_KEYS)
    region = path.parent.name
    rubric = Rubric(
        id=fields.text("id"),
        title=fields.text("title"),
        scope=fields.text("scope"),
        full=fields.decimal("full"),
        bands=tuple(_band(b, where) for b in fields.items("bands")),
        blocks=tuple(_block(b, where) for b in fields.items("blocks")),
        indicators=tuple(_indicator(i, where) for i in fields.items("indicators")),
        parameters=fields.mapping("parameters"),
        basis=fields.words("basis"),
        verified=fields.flag("verified", default=True),
    )
    if not rubric.id.startswith(f"{region}/"):
        raise CatalogError(f"{where}：id 应以 {region}/ 开头，现为 {rubric.id}。")
    if rubric.scope not in {"whole", "project"}:
        raise CatalogError(f"{where}：scope 应为 whole 或 project，现为 {rubric.scope}。")
    _check_sums(rubric, where)
    return rubric, region, fields.number("since", 0), fields.number("until", 0)


def _check_sums(rubric: Rubric, where: str) -> None:
    if not rubric.blocks and not rubric.indicators:
        raise CatalogError(f"{where}：既没有分块也没有指标。")
    paths = [i.path for i in rubric.indicators]
    if len(set(paths)) != len(paths) or len({b.id for b in rubric.blocks}) != len(rubric.blocks):
        raise CatalogError(f"{where}：指标 path 或分块 id 重复。")
    points = sum((b.points for b in rubric.blocks), Decimal(0))
    if rubric.blocks and points != rubric.full:
        raise CatalogError(f"{where}：各分块分值合计 {points}，应为 {rubric.full}。")
    weights = [i.weight for i in rubric.indicators if i.weight is not None]
    total = sum(weights, Decimal(0))
    if weights and len(weights) == len(rubric.indicators) and not rubric.blocks and total != rubric.full:
        raise CatalogError(f"{where}：各指标权重合计 {total}，应为 {rubric.full}。")
    for node, printed in mapping_of(rubric.parameters.get("nodes", {}), f"{where}.parameters.nodes").items():
        below = [i.weight for i in rubric.indicators if i.weight is not None and i.path.startswith(f"{node}/")]
        if sum(below, Decimal(0)) != Decimal(str(printed)):
            raise CatalogError(f"{where}：{node} 印明 {printed} 分，其下指标权重合计 {sum(below, Decimal(0))}。")


def _band(item: object, where: str) -> Band:
    fields = Fields(item, f"{where}.bands", {"name", "floor"})
    return Band(fields.text("name"), fields.decimal("floor"))


def _block(item: object, where: str) -> BlockRubric:
    fields = Fields(item, f"{where}.blocks", BLOCK_KEYS)
    return BlockRubric(
        fields.text("id"),
        fields.text("title"),
        fields.decimal("points"),
        fields.text("method"),
        fields.mapping("parameters"),
    )


def _indicator(item: object, where: str) -> IndicatorRubric:
    fields = Fields(item, f"{where}.indicators", INDICATOR_KEYS)
    return IndicatorRubric(
        path=fields.text("path"),
        method=fields.text("method"),
        weight=fields.decimal("weight") if "weight" in fields else None,
        parameters=fields.mapping("parameters"),
        rule_max=fields.decimal("rule_max") if "rule_max" in fields else None,
        says=fields.text("says", ""),
        silent=fields.text("silent", ""),
    )


def rubrics(root: Path, regions: Collection[str], year: int) -> dict[str, Rubric]:
    """Rubrics of an edition's regions in force in that year, by id; two in force under one id are a CatalogError."""
    found: dict[str, Rubric] = {}
    for rubric, region, since, until in all_rubrics(root):
        if region not in regions or since > year or (until and year > until):
            continue
        if rubric.id in found:
            raise CatalogError(f"{RUBRICS}：评分标准 {rubric.id} 在 {year} 年度有两份同时有效。")
        found[rubric.id] = rubric
    return found
