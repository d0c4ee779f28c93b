"""Who asks about a call, until when, and who answers."""

import datetime

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call, Enquiry
from saanjh.calls.rules import deadlines
from saanjh.calls.rules.calls import may_run
from saanjh.ground.access import WRITERS, standing_of
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal

MOST_WAITING = 5  # of one person in one call: enough for every doubt, too few to bury an office


def may_ask(call: Call, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` writes for an organisation, the call is published and not over, and few still wait."""
    if not standing_of(by).has(*WRITERS):
        raise Refusal(_("Questions are asked by those who write for an organisation."))
    if call.state != Call.State.OPEN or now >= deadlines.last(call):
        raise Refusal(_("Questions were taken until the call closed."))
    if call.enquiries.filter(asked_by=by, state=Enquiry.State.ASKED).count() >= MOST_WAITING:
        raise Refusal(
            _("You have asked %(most)s questions that wait for an answer. Wait for one first.") % {"most": MOST_WAITING}
        )


def may_answer(enquiry: Enquiry, *, by: Person) -> None:
    """Refusal unless `by` runs the call and did not ask it."""
    may_run(enquiry.call, by=by)
    if enquiry.asked_by_id == by.pk:
        raise Refusal(_("You asked this yourself: another officer answers it."))
