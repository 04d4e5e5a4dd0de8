"""Editions 年度编报口径: ``edition("hubei-wuhan", 2021)`` gives everything that depends on year and region."""

from __future__ import annotations

from pathlib import Path

from final_accounts.catalog.caching import remembered
from final_accounts.catalog.forms import layout_of, slots_of
from final_accounts.catalog.hashing import content_hash
from final_accounts.catalog.layers import known_ids, regions_of
from final_accounts.catalog.origin import Origin
from final_accounts.catalog.registers import ECONOMIC, FUNCTIONAL, expenditure_lines, load_register
from final_accounts.catalog.resolving import Resolved, resolve
from final_accounts.catalog.rooms import LAYOUTS, data_root
from final_accounts.catalog.rubrics import rubrics
from final_accounts.catalog.rulebook import rulebook
from final_accounts.model.edition import Edition, Slot
from final_accounts.model.errors import CatalogError, UnknownEditionError
from final_accounts.model.layout import FormLayout


def known_editions() -> tuple[str, ...]:
    """Ids of all editions, such as ``hubei-wuhan/2021``."""
    return known_ids(data_root())


def edition(region: str, year: int, template_version: str = "") -> Edition:
    """The edition of a region and fiscal year, loaded once.

    With ``template_version`` (the stamp on a cover) another version than the edition's is refused too.
    Raises UnknownEditionError listing what is known, CatalogError when a data file is wrong.
    """
    found = _edition(data_root(), region, year)
    if template_version and template_version != found.template_version:
        raise UnknownEditionError(
            f"{found.id} 没有模板版本 {template_version}。已有的模板版本：{found.template_version}。"
        )
    return found


def edition_of(edition_id: str, template_version: str = "") -> Edition:
    """The edition of an id such as ``hubei-wuhan/2021``."""
    region, _, year = edition_id.partition("/")
    if not (year.isascii() and year.isdigit()):
        raise UnknownEditionError(
            f"编报口径应写作“地区/年度”，现为“{edition_id}”。已有的编报口径：{'、'.join(known_editions())}。"
        )
    return edition(region, int(year), template_version)


def explain(region: str, year: int, key: str) -> Origin:
    """Which file decided a place of an edition's layouts, and which files it overruled."""
    return _resolved(data_root(), region, year).explain(key)


@remembered
def _resolved(root: Path, region: str, year: int) -> Resolved:
    return resolve(root, region, year)


@remembered
def _edition(root: Path, region: str, year: int) -> Edition:
    resolved = _resolved(root, region, year)
    applied, own = resolved.layers, resolved.layers[-1]
    # what the latest layer of each region says of itself holds for the edition
    latest = {layer.region: layer for layer in applied}.values()
    carried = any(layer.carried_forward for layer in latest)
    forms: dict[str, FormLayout] = {}
    slots: tuple[Slot, ...] = ()
    for form_id, raw in resolved.forms.items():
        checked = {**raw, "verified": False} if carried else raw
        forms[form_id] = layout_of(checked, own.id, year)
        slots += slots_of(raw, own.id)
    _check_names(forms, own.id)
    regions = regions_of(root, region)
    schemes = rubrics(root, regions, year)
    _check_rubrics(forms, tuple(schemes), own.id)
    book = rulebook(root, own.id, regions, year, tuple(forms))
    functional, economic = load_register(root, *FUNCTIONAL), load_register(root, *ECONOMIC)
    lines = expenditure_lines(root, year)
    strangers = [code for _, code, _ in lines if functional.line(code, year) is None]
    if strangers:
        raise CatalogError(f"{own.id}：支出行 {'、'.join(strangers)} 在 {year} 年度的功能分类名录里没有。")
    chain = tuple(layer.id for layer in applied)
    content = [own.id, chain, forms, slots, book.hash, schemes, functional, economic, lines, own.template_version]
    return Edition(
        id=own.id,
        region=region,
        fiscal_year=year,
        title=own.title,
        chain=chain,
        verified=not carried and all(layer.verified for layer in latest),
        forms=forms,
        rulebook=book,
        rubrics=schemes,
        functional=functional,
        economic=economic,
        expenditure_lines=lines,
        slots=slots,
        hash=content_hash(content),
        template_version=own.template_version,
    )


def _check_names(forms: dict[str, FormLayout], where: str) -> None:
    """Forms are found by title: no title, accepted variant or sheet name may belong to two of them."""
    seen: dict[str, str] = {}
    for form in forms.values():
        for text in {form.title, form.sheet, *form.titles}:
            if text in seen:
                raise CatalogError(f"{LAYOUTS}（{where}）：{form.id} 与 {seen[text]} 的题名或工作表名相同：{text}。")
            seen[text] = form.id


def _check_rubrics(forms: dict[str, FormLayout], known: tuple[str, ...], where: str) -> None:
    for form in forms.values():
        if form.rubric and form.rubric not in known:
            raise CatalogError(
                f"{LAYOUTS}（{where}）：{form.id} 所用的评分标准 {form.rubric} 不存在。"
                f"已有：{'、'.join(known) or '无'}。"
            )
