"""A baseline or target is set, and set anew with a reason; what was said before stays."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.programmes.models import Indicator
from saanjh.results import targets as rules
from saanjh.results.models import Target
from saanjh.results.targets import Aim


@action
def set_aim(
    award: Award, indicator: Indicator, *, kind: str, aim: Aim, by: Person, now: datetime.datetime | None = None
) -> Target:
    """Set a baseline or target from now on (or `now`, where a past is told); a change needs its reason.

    No value is judged anew by it: each keeps to the version in force on its last day.
    """
    rules.may_set(award, by=by)
    Award.objects.select_for_update().get(pk=award.pk)  # of two at once, the second is a version after the first
    moment = now or timezone.now()
    rules.fits(award, indicator, kind, aim, today=timezone.localdate(moment))
    whole, value = rules.reckoned(indicator, aim)
    before = Target.objects.filter(award=award, indicator=indicator, kind=kind).order_by("-version").first()
    if before and not whole.reason.strip():
        raise Refusal(_("Say why it changes."), field="reason")
    made = Target.objects.create(
        award=award,
        indicator=indicator,
        kind=kind,
        version=before.version + 1 if before else 1,
        value=value,
        numerator=whole.numerator,
        n=whole.n,
        deviation=whole.deviation,
        by_day=whole.by_day,
        reason=whole.reason if before else "",
        written_in=whole.written_in,
        set_by=by,
        set_at=moment,
    )
    verb = "baseline_set" if kind == Target.Kind.BASELINE else "target_set"
    history.record(verb, award, by=by, indicator=indicator.code, version=made.version, value=str(value))
    return made
