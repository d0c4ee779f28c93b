"""Carries out erasures whose week is over; what holds somebody back meanwhile is told to whoever confirmed it."""

from django.utils import timezone
from django_tasks import task

from saanjh.ground import leaving_notices
from saanjh.ground.actions import erasures
from saanjh.ground.jobs import every
from saanjh.ground.models import Erasure, Person
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal


@every(days=1)
@task()
def carry_out_erasures() -> None:
    """Each on its own: one that is held back does not hold the others."""
    due = Erasure.objects.filter(state=Erasure.State.CONFIRMED, due_at__lte=timezone.now())
    for erasure in due.select_related("person", "decided_by").order_by("pk"):
        try:
            erasures.carry_out(erasure, by=Person.objects.system())
        except Refusal:
            tell([erasure.decided_by] if erasure.decided_by else [], leaving_notices.HELD_BACK, erasure)
