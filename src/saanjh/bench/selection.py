"""What a selection costs to reckon, and what it gains: rankings, simulated panels, portfolios, assignments.

Everything is simulated from fixed seeds, so the figures differ between machines in seconds and memory alone. Each part
runs in a process of its own, whose peak of memory is so that of the part.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import Any

from tqdm import tqdm

from saanjh.bench import simulated
from saanjh.calls import rankings
from saanjh.kit import assignment, portfolio
from saanjh.kit.ranking.answers import Reason
from saanjh.kit.ranking.concordance import kendall_tau_b
from saanjh.kit.ranking.cuts import Places
from saanjh.kit.ranking.means import by_application, mean
from saanjh.kit.ranking.panels import Design, Panel, compare, simulate

Facts = dict[str, Any]

MOST_SECONDS = 600  # a worker stops a job that takes longer (ground.jobs.LONGEST)
MOST_GAP = Decimal("0.001")
PANELS = 20  # simulated of each design
HARM = 0.005  # of Kendall's tau that adjusting may cost on average, where it is not refused


def run() -> Iterator[Facts]:
    """Yield one figure a part, with `broken` naming the bounds that it does not keep."""
    asked: list[tuple[str, Facts]] = [
        ("ranking", {"applications": 500, "reviewers": 60}),
        ("ranking", {"applications": 5_000, "reviewers": 300}),
        *(("panels", {"case": case}) for case in range(len(CASES))),
        ("portfolio", {"applications": 500, "gap": "0"}),
        ("portfolio", {"applications": 5_000, "gap": str(MOST_GAP)}),
        ("assignment", {"applications": 5_000, "reviewers": 300}),
    ]
    for part, facts in tqdm(asked, desc="selection", unit="part", file=sys.stderr, disable=None):
        yield alone(part, **facts)


def alone(part: str, **facts: Any) -> Facts:
    """The figure of one part, from a process of its own. RuntimeError where that ends without one."""
    command = [sys.executable, "-m", __name__, part, json.dumps(facts)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
    if done.returncode:
        raise RuntimeError(f"The part {part} of the bench ended with {done.returncode}.")
    figure: Facts = json.loads(done.stdout.splitlines()[-1])  # the solver now and then prints a line of its own
    return figure


def measured(part: str, **facts: Any) -> Facts:
    """The figure of one part, with the peak of this process' memory."""
    figure = PARTS[part](**facts)
    broken = figure.pop("broken", [])
    if figure["wall_seconds"] > MOST_SECONDS:
        broken.append(f"{figure['wall_seconds']} s, at most {MOST_SECONDS}")
    return {"bench": "selection", "part": part, **figure, "peak_mb": _peak_mb(), "broken": broken}


