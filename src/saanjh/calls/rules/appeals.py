"""Who appeals, on what, until when; and who may answer: nobody who had a hand in what is appealed against."""

import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Appeal, Application, Decision, GateCheck
from saanjh.calls.models.applications import READERS
from saanjh.calls.procedure import grounds, working_days
from saanjh.calls.rules.closeness import has_conflict
from saanjh.ground.access import WRITERS, ScopeKind, may
from saanjh.ground.holidays import holidays
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.periods import working_days_after

State = Application.State
# Every column by which a decision names a person: whoever stands in one of them had a hand in it.
DECIDERS = [each.attname for each in Decision._meta.concrete_fields if each.related_model is Person]


def told_on(application: Application) -> datetime.date | None:
    """The local day on which the applicant was told that it ends here; None where it does not."""
    if application.state == State.DECLINED:
        decision = last_decision(application)
        return timezone.localdate(decision.decided_at) if decision else None
    if application.state == State.NOT_ELIGIBLE:
        stopped = stopped_at(application)
        return timezone.localdate(stopped.closed_at) if stopped and stopped.closed_at else None
    return None


def last_decision(application: Application) -> Decision | None:
    """What the applicant was told last. One query."""
    return Decision.objects.filter(application=application).order_by("-pk").first()


def decided_by(person: Person) -> Q:
    """The decisions in which the person had a hand."""
    return reduce(or_, (Q(**{name: person.pk}) for name in DECIDERS))


def stopped_at(application: Application) -> GateCheck | None:
    """The gate that the application did not pass."""
    rows = application.gate_checks.standing().filter(state="closed", outcome=GateCheck.Outcome.STOPPED)
    return rows.order_by("-closed_at", "-pk").first()


def last_day(application: Application) -> datetime.date | None:
    """The last local day on which one can appeal; None where there is nothing to appeal against."""
    told = told_on(application)
    return working_days_after(told, working_days()["appeal"], holidays()) if told else None


def due_on(lodged: datetime.date) -> datetime.date:
    """The last day on which an appeal of this day is answered in time."""
    return working_days_after(lodged, working_days()["answer"], holidays())


def may_lodge(application: Application, *, by: Person, now: datetime.datetime) -> None:
    """Refusal unless `by` writes for the applicant, it was declined or stopped, in time, and no appeal stands.

    One that was upheld took back what it was about: what came after it can be appealed against once more.
    """
    if not may(by, *WRITERS, over=application.organisation.scopes()):
        raise Refusal(_("Only somebody who writes for the organisation appeals for it."))
    if Appeal.objects.filter(application=application).exclude(state=Appeal.State.UPHELD).exists():
        raise Refusal(_("Your organisation has appealed already: there is one appeal against each decision."))
    last = last_day(application)
    if last is None:
        raise Refusal(_("There is nothing to appeal against: only what was declined or not eligible can be appealed."))
    if timezone.localdate(now) > last:
        words = _("An appeal was possible until the end of %(day)s. That day has passed.")
        raise Refusal(words % {"day": date_format(last)})


def must_be_ground(code: str) -> None:
    """Refusal for a ground that the list does not have."""
    if code not in {each.code for each in grounds()}:
        raise Refusal(_("Choose what went wrong."), field="ground")


def may_answer(appeal: Appeal, *, by: Person) -> None:
    """Refusal unless `by` is an officer or chair who had no hand in it and is close to nobody of the applicant."""
    application = appeal.application
    if not may(by, *READERS, over=[(ScopeKind.PROGRAMME, application.call.programme_id)]):
        raise Refusal(_("Only a programme officer or the chair answers an appeal."))
    if has_conflict(by, application):
        raise Refusal(_("You are too close to this applicant to answer its appeal: ask somebody else."))
    if Decision.objects.filter(decided_by(by), application=application).exists():
        raise Refusal(_("You had a hand in this decision: somebody else answers the appeal."))
    if application.reviews.filter(reviewer=by).exists():
        raise Refusal(_("You were named to review this application: somebody else answers the appeal."))
    if application.gate_checks.filter(closed_by=by).exists():
        raise Refusal(_("You screened this application: somebody else answers the appeal."))
