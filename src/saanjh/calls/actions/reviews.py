"""Reviewers are named, step down for a conflict, score each criterion with a reason, and hand in."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import chasing
from saanjh.calls import notices as told
from saanjh.calls.actions import applications, third_reviews
from saanjh.calls.models import ApplicantComment, Application, Conflict, Reopening, Review, Score
from saanjh.calls.models.reviews import NOT_STANDING
from saanjh.calls.rules import chasing as leading
from saanjh.calls.rules import reviews as rules
from saanjh.calls.rules.screened import screened_of
from saanjh.ground import history, notices, states
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.kit.text import isolated

MOVES = {
    ("assigned", "submit"): "submitted",
    ("assigned", "step_down"): "stepped_down",
    ("submitted", "reopen"): "reopened",
}
LOW = 2
SAY_WHAT_WOULD_HELP = _("You gave a score of 2 or less: tell the applicant what would help.")
NAMED_AT_MOST = 3  # applications that a refusal names; the page shows them all
Named = tuple[Application, Sequence[Person]]
State = Application.State
OPEN_TO_REVIEWERS = {State.SUBMITTED, State.UNDER_REVIEW, State.NOT_ELIGIBLE}  # of the last one the rules say why not
Given = Mapping[str, tuple[int | None, str]]  # criterion's code -> score (or none yet) and its reason


@action
def assign(application: Application, *, reviewers: Sequence[Person], by: Person) -> list[Review]:
    """Name reviewers; with the last one of its track the review begins. Refusal for a conflict, or for one more."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    application.state = locked.state
    there = list(application.reviews.values_list("reviewer", "state"))
    full = _must_fit(locked, reviewers, there)
    for person in reviewers:
        rules.may_assign(application, person, by=by)
    due = chasing.due_on(application.call, timezone.localdate())
    made = [Review.objects.create(application=application, reviewer=each, due_on=due) for each in reviewers]
    _record(made, by)
    if full and application.state == Application.State.SUBMITTED:
        states.move(application, "review", applications.MOVES)
        application.save(update_fields=["state"])
    notices.tell(reviewers, told.ASKED, number=application.number)
    return made


@action
def assign_many(named: Sequence[Named], *, barred: rules.Pairs, by: Person) -> list[Review]:
    """The same for many applications at once, by the same rules, with few queries: all of them or none.

    `barred` are the pairs of these people, and of `by`, with these applications that a conflict bars. Nobody is told:
    the caller does it, once for all.
    """
    ids = [application.pk for application, _people in named]
    screened = screened_of(application for application, _people in named)
    now = states.of([application for application, _people in named])
    there: dict[int, list[tuple[int, str]]] = {}
    known = Review.objects.filter(application__in=ids).order_by("pk")
    for application_id, person_id, state in known.values_list("application", "reviewer", "state"):
        there.setdefault(application_id, []).append((person_id, state))
    refused: list[tuple[Application, Any]] = []
    begun: list[Application] = []
    for application, people in named:
        application.state = now[application.pk]
        try:
            full = _must_fit(application, people, there.get(application.pk, []))
            for person in people:
                rules.may_assign(application, person, by=by, barred=barred, screened=screened)
            if full and application.state == Application.State.SUBMITTED:
                states.step(application, now, "review", applications.MOVES)
                begun.append(application)
        except Refusal as refusal:
            refused.append((application, refusal.why))
    if refused:
        raise nobody_named(refused)
    today = timezone.localdate()
    made = Review.objects.bulk_create(
        Review(application=application, reviewer=person, due_on=chasing.due_on(application.call, today))
        for application, people in named
        for person in people
    )
    Application.objects.filter(pk__in=[each.pk for each in begun]).update(state=Application.State.UNDER_REVIEW)
    _record(made, by)
    return made


def nobody_named(refused: Sequence[tuple[Application, Any]]) -> Refusal:
    """Which applications keep all of them from being named, and why."""
    said = " ".join(f"{application.number}: {why}" for application, why in refused[:NAMED_AT_MOST])
    words = (
        _("Nobody was named. Change this first: %(said)s")
        if len(refused) <= NAMED_AT_MOST
        else _("Nobody was named. %(number)s applications must be changed first, among them %(said)s")
    )
    return Refusal(words % {"said": said, "number": len(refused)})


