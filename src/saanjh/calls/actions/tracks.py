"""A draft call is given a simplified track beside its full one, on terms of its own, or does without."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call, SimplifiedTrack
from saanjh.calls.models.tracks import simplified
from saanjh.calls.rules import calls as rules
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.questions.models import FormVersion


@action
def offer(
    call: Call, *, form_version: FormVersion, floor_minor: int, ceiling_minor: int, reviews: int = 1, by: Person
) -> SimplifiedTrack:
    """Offer a simplified track, or change its terms. Amounts in minor units. Refusal on the field that is wrong."""
    rules.may_prepare(afresh(call), by=by)
    track = SimplifiedTrack.objects.filter(call=call).first() or SimplifiedTrack(call=call)
    given = {
        "form_version_id": form_version.pk,
        "floor_minor": floor_minor,
        "ceiling_minor": ceiling_minor,
        "reviews": reviews,
    }
    need_change([name for name, value in given.items() if getattr(track, name) != value])
    for name, value in given.items():
        setattr(track, name, value)
    for wrong in rules.lighter_broken(track):
        if wrong.field == "simplified":  # the form itself
            raise Refusal(wrong.why, field="form_version")
        if wrong.field != "form_version":  # a draft may still wait for its form to be published
            raise wrong
    track.save()
    call.simplified = track
    history.record("call_track_offered", call, by=by, floor=floor_minor, ceiling=ceiling_minor, reviews=reviews)
    return track


@action
def drop(call: Call, *, by: Person) -> Call:
    """Do without the simplified track."""
    rules.may_prepare(afresh(call), by=by)
    track = simplified(call)
    if track is None:
        raise Refusal(_("This call has no simplified track."))
    track.delete()
    history.record("call_track_dropped", call, by=by)
    return Call.objects.get(pk=call.pk)
