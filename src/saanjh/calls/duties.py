"""What of a call holds a reviewer or an applicant here until it is done."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, ApplicationPartner, Review
from saanjh.ground.duties import OF_ORGANISATION, OF_PERSON
from saanjh.ground.models import Organisation, Person
from saanjh.kit.text import isolated

State = Application.State
UNDER_WAY = [State.SUBMITTED, State.UNDER_REVIEW, State.RESERVE]  # it may still become a grant


def reviews_to_write(person: Person) -> Iterator[Any]:
    """Reviews that were assigned and neither handed in nor given back."""
    rows = Review.objects.filter(reviewer=person, state=Review.State.ASSIGNED).select_related("application")
    for review in rows.exclude(application__state__in=[State.WITHDRAWN, State.NOT_ELIGIBLE, State.DECLINED]).order_by(
        "pk"
    ):
        yield _("A review is still open: %(number)s. Hand it in, or step down from it.") % {
            "number": isolated(str(review.application))
        }


def applications_under_way(organisation: Organisation) -> Iterator[Any]:
    """Applications that wait for an answer."""
    rows = Application.objects.filter(organisation=organisation, state__in=UNDER_WAY)
    for application in rows.order_by("pk"):
        yield _("An application waits for its answer: %(number)s. Withdraw it, or wait for the decision.") % {
            "number": isolated(str(application))
        }


def applications_hosted(organisation: Organisation) -> Iterator[Any]:
    """Applications of groups for which it signed, and which wait for an answer."""
    rows = ApplicationPartner.objects.filter(organisation=organisation, role="host", state="agreed")
    rows = rows.filter(application__state__in=UNDER_WAY).select_related("application")
    for each in rows.order_by("pk"):
        yield _("It is the host of an application that waits for its answer: %(number)s. Withdraw it, or wait.") % {
            "number": isolated(str(each.application))
        }


OF_PERSON.append(reviews_to_write)
OF_ORGANISATION.append(applications_under_way)
OF_ORGANISATION.append(applications_hosted)
