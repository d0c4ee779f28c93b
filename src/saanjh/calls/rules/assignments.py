"""Who changes and accepts a proposed assignment of reviewers, and when."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saanjh.calls.models import Application, Call, Reckoning
from saanjh.calls.rules.calls import may_run
from saanjh.calls.rules.closeness import stands_behind
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


def may_use(call: Call, *, by: Person) -> None:
    """Refusal unless `by` runs the call, it has closed, and no other proposal is on its way."""
    may_run(call, by=by)
    if call.state != Call.State.CLOSED:
        raise Refusal(_("Reviewers are named once the call has closed, for all applications alike."))
    if call.reckonings.filter(kind=Reckoning.Kind.ASSIGNMENT, state=Reckoning.State.ASKED).exists():
        raise Refusal(_("A new proposal is being reckoned. Wait for it."))


def may_choose(application: Application, *, by: Person) -> None:
    """Refusal unless `by` may use the call's proposal and is not close to this applicant."""
    may_use(application.call, by=by)
    if stands_behind(by, application):
        raise Refusal(_("You belong to the applicant’s organisation: ask another officer."))


def must_leave_somebody(question: Mapping[str, Any]) -> None:
    """Refusal where for some application no reviewer is left at all: all of the call are too close to the applicant.

    `question` is what a proposal is asked from (calls.proposals). Where only some are missing, the proposal says it.
    """
    people = {each["id"] for each in question["reviewers"]}
    barred: dict[str, set[str]] = {}
    for application, person in question["barred"]:
        barred.setdefault(application, set()).add(person)
    empty = [each for each in question["applications"] if people <= barred.get(each["id"], set())]
    if empty:
        words = ngettext(
            "No reviewer is left for %(number)s application: all of the call are too close to the applicant or "
            "screened it. Name another reviewer for the call first.",
            "No reviewer is left for %(number)s applications: all of the call are too close to the applicants or "
            "screened them. Name another reviewer for the call first.",
            len(empty),
        )
        raise Refusal(words % {"number": len(empty)})
