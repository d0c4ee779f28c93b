"""What a trial before the first review needs, who takes it, and who may not go on without it."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call, Criterion, TrialProposal, TrialScore
from saanjh.calls.rules.panels import reviews_for
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


def may_score(trial: TrialProposal, *, by: Person) -> None:
    """Refusal unless `by` reviews for the call, it has closed, and she has not scored this one yet."""
    call = trial.call
    if not reviews_for(call, by):
        raise Refusal(_("Only a reviewer of this call does this."))
    if call.state != Call.State.CLOSED:
        raise Refusal(_("Trial proposals are scored once the call has closed, before the reviews."))
    if TrialScore.objects.filter(trial=trial, person=by).exists():
        raise Refusal(_("You have scored this trial proposal already. It was for practice, and stays as it is."))


def must_be_sound(given: Mapping[str, int | None], criteria: Iterable[Criterion], *, whole: bool, place: str) -> None:
    """Refusal, on its field, for a score that the scale does not have; or for a missing one, where all are needed."""
    for each in criteria:
        score = given.get(each.code)
        if score is None and not whole:
            continue
        if score is None:
            raise Refusal(_("Choose a score."), field=f"{place}{each.code}")
        if not isinstance(score, int) or not each.score_min <= score <= each.score_max:
            words = _("Choose a score from %(least)s to %(most)s.")
            raise Refusal(words % {"least": each.score_min, "most": each.score_max}, field=f"{place}{each.code}")


def must_have_tried(call: Call, *, by: Person) -> None:
    """Refusal where the call has trial proposals that `by` has not scored."""
    left = TrialProposal.objects.filter(call=call).exclude(given__person=by).count()
    if left:
        raise Refusal(_("Score the trial proposals of this call first. Still to score: %(left)s.") % {"left": left})
