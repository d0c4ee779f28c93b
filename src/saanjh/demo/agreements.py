"""The demo's agreements: written with each offer; some changed since, by notice and by both sides, one waits."""

import datetime

from saanjh.awards import agreement_queries as queries
from saanjh.awards import budgets
from saanjh.awards.actions import agreements, amendments
from saanjh.awards.budgets import Line
from saanjh.awards.models import Award
from saanjh.awards.rules.amendments import lines_of
from saanjh.demo.world import World
from saanjh.programmes.models import ChosenIndicator

BUDGET = (  # heading, what for, percent of the grant; within the limits of budget_headings.csv
    ("A", "Two people, part of their time", 25),
    ("B", "Meetings, tea and material", 47),
    ("C", "Travel of the team", 8),
    ("E", "Counting who came, asking what changed", 6),
    ("F", "Leaflets in two languages", 5),
    ("G", "Transport and care for children, so that all can come", 5),
    ("H", "Telephone and paper", 4),
)
UNSEEN = "Saaya Counselling Trust"
SHOWN = "The programme is named on invitations and at the door, in the words of its public title."
HIDDEN = "Staff were followed home last year. Nothing outside tells who pays; donors are told in private."
DAY = datetime.timedelta(days=1)


def write(world: World, award: Award) -> None:
    """What the officer adds before the offer is answered: a budget where the short form asked for none, visibility."""
    officer = world.people["programme_officer"]
    if not budgets.of_application(award.application).lines:
        whole = [Line(heading, what, percent) for heading, what, percent in BUDGET]
        agreements.write_budget(award, budgets.cut_to(whole, award.amount_minor), by=officer)
    is_unseen = award.organisation.name_en == UNSEEN
    agreements.write_visibility(
        award,
        visibility=HIDDEN if is_unseen else SHOWN,
        is_unseen=is_unseen,
        written_in="en",
        indicators=list(ChosenIndicator.objects.current().filter(programme=award.programme)[:4]),
        by=officer,
    )


def change(world: World, awards: dict[str, Award]) -> None:
    """Money moved by notice and a later last day agreed on one grant; a later last day that waits on another."""
    award, waits = awards["Dastak Women's Collective"], awards["Pagdandi Community Group"]
    signs, officer = world.signatory(award.organisation), world.people["programme_officer"]
    written = queries.on(award, world.today)
    lines = lines_of(written) if written else []
    moved = lines[2].minor // 20
    lines[1], lines[2] = _with(lines[1], moved), _with(lines[2], -moved)
    why = {"reason": "Buses were cheaper than planned.", "effect": "Tea and paper for two more meetings."}
    amendments.shift(award, lines=lines, by=signs, written_in="en", **why)
    why = {"reason": "The road was closed by rain for five weeks.", "effect": "The last meetings come later."}
    later = amendments.extend(award, ends_on=award.ends_on + 45 * DAY, by=signs, written_in="en", **why)
    amendments.accept(later, by=officer)
    why = {"reason": "Schools are closed for examinations.", "effect": "The plays are shown after them."}
    speaks = world.signatory(waits.organisation)
    amendments.extend(waits, ends_on=waits.ends_on + 60 * DAY, by=speaks, written_in="en", **why)


def _with(line: Line, more: int) -> Line:
    return Line(line.heading, line.what, line.minor + more)