def _must_fit(application: Application, reviewers: Sequence[Person], there: Collection[tuple[int, str]]) -> bool:
    """Whether the application then has all its reviewers. Refusal where these are none, too many, or there already.

    `there` are the people and states of its reviews, those from which somebody stepped down included.
    """
    if application.state not in OPEN_TO_REVIEWERS:
        raise Refusal(_("Reviewers are named for applications that wait for a decision."))
    if len({person.pk for person in reviewers}) < len(reviewers):
        raise Refusal(_("Choose two different people."), field="reviewers")
    standing = sum(state not in NOT_STANDING for _person, state in there)
    if not reviewers or standing + len(reviewers) > application.readers:
        raise Refusal(
            _("This application is to have so many reviewers: %(wanted)s. It has %(number)s now.")
            % {"wanted": application.readers, "number": standing},
            field="reviewers",
        )
    known = {person for person, state in there if state not in NOT_STANDING}
    if again := next((person for person in reviewers if person.pk in known), None):
        raise Refusal(
            _("%(name)s reviews this application already.") % {"name": isolated(again.name)}, field="reviewers"
        )
    return standing + len(reviewers) == application.readers


def _record(made: Sequence[Review], by: Person) -> None:
    for review in made:
        facts = {"review": review.public_id, "reviewer": review.reviewer.public_id}
        history.record("reviewer_assigned", review.application, by=by, **facts)


@action
def step_down(review: Review, *, by: Person) -> Review:
    """Declare a conflict of interest: the application is barred to this person from now on."""
    afresh(review.application)
    rules.may_step_down(afresh(review), by=by)
    states.move(review, "step_down", MOVES)
    review.save(update_fields=["state"])
    review.scores.all().delete()
    ApplicantComment.objects.filter(review=review).delete()
    Conflict.objects.get_or_create(application=review.application, person=by)
    history.record("conflict_declared", review, by=by, application=review.application.public_id)
    application = review.application
    notices.tell(told.officers(application.call), told.STEPPED_DOWN, application, number=application.number)
    return review


@action
def score(review: Review, given: Given, *, for_applicant: str = "", written_in: str = "en", by: Person) -> Review:
    """Keep scores, reasons and what is said to the applicant as far as they go; nobody else sees them before they are
    handed in.
    """
    review = _locked(review)
    rules.may_review(review, by=by)
    if written_in not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="written_in")
    review.written_in = written_in
    review.save(update_fields=["written_in"])
    criteria = list(review.application.call.criteria.all())
    there = {each.criterion_id: each for each in review.scores.select_related("criterion")}
    for criterion in criteria:
        row = there.get(criterion.pk) or Score(review=review, criterion=criterion)
        _score(row, *given.get(criterion.code, (None, "")))
    _comment(review, for_applicant)
    scored = sum(given.get(criterion.code, (None, ""))[0] is not None for criterion in criteria)
    history.record("review_saved", review, by=by, scored=scored)
    return review


def _score(row: Score, mark: int | None, reason: str) -> None:
    """Keep one score. The review is locked, so nobody else makes a row for the same criterion meanwhile."""
    criterion = row.criterion
    if mark is not None and not (isinstance(mark, int) and criterion.score_min <= mark <= criterion.score_max):
        raise Refusal(
            _("Choose a score from %(least)s to %(most)s.")
            % {"least": criterion.score_min, "most": criterion.score_max},
            field=f"score_{criterion.code}",
        )
    row.score, row.reason = mark, reason
    try:
        row.save()
    except Refusal as refusal:
        raise Refusal(refusal.why, field=f"reason_{criterion.code}") from refusal


def _comment(review: Review, text: str) -> None:
    if not text.strip():
        ApplicantComment.objects.filter(review=review).delete()
        return
    try:
        ApplicantComment.objects.update_or_create(review=review, defaults={"text": text})
    except Refusal as refusal:
        raise Refusal(refusal.why, field="for_applicant") from refusal


