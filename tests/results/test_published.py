"""What the public sees of values: all that one must know, or no figure."""

from decimal import Decimal

import pytest

from saanjh.results import queries
from saanjh.results.models import Value
from tests.awards.factories import an_award
from tests.results.factories import a_value, chosen

pytestmark = pytest.mark.django_db


def test_a_verified_share_carries_definition_n_method_range_and_evidence() -> None:
    value = a_value("verified")
    [shown] = queries.published_for(value.award)
    assert (shown.value, shown.low, shown.high, shown.n) == (Decimal(63), Decimal(56), Decimal(70), 187)
    assert (shown.definition_en, shown.method, shown.evidence_level) == (value.definition_en, "Survey", 1)
    assert shown.too_few is False


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_only_verified_values_are_published(state: str) -> None:
    value = a_value(state)
    assert queries.published_for(value.award) == []
    with pytest.raises(ValueError):
        queries.published(value)


@pytest.mark.parametrize(("part", "n"), [(14, 29), (9, 187), (180, 187)])
def test_a_share_of_few_people_shows_no_figure(part: int, n: int) -> None:
    share = Decimal(100 * part) / n
    ends = {"value": share, "low": share, "high": share}
    value = a_value("verified", numerator=part, n=n, **{k: round(v, 2) for k, v in ends.items()})
    [shown] = queries.published_for(value.award)
    assert (shown.value, shown.low, shown.high, shown.too_few) == (None, None, None, True)
    assert shown.n == n


def test_a_share_of_things_is_shown_from_thirty_on() -> None:
    award = an_award()
    reports = chosen(award, disaggregation="size of the organisation", sensitivity="low")
    facts = {"numerator": 29, "n": 30, "value": Decimal("96.67"), "low": Decimal("83.33"), "high": Decimal("99.41")}
    [shown] = queries.published_for(a_value("verified", award, reports, **facts).award)
    assert shown.value == Decimal(97)


@pytest.mark.parametrize(("people", "shown_as"), [(9, None), (64, Decimal(65))])
def test_a_count_of_people_is_published_by_the_10_5_rule(people: int, shown_as: Decimal | None) -> None:
    award = an_award()
    facts = {"value": Decimal(people), "n": people, "numerator": None, "low": None, "high": None, "method": "records"}
    value = a_value("verified", award, chosen(award, unit="count"), **facts)
    [shown] = queries.published_for(value.award)
    assert (shown.value, shown.n) == (shown_as, shown_as)


def test_a_count_of_things_is_published_as_it_is() -> None:
    award = an_award()
    sessions = chosen(award, unit="count", disaggregation="type; district", sensitivity="low")
    facts = {"value": Decimal(4), "n": 4, "numerator": None, "low": None, "high": None, "method": "records"}
    [shown] = queries.published_for(a_value("verified", award, sessions, **facts).award)
    assert (shown.value, shown.n) == (Decimal(4), 4)


def test_a_mean_of_fewer_than_thirty_shows_no_figure() -> None:
    award = an_award()
    scale = chosen(award, unit="points_0_10")
    facts = {"value": Decimal(3), "n": 29, "numerator": None, "low": Decimal(2), "high": Decimal(4), "method": "test"}
    [shown] = queries.published_for(a_value("verified", award, scale, **facts).award)
    assert (shown.value, shown.low, shown.high) == (None, None, None)


def test_publishing_a_grant_s_values_takes_one_query(django_assert_num_queries: object) -> None:
    award = an_award()
    for _each in range(3):
        a_value("verified", award)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.published_for(award)) == 3
    assert Value.objects.count() == 3
