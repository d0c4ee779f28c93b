"""Reviewers are named, step down for a conflict, score each criterion with a reason, and hand in."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls.actions import applications
from saanjh.calls.models import Application, Conflict, Criterion, Review, Score
from saanjh.calls.rules import reviews as rules
from saanjh.ground import history, notices, states
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.kit.text import isolated

MOVES = {("assigned", "submit"): "submitted", ("assigned", "step_down"): "stepped_down"}
State = Application.State
OPEN_TO_REVIEWERS = {State.SUBMITTED, State.UNDER_REVIEW, State.NOT_ELIGIBLE}  # of the last one the rules say why not
Given = Mapping[str, tuple[int | None, str]]  # criterion's code -> score (or none yet) and its reason


@action
def assign(application: Application, *, reviewers: Sequence[Person], by: Person) -> list[Review]:
    """Name reviewers; with the second one the review begins. Refusal for a conflict, or more than two."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    application.state = locked.state
    if application.state not in OPEN_TO_REVIEWERS:
        raise Refusal(_("Reviewers are named for applications that wait for a decision."))
    if len({person.pk for person in reviewers}) < len(reviewers):
        raise Refusal(_("Choose two different people."), field="reviewers")
    there = application.reviews.standing().count()
    if not reviewers or there + len(reviewers) > rules.wanted(application):
        raise Refusal(
            _("An application has two reviewers; it has %(number)s now.") % {"number": there}, field="reviewers"
        )
    made = [_assign(application, person, by) for person in reviewers]
    if there + len(made) == rules.wanted(application) and application.state == Application.State.SUBMITTED:
        states.move(application, "review", applications.MOVES)
        application.save(update_fields=["state"])
    notices.tell(reviewers, told.ASKED, number=application.number)
    return made


def _assign(application: Application, person: Person, by: Person) -> Review:
    rules.may_assign(application, person, by=by)
    if application.reviews.filter(reviewer=person).exists():
        raise Refusal(
            _("%(name)s reviews this application already.") % {"name": isolated(person.name)}, field="reviewers"
        )
    review = Review.objects.create(application=application, reviewer=person)
    history.record("reviewer_assigned", application, by=by, review=review.public_id, reviewer=person.public_id)
    return review


@action
def step_down(review: Review, *, by: Person) -> Review:
    """Declare a conflict of interest: the application is barred to this person from now on."""
    rules.may_review(review, by=by)
    states.move(review, "step_down", MOVES)
    review.save(update_fields=["state"])
    review.scores.all().delete()
    Conflict.objects.get_or_create(application=review.application, person=by)
    history.record("conflict_declared", review, by=by, application=review.application.public_id)
    application = review.application
    notices.tell(told.officers(application.call), told.STEPPED_DOWN, application, number=application.number)
    return review


@action
def score(review: Review, given: Given, *, written_in: str = "en", by: Person) -> Review:
    """Keep scores and reasons as far as they go; nobody else sees them before they are handed in."""
    review = _locked(review)
    rules.may_review(review, by=by)
    if written_in not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="written_in")
    review.written_in = written_in
    review.save(update_fields=["written_in"])
    criteria = list(review.application.call.criteria.all())
    for criterion in criteria:
        _score(review, criterion, *given.get(criterion.code, (None, "")))
    scored = sum(given.get(criterion.code, (None, ""))[0] is not None for criterion in criteria)
    history.record("review_saved", review, by=by, scored=scored)
    return review


def _score(review: Review, criterion: Criterion, mark: int | None, reason: str) -> None:
    if mark is not None and not (isinstance(mark, int) and criterion.score_min <= mark <= criterion.score_max):
        raise Refusal(
            _("Choose a score from %(least)s to %(most)s.")
            % {"least": criterion.score_min, "most": criterion.score_max},
            field=f"score_{criterion.code}",
        )
    try:
        Score.objects.update_or_create(review=review, criterion=criterion, defaults={"score": mark, "reason": reason})
    except Refusal as refusal:
        raise Refusal(refusal.why, field=f"reason_{criterion.code}") from refusal


@action
def submit(review: Review, *, by: Person) -> Review:
    """Hand in and seal. Refusal while a score or its reason is missing."""
    review = _locked(review)
    rules.may_review(review, by=by)
    scores = {each.criterion_id: each for each in review.scores.all()}
    for criterion in review.application.call.criteria.all():
        given = scores.get(criterion.pk)
        if given is None or given.score is None:
            raise Refusal(_("Choose a score."), field=f"score_{criterion.code}")
        if not given.reason.strip():
            raise Refusal(_("Give the reason for this score."), field=f"reason_{criterion.code}")
    states.move(review, "submit", MOVES)
    review.submitted_at = timezone.now()
    review.save(update_fields=["state", "submitted_at"])
    history.record("review_submitted", review, by=by, application=review.application.public_id)
    application = review.application
    if application.reviews.filter(state=Review.State.SUBMITTED).count() >= rules.wanted(application):
        notices.tell(told.chairs(application.call), told.READY, application, number=application.number)
    return review


def _locked(review: Review) -> Review:
    """The review as it is now, locked."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("application__call")
    return rows.get(pk=review.pk)
