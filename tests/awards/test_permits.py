"""Permissions as dated facts: in force on any day, running out, and how long kinds of authority take."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saanjh.awards import permit_queries as queries
from saanjh.awards import waiting
from saanjh.awards.actions import permits
from saanjh.awards.models import Permit, PermitFact
from saanjh.awards.rules.permits import Holds, holds
from saanjh.ground.access import Role, standing_of
from saanjh.ground.refusals import Refusal
from tests.awards.factories import a_permit, an_award
from tests.events.factories import a_running_programme, days_ago
from tests.factories import holding

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "on", "stands"),
    [
        ([], 0, "waits"),
        ([("granted", 50, None)], 51, "waits"),
        ([("granted", 50, None)], 50, "in_force"),
        ([("granted", 50, -31)], 0, "in_force"),
        ([("granted", 50, -30)], 0, "runs_out"),
        ([("granted", 50, 0)], 0, "runs_out"),
        ([("granted", 50, 1)], 0, "expired"),
        ([("refused", 50, None)], 0, "refused"),
        ([("refused", 50, None), ("granted", 40, None)], 0, "in_force"),
        ([("granted", 50, None), ("withdrawn", 20, None)], 21, "in_force"),
        ([("granted", 50, None), ("withdrawn", 20, None)], 20, "withdrawn"),
        ([("granted", 50, None), ("mistaken", 0, None)], 30, "mistaken"),
    ],
)
def test_where_a_permit_stands_on_a_day(facts: list[Any], on: int, stands: str) -> None:
    award = an_award()
    permit = a_permit(award, *facts)
    assert holds(permit.facts.all(), days_ago(on)) == stands
    found = queries.permits_in_force(award, days_ago(on))
    assert found == ([permit] if stands in {Holds.IN_FORCE, Holds.RUNS_OUT} else [])


def test_a_permit_is_asked_for_and_decided_by_the_organisation_alone() -> None:
    award = an_award()
    by = holding(Role.FIELD_OFFICER, over=award.organisation_id)
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    facts = {"kind": "noc_home", "issuer": "home_department", "applied_on": days_ago(60)}
    with pytest.raises(Refusal, match="Only the organisation"):
        permits.ask(award, by=officer, **facts)
    for wrong in ({"kind": "passport"}, {"issuer": "Mr Khan"}, {"applied_on": days_ago(-1)}):
        with pytest.raises(Refusal) as refused:
            permits.ask(award, by=by, **{**facts, **wrong})
        assert refused.value.field == next(iter(wrong))
    permit = permits.ask(award, by=by, **facts)
    for words, field in (
        ({"what": "granted", "day": days_ago(61)}, "day"),
        ({"what": "granted", "day": days_ago(-1)}, "day"),
        ({"what": "withdrawn", "day": days_ago(1)}, "what"),
        ({"what": "refused", "day": days_ago(1), "expires_on": days_ago(0)}, "expires_on"),
        ({"what": "granted", "day": days_ago(1), "expires_on": days_ago(2)}, "expires_on"),
        ({"what": "granted", "day": days_ago(1), "expires_on": datetime.date(2190, 1, 1)}, "expires_on"),
    ):
        with pytest.raises(Refusal) as refused:
            permits.decide(permit, by=by, **words)
        assert refused.value.field == field
    with pytest.raises(Refusal, match="Only the organisation"):
        permits.decide(permit, what="granted", day=days_ago(20), by=officer)
    permits.decide(permit, what="granted", day=days_ago(20), by=by)
    permits.was_mistaken(permit, by=by)
    with pytest.raises(Refusal, match="by mistake"):
        permits.decide(permit, what="granted", day=days_ago(20), by=by)


def test_the_database_refuses_to_change_permits() -> None:
    a_permit(an_award(), ("granted", 50, None))
    for change in (
        lambda: Permit.objects.update(kind="school"),
        lambda: PermitFact.objects.update(day=days_ago(1)),
        lambda: PermitFact.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_works_on_a_grant_is_reminded_of_what_runs_out_and_nothing_outlasts() -> None:
    award = an_award()
    editor = standing_of(holding(Role.EDITOR, over=award.organisation_id))
    officer = standing_of(holding(Role.PROGRAMME_OFFICER, over=award.programme_id))
    a_permit(award, ("granted", 50, -5))
    a_permit(an_award(), ("granted", 50, -5))
    assert [[each.due for each in waiting.permits(one)] for one in (editor, officer)] == [[days_ago(-5)]] * 2
    assert waiting.permits(standing_of(holding(Role.VERIFIER, over=award.programme_id))) == []
    a_permit(award, ("granted", 1, -300))
    assert waiting.permits(editor) == []


def test_days_to_a_permit_are_told_from_five_decisions_on() -> None:
    programme = a_running_programme()
    award = an_award(programme=programme)
    for days in (10, 20, 30, 40):
        a_permit(award, ("refused", 90 - days, None), ("granted", 1, None))
    a_permit(award)
    a_permit(award, ("granted", 89, None), ("mistaken", 0, None))
    a_permit(an_award(), ("granted", 1, None))
    assert queries.waited(programme) == [queries.Waited("district_administration", 5, 4, None)]
    a_permit(award, ("granted", 40, None))
    assert queries.waited(programme) == [queries.Waited("district_administration", 6, 5, 30)]
