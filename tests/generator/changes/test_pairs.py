"""Which old record is which new one."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from generator.changes.pairs import Alike, alike, paired


class Card(NamedTuple):
    id: str
    name: str | None


BY_ID, BY_NAME = alike(lambda card: card.id), alike(lambda card: card.name)
CARDS = st.lists(
    st.builds(Card, st.sampled_from("abcdef"), st.sampled_from(["x", "y", None])), unique_by=lambda c: c.id
)


def test_the_first_way_goes_before_the_next() -> None:
    """An id that stayed decides, although another record has the name now."""
    old, new = [Card("a", "x"), Card("b", "y")], [Card("a", "y"), Card("c", "x")]
    found = paired(old, new, BY_ID, BY_NAME)
    assert found.both == ((Card("a", "x"), Card("a", "y")),)
    assert (found.removed, found.added) == ((Card("b", "y"),), (Card("c", "x"),))


def test_what_is_left_is_known_by_the_next_way() -> None:
    """In the order of the new records; the old id leads to the new one."""
    found = paired([Card("a", "x"), Card("b", "y")], [Card("c", "y"), Card("d", "x")], BY_ID, BY_NAME)
    assert [new.id for _, new in found.both] == ["c", "d"]
    assert found.new_ids == {"a": "d", "b": "c"}


def test_nothing_is_no_likeness() -> None:
    """Two records without a name are not the same for that."""
    found = paired([Card("a", None)], [Card("b", None)], BY_NAME)
    assert (found.both, len(found.removed), len(found.added)) == ((), 1, 1)


def test_one_new_record_is_not_two_old_ones() -> None:
    """The first that is like it has it."""
    found = paired([Card("a", "x"), Card("b", "x")], [Card("c", "x")], BY_ID, BY_NAME)
    assert (found.new_ids, [card.id for card in found.removed]) == ({"a": "c"}, ["b"])


def test_an_old_record_may_be_asked_otherwise_than_a_new_one() -> None:
    """As where ids have to be translated first."""
    found = paired([Card("a", "x")], [Card("b", "x")], Alike(lambda card: {"a": "b"}[card.id], lambda card: card.id))
    assert found.new_ids == {"a": "b"}


@given(old=CARDS, new=CARDS)
def test_each_record_is_told_once(old: list[Card], new: list[Card]) -> None:
    """In a pair, or as removed, or as added."""
    found = paired(old, new, BY_ID, BY_NAME)
    assert sorted([*(before for before, _ in found.both), *found.removed], key=lambda card: card.id) == sorted(old)
    assert sorted([*(after for _, after in found.both), *found.added], key=lambda card: card.id) == sorted(new)
