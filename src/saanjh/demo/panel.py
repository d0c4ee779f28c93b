"""The panel of the demo's large call: three further reviewers, who reads what, and where the panel left its set."""

import csv
from pathlib import Path

from saanjh.calls.actions import calls, portfolios
from saanjh.calls.models import Application, Call
from saanjh.demo import people
from saanjh.demo.world import World
from saanjh.ground.models import Person

DEPARTURES = Path(__file__).with_name("departures.csv")
REVIEWERS = ("reviewer", "second_reviewer", "third_reviewer")  # of the cast: they read in every call
FURTHER = ("reviewer_4", "reviewer_5", "reviewer_6")  # for the call to which more applied than three can read


def widen(world: World, call: Call) -> None:
    """The call has further reviewers, with accounts that nobody signs in with."""
    for number, username in enumerate(FURTHER, len(REVIEWERS) + 1):
        world.people[username] = people.account(world, username, f"Reviewer {number} (demo)")
        calls.name_reviewer(call, person=world.people[username], by=world.people["programme_officer"])


def pair(world: World, application: Application, number: int) -> list[Person]:
    """Two of the call's reviewers, in turn."""
    names = (*REVIEWERS, *FURTHER) if application.call_id == world.call.pk else REVIEWERS
    return [world.people[names[(number + step) % len(names)]] for step in (0, 1)]


def depart(world: World, call: Call) -> None:
    """The chair takes some out of the set that was reckoned, and one into it, each with a reason."""
    applications = {each.organisation.name_en: each for each in world.applications if each.call_id == call.pk}
    with DEPARTURES.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            portfolios.depart(
                applications[row["organisation"]],
                reason=row["reason"],
                written_in=row["written_in"],
                by=world.people["panel_chair"],
            )
