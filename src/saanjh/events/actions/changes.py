"""What changed from before a course to after it is written down in sums."""

from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.events.models import Change, Event
from saanjh.events.rules import changes as rules
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh


@action
def record_change(
    event: Event,
    *,
    moment: str,
    pairs: int,
    most_points: int,
    mean_before: Decimal,
    mean_then: Decimal,
    deviation: Decimal,
    after: int = 0,
    by: Person,
) -> Change:
    """Write down the sums of those who answered both times. `after` is the version that was on the screen (0: none)."""
    rules.may_record(afresh(event), moment, by=by, today=timezone.localdate())
    rules.sums_fit(event, pairs, most_points, mean_before, mean_then, deviation)
    last = Change.objects.filter(event=event, moment=moment).aggregate(last=Max("version"))["last"] or 0
    if last != after:
        raise Refusal(_("Somebody recorded this while you were writing. Look at it before you correct it."))
    change = Change.objects.create(
        event=event,
        moment=moment,
        version=last + 1,
        pairs=pairs,
        most_points=most_points,
        mean_before=mean_before,
        mean_then=mean_then,
        deviation=deviation,
        recorded_by=by,
    )
    history.record("change_recorded", event, by=by, moment=moment, version=change.version)
    return change
