"""Calls that nobody made, from fixed seeds: marks, candidates for a portfolio, people who could read."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from saanjh.calls import rankings
from saanjh.kit import assignment, portfolio
from saanjh.kit.portfolio import rules
from saanjh.kit.ranking.answers import Review

WEIGHED = tuple(rankings.Weighed(f"C{n}", weight) for n, weight in enumerate((20, 15, 20, 15, 10, 10, 10), 1))


def marked(reviews: list[Review]) -> tuple[Review, ...]:
    """The reviews with a mark of 1 to 5 on each criterion, in percent, around their totals."""
    chance = Random(1)
    return tuple(
        Review(
            one.application,
            one.reviewer,
            one.total,
            {each.code: 20.0 * min(5, max(1, round(one.total / 20 + chance.gauss(0, 0.6)))) for each in WEIGHED},
        )
        for one in reviews
    )


DISTRICTS, PROVINCES, THEMES = 160, 7, 11
FLOOR = 6_000  # hundredths of a point
LEAST = 5_000  # hundredths of a percent in one criterion
SHARES = {"women_led": 0.35, "youth_led": 0.25, "first_time": 0.4}


def portfolio_question(applications: int, gap: Decimal) -> portfolio.Question:
    """Candidates as they come in, and a budget for about one of seven."""
    chance, other = Random(2), Random(4)
    found = (_candidate(number, chance) for number in range(applications))
    candidates = tuple(replace(each, means=(("C4", _near(each.points, other)),)) for each in found)
    budget = sum(each.amount for each in candidates) // 7
    floors = rules.PointsFloor(FLOOR), rules.CriterionFloor("C4", LEAST)
    good = [each for each in candidates if not any(each.lacking(floor) for floor in floors)]
    asked: tuple[rules.Rule, ...] = (
        rules.Budget(budget),
        rules.ProvinceCeiling(Decimal(30)),
        *(rules.GroupShare(group, Decimal(percent)) for group, percent in (("women_led", 35), ("youth_led", 25))),
        rules.GroupShare("first_time", Decimal(30), rules.Of.AWARDS),
        rules.GroupShare("simplified", Decimal(10)),
        rules.ThemeCounts(at_least=applications // 250, at_most=applications // 10),
        rules.PriorityDistricts(tuple(sorted({each.districts[0] for each in good})[::16])),
        rules.OrganisationLimit(1),
        rules.DistrictLimit(max(2, applications // 500)),
        *floors,
        rules.ForcedIn((good[0].id,)),
        rules.ForcedOut((good[1].id,)),
    )
    return portfolio.Question(candidates, asked, seed="bench", gap=gap)


def _candidate(number: int, chance: Random) -> portfolio.Candidate:
    """A full application, or one in four of the simplified track, for a tenth of the money; in one place and theme."""
    district, simplified = chance.randrange(DISTRICTS), chance.random() < 0.25
    points = round(100 * min(100.0, max(0.0, chance.gauss(62, 12))))
    lakh = chance.randint(2, 25) if simplified else chance.randint(10, 80)
    return portfolio.Candidate(
        f"a{number:05}",
        points,
        lakh * 10_000_000,
        (f"p{district % PROVINCES}",),
        (f"d{district}",),
        (f"t{chance.randrange(THEMES)}",),
        frozenset(flag for flag, share in SHARES.items() if chance.random() < share),
        f"o{number if chance.random() < 0.9 else number // 2}",
        "simplified" if simplified else "full",
    )


def _near(points: int, chance: Random) -> int:
    """The mean in one criterion of an application with these points."""
    return min(10_000, max(2_000, points + round(chance.gauss(0, 1_000))))


THEME_NAMES = [f"t{number}" for number in range(THEMES)]


def readers(
    applications: int, reviewers: int
) -> tuple[list[assignment.Application], list[assignment.Reviewer], list[assignment.Pair]]:
    """Applications of two languages that want two or three readers, those who could read them, and who may not."""
    chance = Random(3)
    asked = [
        assignment.Application(
            f"a{number:05}",
            "ur" if chance.random() < 0.7 else "en",
            frozenset(chance.sample(THEME_NAMES, chance.randint(1, 3))),
            2 + (chance.random() < 0.2),
        )
        for number in range(applications)
    ]
    people = [
        assignment.Reviewer(
            f"r{number:05}",
            frozenset(chance.choice((("ur",), ("ur", "en"), ("ur", "en"), ("en",)))),
            frozenset(chance.sample(THEME_NAMES, chance.randint(2, 5))),
            most=45,
        )
        for number in range(reviewers)
    ]
    barred = [assignment.Pair(one.id, who.id) for one in asked for who in people if chance.random() < 0.02]
    return asked, people, barred
