"""What the values of a programme come to, which of them go in, and which grants are late."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from saanjh.awards.models import Award
from saanjh.ground.access import Role
from saanjh.kit.indicators.rolling import FORBIDDEN, RULES
from saanjh.programmes.models import ChosenIndicator, Indicator, Programme
from saanjh.results.actions import values
from saanjh.results.counting import MONTHS, LeftOut
from saanjh.results.models import Value
from saanjh.results.roll_ups import AFTER, ONCE_OVER, Line, due_from, lines
from saanjh.web.components.tables import rows
from tests.awards.factories import an_award
from tests.factories import holding
from tests.programmes.factories import a_programme
from tests.results.factories import a_value, chosen, figures

pytestmark = pytest.mark.django_db
DAY = datetime.date
TODAY = DAY(2026, 9, 10)


def grants(programme: Programme, many: int) -> list[Award]:
    return [an_award(programme=programme, starts_on=DAY(2026, 1, 1), ends_on=DAY(2026, 12, 31)) for _ in range(many)]


def a_share(award: Award, indicator: Indicator, part: int, n: int, *days: DAY, **facts: Any) -> Value:
    start, end = days or (DAY(2026, 3, 1), DAY(2026, 3, 31))
    share = (Decimal(100 * part) / n).quantize(Decimal("0.01"))
    facts = {"definition_en": indicator.definition_en, "low": share, "high": share, **facts}
    return a_value(
        facts.pop("state", "verified"), award, indicator, numerator=part, n=n, value=share,
        period_start=start, period_end=end, **facts,
    )  # fmt: skip


def line(award: Award) -> Line:
    [found] = lines(award.programme, list(ChosenIndicator.objects.filter(programme=award.programme)), today=TODAY)
    return found


def out(found: Line) -> dict[int, LeftOut]:
    return dict(zip(found.counted.left_out, found.counted.why, strict=True))


def test_every_code_of_the_lists_is_known_here() -> None:
    assert {row["code"] for row in rows("codelists/aggregations.csv")} == {*RULES, *FORBIDDEN}
    known = {*MONTHS, *AFTER, *ONCE_OVER, "per_call", "per_training"}
    assert {row["code"] for row in rows("codelists/frequencies.csv")} == known


def test_shares_of_grants_are_reckoned_anew_from_their_parts() -> None:
    first, second = grants(a_programme(), 2)
    indicator = chosen(first, aggregation="weighted_mean_by_n", frequency="quarterly")
    a_share(first, indicator, 9, 10)
    a_share(second, indicator, 10, 90, evidence_level=3, method="records")
    found = line(first)
    assert found.rolled is not None
    assert (found.rolled.numerator, found.rolled.n, found.rolled.value) == (19, 100, Decimal("19.00"))
    assert (found.rolled.evidence, found.rolled.methods) == (1, ("records", "survey"))
    assert (found.reporting, found.grants) == (2, 2)


def test_only_what_is_verified_goes_in_and_the_rest_is_named() -> None:
    [award] = grants(a_programme(), 1)
    indicator = chosen(award, aggregation="weighted_mean_by_n", frequency="quarterly")
    verified = a_share(award, indicator, 5, 40)
    waiting = a_share(award, indicator, 5, 40, DAY(2026, 4, 1), DAY(2026, 4, 30), state="submitted")
    returned = a_share(award, indicator, 5, 40, DAY(2026, 5, 1), DAY(2026, 5, 31), state="returned")
    a_share(award, indicator, 5, 40, DAY(2026, 6, 1), DAY(2026, 6, 30), state="draft")
    found = line(award)
    assert list(found.counted.went_in) == [verified.pk]
    assert out(found) == {waiting.pk: LeftOut.WAITING, returned.pk: LeftOut.RETURNED}
    assert found.reasons() == [(LeftOut.WAITING, 1), (LeftOut.RETURNED, 1)]


def test_of_what_is_measured_before_and_at_the_end_only_the_latest_goes_in() -> None:
    [award] = grants(a_programme(), 1)
    indicator = chosen(award, aggregation="weighted_mean_by_n", frequency="baseline_endline")
    before = a_share(award, indicator, 10, 100, DAY(2026, 1, 1), DAY(2026, 1, 31))
    after = a_share(award, indicator, 60, 100, DAY(2026, 6, 1), DAY(2026, 6, 30))
    found = line(award)
    assert (list(found.counted.went_in), out(found)) == ([after.pk], {before.pk: LeftOut.EARLIER})
    assert found.rolled is not None
    assert found.rolled.value == 60


def test_days_are_not_counted_twice_within_a_grant() -> None:
    first, second = grants(a_programme(), 2)
    indicator = chosen(first, unit="count", aggregation="sum", frequency="monthly")
    facts = {"numerator": None, "low": None, "high": None, "method": "records", "n": 7}
    quarter = a_value("verified", first, indicator, value=7, period_start=DAY(2026, 1, 1),
                      period_end=DAY(2026, 3, 31), **facts)  # fmt: skip
    march = a_value("verified", first, indicator, value=3, period_start=DAY(2026, 3, 1),
                    period_end=DAY(2026, 3, 31), **facts)  # fmt: skip
    april = a_value("verified", first, indicator, value=2, period_start=DAY(2026, 4, 1),
                    period_end=DAY(2026, 4, 30), **facts)  # fmt: skip
    other = a_value("verified", second, indicator, value=1, period_start=DAY(2026, 3, 1),
                    period_end=DAY(2026, 3, 31), **facts)  # fmt: skip
    last_of_april = a_value("verified", first, indicator, value=4, period_start=DAY(2026, 4, 30),
                            period_end=DAY(2026, 5, 31), **facts)  # fmt: skip
    found = line(first)
    assert out(found) == {march.pk: LeftOut.OVERLAPS, last_of_april.pk: LeftOut.OVERLAPS}
    assert list(found.counted.went_in) == [april.pk, other.pk, quarter.pk]
    assert found.rolled is not None
    assert found.rolled.value == 10


def test_values_that_are_never_combined_have_no_figure() -> None:
    [award] = grants(a_programme(), 1)
    a_share(award, chosen(award, aggregation="do_not_add"), 1, 2)
    assert line(award).rolled is None
    assert line(award).forbidden == "not_added"


def test_a_value_under_an_older_definition_is_marked() -> None:
    first, second = grants(a_programme(), 2)
    indicator = chosen(first, aggregation="weighted_mean_by_n")
    a_share(first, indicator, 30, 40)
    a_share(second, indicator, 30, 40, definition_en="Another sentence.")
    found = line(first)
    assert found.rolled is not None
    assert "definitions" in found.rolled.warned


@pytest.mark.parametrize(
    ("frequency", "starts", "last", "today", "due"),
    [
        ("monthly", DAY(2026, 1, 1), DAY(2026, 12, 31), DAY(2026, 9, 10), DAY(2026, 7, 1)),
        ("monthly", DAY(2026, 1, 1), DAY(2026, 12, 31), DAY(2026, 8, 31), DAY(2026, 7, 1)),
        ("monthly", DAY(2026, 1, 1), DAY(2026, 12, 31), DAY(2026, 8, 30), DAY(2026, 6, 1)),
        ("monthly", DAY(2026, 7, 2), DAY(2026, 12, 31), DAY(2026, 9, 10), None),
        ("quarterly", DAY(2026, 1, 1), DAY(2026, 12, 31), DAY(2026, 9, 10), DAY(2026, 4, 1)),
        ("half_yearly", DAY(2026, 1, 1), DAY(2026, 12, 31), DAY(2026, 9, 10), DAY(2026, 1, 1)),
        ("half_yearly", DAY(2026, 2, 1), DAY(2026, 12, 31), DAY(2026, 9, 10), None),
        ("monthly", DAY(2026, 1, 1), DAY(2026, 4, 15), DAY(2027, 9, 10), DAY(2026, 3, 1)),
        ("endline", DAY(2026, 1, 1), DAY(2026, 6, 30), DAY(2026, 7, 30), None),
        ("endline", DAY(2026, 1, 1), DAY(2026, 6, 30), DAY(2026, 7, 31), DAY(2026, 1, 1)),
        ("after_3_months", DAY(2026, 1, 1), DAY(2026, 6, 30), DAY(2026, 10, 30), None),
        ("after_3_months", DAY(2026, 1, 1), DAY(2026, 6, 30), DAY(2026, 10, 31), DAY(2026, 1, 1)),
        ("per_call", DAY(2026, 1, 1), DAY(2026, 6, 30), DAY(2029, 1, 1), None),
    ],
)
def test_when_a_value_is_due(frequency: str, starts: DAY, last: DAY, today: DAY, due: DAY | None) -> None:
    assert due_from(frequency, starts, last, today=today) == due


def test_a_grant_without_a_verified_value_of_its_last_span_is_late() -> None:
    on_time, late, nothing = grants(a_programme(), 3)
    indicator = chosen(on_time, aggregation="weighted_mean_by_n", frequency="monthly")
    a_share(on_time, indicator, 5, 40, DAY(2026, 7, 1), DAY(2026, 7, 31))
    a_share(late, indicator, 5, 40, DAY(2026, 6, 1), DAY(2026, 6, 30))
    a_share(nothing, indicator, 5, 40, DAY(2026, 7, 1), DAY(2026, 7, 31), state="submitted")
    assert sorted(line(on_time).late) == [late.pk, nothing.pk]


def test_five_questions_are_asked_at_first_and_two_until_something_moves(django_assert_num_queries: Any) -> None:
    programme = a_programme()
    for award in grants(programme, 3):
        indicator = chosen(award, aggregation="pool")
        a_share(award, indicator, 5, 40)
        a_share(award, indicator, 5, 40, DAY(2026, 4, 1), DAY(2026, 4, 30), state="submitted")
    rows_of = list(ChosenIndicator.objects.filter(programme=programme).select_related("indicator"))
    for questions in (5, 2):
        with django_assert_num_queries(questions):
            assert len(lines(programme, rows_of, today=TODAY)) == 3


def test_a_figure_that_is_kept_follows_whatever_happens_to_a_value() -> None:
    first, second = grants(a_programme(), 2)
    indicator = chosen(first, aggregation="weighted_mean_by_n", frequency="quarterly")
    still = chosen(second, aggregation="weighted_mean_by_n", frequency="quarterly")
    checker, writer = (
        holding(Role.VERIFIER, over=first.programme_id),
        holding(Role.EDITOR, over=first.organisation_id),
    )
    a_share(second, still, 9, 10)
    draft = a_share(first, indicator, 5, 40, state="draft")

    def told() -> list[tuple[int, list[tuple[LeftOut, int]]]]:
        both = list(ChosenIndicator.objects.filter(programme=first.programme).order_by("pk"))
        return [
            (each.rolled.n if each.rolled else 0, each.reasons()) for each in lines(first.programme, both, today=TODAY)
        ]

    assert told() == [(0, []), (10, [])]
    values.submit(draft, by=writer)
    assert told() == [(0, [(LeftOut.WAITING, 1)]), (10, [])]
    values.return_with(draft, reason="Say of whom.", written_in="en", by=checker)
    assert told() == [(0, [(LeftOut.RETURNED, 1)]), (10, [])]
    newer = values.correct(draft, figures=figures(), by=writer)
    assert told() == [(0, []), (10, [])]
    values.submit_many([newer], by=writer)
    assert told() == [(0, [(LeftOut.WAITING, 1)]), (10, [])]
    values.verify_many([newer], by=checker)
    assert told() == [(187, []), (10, [])]
