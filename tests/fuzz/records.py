"""Slips of records: what was typed is good YAML, but says something else. Each changes a tree in place.

A tree is what a loader makes that leaves every scalar text: dicts, lists and strings, without a cycle.
"""

import copy
from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

from tests.fuzz import strange

Tree: TypeAlias = dict[str, Any]
Slot: TypeAlias = tuple[Any, Any]
"""A dict or a list, and the key or the index of one of its values."""
TreeChange: TypeAlias = Callable[[Tree, Random], None]


def slots_of(tree: Any) -> list[Slot]:
    """Every place of a tree at which a value stands, in its order."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    found: list[Slot] = []
    for key in keys:
        found += [(tree, key), *slots_of(tree[key])]
    return found


def _one(tree: Tree, random: Random, like: Callable[[Any, Any], bool] = lambda _holder, _key: True) -> Slot | None:
    found = [slot for slot in slots_of(tree) if like(*slot)]
    return random.choice(found) if found else None


def _records(tree: Tree) -> list[dict[str, Any]]:
    """Every record of a section, and what is inside it."""
    return [holder[key] for holder, key in slots_of(tree) if isinstance(holder[key], dict) and "id" in holder[key]]


def dropped(tree: Tree, random: Random) -> None:
    """A key with its value, an item, a record or a whole section is gone."""
    if slot := _one(tree, random):
        del slot[0][slot[1]]


def doubled(tree: Tree, random: Random) -> None:
    """An item or a record stands in its list twice."""
    if slot := _one(tree, random, lambda holder, _: isinstance(holder, list)):
        slot[0].insert(random.randint(0, len(slot[0])), copy.deepcopy(slot[0][slot[1]]))


def reordered(tree: Tree, random: Random) -> None:
    """The keys of a record or the items of a list in another order."""
    slot = _one(tree, random, lambda holder, key: isinstance(holder[key], (dict, list)))
    match slot and slot[0][slot[1]]:
        case list() as items:
            random.shuffle(items)
        case dict() as record:
            pairs = list(record.items())
            random.shuffle(pairs)
            record.clear()
            record.update(pairs)


def exchanged(tree: Tree, random: Random) -> None:
    """Two values of one key, in different records."""
    if first := _one(tree, random):
        holder, key = _one(tree, random, lambda _, key: key == first[1]) or first
        ours, theirs = copy.deepcopy(first[0][first[1]]), copy.deepcopy(holder[key])
        holder[key], first[0][first[1]] = ours, theirs


def moved(tree: Tree, random: Random) -> None:
    """A value stands under a key where another kind belongs."""
    slot, other = _one(tree, random), _one(tree, random)
    if slot and other:
        slot[0][slot[1]] = copy.deepcopy(other[0][other[1]])


def likely(tree: Tree, random: Random) -> None:
    """A value that may well stand under its key; a key that is rare comes as often as one that is common."""
    keys = sorted({key for _, key in slots_of(tree) if key in strange.LIKELY})
    key = random.choice(keys) if keys else ""
    if slot := _one(tree, random, lambda _, its_key: its_key == key):
        slot[0][key] = copy.deepcopy(random.choice(strange.LIKELY[key]))


def added(tree: Tree, random: Random) -> None:
    """A key that may stand somewhere, with a value that may well stand under it."""
    if slot := _one(tree, random, lambda holder, key: isinstance(holder[key], dict)):
        key = random.choice(list(strange.LIKELY))
        slot[0][slot[1]].setdefault(key, copy.deepcopy(random.choice(strange.LIKELY[key])))


def strange_value(tree: Tree, random: Random) -> None:
    if slot := _one(tree, random):
        slot[0][slot[1]] = copy.deepcopy(random.choice(strange.VALUES))


def wrapped(tree: Tree, random: Random) -> None:
    """In one list too many, or in thirty; or under a language."""
    if slot := _one(tree, random):
        value = slot[0][slot[1]]
        for _ in range(random.choice((1, 1, 2, 29, 33))):
            value = random.choice(([value], {"id": value}))
        slot[0][slot[1]] = value


def unwrapped(tree: Tree, random: Random) -> None:
    """Of a list or a record only the first is left."""
    if slot := _one(tree, random, lambda holder, key: isinstance(holder[key], (dict, list)) and bool(holder[key])):
        value = slot[0][slot[1]]
        slot[0][slot[1]] = value[next(iter(value))] if isinstance(value, dict) else value[0]


def renamed_key(tree: Tree, random: Random) -> None:
    if slot := _one(tree, random, lambda holder, _: isinstance(holder, dict)):
        value = slot[0].pop(slot[1])
        other = random.choice([str(key) for _, key in slots_of(tree)] or ["x"])
        slot[0][random.choice((other, f"{slot[1]}s", str(slot[1])[1:], str(slot[1]).upper(), "a\nb"))] = value


def renamed(tree: Tree, random: Random) -> None:
    """A record has another record's id, or a new one, there alone or wherever it is named."""
    records = _records(tree)
    if records:
        record = random.choice(records)
        old, new = (
            record["id"],
            random.choice([random.choice(records)["id"], f"{record['id']}-2", "other", "A b", "name"]),
        )
        record["id"] = new
        for holder, key in slots_of(tree) if random.random() < 0.5 else ():
            if holder[key] == old:
                holder[key] = new


def in_a_circle(tree: Tree, random: Random) -> None:
    """Desks whose fallbacks lead to each other, or to themselves."""
    desks = [record for record in tree.get("desks") or () if isinstance(record, dict) and "id" in record]
    for number, desk in enumerate(desks):
        desk["fallback"] = desks[(number + random.choice((0, 1))) % len(desks)]["id"]


def mailbox_told(tree: Tree, random: Random) -> None:
    """An address of the file stands in a text."""
    texts = [slot for slot in slots_of(tree) if isinstance(slot[0][slot[1]], str)]
    boxes = [holder[key] for holder, key in texts if "@" in holder[key]]
    if boxes:
        holder, key = random.choice(texts)
        holder[key] = random.choice(("{}", "Tulis ke {}.", "<{}>", "mailto:{}", "x{}")).format(random.choice(boxes))


def repeated(tree: Tree, random: Random) -> None:
    """A record many times over, each with an id of its own."""
    slot = _one(tree, random, lambda holder, key: isinstance(holder, list) and isinstance(holder[key], dict))
    if slot:
        record = slot[0][slot[1]]
        slot[0].extend(copy.deepcopy(record) | {"id": f"{record.get('id', 'x')}-{number}"} for number in range(30))


CHANGES: tuple[TreeChange, ...] = (
    *(dropped, doubled, reordered, exchanged, moved, likely, likely, likely, added, added, strange_value, wrapped),
    *(unwrapped, renamed_key, renamed, renamed, in_a_circle, mailbox_told, repeated),
)
