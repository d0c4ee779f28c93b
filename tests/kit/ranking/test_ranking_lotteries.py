"""A lottery is fair, the same for the same seed, and can be drawn again with a checksum program alone."""

from collections import Counter
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit.ranking.lotteries import Ticket, draw

IDS = st.sets(st.text("abcdefghjkmnpqrstvwxyz23456789", min_size=1, max_size=10), min_size=1, max_size=20)


EXPECTED = (
    Ticket("kea", "1000c0cb9ea043beb1129f4f1baf00b2aec4dcfb358eac95bc4d4bb42eb98c31", True),
    Ticket("tui", "484f31e55085fd9d5ae87e111273c17b3b18b98f540eb1e6d26442c494f23f6a", False),
    Ticket("moa", "705b50f9946db65d9910135307e82c3cf5406a5e17a52e9dc10c8ae487079210", False),
)


def test_it_is_drawn_by_the_sums_that_the_recipe_prints() -> None:
    """The sums are those of `printf '%s:%s' 2026-05-14/073512 kea | sha256sum`, and so on."""
    assert draw(["kea", "moa", "tui"], 1, "2026-05-14/073512") == EXPECTED


@pytest.mark.slow
@given(IDS, st.text(min_size=1), st.data())
def test_order_of_the_list_changes_nothing_and_each_id_has_one_ticket(
    ids: set[str], seed: str, data: st.DataObject
) -> None:
    places = data.draw(st.integers(0, len(ids)))
    tickets = draw(sorted(ids), places, seed)
    assert tickets == draw(sorted(ids, reverse=True), places, seed)
    assert {ticket.id for ticket in tickets} == ids
    assert [ticket.is_drawn for ticket in tickets] == [n < places for n in range(len(ids))]
    assert all(ticket.digest == sha256(f"{seed}:{ticket.id}".encode()).hexdigest() for ticket in tickets)


def test_an_id_more_leaves_the_order_of_the_others() -> None:
    few = [ticket.id for ticket in draw(["kea", "moa", "tui"], 1, "seed")]
    more = [ticket.id for ticket in draw(["kea", "moa", "tui", "weka"], 1, "seed")]
    assert [name for name in more if name != "weka"] == few


def test_every_order_comes_equally_often() -> None:
    """6,000 seeds, 6 orders: chi-square with 5 degrees of freedom stays below its 99.9 % point, 20.5."""
    found = Counter(tuple(ticket.id for ticket in draw("abc", 1, str(seed))) for seed in range(6_000))
    assert set(found) == set(permutations("abc"))
    assert sum((count - 1_000) ** 2 / 1_000 for count in found.values()) < 20.5


@pytest.mark.parametrize(("ids", "places", "seed"), [("aab", 1, "s"), ("ab", 3, "s"), ("ab", -1, "s"), ("ab", 1, "")])
def test_what_is_no_lottery_is_an_error(ids: str, places: int, seed: str) -> None:
    with pytest.raises(ValueError):
        draw(ids, places, seed)