@action
def submit(review: Review, *, by: Person) -> Review:
    """Hand in and seal. Refusal while a score, its reason, or a word to the applicant about a low one is missing."""
    afresh(review.application)  # the application first: of two last reviews that come in at once, one sees the other
    review = _locked(review)
    rules.may_review(review, by=by)
    scores = {each.criterion_id: each for each in review.scores.all()}
    for criterion in review.application.call.criteria.all():
        given = scores.get(criterion.pk)
        if given is None or given.score is None:
            raise Refusal(_("Choose a score."), field=f"score_{criterion.code}")
        if not given.reason.strip():
            raise Refusal(_("Give the reason for this score."), field=f"reason_{criterion.code}")
    if needs_comment(each.score for each in scores.values()) and not hasattr(review, "comment"):
        raise Refusal(SAY_WHAT_WOULD_HELP, field="for_applicant")
    _seal(review, timezone.now())
    history.record("review_submitted", review, by=by, application=review.application.public_id)
    _came_in(review.application)
    return review


def _seal(review: Review, moment: datetime.datetime) -> None:
    states.move(review, "submit", MOVES)
    review.submitted_at = moment
    review.save(update_fields=["state", "submitted_at"])


def _came_in(application: Application) -> None:
    """Whether a third person is to read it, and whether all have."""
    third_reviews.compare(application, by=Person.objects.system())
    if application.reviews.filter(state=Review.State.SUBMITTED).count() >= application.readers:
        notices.tell(told.chairs(application.call), told.READY, application, number=application.number)


def needs_comment(scores: Iterable[int | None]) -> bool:
    """Whether the applicant is to be told what would help: with a score of 2 or less."""
    return any(score is not None and score <= LOW for score in scores)


@action
def reopen(review: Review, *, reason: str, by: Person) -> Review:
    """Open a sealed review again, for a reason: it stays as it was handed in, and a copy of it can be changed.

    Until that is handed in, nothing of this reviewer counts; then the newest does.
    """
    afresh(review.application)
    leading.may_reopen(afresh(review), by=by)
    if not reason.strip():
        raise Refusal(_("Give the reason: it is kept with the review."), field="reason")
    states.move(review, "reopen", MOVES)
    review.save(update_fields=["state"])
    try:
        Reopening.objects.create(review=review, by=by, at=timezone.now(), why=reason)
    except Refusal as refusal:
        raise Refusal(refusal.why, field="reason") from refusal
    application = review.application
    due = chasing.due_on(application.call, timezone.localdate())
    begun = Review.objects.create(
        application=application,
        reviewer=review.reviewer,
        written_in=review.written_in,
        due_on=due,
        replaces=review,
    )
    _copy(review, begun)
    facts = {"review": review.public_id, "reviewer": review.reviewer.public_id}
    history.record("review_reopened", application, by=by, **facts)
    notices.tell([review.reviewer], told.REVIEW_REOPENED, begun, number=application.number)
    return begun


def _copy(sealed: Review, begun: Review) -> None:
    """Scores, reasons and what is said to the applicant."""
    Score.objects.bulk_create(
        Score(review=begun, criterion_id=each.criterion_id, score=each.score, reason=each.reason)
        for each in sealed.scores.all()
    )
    if said := ApplicantComment.objects.filter(review=sealed).first():
        ApplicantComment.objects.create(review=begun, text=said.text)


@action
def restore(review: Review, *, by: Person) -> Review:
    """Take back that a review was opened again: its copy is sealed with what was handed in first, which then counts.

    Whoever runs the call could else throw a review out by opening it again and taking the copy away.
    """
    afresh(review.application)
    leading.may_take_back(afresh(review), by=by)
    first, application = review.replaces, review.application
    if first is None:
        raise Refusal(_("This review was not opened again."))
    review.scores.all().delete()
    ApplicantComment.objects.filter(review=review).delete()
    _copy(first, review)
    review.written_in = first.written_in
    review.save(update_fields=["written_in"])
    _seal(review, first.submitted_at or timezone.now())
    facts = {"review": review.public_id, "reviewer": review.reviewer.public_id}
    history.record("review_restored", application, by=by, **facts)
    notices.tell([review.reviewer], told.REVIEW_RESTORED, number=application.number)
    _came_in(application)
    return review


def _locked(review: Review) -> Review:
    """The review as it is now, locked."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("application__call")
    return rows.get(pk=review.pk)
