"""The noise around a ranking: its size where it is known, its bounds, and that it is the same when drawn again."""

from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.kit.intervals import t_quantile
from saanjh.kit.ranking.answers import Noise, NotModelled, Reason, Review
from saanjh.kit.ranking.cuts import Money, Places, above
from saanjh.kit.ranking.means import rank
from saanjh.kit.ranking.noise import bands
from saanjh.kit.ranking.panels import Panel, simulate


def panel(*, applications: int = 40, seed: int = 1, reviews_each: float = 2.2, severity: float = 4.0) -> Panel:
    return simulate(applications=applications, reviewers=10, seed=seed, reviews_each=reviews_each, severity=severity)


def noise(reviews: list[Review], places: int = 10, *, seed: int = 1, draws: int = 400) -> Noise:
    answer = bands(reviews, cut=Places(places), seed=seed, draws=draws)
    assert isinstance(answer, Noise)
    return answer


def gaps(differences: list[float], means: list[float]) -> list[Review]:
    """Two reviews for each application, so far apart around such a mean."""
    return [
        Review(f"A{n:02}", f"R{half}", mean + (half - 0.5) * gap)
        for n, (gap, mean) in enumerate(zip(differences, means, strict=True))
        for half in (0, 1)
    ]


def test_the_deviation_of_a_review_is_the_pooled_one() -> None:
    """Of pairs: half the mean square of their differences. 20 pairs 6 and 20 pairs 8 apart: sqrt((36 + 64) / 4)."""
    answer = noise(gaps([6.0, 8.0] * 20, [50.0] * 40))
    assert answer.deviation == pytest.approx(5.0, abs=1e-6)
    assert answer.freedom == 40


def test_an_interval_of_a_mean_is_that_of_student_with_the_pooled_deviation() -> None:
    """With many draws of noise near the normal, as wide as t * s / sqrt(n): here 2 reviews, and 3."""
    chance = Random(5)
    reviews = [
        Review(f"A{n:02}", f"R{r}", 50 + chance.gauss(0, 6)) for n in range(60) for r in range(3 if n % 2 else 2)
    ]
    answer = noise(reviews, draws=4_000)
    for band in answer.bands:
        half = t_quantile(0.975, 90) * answer.deviation / sqrt(3 if int(band.application[1:]) % 2 else 2)
        assert band.means.low == pytest.approx(band.mean - half, abs=0.12 * half)
        assert band.means.high == pytest.approx(band.mean + half, abs=0.12 * half)


def test_what_stands_far_apart_is_firm_and_what_stands_together_is_in_the_noise() -> None:
    means = [95.0] * 5 + [50.0] * 10 + [5.0] * 5
    answer = noise(gaps([1.0 + n / 10 for n in range(20)], means), 10)
    assert [(band.is_above, band.is_in_noise) for band in answer.bands] == (
        [(True, False)] * 5 + [(True, True)] * 5 + [(False, True)] * 5 + [(False, False)] * 5
    )
    assert all(band.places.low <= 6 and band.places.high >= 15 for band in answer.bands[5:15])
    assert all((band.places.low, band.places.high) == (1, 5) for band in answer.bands[:5])


def test_how_firm_is_firm_can_be_set() -> None:
    reviews = panel().reviews
    few, many = (bands(reviews, cut=Places(10), seed=1, draws=400, firm=firm) for firm in (0.6, 0.99))
    assert isinstance(few, Noise)
    assert isinstance(many, Noise)
    assert 0 < sum(band.is_in_noise for band in few.bands) < sum(band.is_in_noise for band in many.bands)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 40))
def test_bands_stand_in_the_order_of_the_plain_ranking_and_hold_its_means(seed: int, places: int) -> None:
    reviews = panel(seed=seed).reviews
    answer = noise(reviews, places, seed=seed, draws=100)
    assert [(band.application, band.place, band.mean) for band in answer.bands] == [
        (one.application, one.place, one.mean) for one in rank(reviews)
    ]
    for band in answer.bands:
        assert 0 <= band.means.low <= band.mean <= band.means.high <= 100  # where all gave the most, both are 100
        assert band.means.low < band.means.high
        assert 1 <= band.places.low <= band.places.high <= 40
        assert band.is_above == (band.place <= places)
    assert sum(band.share_above for band in answer.bands) == pytest.approx(places)


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_reviews_come_changes_nothing(chance: Random) -> None:
    reviews = panel().reviews
    assert noise(chance.sample(reviews, len(reviews)), draws=100) == noise(reviews, draws=100)


