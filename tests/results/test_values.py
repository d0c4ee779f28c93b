"""Values: handed in by the organisation, checked by somebody else, corrected by versions."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.ground import history
from saanjh.ground.access import Role, ScopeKind, standing_of, visible
from saanjh.ground.models import Notice, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from saanjh.results import queries
from saanjh.results.actions import values
from saanjh.results.models import Return, Value
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.factories import an_organisation, holding
from tests.programmes.factories import an_indicator
from tests.results.factories import a_value, chosen, figures

pytestmark = pytest.mark.django_db


def writer(award: Award, role: Role = Role.EDITOR) -> Person:
    return holding(role, over=award.organisation_id)


def verifier_of(value: Value) -> Person:
    return holding(Role.VERIFIER, over=value.award.programme_id)


def test_a_share_is_reckoned_from_its_numbers_with_its_range_and_the_definition_of_the_day() -> None:
    award = an_award()
    indicator = chosen(award)
    value = values.record(award, indicator, figures=figures(), by=writer(award))
    value.refresh_from_db()
    assert (value.value, value.low, value.high) == (Decimal("63.10"), Decimal("55.99"), Decimal("69.69"))
    assert (value.state, value.definition_en) == ("draft", indicator.definition_en)


def test_the_figures_of_a_plain_value_are_kept_as_typed() -> None:
    award = an_award()
    typed = figures(numerator=None, value=Decimal("3.5"), low=Decimal("3.1"), high=Decimal("3.9"))
    value = values.record(award, chosen(award, unit="points_0_10"), figures=typed, by=writer(award))
    assert (value.value, value.low, value.high, value.numerator) == (typed.value, typed.low, typed.high, None)


@pytest.mark.parametrize(
    ("unit", "facts", "field"),
    [
        ("percent", {"numerator": None}, "numerator"),
        ("percent", {"numerator": 188}, "numerator"),
        ("percent", {"numerator": -1}, "numerator"),
        ("percent", {"n": 0}, "n"),
        ("percent", {"n": 10**10}, "n"),
        ("count", {"numerator": None, "value": None}, "value"),
        ("count", {"numerator": None, "value": Decimal("1.5"), "method": "records"}, "value"),
        ("count", {"numerator": None, "value": Decimal(-1), "method": "records"}, "value"),
        ("count", {"numerator": None, "value": Decimal(10**10), "method": "records"}, "value"),
        ("points_1_4", {"numerator": None, "value": Decimal(5), "method": "records"}, "value"),
        ("index_0_100", {"numerator": None, "value": Decimal(50)}, "low"),
        ("index_0_100", {"numerator": None, "value": Decimal(50), "low": Decimal(40)}, "high"),
        ("index_0_100", {"numerator": None, "value": Decimal(50), "low": Decimal(51), "high": Decimal(52)}, "low"),
        ("percent", {"evidence_level": 2, "n": 29, "numerator": 12}, "evidence_level"),
        ("percent", {"period_start": days_ago(20)}, "period_end"),
        ("percent", {"period_end": days_ago(-1)}, "period_end"),
        ("percent", {"period_start": days_ago(101)}, "period_start"),
    ],
)
def test_figures_that_cannot_be_true_are_refused(unit: str, facts: dict[str, Any], field: str) -> None:
    award = an_award()
    with pytest.raises(Refusal) as refused:
        values.record(award, chosen(award, unit=unit), figures=figures(**facts), by=writer(award))
    assert refused.value.field == field
    assert Value.objects.count() == 0


def test_only_what_the_programme_measures_is_handed_in() -> None:
    award = an_award()
    with pytest.raises(Refusal):
        values.record(award, an_indicator(unit="percent"), figures=figures(), by=writer(award))


def test_a_period_has_one_value() -> None:
    award = an_award()
    indicator = chosen(award)
    values.record(award, indicator, figures=figures(), by=writer(award))
    with pytest.raises(Refusal) as refused:
        values.record(award, indicator, figures=figures(n=200), by=writer(award))
    assert refused.value.field == "period_start"
    assert values.record(award, indicator, figures=figures(period_start=days_ago(59)), by=writer(award)).pk


def test_nobody_else_hands_in_values_of_an_organisation() -> None:
    award = an_award()
    indicator = chosen(award)
    for person in (
        holding(Role.VERIFIER, over=award.programme_id),
        holding(Role.PROGRAMME_OFFICER, over=award.programme_id),
        holding(Role.SIGNATORY, over=an_organisation().pk),
        writer(award, Role.FIELD_OFFICER),
    ):
        with pytest.raises(Refusal):
            values.record(award, indicator, figures=figures(), by=person)
    with pytest.raises(Refusal):
        values.record(an_award("offered"), indicator, figures=figures(), by=writer(award))


def test_a_draft_is_seen_by_its_organisation_alone_until_it_is_handed_in() -> None:
    value = a_value()
    writing, verifier = writer(value.award), verifier_of(value)
    assert list(visible(writing, Value)) == [value]
    assert list(visible(verifier, Value)) == []
    values.submit(value, by=writing)
    assert list(visible(verifier, Value)) == [value]
    assert list(visible(writer(an_award()), Value)) == []
    for role in (Role.OBSERVER, Role.DONOR_VIEWER):
        assert list(visible(holding(role, over=value.award.programme_id), Value)) == []


def test_handing_in_tells_the_verifiers_and_fixes_the_figures() -> None:
    value = a_value()
    verifier, writing = verifier_of(value), writer(value.award)
    values.submit(value, by=writing)
    assert [(row.person, row.kind) for row in Notice.objects.all()] == [(verifier, "value_submitted")]
    with pytest.raises(Refusal):
        values.change(value, figures=figures(n=200), by=writing)
    with pytest.raises(Refusal):
        values.submit(value, by=writing)
    for change in (
        {"value": 70},
        {"n": 200},
        {"source": "else"},
        {"definition_en": "else"},
        {"low": None, "high": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Value.objects.filter(pk=value.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        value.delete()


def test_a_verifier_verifies() -> None:
    award = an_award()
    value = a_value("submitted", award, submitted_by=writer(award))
    verifier = verifier_of(value)
    values.verify(value, by=verifier)
    value.refresh_from_db()
    assert (value.state, value.checked_by) == ("verified", verifier)
    assert [(row.person, row.kind) for row in Notice.objects.all()] == [(value.submitted_by, "value_verified")]
    facts = history.of(value)[-1].facts
    assert facts == {"indicator": value.indicator.code, "value": "63.10", "n": 187}


def test_whoever_handed_it_in_and_left_the_organisation_since_is_told_nothing() -> None:
    award = an_award()
    value = a_value("submitted", award, submitted_by=writer(award))
    RoleHeld.objects.filter(person=value.submitted_by).update(until=timezone.now())
    values.return_with(value, reason="n is missing", written_in="en", by=verifier_of(value))
    assert Notice.objects.count() == 0


def test_nobody_checks_what_they_handed_in_nor_what_is_their_organisation_s() -> None:
    value = a_value("submitted")
    assert value.submitted_by is not None
    for person, role, kind, over in (
        (value.submitted_by, Role.VERIFIER, ScopeKind.PROGRAMME, value.award.programme_id),
        (writer(value.award), Role.VERIFIER, ScopeKind.PROGRAMME, value.award.programme_id),
    ):
        RoleHeld.objects.create(person=person, role=role, scope_kind=kind, scope_id=over)
        person.__dict__.pop("_standing", None)
        for act in (
            lambda by=person: values.verify(value, by=by),
            lambda by=person: values.return_with(value, reason="n is missing", written_in="en", by=by),
        ):
            with pytest.raises(Refusal):
                act()
    for person in (
        holding(Role.PROGRAMME_OFFICER, over=value.award.programme_id),
        holding(Role.VERIFIER, over=an_award().programme_id),
    ):
        with pytest.raises(Refusal):
            values.verify(value, by=person)
    value.refresh_from_db()
    assert value.state == Value.State.SUBMITTED


def test_the_database_refuses_a_value_checked_by_whoever_handed_it_in() -> None:
    value = a_value("submitted")
    for wrong in (
        {"state": "verified", "checked_by": value.submitted_by, "checked_at": value.submitted_at},
        {"state": "verified"},
        {"checked_by": value.award.offered_by},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Value.objects.filter(pk=value.pk).update(**wrong)


def test_of_two_verifiers_at_once_the_second_is_told() -> None:
    value = a_value("submitted")
    stale = Value.objects.get(pk=value.pk)
    values.verify(value, by=verifier_of(value))
    with pytest.raises(Refusal):
        values.return_with(stale, reason="n is too small", written_in="en", by=verifier_of(value))
    assert Return.objects.count() == 0


def test_what_came_back_is_corrected_by_a_new_version_and_the_reasons_stay() -> None:
    value = a_value("submitted")
    writing = writer(value.award)
    values.return_with(value, reason="Say who was asked.", written_in="en", by=verifier_of(value))
    newer = values.correct(value, figures=figures(n=190), by=writing)
    values.submit(newer, by=writing)
    values.return_with(newer, reason="Say when.", written_in="en", by=verifier_of(value))
    newest = values.correct(newer, figures=figures(n=191), by=writing)
    told = [
        (row.pk, row.state, getattr(getattr(row, "returned", None), "reason", "")) for row in queries.versions(value)
    ]
    assert told == [
        (newest.pk, "draft", ""),
        (newer.pk, "returned", "Say when."),
        (value.pk, "returned", "Say who was asked."),
    ]
    with pytest.raises(Refusal):
        values.correct(newer, figures=figures(), by=writing)
    with pytest.raises(DatabaseError), transaction.atomic():
        Return.objects.update(reason="else")


def test_a_verified_value_stays_published_until_its_correction_is_verified() -> None:
    value = a_value("verified")
    writing = writer(value.award)
    newer = values.correct(value, figures=figures(n=190), by=writing)
    values.submit(newer, by=writing)
    assert [row.n for row in queries.published_for(value.award)] == [187]
    values.verify(newer, by=verifier_of(value))
    assert [row.n for row in queries.published_for(value.award)] == [190]


def test_what_waits_for_whom() -> None:
    award = an_award()
    draft, submitted = a_value("draft", award), a_value("submitted", award)
    returned = a_value("returned", award)
    a_value("verified", award)
    waiting = queries.waiting(standing_of(writer(award)))
    assert {item.id for item in waiting} == {draft.public_id, returned.public_id}
    waiting = queries.waiting(standing_of(holding(Role.VERIFIER, over=award.programme_id)))
    assert [item.id for item in waiting] == [submitted.public_id]
    assert queries.waiting(standing_of(writer(award, Role.FIELD_OFFICER))) == []


@pytest.mark.parametrize("state", ["completed", "ended_early"])
def test_values_of_the_days_of_a_grant_that_is_over_are_still_handed_in(state: str) -> None:
    award = an_award(state)
    value = values.record(award, chosen(award), figures=figures(), by=writer(award))
    assert values.submit(value, by=writer(award, Role.SIGNATORY)).state == Value.State.SUBMITTED


def test_no_value_is_of_days_after_a_grant_was_ended_early() -> None:
    award = an_award("ended_early", ended_on=days_ago(31))
    with pytest.raises(Refusal) as refused:
        values.record(award, chosen(award), figures=figures(), by=writer(award))
    assert refused.value.field == "period_end"
    assert values.record(award, chosen(award), figures=figures(period_end=days_ago(31)), by=writer(award)).pk


def test_an_offer_that_was_called_back_has_no_values() -> None:
    award = an_award("called_back")
    with pytest.raises(Refusal, match="once the grant is accepted"):
        values.record(award, chosen(award), figures=figures(), by=writer(award))
