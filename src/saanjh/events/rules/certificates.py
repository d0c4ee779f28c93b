"""Who may print and withdraw certificates, how many there can be, and what a name on one may be."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.events.models import Certificate, Event, Printing
from saanjh.events.queries import certified, completed, completion
from saanjh.events.rules.events import may_plan
from saanjh.ground.fields import guard_words
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.states import Moves
from saanjh.kit import text

State = Printing.State
MOVES: Moves = {
    (State.ASKED, "finish"): State.READY,
    (State.ASKED, "fail"): State.FAILED,
    (State.ASKED, "forget"): State.GONE,
    (State.READY, "fetch"): State.FETCHED,
    (State.READY, "forget"): State.GONE,
    (State.FAILED, "fetch"): State.FETCHED,
    (State.FAILED, "forget"): State.GONE,
}
WITHDRAWAL_MOVES: Moves = {(Certificate.State.VALID, "withdraw"): Certificate.State.WITHDRAWN}
MOST_NAMES = 10_000
LONGEST_NAME = 80


def may_print(event: Event, *, by: Person) -> None:
    """Refusal unless `by` runs the programme and it is known that somebody completed the gathering."""
    may_plan(event.programme, by=by)
    if event.state != Event.State.HELD:
        raise Refusal(_("Certificates are printed when the gathering was held and it is recorded who came."))
    if event.course_id is not None and completion(event) is None:
        raise Refusal(_("Record first how many completed the course."))
    if certified(event) >= completed(event):
        raise Refusal(_("There are as many certificates already as people who completed it."))


def names_fit(event: Event, names: Sequence[str]) -> None:
    """Refusal where one of the names cannot stand on a certificate, or there are more than people who completed it."""
    if not names:
        raise Refusal(_("Write at least one name, each on a line of its own."), field="names")
    room = min(MOST_NAMES, completed(event) - certified(event))
    if len(names) > room:
        words = _("There are %(many)s names, and certificates for %(room)s: no more than people who completed it.")
        raise Refusal(words % {"many": len(names), "room": max(room, 0)}, field="names")
    for line, name in enumerate(names, start=1):
        name_fits(name, line)


def name_fits(name: str, line: int) -> None:
    """Refusal where this is no name to print."""
    why = _("it is longer than a line of the certificate") if len(name) > LONGEST_NAME else ""
    if not text.words(name) or any(each.isdigit() for each in name):
        why = _("a name has letters and no digits")
    try:
        guard_words(name)
    except ValidationError as found:
        why = found.messages[0]
    if why:
        raise Refusal(_("Line %(line)s cannot be printed: %(why)s") % {"line": line, "why": why}, field="names")


def may_withdraw(certificate: Certificate, *, by: Person) -> None:
    """Refusal unless `by` runs the programme."""
    may_plan(certificate.event.programme, by=by)


def counts_fit(event: Event, people: int) -> None:
    """Refusal where fewer would have completed it than there are certificates."""
    there = certified(event)
    if people < there:
        words = _("There are %(many)s certificates already. Withdraw those that should not be before you correct this.")
        raise Refusal(words % {"many": there})
