"""What the clock does for voices."""

from django.utils import timezone

from saanjh.ground.jobs import every, task
from saanjh.ground.models import Person
from saanjh.voices import queries
from saanjh.voices.actions import messages


@every(hours=1)
@task()
def write_down_messages() -> None:
    """Enter yesterday's messages into the history and tell staff, soon after midnight."""
    today = timezone.localdate()
    for programme in queries.programmes_with_news(today):
        messages.write_down(programme, today=today, by=Person.objects.system())
