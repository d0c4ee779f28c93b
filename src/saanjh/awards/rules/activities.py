"""Who may write down work on a grant and correct it, and why not."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.awards.agreement_queries import districts_on, steps_on
from saanjh.awards.models import Activity, Award
from saanjh.ground.access import ORGANISATION, ScopeKind, may
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import Refusal


def may_record(award: Award, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation and the grant is active."""
    _works_for(award, by)
    if award.was_accepted and award.state != Award.State.ACTIVE:
        raise Refusal(_("This grant is over: no new activity is written down. Earlier ones can still be corrected."))
    if award.state != Award.State.ACTIVE:
        raise Refusal(_("Activities can be written down once the grant is accepted."))


def may_correct(activity: Activity, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation and it is the newest version, not struck out.

    A grant that is over changes nothing: what was counted wrongly is corrected whenever it is found.
    """
    _works_for(activity.award, by)
    is_current(activity)


def _works_for(award: Award, by: Person) -> None:
    if not may(by, *ORGANISATION, over=[(ScopeKind.ORGANISATION, award.organisation_id)]):
        raise Refusal(_("Only the organisation itself writes down its activities."))


def activity_fits(award: Award, *, day: datetime.date, district: District, today: datetime.date) -> None:
    """Refusal unless the day is past and within the grant, in one of the districts that it had on that day."""
    if day > today:
        raise Refusal(_("This day is still ahead: write down what has happened."), field="day")
    if not award.starts_on <= day <= award.last_day:
        first, last = date_format(award.starts_on), date_format(award.last_day)
        raise Refusal(_("The grant runs from %(first)s to %(last)s.") % {"first": first, "last": last}, field="day")
    if district.pk not in districts_on(award, day):
        raise Refusal(_("This district is not part of the grant."), field="district")


def step_fits(award: Award, step: str, day: datetime.date) -> None:
    """Refusal where it names a step that was not agreed on that day; an activity may belong to none."""
    if step and step not in {each.code for each in steps_on(award, day)}:
        raise Refusal(_("Choose a step of the plan, or none."), field="step")


def is_current(activity: Activity) -> None:
    """Refusal where a later version of the entry exists, or it was struck out."""
    if activity.struck_out or Activity.objects.filter(corrects=activity).exists():
        raise Refusal(_("Somebody corrected this entry meanwhile. Look at the newest version."))
