"""The mean adjusted for reviewers' severity, or the reason why these reviews do not allow it.

The model (`components`): a total is the application's worth plus the reviewer's effect plus noise. Reviewers are
random: each effect is shrunk towards none by how little is known of it, as somebody who read three applications may
differ from their other readers by chance. Applications are fixed, for three reasons: none is drawn towards the mean
for having had fewer reviews; the adjusted mean stays what people know, the mean of the totals after each reviewer's
severity is added back; and severity is told only from applications that others read too. With random applications,
whoever read the better ones would pass for lenient, and strong applications would pay for having been read by them.

The answer removes a difference between reviewers, whichever way it worked. Where lenient readers happened to have the
best applications, the plain mean was nearer to the truth by luck; the model cannot know.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt

from saanjh.kit.ranking import components
from saanjh.kit.ranking.answers import Adjusted, Adjustment, NotModelled, Reason, Review, Severity
from saanjh.kit.ranking.designs import groups
from saanjh.kit.ranking.means import DIGITS, TIES, by_application, habits, mean, rank

# Where adjusting begins to pay, by `panels`: Kendall's tau with the true merit, noise of 8 points and two reviews each.
# Above these bounds it gained 0.006 to 0.018 for severities of 4 points, 0.04 to 0.08 for 8, and lost 0.003 at most on
# average where nobody was severe. Eight reviewers of 8 applications each gained nothing at 4 points; 20 of 4 lost.
LEAST_LOAD = 6.0  # applications that a reviewer has read, on average
LEAST_FREEDOM = 30  # degrees left for the noise: reviews less applications less reviewers, and one
# Groups that hang together by few applications are shrunk together, so the gain held (0.05 at 8 points) as far down as
# was simulated, rings of fifteen panels. Below, one application in a thousand would decide between large groups.
LEAST_EFFICIENCY = 0.001


def adjust(reviews: Iterable[Review], *, ties: Sequence[str] = TIES) -> Adjustment | NotModelled:
    """Every application's adjusted mean and place, and every reviewer's severity, in percent points.

    Equal adjusted means are told apart as plain ones, by criteria that are not adjusted. Where REML finds no severity
    the answer is given too: nothing changes. An adjusted mean may pass 0 or 100 by some points.

    NotModelled, in this order: NO_REVIEWS; ONE_REVIEW_EACH; SINGLE_REVIEWS (about: the applications); NOT_CONNECTED
    (about: one reviewer of each group); FEW_SHARED below LEAST_LOAD; FEW_FREE below LEAST_FREEDOM; NO_VARIANCE;
    FEW_SHARED again, below LEAST_EFFICIENCY. ValueError when a reviewer has two reviews of an application.
    """
    reviews = list(reviews)
    read = by_application(reviews)
    marking = habits(reviews)
    refused = _why_not_by_counting(read, len(marking))
    if refused:
        return refused
    numbers = {habit.reviewer: n for n, habit in enumerate(marking)}
    contrasts = components.contrasts(
        (([numbers[one.reviewer] for one in given], [one.total for one in given]) for given in read.values()),
        len(numbers),
    )
    efficiency = components.efficiency(contrasts)
    if efficiency < LEAST_EFFICIENCY:
        return NotModelled(Reason.FEW_SHARED)
    found = components.estimate(contrasts)
    severities = [
        Severity(habit, round(-float(effect), DIGITS), round(float(error), DIGITS))
        for habit, effect, error in zip(marking, found.effects, found.errors, strict=True)
    ]
    return Adjustment(
        tuple(_adjusted(read, {one.habit.reviewer: one.severity for one in severities}, ties)),
        tuple(sorted(severities, key=lambda one: (-one.severity, one.habit.reviewer))),
        sqrt(found.severity),
        sqrt(found.noise),
        found.freedom,
        efficiency,
    )


def _why_not_by_counting(read: Mapping[str, Sequence[Review]], reviewers: int) -> NotModelled | None:
    """Why these reviews cannot be adjusted, so far as that is told before there is any matrix, which it keeps small."""
    single = tuple(application for application, given in read.items() if len(given) == 1)
    if len(single) == len(read):
        return NotModelled(Reason.ONE_REVIEW_EACH if read else Reason.NO_REVIEWS)
    if single:
        return NotModelled(Reason.SINGLE_REVIEWS, single)
    apart = groups(read)
    if len(apart) > 1:
        return NotModelled(Reason.NOT_CONNECTED, tuple(group[0] for group in apart))
    count = sum(map(len, read.values()))
    if count < LEAST_LOAD * reviewers:
        return NotModelled(Reason.FEW_SHARED)
    if count - len(read) - (reviewers - 1) < LEAST_FREEDOM:
        return NotModelled(Reason.FEW_FREE)
    if all(len({one.total for one in given}) == 1 for given in read.values()):
        return NotModelled(Reason.NO_VARIANCE)
    return None


def _adjusted(
    read: Mapping[str, Sequence[Review]], severities: Mapping[str, float], ties: Sequence[str]
) -> Iterator[Adjusted]:
    """The best first, by the mean of totals with the severity of who gave them added back."""
    plain = rank((review for given in read.values() for review in given), ties=ties)
    means = {name: mean(one.total + severities[one.reviewer] for one in given) for name, given in read.items()}
    order = sorted(
        plain, key=lambda one: (-means[one.application], *(-value for value in one.tie_means), one.application)
    )
    for place, one in enumerate(order, start=1):
        yield Adjusted(one.application, one.mean, means[one.application], one.place, place)
