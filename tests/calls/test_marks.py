"""Scores are weighed as the codelist states; a criterion's own floor is seen."""

from decimal import Decimal

from saanjh.calls.marks import Mark, percent


def test_a_reviews_percentage_is_the_mean_of_its_scores_weighed() -> None:
    assert percent([Mark(5, 20, 1, 5), Mark(5, 80, 1, 5)]) == Decimal("100.0")
    assert percent([Mark(3, 50, 1, 5), Mark(4, 50, 1, 5)]) == Decimal("70.0")
    assert percent([Mark(5, 20, 1, 5), Mark(2, 10, 1, 5)]) == Decimal("80.0")
    assert percent([]) is None


def test_a_score_below_its_criterions_floor_says_so() -> None:
    assert [Mark(score, 20, 1, 5, 50).is_below for score in (1, 2, 3, 5)] == [True, True, False, False]
    assert not Mark(1, 20, 1, 5).is_below
