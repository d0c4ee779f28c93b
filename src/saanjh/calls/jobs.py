"""What the clock does for calls: a third reviewer is proposed where one came to be wanted."""

from saanjh.calls import third_reviews
from saanjh.calls.actions import assignments
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
