"""Which changes a survey can show, against published numbers."""

from math import ceil

import pytest

from saanjh.kit.indicators.detectable import change_of_mean, needed_for_shares, share_from, shows_shares


@pytest.mark.parametrize(
    ("one", "other", "power", "published"),
    [(0.5, 0.6, 0.8, 388), (0.6, 0.7, 0.8, 356), (0.1, 0.2, 0.8, 199), (0.5, 0.7, 0.9, 124)],
)
def test_the_size_for_two_shares_is_that_of_the_tables(one: float, other: float, power: float, published: int) -> None:
    assert ceil(needed_for_shares(one, other, power=power)) == published
    assert ceil(needed_for_shares(other, one, power=power)) == published


@pytest.mark.parametrize(("effect", "published"), [(0.2, 393), (0.5, 63), (0.8, 25)])
def test_the_change_of_a_mean_is_that_of_cohen(effect: float, published: int) -> None:
    assert change_of_mean(1, published) <= effect < change_of_mean(1, published - 1)


def test_sixty_people_in_clusters_cannot_show_ten_points() -> None:
    effect = 1 + 14 * 0.05  # Kish: 15 people in a cluster
    assert change_of_mean(0.5, 60, effect=effect) == pytest.approx(0.33, abs=0.005)
    assert change_of_mean(0.5, 120, effect=effect) == pytest.approx(0.24, abs=0.005)
    assert not shows_shares(0.5, 0.6, 60)


@pytest.mark.parametrize("rises", [True, False])
def test_the_nearest_share_is_just_told_apart(rises: bool) -> None:
    found = share_from(0.5, 120, rises=rises)
    assert found is not None
    assert shows_shares(0.5, found, 120)
    assert not shows_shares(0.5, found + (-0.001 if rises else 0.001), 120)
    assert (found > 0.5) is rises


def test_what_no_survey_of_that_size_shows_has_no_nearest_share() -> None:
    assert share_from(0.97, 30) is None
    assert share_from(1.0, 10**6) is None
    assert not shows_shares(0.5, 0.5, 10**9)
    with pytest.raises(ValueError, match="different"):
        needed_for_shares(0.4, 0.4)
