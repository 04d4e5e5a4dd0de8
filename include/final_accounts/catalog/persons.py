"""The register of persons 人员名录 of a city: who may act in which role, from ``include/persons``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from final_accounts.catalog.caching import remembered
from final_accounts.catalog.checking import Fields
from final_accounts.catalog.cities import city as city_of
from final_accounts.catalog.opening import open_yaml
from final_accounts.catalog.rooms import PERSONS, data_root, shown
from final_accounts.model.errors import CatalogError, SeasonError
from final_accounts.model.person import BUREAU, OF_DEPARTMENT, OF_UNIT, Office, Person, Role

KEYS = frozenset({"city", "persons", "each_unit", "each_department", "note", "source"})
PERSON_KEYS = frozenset({"id", "name", "offices", "of", "automatic", "mail", "phone", "note"})
HOLE = "{code}"


def persons(city_id: str) -> tuple[Person, ...]:
    """Everybody of the city's register; CatalogError when the register is absent or contradicts itself."""
    return _persons(data_root(), city_of(city_id).id)


def person(city_id: str, person_id: str) -> Person:
    """One person; SeasonError when the register does not know the account."""
    for found in persons(city_id):
        if found.id == person_id:
            return found
    raise SeasonError(f"人员名录 include/persons/{city_id}.yaml 里没有“{person_id}”；请先登记，再由本人办理。")


@remembered
def _persons(root: Path, city_id: str) -> tuple[Person, ...]:
    path = root / PERSONS / f"{city_id}.yaml"
    where = shown(path, root)
    fields = Fields(open_yaml(path, root), where, KEYS)
    if fields.text("city") != city_id:
        raise CatalogError(f"{where}：city 应与文件名一致。")
    city = city_of(city_id)
    found = [_person(item, f"{where}.persons", "") for item in fields.items("persons")]
    units = sorted({unit.code for unit in city.units})
    departments = sorted({unit.department_code for unit in city.units})
    found += _patterned(fields, "each_unit", units, where)
    found += _patterned(fields, "each_department", departments, where)
    known: set[str] = set()
    for one in found:
        if one.id in known:
            raise CatalogError(f"{where}：人员 {one.id} 出现两次。")
        known.add(one.id)
    return tuple(found)


def _patterned(fields: Fields, key: str, codes: list[str], where: str) -> Iterator[Person]:
    for item in fields.items(key):
        for code in codes:
            yield _person(item, f"{where}.{key}", code)


def _person(item: object, where: str, code: str) -> Person:
    """A person; with a ``code`` the item is a pattern whose holes it fills."""
    fields = Fields(item, where, PERSON_KEYS)
    if code and HOLE not in fields.text("id"):
        raise CatalogError(f"{where}：id 里要有 {HOLE}，否则每家都是同一个人。")
    of = code or fields.text("of", BUREAU)
    offices = tuple(_office(word, of, where) for word in fields.words("offices"))
    if not offices:
        raise CatalogError(f"{where}：{fields.text('id')} 没有任何身份（offices）。")
    return Person(
        id=fields.text("id").replace(HOLE, code),
        name=fields.text("name").replace(HOLE, code),
        offices=offices,
        automatic=fields.flag("automatic"),
        mail=fields.text("mail", "").replace(HOLE, code),
        phone=fields.text("phone", "").replace(HOLE, code),
    )


def _office(word: str, of: str, where: str) -> Office:
    try:
        role = Role(word)
    except ValueError:
        raise CatalogError(f"{where}：不认识的身份 {word}；可用：{'、'.join(Role)}。") from None
    if (role in OF_UNIT or role in OF_DEPARTMENT) != bool(of):
        raise CatalogError(
            f"{where}：{word}（{role.chinese}）{'不属于任何单位或部门' if of else '须写明属于哪一家（of）'}。"
        )
    return Office(role, of)
