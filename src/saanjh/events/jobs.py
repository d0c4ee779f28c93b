"""What the clock does for gatherings: papers that were fetched go."""

from django.utils import timezone

from saanjh.events.actions import certificates
from saanjh.events.models import Printing
from saanjh.events.models.certificates import OPEN
from saanjh.ground.jobs import every, task
from saanjh.ground.models import Person


@every(hours=1)
@task()
def forget_fetched() -> None:
    """Delete the papers of printings that were fetched more than an hour ago."""
    for printing in Printing.objects.with_papers().filter(fetched_at__lt=timezone.now() - OPEN).order_by("pk"):
        certificates.clear(printing, by=Person.objects.system())
