"""The diff language of layouts: what an overlay changes in the forms of the layers before it.

In ``edition.yaml`` under ``forms``::

    T7: {title: "…", sheet: "…"}                       # set attributes of a form
    T1:
      blocks:
        income:
          heading: 收入                                  # set attributes of a block
          lines:
            change: {"line:使用非财政拨款结余": {label: "…"}}
            add: [{after: "line:其他收入", line: {key: "line:…"}}]
            remove: ["line:…"]
          columns: {change: …, add: [{after: …, column: {…}}], remove: […]}
    NARRATIVE: {slots: {change: …, add: [{after: …, slot: {…}}], remove: […]}}
    T9: remove                                          # the region has no such form

A whole form stands in ``forms/<id>.yaml``; ``replaces: true`` where the layers before have a form of that id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from final_accounts.catalog.checking import Fields
from final_accounts.catalog.raw import BLOCK_ATTRIBUTES, COLUMN_KEYS, FORM_ATTRIBUTES, LINE_KEYS, SLOT_KEYS, Raw
from final_accounts.model.errors import CatalogError

LISTS = {"lines": ("line", LINE_KEYS), "columns": ("column", COLUMN_KEYS), "slots": ("slot", SLOT_KEYS)}


@dataclass(frozen=True)
class Change:
    """One change.

    ``path`` is form, then block, then "lines"/"columns"/"slots" and the key of the entry, then the attribute;
    ``verb`` is set, add or remove; ``after`` is the entry an added one follows ("" = last).
    """

    path: tuple[str, ...]
    verb: str
    value: object
    where: str
    after: str = ""

    @property
    def key(self) -> str:
        """The name ``explain`` knows this place by."""
        return ".".join(self.path)


def changes_of(form: str, data: object, where: str) -> Iterator[Change]:
    """The changes an overlay's entry for one form asks for."""
    place = f"{where}.forms.{form}"
    if data == "remove":
        yield Change((form,), "remove", None, place)
        return
    fields = Fields(data, place, FORM_ATTRIBUTES | {"blocks", "slots"})
    for name, value in fields.data.items():
        if name in FORM_ATTRIBUTES:
            yield Change((form, name), "set", value, place)
    for block, entry in fields.mapping("blocks").items():
        own = Fields(entry, f"{place}.blocks.{block}", BLOCK_ATTRIBUTES | {"lines", "columns"})
        for name, value in own.data.items():
            if name in BLOCK_ATTRIBUTES:
                yield Change((form, block, name), "set", value, own.where)
        for name in ("lines", "columns"):
            if name in own:
                yield from _list_changes((form, block, name), own.mapping(name), own.where)
    if "slots" in fields:
        yield from _list_changes((form, "slots"), fields.mapping("slots"), place)


def _list_changes(path: tuple[str, ...], data: dict[str, object], where: str) -> Iterator[Change]:
    word, keys = LISTS[path[-1]]
    place = f"{where}.{path[-1]}"
    fields = Fields(data, place, {"change", "add", "remove"})
    for key in fields.words("remove"):
        yield Change((*path, key), "remove", None, place)
    for key, entry in fields.mapping("change").items():
        for name, value in Fields(entry, f"{place}.{key}", keys).data.items():
            yield Change((*path, key, name), "set", value, place)
    for item in fields.items("add"):
        added = Fields(item, f"{place}.add", {"after", word})
        entry = Fields(added.mapping(word), f"{place}.add", keys).data
        yield Change((*path, entry_key(entry, place)), "add", entry, place, added.text("after", ""))


def entry_key(entry: Raw, where: str) -> str:
    """Key of a line, column (with its pinned row, if any) or slot in diffs; "" for filler lines."""
    if "fill" in entry:
        return ""
    key = entry.get("key") or entry.get("id")
    if not isinstance(key, str):
        raise CatalogError(f"{where}：缺少 key。")
    return f"{entry['row']}/{key}" if entry.get("row") else key


def apply_change(forms: dict[str, Raw], change: Change) -> None:
    """Carry out one change in place; a change of something that is not there is a CatalogError."""
    form_id, *rest = change.path
    if form_id not in forms:
        raise CatalogError(f"{change.where}：前面各层没有报表 {form_id}，无法修改。已有：{'、'.join(forms)}。")
    form = forms[form_id]
    if not rest:
        del forms[form_id]
    elif len(rest) == 1:
        form[rest[0]] = change.value
    elif rest[0] == "slots":
        _apply_to_list(form, "slots", rest[1:], change)
    else:
        _apply_to_block(form, rest, change)


def _apply_to_block(form: Raw, rest: list[str], change: Change) -> None:
    blocks = _entries(form, "blocks")
    block = next((b for b in blocks if b["id"] == rest[0]), None)
    if block is None:
        raise CatalogError(f"{change.where}：没有区域 {rest[0]}。已有：{'、'.join(str(b['id']) for b in blocks)}。")
    if len(rest) == 2:  # noqa: PLR2004 - block and attribute
        block[rest[1]] = change.value
    else:
        _apply_to_list(block, rest[1], rest[2:], change)


def _apply_to_list(owner: Raw, name: str, rest: list[str], change: Change) -> None:
    entries = _entries(owner, name)
    keys = [entry_key(e, change.where) for e in entries]
    key = rest[0]
    if change.verb == "add":
        if key in keys:
            raise CatalogError(f"{change.where}：{key} 已经有了，不能再加。")
        if change.after and change.after not in keys:
            raise CatalogError(f"{change.where}：找不到 after 所指的 {change.after}。")
        place = keys.index(change.after) + 1 if change.after else len(entries)
        entry = mapping_with_label(change.value, change.where)
        entries.insert(place, entry)
        return
    if key not in keys:
        raise CatalogError(f"{change.where}：前面各层没有 {key}，无法修改或去掉。")
    if change.verb == "remove":
        del entries[keys.index(key)]
    else:
        entries[keys.index(key)][rest[1]] = change.value


def mapping_with_label(value: object, where: str) -> Raw:
    """A copy of an added entry; a line without a label is labelled by its key."""
    if not isinstance(value, dict):
        raise CatalogError(f"{where}：应为键值对，现为“{value}”。")
    key = value.get("key")
    if isinstance(key, str) and key.startswith("line:") and "role" not in value:
        return {"label": key.partition(":")[2], **value}
    return dict(value)


def _entries(owner: Raw, name: str) -> list[Raw]:
    entries = owner[name]
    assert isinstance(entries, list)  # noqa: S101 - raw_form built it
    return entries
