"""How the reviewers of a call scored its trial proposals, beside one's own scores and the office's."""

from dataclasses import dataclass
from statistics import fmean, stdev

from saanjh.calls.models import Call, Criterion, TrialProposal, TrialScore
from saanjh.calls.models.panels import FEW
from saanjh.ground.models import Person


@dataclass(frozen=True)
class Compared:
    """One criterion: one's own score, mean and deviation of all, the office's own. None where there is none."""

    criterion: Criterion
    own: int | None
    mean: float | None
    spread: float | None
    key: int | None


@dataclass(frozen=True)
class Trial:
    """A trial proposal with what came of it. Of fewer than a few people no mean is told: it would tell of one."""

    proposal: TrialProposal
    people: int
    rows: list[Compared]

    @property
    def is_told(self) -> bool:
        return self.people >= FEW

    @property
    def has_key(self) -> bool:
        return bool(self.proposal.key)


def next_trial(call: Call, person: Person) -> TrialProposal | None:
    """The first one that the person has not scored."""
    return call.trials.exclude(given__person=person).order_by("position").first()


def compared(call: Call, person: Person | None = None) -> list[Trial]:
    """Both, by criterion; with one's own scores for whoever gave some. Three queries."""
    criteria = list(call.criteria.all())
    trials = list(call.trials.prefetch_related("given"))
    return [_trial(each, criteria, list(each.given.all()), person) for each in trials]


def _trial(trial: TrialProposal, criteria: list[Criterion], given: list[TrialScore], person: Person | None) -> Trial:
    own: dict[str, int] = next((each.scores for each in given if person and each.person_id == person.pk), {})
    rows = []
    for each in criteria:
        scores = [one.scores[each.code] for one in given if each.code in one.scores]
        told = len(scores) >= FEW
        mean, spread = (round(fmean(scores), 1), round(stdev(scores), 1)) if told else (None, None)
        rows.append(Compared(each, own.get(each.code), mean, spread, trial.key.get(each.code)))
    return Trial(trial, len(given), rows)
