"""The adjusted mean: what it is where it can be checked by hand, what it never does, and when it is refused."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.kit.ranking.answers import Adjustment, NotModelled, Reason, Review
from saanjh.kit.ranking.designs import groups
from saanjh.kit.ranking.means import by_application, rank
from saanjh.kit.ranking.panels import Design, simulate
from saanjh.kit.ranking.severity import adjust

SEEDS = st.integers(0, 10_000)


def complete(seed: int, *, applications: int = 18, reviewers: int = 3, shift: float = 0.0) -> list[Review]:
    """All read everything; the first reviewer gives so many points more."""
    chance = Random(seed)
    return [
        Review(f"A{a:02}", f"R{r}", round(chance.uniform(20, 70), 1) + shift * (r == 0))
        for a in range(applications)
        for r in range(reviewers)
    ]


def adjusted(reviews: list[Review]) -> Adjustment:
    answer = adjust(reviews)
    assert isinstance(answer, Adjustment)
    return answer


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_where_all_read_everything_the_adjusted_mean_is_the_plain_one(seed: int) -> None:
    for one in adjusted(complete(seed, shift=15)).applications:
        assert one.adjusted == pytest.approx(one.plain, abs=2e-6)
        assert one.difference == pytest.approx(0, abs=2e-6)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(-20, 25))
def test_one_reviewer_s_shift_in_a_complete_design_changes_no_order(seed: int, shift: int) -> None:
    before, after = adjusted(complete(seed)), adjusted(complete(seed, shift=shift))
    gaps = {one.application: one.adjusted - shift / 3 for one in after.applications}
    assert gaps == {one.application: pytest.approx(one.adjusted, abs=1e-5) for one in before.applications}


def pairs(severe: dict[str, float], *, noise: float, seed: int = 1) -> list[Review]:
    """60 applications of rising worth, each read by two in turn of all pairs."""
    chance, names = Random(seed), sorted(severe)
    teams = [(one, other) for n, one in enumerate(names) for other in names[:n]]
    return [
        Review(f"A{n:02}", reviewer, round(30 + n / 2 - severe[reviewer] + chance.gauss(0, noise), 1))
        for n in range(60)
        for reviewer in teams[n % len(teams)]
    ]


def test_severity_is_added_back_and_the_true_order_comes_out() -> None:
    severe = {"Asma": 8.0, "Bilal": 2.0, "Chanda": -4.0, "Danish": -6.0}
    answer = adjusted(pairs(severe, noise=0.1))
    assert [one.habit.reviewer for one in answer.reviewers] == ["Asma", "Bilal", "Chanda", "Danish"]
    assert [one.severity for one in answer.reviewers] == pytest.approx([8, 2, -4, -6], abs=0.1)
    assert [one.application for one in answer.applications] == [f"A{n:02}" for n in range(59, -1, -1)]
    assert [one.plain_place for one in answer.applications] != list(range(1, 61))
    assert answer.noise_deviation == pytest.approx(0.1, abs=0.03)
    assert answer.severity_deviation == pytest.approx(6.5, abs=0.2)
    assert answer.freedom == 120 - 60 - 3


def test_an_adjusted_mean_is_the_plain_one_with_the_severity_of_its_readers_added() -> None:
    reviews = pairs({"Asma": 5, "Bilal": 0, "Chanda": -5, "Danish": 1}, noise=6)
    answer, read = adjusted(reviews), by_application(reviews)
    severity = {one.habit.reviewer: one.severity for one in answer.reviewers}
    for one in answer.applications:
        added = [severity[review.reviewer] for review in read[one.application]]
        assert one.difference == pytest.approx(sum(added) / len(added), abs=2e-6)
    assert sum(severity.values()) == pytest.approx(0, abs=1e-4)
    assert {one.application: one.plain_place for one in answer.applications} == {
        one.application: one.place for one in rank(reviews)
    }
    assert [one.place for one in answer.applications] == list(range(1, 61))


def test_of_a_reviewer_who_read_little_little_is_believed() -> None:
    """Noise of 6 points: the one review of Eman, 30 points below, moves her severity far less than 30."""
    reviews = pairs({"Asma": 5, "Bilal": 0, "Chanda": -5, "Danish": 1}, noise=6)
    at_first = next(review for review in reviews if review.application == "A30")
    answer = adjusted([*reviews, Review("A30", "Eman", at_first.total - 30)])
    known = {one.habit.reviewer: one for one in answer.reviewers}
    assert 2 < known["Eman"].severity < 20
    assert known["Eman"].error > 2 * known["Asma"].error
    assert known["Eman"].habit.deviation is None


def test_where_there_is_no_severity_nothing_changes() -> None:
    flat = [
        Review(f"A{n:02}", f"R{(n + k) % 4}", 40 + n / 2 + (3 if (n // 4 + k) % 2 else -3))
        for n in range(60)
        for k in (0, 1)
    ]
    answer = adjusted(flat)
    assert answer.severity_deviation == 0
    assert all(one.severity == 0 for one in answer.reviewers)
    assert all(one.difference == 0 and one.place == one.plain_place for one in answer.applications)


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_reviews_come_changes_nothing(chance: Random) -> None:
    reviews = pairs({"Asma": 5, "Bilal": 0, "Chanda": -5, "Danish": 1}, noise=6)
    assert adjust(chance.sample(reviews, len(reviews))) == adjust(reviews)


def test_equal_adjusted_means_are_told_apart_as_plain_ones() -> None:
    reviews = complete(3)
    marks = {"A05": 20.0, "A11": 80.0}
    alike = [
        Review(
            one.application,
            one.reviewer,
            90 if one.application in marks else one.total,
            {"C4": marks.get(one.application, 50)},
        )
        for one in reviews
    ]
    assert [one.application for one in adjusted(alike).applications][:2] == ["A11", "A05"]


def without(reviews: list[Review], application: str, reviewer: str) -> list[Review]:
    return [one for one in reviews if (one.application, one.reviewer) != (application, reviewer)]


@pytest.mark.parametrize(
    ("reviews", "refusal"),
    [
        ([], NotModelled(Reason.NO_REVIEWS)),
        (complete(1, reviewers=1), NotModelled(Reason.ONE_REVIEW_EACH)),
        (without(complete(1, reviewers=2), "A03", "R1"), NotModelled(Reason.SINGLE_REVIEWS, ("A03",))),
        (
            [*complete(1, reviewers=2), *(Review("B" + one.application, "B" + one.reviewer, 5) for one in complete(2))],
            NotModelled(Reason.NOT_CONNECTED, ("BR0", "R0")),
        ),
        (complete(1, applications=5, reviewers=4), NotModelled(Reason.FEW_SHARED)),
        (complete(1, applications=29, reviewers=2), NotModelled(Reason.FEW_FREE)),
        ([Review(f"A{a}", f"R{r}", 40 + a) for a in range(40) for r in range(2)], NotModelled(Reason.NO_VARIANCE)),
    ],
)  # fmt: skip
def test_it_is_refused_with_a_reason_where_the_design_does_not_allow_it(
    reviews: list[Review], refusal: NotModelled
) -> None:
    assert adjust(reviews) == refusal


def test_two_large_groups_that_hang_together_by_one_application_are_refused() -> None:
    halves = [
        Review(f"A{half}{n:03}", f"R{half}{r}", 50 + (7 * n + r * half) % 13)
        for half in (1, 2)
        for n in range(600)
        for r in (1, 2)
    ]
    bridged = [*without(halves, "A1000", "R12"), Review("A1000", "R21", 70)]
    assert adjust(bridged) == NotModelled(Reason.FEW_SHARED)


def test_one_more_application_is_what_the_least_freedom_asks() -> None:
    assert isinstance(adjust(complete(1, applications=31, reviewers=2)), Adjustment)
    assert adjust(complete(1, applications=30, reviewers=2)) == NotModelled(Reason.FEW_FREE)


def test_reviewers_fall_into_the_groups_that_share_applications() -> None:
    reviews = [Review("A", "1", 5), Review("A", "2", 5), Review("B", "2", 5), Review("B", "3", 5), Review("C", "4", 5)]
    assert groups(by_application(reviews)) == [["1", "2", "3"], ["4"]]
    assert groups({}) == []


def test_a_disconnected_simulation_falls_into_its_panels() -> None:
    panel = simulate(applications=100, reviewers=12, seed=1, design=Design.DISCONNECTED)
    assert sorted(map(len, groups(by_application(panel.reviews)))) == [4, 4, 4]