def _peak_mb() -> float:
    """The most that this process has held. Of Linux: `ru_maxrss` would count what its parent held before."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024, 1)


def ranking(*, applications: int, reviewers: int) -> Facts:
    """The whole of what a worker reckons for a ranking: means, 1,000 draws, severity, agreement on seven criteria."""
    panel = simulate(applications=applications, reviewers=reviewers, seed=1)
    question = rankings.Question(
        simulated.marked(panel.reviews), simulated.WEIGHED, Places(applications // 3, 60), seed=1, ties=("C4", "C2")
    ).to_json()
    begun = perf_counter()
    answer = rankings.reckon(question)
    seconds = perf_counter() - begun
    noisy = sum(1 for line in answer["lines"] if line["in_noise"])
    return {
        "applications": applications,
        "reviews": len(panel.reviews),
        "reviewers": reviewers,
        "draws": rankings.DRAWS,
        "in_noise": noisy,
        "is_adjusted": "reason" not in answer["severity"],
        "wall_seconds": round(seconds, 2),
    }


@dataclass(frozen=True)
class Case:
    """A kind of panel; where adjusting should be refused, with the reason for it. 120 applications each."""

    name: str
    design: Design = Design.RANDOM
    reviewers: int = 20
    reviews_each: float = 2.2
    severity: float = 8.0
    refused: Reason | None = None
    is_bounded: bool = True  # where reviewers choose whom they read, the model may do harm, and cannot know


CASES = (
    Case("anybody reads anything"),
    Case("the same, nobody is severe", severity=0.0),
    Case("panels of four that share some", Design.BLOCKED),
    Case("lenient reviewers pick the best", Design.LENIENT_PICK_BEST, is_bounded=False),
    Case("strict reviewers pick the best", Design.STRICT_PICK_BEST, is_bounded=False),
    Case("panels of four that share nothing", Design.DISCONNECTED, refused=Reason.NOT_CONNECTED),
    Case("few applications a reviewer", reviewers=60, refused=Reason.FEW_SHARED),
    Case("the same, little severity", reviewers=60, severity=2.0, refused=Reason.FEW_SHARED),
    Case("half are read by one person", reviews_each=1.5, refused=Reason.SINGLE_REVIEWS),
    Case("all are read by one person", reviews_each=1.0, refused=Reason.ONE_REVIEW_EACH),
)


def panels(*, case: int) -> Facts:
    """How near to the true merit each ranking of simulated panels comes, by Kendall's tau-b, on average.

    `tau_anyway` is what adjusting would have come to in those panels where it is refused.
    """
    kind, begun = CASES[case], perf_counter()
    drawn = [
        simulate(
            applications=120,
            reviewers=kind.reviewers,
            seed=seed,
            reviews_each=kind.reviews_each,
            severity=kind.severity,
            design=kind.design,
        )
        for seed in range(PANELS)
    ]
    found = [compare(panel) for panel in drawn]
    adjusted = [(one.plain, one.adjusted) for one in found if one.adjusted is not None]
    reasons = {str(one.reason) for one in found if one.reason}
    refused = [panel for panel, one in zip(drawn, found, strict=True) if one.reason]
    anyway = [tau for tau in map(_anyway, refused) if tau is not None]
    gain = fmean(after - before for before, after in adjusted) if adjusted else None
    broken = []
    if kind.refused and reasons != {kind.refused}:
        broken.append(f"refused for {sorted(reasons)}, not for {kind.refused}")
    if kind.refused and adjusted:
        broken.append(f"{len(adjusted)} of {PANELS} adjusted, none should be")
    if kind.is_bounded and gain is not None and gain < -HARM:
        broken.append(f"adjusting costs {-gain:.3f} of tau, at most {HARM}")
    return {
        "design": kind.name,
        "panels": PANELS,
        "applications": 120,
        "reviewers": kind.reviewers,
        "reviews_each": kind.reviews_each,
        "severity": kind.severity,
        "tau_plain": round(fmean(one.plain for one in found), 3),
        "tau_adjusted": round(fmean(after for _before, after in adjusted), 3) if adjusted else None,
        "gain": None if gain is None else round(gain, 3),
        "refused": len(refused),
        "reasons": sorted(reasons),
        "tau_anyway": round(fmean(anyway), 3) if anyway else None,
        "wall_seconds": round(perf_counter() - begun, 2),
        "broken": broken,
    }


def _anyway(panel: Panel) -> float | None:
    """Kendall's tau of the adjusted ranking that was refused; None where nothing could even be estimated."""
    from saanjh.kit.ranking import components

    read = by_application(panel.reviews)
    numbers = {name: n for n, name in enumerate(sorted({one.reviewer for one in panel.reviews}))}
    readings = [([numbers[one.reviewer] for one in team], [one.total for one in team]) for team in read.values()]
    try:
        effects = components.estimate(components.contrasts(readings, len(numbers))).effects
    except ValueError:
        return None
    means = [mean(one.total - effects[numbers[one.reviewer]] for one in team) for team in read.values()]
    return kendall_tau_b([panel.merit[name] for name in read], means)


def portfolio_of(*, applications: int, gap: str) -> Facts:
    """The best set under the money and every kind of rule, beside what "top scores until the money ends" gives."""
    question = simulated.portfolio_question(applications, Decimal(gap))
    begun = perf_counter()
    found = portfolio.choose(question)
    seconds = perf_counter() - begun
    broken = []
    if found.status not in {portfolio.Status.PROVEN, portfolio.Status.WITHIN_GAP} or found.gap is None:
        broken.append(f"{found.status}: no set is proven")
    elif found.gap > Decimal(gap):
        broken.append(f"gap {found.gap:.5f}, at most {gap}")
    if not found.greedy.breaks and found.points < found.greedy.points:
        broken.append("worse than the greedy set")
    return {
        "applications": applications,
        "rules": len(question.rules),
        "chosen": len(found.chosen),
        "status": str(found.status),
        "gap": None if found.gap is None else round(float(found.gap), 6),
        "points": found.points / 100,
        "greedy_points": found.greedy.points / 100,
        "greedy_breaks": len(found.greedy.breaks),
        "gain_percent": round(100 * (found.points / found.greedy.points - 1), 2) if found.greedy.points else None,
        "wall_seconds": round(seconds, 2),
        "broken": broken,
    }


def assignment_of(*, applications: int, reviewers: int) -> Facts:
    """Two or three reviewers for each application: no conflict, its language, even loads, matching themes."""
    asked, people, barred = simulated.readers(applications, reviewers)
    begun = perf_counter()
    found = assignment.propose(asked, people, barred=barred)
    seconds = perf_counter() - begun
    pairs = len(found.pairs)
    return {
        "applications": applications,
        "reviewers": reviewers,
        "barred": len(barred),
        "pairs": pairs,
        "uncovered": len(found.uncovered),
        "loads": [min(found.loads.values()), max(found.loads.values())],
        "with_a_theme": round(sum(1 for pair in found.pairs if pair.themes) / pairs, 3),
        "groups": len(found.groups),
        "is_proven": found.proven,
        "wall_seconds": round(seconds, 2),
        "broken": [] if found.is_feasible and found.proven else ["not every application is covered"],
    }


PARTS: dict[str, Callable[..., Facts]] = {
    "ranking": ranking,
    "panels": panels,
    "portfolio": portfolio_of,
    "assignment": assignment_of,
}

if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], **json.loads(sys.argv[2]))))
