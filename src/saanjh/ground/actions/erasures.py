"""A person is erased: asked for by the person or an administrator, confirmed by another one, done a week later."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import duties, erasing, history, states
from saanjh.ground import leaving_notices as told
from saanjh.ground.access import EVERYWHERE, Role, may
from saanjh.ground.models import Erasure, Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

GRACE = datetime.timedelta(days=7)
State = Erasure.State
MOVES = {
    (State.ASKED, "confirm"): State.CONFIRMED,
    (State.ASKED, "withdraw"): State.WITHDRAWN,
    (State.CONFIRMED, "withdraw"): State.WITHDRAWN,
    (State.CONFIRMED, "carry_out"): State.DONE,
}


@action
def ask(person: Person, *, by: Person) -> Erasure:
    """Ask that the person is erased. They are told, and so is every administrator who may confirm it."""
    check_ask(person, by=by)
    erasure = Erasure.objects.create(person=person, asked_by=by)
    history.record("erasure_asked", person, by=by, erasure=erasure.public_id)
    if by.pk != person.pk:
        tell([person], told.ASKED, erasure)
    tell(_administrators().exclude(pk__in=[by.pk, person.pk]), told.TO_CONFIRM, erasure)
    return erasure


def check_ask(person: Person, *, by: Person) -> None:
    """Refusal unless it is one's own account or `by` is an administrator, and nothing holds the person here."""
    if person.username == SYSTEM or not (by.pk == person.pk or may(by, Role.ADMINISTRATOR)):
        raise Refusal(_("Only the person or an administrator asks for this."))
    if person.is_erased:
        raise Refusal(_("This person was erased already."))
    if Erasure.objects.filter(person=person).open().exists():
        raise Refusal(_("This was asked for already. It waits for another administrator, or for its week to be over."))
    check_duties(person)
    if not _administrators().exclude(pk__in=[by.pk, person.pk]).exists():
        raise Refusal(_("Nobody is there who could confirm it: that takes another administrator."))


def check_duties(person: Person) -> None:
    """Refusal, naming what is handed over first, while the person holds an open duty."""
    if open_duties := duties.open_duties(person):
        raise Refusal(" ".join(open_duties))


@action
def confirm(erasure: Erasure, *, by: Person) -> Erasure:
    """Confirm it: a week from now the person is erased."""
    check_confirm(afresh(erasure), by=by)
    states.move(erasure, "confirm", MOVES)
    erasure.decided_by, erasure.decided_at = by, timezone.now()
    erasure.due_at = erasure.decided_at + GRACE
    erasure.save(update_fields=["state", "decided_by", "decided_at", "due_at"])
    history.record("erasure_confirmed", erasure.person, by=by, erasure=erasure.public_id)
    tell([erasure.person], told.CONFIRMED, erasure)
    return erasure


def check_confirm(erasure: Erasure, *, by: Person) -> None:
    """Refusal unless `by` is an administrator other than whoever asked and whoever is erased."""
    states.check(erasure, "confirm", MOVES)
    if not may(by, Role.ADMINISTRATOR) or by.pk in {erasure.asked_by_id, erasure.person_id}:
        raise Refusal(_("Another administrator confirms this: neither whoever asked nor whoever is erased."))
    check_duties(erasure.person)


@action
def withdraw(erasure: Erasure, *, by: Person) -> Erasure:
    """Let it be, while the week is not over: the person does not want it, or an administrator is not convinced."""
    check_withdraw(afresh(erasure), by=by)
    states.move(erasure, "withdraw", MOVES)
    erasure.save(update_fields=["state"])
    history.record("erasure_withdrawn", erasure.person, by=by, erasure=erasure.public_id)
    tell({erasure.person, erasure.asked_by} - {by}, told.WITHDRAWN, erasure)
    return erasure


def check_withdraw(erasure: Erasure, *, by: Person) -> None:
    """Refusal unless it is one's own account or `by` is an administrator, and it is not done."""
    if by.pk != erasure.person_id and not may(by, Role.ADMINISTRATOR):
        raise Refusal(_("Only the person or an administrator stops this."))
    states.check(erasure, "withdraw", MOVES)


@action
def carry_out(erasure: Erasure, *, by: Person) -> Erasure:
    """Erase the person; what must remain names a pseudonym from now on. Held back while a duty is open."""
    if by.username != SYSTEM:
        raise Refusal(_("People are erased by the clock, when the week is over."))
    states.move(erasure, "carry_out", MOVES)
    if erasure.due_at is None or erasure.due_at > timezone.now():
        raise Refusal(_("The week is not over yet."))
    check_duties(erasure.person)
    erasing.erase(erasure.person)
    erasure.save(update_fields=["state"])
    history.record("person_erased", erasure.person, by=by, erasure=erasure.public_id)
    return erasure


def _administrators() -> QuerySet[Person]:
    return Person.objects.holding(Role.ADMINISTRATOR, over=EVERYWHERE)
