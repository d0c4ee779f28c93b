"""Risks of a grant: written down, looked at again, overdue by the grant's own clock."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saanjh.awards import risk_queries as queries
from saanjh.awards import waiting
from saanjh.awards.actions import risks
from saanjh.awards.models import Award, Risk, RiskReview
from saanjh.awards.rules.risks import Look, grave
from saanjh.ground import history
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from tests.awards.factories import a_pause, a_review_of, a_risk, an_award
from tests.events.factories import days_ago
from tests.factories import holding

pytestmark = pytest.mark.django_db


def look(**facts: Any) -> Look:
    known = {"likelihood": 3, "harm": 4, "doing": "We ask each morning.", "written_in": "en", "owner": "editor"}
    return Look(**{**known, "next_on": days_ago(-30), **facts})


def running() -> tuple[Award, Person]:
    award = an_award()
    return award, holding(Role.FIELD_OFFICER, over=award.organisation_id)


@pytest.mark.parametrize(
    ("likelihood", "harm", "words"),
    [(2, 2, "low"), (1, 5, "middling"), (3, 3, "middling"), (2, 5, "high"), (3, 4, "high"), (3, 5, "very_high")],
)
def test_how_grave_a_risk_is_follows_from_likelihood_and_harm(likelihood: int, harm: int, words: str) -> None:
    assert grave(likelihood, harm) == words


def test_a_risk_is_written_down_looked_at_again_and_over_and_all_of_it_stays() -> None:
    award, by = running()
    risk = risks.write_down(award, kind="access", what="The road is closed", look=look(), by=by)
    risks.review(risk, look=look(likelihood=5), by=by)
    assert [each.likelihood for each in queries.register(award)] == [5]
    risks.review(risk, look=look(next_on=None), by=by)
    assert [each.verb for each in history.of(award)] == ["risk_written_down", "risk_reviewed", "risk_is_over"]
    assert [each.next_on for each in queries.reviews(risk)] == [None, days_ago(-30), days_ago(-30)]
    for change in (lambda: Risk.objects.update(kind="money"), lambda: RiskReview.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"likelihood": 0}, "likelihood"),
        ({"harm": 6}, "harm"),
        ({"doing": " "}, "doing"),
        ({"owner": "Mr Khan"}, "owner"),
        ({"next_on": None}, "next_on"),
        ({"next_on": days_ago(0)}, "next_on"),
        ({"next_on": days_ago(-93)}, "next_on"),
    ],
)
def test_what_is_said_of_a_risk_must_fit(wrong: dict[str, Any], field: str) -> None:
    award, by = running()
    with pytest.raises(Refusal) as refused:
        risks.write_down(award, kind="access", what="The road is closed", look=replace(look(), **wrong), by=by)
    assert refused.value.field == field


def test_only_the_organisation_writes_and_no_personal_detail_gets_in() -> None:
    award, by = running()
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    with pytest.raises(Refusal, match="Only the organisation"):
        risks.write_down(award, kind="access", what="The road", look=look(), by=officer)
    with pytest.raises(Refusal):
        risks.write_down(award, kind="persons", what="The road", look=look(), by=by)
    with pytest.raises(Refusal), transaction.atomic():
        risks.write_down(award, kind="access", what="Ring 0300-1234567 first", look=look(), by=by)


def test_the_gravest_risk_stands_first_and_those_that_are_over_last() -> None:
    award = an_award()
    over, low, high = a_risk(award, None, likelihood=5), a_risk(award, likelihood=1), a_risk(award, likelihood=4)
    assert list(queries.register(award)) == [high, low, over]


def test_an_overdue_risk_waits_for_both_sides_by_the_clock_of_its_grant() -> None:
    award = an_award()
    people = [
        holding(Role.EDITOR, over=award.organisation_id),
        holding(Role.PROGRAMME_OFFICER, over=award.programme_id),
    ]
    late = a_risk(award, -5)
    a_risk(award, 0)
    a_review_of(a_risk(award, -9).risk, 3)
    assert [[each.id for each in waiting.risks(standing_of(one))] for one in people] == [[late.risk.public_id]] * 2
    assert waiting.risks(standing_of(holding(Role.VERIFIER, over=award.programme_id))) == []
    a_pause(award, 7, 1)
    assert waiting.risks(standing_of(people[0])) == []
