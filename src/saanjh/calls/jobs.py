"""What the clock does for calls: third reviewers are proposed, and reviews that are due or late are chased."""

from django.utils import timezone

from saanjh.calls import chasing, third_reviews
from saanjh.calls.actions import assignments
from saanjh.calls.actions import chasing as actions
from saanjh.ground.jobs import every, task
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


@every(minutes=10)
@task()
def propose_third_reviewers() -> None:
    """Ask for a proposal, once for all that are wanted; where none can be made the officer is told on the page."""
    for call in third_reviews.calls_to_propose():
        try:
            assignments.propose(call, by=Person.objects.system())
        except Refusal:
            continue


@every(hours=1)
@task()
def chase_reviews() -> None:
    """Soon after midnight, and again where the server was down then; what was said is never said twice."""
    today = timezone.localdate()
    for call, kind in list(chasing.calls_to_chase(today)):
        try:
            actions.chase(call, kind, today=today, by=Person.objects.system())
        except Refusal:  # another worker did it meanwhile
            continue
