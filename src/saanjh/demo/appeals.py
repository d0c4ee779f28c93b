"""The demo's appeals: one that was dismissed with its reasons, one that waits for an answer."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from saanjh.calls.actions import appeals
from saanjh.calls.models import Application
from saanjh.calls.rules.appeals import last_day
from saanjh.demo.world import World

ENDED = {Application.State.DECLINED, Application.State.NOT_ELIGIBLE}


@dataclass(frozen=True)
class Told:
    """Whose appeal, on what ground, what happened, and how an officer answered (nothing: it waits)."""

    organisation: str
    ground: str
    what_happened: str
    answer: str = ""


APPEALS = [
    Told(
        "Bolan Sports League",
        "overlooked",
        "The letter of the school that lends us its field was handed in with the form. The decision does not name it.",
        "Both reviewers wrote about the letter, and the panel had it before it. The decision rests on the plan for the "
        "months after the grant, which the letter does not touch. Nothing was overlooked.",
    ),
    Told(
        "Jhelum Valley Forum",
        "rules",
        "The call lets a group that is registered for less than two years apply through a host. We named a host.",
    ),
]


def tell(world: World) -> None:
    """Each is lodged by its signatory in the last hour in which it can be, or now; an officer answers in time."""
    for told in APPEALS:
        application = Application.objects.get(organisation__name_en=told.organisation, state__in=ENDED)
        last = last_day(application)
        assert last is not None
        lodged = appeals.lodge(
            application,
            ground=told.ground,
            what_happened=told.what_happened,
            by=world.signatory(application.organisation),
            now=_noon(last),
        )
        if told.answer:
            by = world.people["second_officer"]  # the first one confirmed the decision
            appeals.answer(lodged, outcome="dismissed", answer=told.answer, by=by, now=_noon(lodged.due_on))


def _noon(day: datetime.date) -> datetime.datetime:
    """Noon of the day, or now where that lies ahead."""
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    return min(noon, timezone.now())
