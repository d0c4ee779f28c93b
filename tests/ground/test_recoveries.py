"""Nobody alone opens a new way into somebody else's account, and whoever did not ask for it stops it."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.ground import history
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.actions import people, recoveries, roles
from saanjh.ground.models import Line, Notice, Person, Recovery
from saanjh.ground.queries import waiting
from saanjh.ground.refusals import Refusal
from tests.factories import a_person, an_organisation, holding, second_factor

pytestmark = pytest.mark.django_db
PASSWORD = "neem tree by the canal"
CODE, FACTOR = Recovery.Way.CODE, Recovery.Way.FACTOR


@pytest.fixture
def asker() -> Person:
    return holding(Role.ADMINISTRATOR, name="Amna")


@pytest.fixture
def confirmer() -> Person:
    return holding(Role.ADMINISTRATOR, name="Sadia")


@pytest.fixture
def person() -> Person:
    return second_factor(a_person(name="Bilal"))


def told(who: Person) -> list[str]:
    """The kinds of the messages to this person, the first one first."""
    return list(Notice.objects.filter(person=who).order_by("pk").values_list("kind", flat=True))


def test_one_asks_another_confirms_and_the_person_is_told_of_both(
    asker: Person, confirmer: Person, person: Person
) -> None:
    recovery = recoveries.ask(person, way=CODE, by=asker)
    assert told(person) == ["recovery_asked_code"]
    assert told(confirmer) == ["recovery_to_confirm"]
    code = recoveries.confirm(recovery, by=confirmer)
    assert told(person) == ["recovery_asked_code", "recovery_confirmed_code"]
    assert told(asker) == ["recovery_decided"]
    people.come_back(code, password=PASSWORD)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert person.authenticator_set.exists()
    assert list(Line.objects.values_list("verb", "person")) == [
        ("recovery_asked", asker.public_id),
        ("recovery_confirmed", confirmer.public_id),
        ("recovery_used", person.public_id),
    ]
    assert history.broken() is None


def test_second_factors_go_when_another_confirms_and_not_before(
    asker: Person, confirmer: Person, person: Person
) -> None:
    recovery = recoveries.ask(person, way=FACTOR, by=asker)
    assert person.authenticator_set.exists()
    assert recoveries.confirm(recovery, by=confirmer) == ""
    assert not person.authenticator_set.exists()
    assert told(person) == ["recovery_asked_factor", "recovery_confirmed_factor"]
    with pytest.raises(Refusal, match="no second factor"):
        recoveries.ask(person, way=FACTOR, by=asker)


@pytest.mark.parametrize("way", Recovery.Way.values)
def test_whoever_asked_does_not_confirm(asker: Person, confirmer: Person, person: Person, way: str) -> None:
    recovery = recoveries.ask(person, way=way, by=asker)
    with pytest.raises(Refusal, match="neither whoever asked"):
        recoveries.confirm(recovery, by=asker)
    assert person.authenticator_set.exists()
    assert not person.invitations.exists()


def test_whoever_gets_it_does_not_confirm(asker: Person, confirmer: Person) -> None:
    recovery = recoveries.ask(confirmer, way=CODE, by=holding(Role.ADMINISTRATOR))
    with pytest.raises(Refusal, match="nor whoever gets it"):
        recoveries.confirm(recovery, by=confirmer)


def test_nobody_becomes_an_administrator_in_order_to_confirm(asker: Person, confirmer: Person, person: Person) -> None:
    recovery = recoveries.ask(person, way=CODE, by=asker)
    puppet = a_person()
    roles.give(puppet, Role.ADMINISTRATOR, by=asker)
    with pytest.raises(Refusal, match="administrator already when it was asked for"):
        recoveries.confirm(recovery, by=puppet)
    assert told(confirmer) == ["recovery_to_confirm", "administrator_given"]


def test_signatories_are_told_of_a_new_one_in_their_organisation_and_of_no_other(asker: Person) -> None:
    mine, other = an_organisation(), an_organisation()
    here, elsewhere, editor = (
        holding(Role.SIGNATORY, mine.pk),
        holding(Role.SIGNATORY, other.pk),
        holding(Role.EDITOR, mine.pk),
    )
    roles.give(a_person(), Role.SIGNATORY, over=mine.pk, by=asker)
    assert [told(each) for each in (here, elsewhere, editor)] == [["signatory_given"], [], []]


@pytest.mark.parametrize("way", Recovery.Way.values)
def test_a_single_administrator_is_told_what_helps_on_the_server(asker: Person, person: Person, way: str) -> None:
    holding(Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(Refusal, match="saanjh administrator"):
        recoveries.ask(person, way=way, by=asker)
    assert not Recovery.objects.exists()


def test_of_two_administrators_neither_helps_the_other_alone(asker: Person, confirmer: Person) -> None:
    with pytest.raises(Refusal, match="saanjh administrator"):
        recoveries.ask(confirmer, way=CODE, by=asker)


def test_after_seven_days_nobody_confirms_it_and_it_is_asked_for_anew(
    asker: Person, confirmer: Person, person: Person
) -> None:
    old = recoveries.ask(person, way=CODE, by=asker)
    with pytest.raises(Refusal, match="asked for already"):
        recoveries.ask(person, way=CODE, by=confirmer)
    Recovery.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(Refusal, match="within seven days"):
        recoveries.confirm(old, by=confirmer)
    new = recoveries.ask(person, way=CODE, by=asker)
    old.refresh_from_db()
    assert (old.state, new.state) == ("lapsed", "asked")
    assert round((new.expires_at - new.created_at).total_seconds() / 3600) == 7 * 24


def test_it_is_confirmed_once(asker: Person, confirmer: Person, person: Person) -> None:
    recovery = recoveries.ask(person, way=CODE, by=asker)
    recoveries.confirm(recovery, by=confirmer)
    with pytest.raises(Refusal, match="no longer possible"):
        recoveries.confirm(Recovery.objects.get(), by=holding(Role.ADMINISTRATOR))
    assert person.invitations.count() == 1


def test_it_is_not_confirmed_once_whoever_asked_is_no_administrator_any_more(
    asker: Person, confirmer: Person, person: Person
) -> None:
    recovery = recoveries.ask(person, way=CODE, by=asker)
    roles.take_back(asker.roles_held.get(), by=confirmer)
    with pytest.raises(Refusal, match="can no longer be confirmed"):
        recoveries.confirm(Recovery.objects.get(pk=recovery.pk), by=confirmer)


def test_the_person_stops_what_was_asked_for(asker: Person, confirmer: Person, person: Person) -> None:
    recovery = recoveries.ask(person, way=FACTOR, by=asker)
    recoveries.object_to(recovery, by=person)
    with pytest.raises(Refusal, match="no longer possible"):
        recoveries.confirm(recovery, by=confirmer)
    assert person.authenticator_set.exists()
    assert [told(each)[-1] for each in (asker, confirmer)] == ["recovery_objected"] * 2


def test_the_person_stops_a_code_that_was_made_but_not_one_that_was_used(
    asker: Person, confirmer: Person, person: Person
) -> None:
    stopped = recoveries.ask(person, way=CODE, by=asker)
    code = recoveries.confirm(stopped, by=confirmer)
    recoveries.object_to(stopped, by=person)
    with pytest.raises(Refusal, match="not valid any more"):
        people.come_back(code, password=PASSWORD)
    used = recoveries.ask(person, way=CODE, by=asker)
    people.come_back(recoveries.confirm(used, by=confirmer), password=PASSWORD)
    with pytest.raises(Refusal, match="carried out already"):
        recoveries.object_to(used, by=person)


def test_second_factors_that_are_gone_cannot_be_stopped(asker: Person, confirmer: Person, person: Person) -> None:
    recovery = recoveries.ask(person, way=FACTOR, by=asker)
    recoveries.confirm(recovery, by=confirmer)
    with pytest.raises(Refusal, match="set up a new second factor"):
        recoveries.object_to(recovery, by=person)


def test_nobody_else_stops_it_for_the_person(asker: Person, confirmer: Person, person: Person) -> None:
    recovery = recoveries.ask(person, way=CODE, by=asker)
    for somebody in (confirmer, asker, a_person()):
        with pytest.raises(Refusal, match="Only the person"):
            recoveries.object_to(recovery, by=somebody)


def test_an_administrator_who_is_not_convinced_withdraws_it(asker: Person, confirmer: Person, person: Person) -> None:
    recovery = recoveries.ask(person, way=CODE, by=asker)
    with pytest.raises(Refusal):
        recoveries.withdraw(recovery, by=person)
    recoveries.withdraw(recovery, by=confirmer)
    assert told(person)[-1] == "recovery_withdrawn"
    with pytest.raises(Refusal):
        recoveries.confirm(recovery, by=confirmer)


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.OPERATOR, Role.AUDITOR])
def test_nobody_but_administrators_asks_confirms_or_withdraws(
    asker: Person, confirmer: Person, person: Person, role: Role
) -> None:
    somebody = holding(role)
    recovery = recoveries.ask(person, way=CODE, by=asker)
    attempts: list[Any] = [
        lambda: recoveries.ask(person, way=FACTOR, by=somebody),
        lambda: recoveries.confirm(recovery, by=somebody),
        lambda: recoveries.withdraw(recovery, by=somebody),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal):
            attempt()
    assert not person.invitations.exists()


def test_nobody_asks_for_oneself_or_for_a_closed_account(asker: Person, confirmer: Person) -> None:
    for somebody in (asker, a_person(is_active=False)):
        with pytest.raises(Refusal):
            recoveries.ask(somebody, way=CODE, by=asker)


def test_the_database_refuses_what_one_person_would_do_alone(asker: Person, confirmer: Person, person: Person) -> None:
    recovery = recoveries.ask(person, way=CODE, by=asker)
    mine = Recovery.objects.filter(pk=recovery.pk)
    alone: list[dict[str, Any]] = [
        {"state": "confirmed"},
        {"state": "confirmed", "decided_by": asker},
        {"state": "confirmed", "decided_by": person},
        {"asked_by": person},
    ]
    for facts in alone:
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.update(**facts)


def test_it_waits_for_those_who_may_confirm_it(asker: Person, confirmer: Person, person: Person) -> None:
    recovery = recoveries.ask(person, way=CODE, by=asker)
    found = {each.name: [item.id for item in waiting(standing_of(each))] for each in (asker, confirmer, person)}
    assert found == {"Amna": [], "Sadia": [recovery.public_id], "Bilal": []}
    assert [list(visible(each, Recovery)) for each in (asker, person, a_person())] == [[recovery], [recovery], []]