def test_the_seed_decides_and_is_told() -> None:
    reviews = panel().reviews
    assert noise(reviews, seed=7) == noise(reviews, seed=7)
    assert noise(reviews, seed=7).bands != noise(reviews, seed=8).bands
    assert (noise(reviews, seed=7).seed, noise(reviews, seed=7).draws) == (7, 400)


def test_a_replay_years_later_finds_these_very_numbers() -> None:
    """Kept from 2026, numpy 2.4: whoever changes how noise is drawn makes earlier selection records false."""
    band = noise(gaps([6.0, 8.0, 1.0] * 7, [50.0 + n for n in range(21)]), 10, seed=2026).bands[9]
    assert (band.application, band.share_above) == ("A11", 0.5475)
    assert (band.means, band.places) == ((54.997812, 67.002188), (4, 16))


@pytest.mark.parametrize("budget", [0, 700, 3_000, 10**6])
def test_money_draws_the_line_in_each_draw_as_in_the_ranking(budget: int) -> None:
    """Noise so small that all draws have the plain order: above in all draws, or in none."""
    reviews = gaps([0.02] * 20, [20.0 + 3 * n for n in range(20)])
    cut = Money(budget, {f"A{n:02}": 100 + 37 * n % 90 for n in range(20)}, least=40)
    answer = bands(reviews, cut=cut, seed=1, draws=100)
    assert isinstance(answer, Noise)
    count = above(rank(reviews), cut)
    assert [band.share_above for band in answer.bands] == [1.0] * count + [0.0] * (20 - count)
    assert [band.is_above for band in answer.bands] == [True] * count + [False] * (20 - count)


def test_equal_means_in_a_draw_are_told_apart_by_the_criteria() -> None:
    """All differences are the same, so ties abound: who has more on C4 is above more often, whatever its id."""
    reviews = [
        Review(f"A{n:02}", f"R{half}", 48.0 + 4 * half, {"C4": 10.0 * (n % 2)}) for n in range(20) for half in (0, 1)
    ]
    answer = noise(reviews, 10, draws=1_000)
    odd, even = ([band.share_above for band in answer.bands if int(band.application[1:]) % 2 == n] for n in (1, 0))
    assert min(odd) > max(even)


def test_an_application_with_one_review_takes_its_noise_from_the_others() -> None:
    reviews = [*gaps([float(n) for n in range(20)], [50.0] * 20), Review("B", "R0", 50.0)]
    width = {band.application: band.means.high - band.means.low for band in noise(reviews, draws=2_000).bands}
    assert width["B"] > 1.2 * width["A00"]


def test_an_interval_does_not_pass_what_a_total_can_be() -> None:
    band = noise(gaps([2.0] + [30.0] * 20, [99.0] + [50.0] * 20)).bands[0]
    assert band.means.high == 100.0


@pytest.mark.parametrize(
    ("reviews", "reason"),
    [
        ([], Reason.NO_REVIEWS),
        ([Review(f"A{n}", "R", 50 + n) for n in range(30)], Reason.ONE_REVIEW_EACH),
        (gaps([6.0] * 9, [50.0] * 9), Reason.FEW_FREE),
        (gaps([0.0] * 20, [50.0 + n for n in range(20)]), Reason.NO_VARIANCE),
    ],
)
def test_no_noise_is_modelled_where_there_is_none_to_see(reviews: list[Review], reason: Reason) -> None:
    assert bands(reviews, cut=Places(3), seed=1) == NotModelled(reason)


@pytest.mark.parametrize("wrong", [{"draws": 39}, {"seed": -1}, {"firm": 0.4}, {"firm": 1.1}])
def test_what_cannot_be_drawn_is_an_error(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        bands(panel().reviews, **{"cut": Places(3), "seed": 1, **wrong})  # type: ignore[arg-type]


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """25 panels of 40: the true mean in 95 of 100 intervals, give or take; the true place in nearly as many."""
    means, places = [], []
    for seed in range(25):
        one = panel(seed=seed, reviews_each=2)
        order = sorted(one.merit, key=lambda name: -one.merit[name])
        for band in noise(one.reviews, seed=seed).bands:
            truth = one.merit[band.application]
            means.append(band.means.low <= truth <= band.means.high)
            places.append(band.places.low <= order.index(band.application) + 1 <= band.places.high)
    assert 0.92 <= sum(means) / len(means) <= 0.98
    assert 0.90 <= sum(places) / len(places) <= 0.99
