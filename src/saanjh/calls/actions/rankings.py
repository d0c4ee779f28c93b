"""A ranking is asked for with a cut and a seed; the worker reckons it."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls import ranking_queries, rankings, third_reviews
from saanjh.calls.actions import reckonings
from saanjh.calls.actions import third_reviews as asking
from saanjh.calls.models import Call, Reckoning
from saanjh.calls.rules import reckonings as rules
from saanjh.ground import jobs
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

MOST_PLACES, MOST_MONEY = 100_000, 10**15  # minor units; beyond, somebody leant on a key
KIND = Reckoning.Kind.RANKING
reckonings.RECKONERS[KIND] = rankings.reckon


@jobs.task()
def compare(public_id: str) -> None:
    """Hold the reviews of a call against the cut that its ranking found: some came in before it was known."""
    call = Call.objects.get(public_id=public_id)
    for application in third_reviews.to_compare(call):
        asking.compare(application, by=Person.objects.system())


def _compare_later(call: Call) -> None:
    jobs.enqueue(compare, public_id=call.public_id)


reckonings.AFTER[KIND] = _compare_later


@action
def ask(
    call: Call, *, seed: int, least: int, places: int | None = None, budget_minor: int | None = None, by: Person
) -> Reckoning:
    """Have the call's applications ranked as they stand now, above a cut of so many places or so much money.

    `least` is the total in percent below which nothing stands above the cut. Refusal unless `by` may ask, exactly one
    cut is given, it cuts something off or in, and a review is in.
    """
    rules.may_ask(afresh(call), KIND, by=by)
    if places is None and budget_minor is None:
        raise Refusal(_("Say how many places there are, or how much money."), field="places")
    if places is not None and budget_minor is not None:
        raise Refusal(_("Fill in one of the two: places or money."), field="budget_minor")
    for field, given, most in (("places", places, MOST_PLACES), ("budget_minor", budget_minor, MOST_MONEY)):
        if given is not None and not 1 <= given <= most:
            raise Refusal(_("A cut has at least one place, or some money, and no more than there can be."), field=field)
    if not 0 <= least <= 100 or not 0 <= seed < rankings.SEEDS:
        raise Refusal(_("The least total lies between 0 and 100, the seed between 0 and 999,999,999."), field="least")
    asked = ranking_queries.question(call, places=places, budget=budget_minor, least=least, seed=seed)
    if not asked.reviews:
        raise Refusal(_("No review is handed in yet: there is nothing to rank."))
    return reckonings.ask(call, kind=KIND, question=asked.to_json(), by=by)
