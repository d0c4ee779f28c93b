"""Counts of people as they may be published."""

import pytest

from saanjh.kit import disclosure


@pytest.mark.parametrize(
    ("count", "shown"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1004, 1005)]
)
def test_fewer_than_ten_are_hidden_and_the_rest_is_rounded_to_five(count: int, shown: int | None) -> None:
    assert disclosure.people(count) == shown


def test_no_difference_of_two_published_numbers_gives_a_small_count_back() -> None:
    """The worst a reader can do: take the one shown part from the sum. The hidden part stays open."""
    for hidden in range(10):
        for part in range(10, 60):
            total = disclosure.people(part + hidden)
            shown = disclosure.people(part)
            fits = {
                guess
                for guess in range(10)
                for base in range(10, 70)
                if disclosure.people(base) == shown and disclosure.people(base + guess) == total
            }
            assert hidden in fits
            assert len(fits) >= 3


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(ValueError):
        disclosure.people(-1)


@pytest.mark.parametrize(
    ("part", "whole", "of_people", "shows"),
    [
        (15, 29, True, False),  # R5: fewer than 30
        (15, 30, True, True),
        (9, 200, True, False),  # 4.5 % of 200 are nine people
        (195, 200, True, False),  # and so are the other five
        (195, 200, False, True),  # reports, not people
        (15, 29, False, False),
    ],
)
def test_a_share_is_shown_only_of_many(part: int, whole: int, of_people: bool, shows: bool) -> None:
    assert disclosure.may_show_share(part, whole, of_people=of_people) is shows


def test_a_part_larger_than_the_whole_is_an_error() -> None:
    with pytest.raises(ValueError):
        disclosure.may_show_share(31, 30)
