"""Who may judge an application: nobody close to the applicant, and nobody who both reviews and decides."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, Review
from saanjh.calls.models.applications import SCREENERS
from saanjh.calls.rules.calibrations import must_have_tried
from saanjh.calls.rules.calls import may_run
from saanjh.calls.rules.closeness import has_conflict, is_reviewing, of_applicants, stands_behind
from saanjh.calls.rules.screened import Screened, must_be_past_the_gates, screened_of
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal, Unfit
from saanjh.kit.text import isolated

Pairs = Collection[tuple[int, int]]  # (person, application), by primary keys


def may_assign(
    application: Application,
    reviewer: Person,
    *,
    by: Person,
    barred: Pairs | None = None,
    screened: Screened | None = None,
) -> None:
    """Refusal unless `by` runs the call, the gates are passed, and the reviewer is of the call, without a conflict.

    Whoever asks this of many pairs found out beforehand which are `barred`, those of `by` included, and how the
    applications stand at their gates.
    """
    call = application.call
    may_run(call, by=by)
    own = stands_behind(by, application) if barred is None else (by.pk, application.pk) in barred
    if own:
        raise Refusal(_("You belong to the applicant’s organisation: ask another officer."))
    if call.state != Call.State.CLOSED:
        raise Refusal(_("Reviewers are named once the call has closed, for all applications alike."))
    must_be_past_the_gates(application, screened)
    if not may(reviewer, Role.REVIEWER, over=[(ScopeKind.CALL, call.pk)]):
        raise Refusal(
            _("%(name)s is not a reviewer of this call.") % {"name": isolated(reviewer.name)}, field="reviewers"
        )
    must_only_review(call, reviewer, field="reviewers")
    if (reviewer.pk, application.pk) in (screened or screened_of([application])).by:
        raise Refusal(
            _("%(name)s screened this application: somebody else reads it.") % {"name": isolated(reviewer.name)},
            field="reviewers",
        )
    close = has_conflict(reviewer, application) if barred is None else (reviewer.pk, application.pk) in barred
    if close:
        raise Refusal(
            _("%(name)s has a conflict of interest with this applicant.") % {"name": isolated(reviewer.name)},
            field="reviewers",
        )
    if barred is None:  # whoever found out beforehand took nobody who applies
        must_not_apply(call, reviewer, field="reviewers")


def may_be_given(over: int, to: Person) -> None:
    """Refusal for whoever cannot be a reviewer of this call: asked where somebody is named, is given the role as any
    other one, and where an invitation is taken up.
    """
    call = Call.objects.filter(pk=over).first()
    if call is not None:
        must_only_review(call, to, field="person")
        must_not_apply(call, to, field="person", drafts=True)


def must_not_apply(call: Call, reviewer: Person, *, field: str, drafts: bool = False) -> None:
    """Refusal, on this field, for whoever belongs to an organisation that applies in the call, as applicant, partner
    or host: she would judge those against whom it stands. With `drafts` also where it is still writing.
    """
    if of_applicants(call, drafts=drafts).filter(person=reviewer).exists():
        words = _(
            "%(name)s belongs to an organisation that applies in this call, and would judge those against whom it "
            "stands. Name somebody else."
        )
        own = _(
            "You belong to an organisation that applies in this call, and would judge those against whom it stands."
        )
        raise Unfit(words % {"name": isolated(reviewer.name)}, own, field=field)


def must_only_review(call: Call, reviewer: Person, *, field: str) -> None:
    """Refusal, on this field, for whoever decides in the call or reads all of its reviews; in a blind call also for
    whoever screens, and so knows who applies.
    """
    over = [(ScopeKind.PROGRAMME, call.programme_id)]
    name = {"name": isolated(reviewer.name)}
    if may(reviewer, Role.PANEL_CHAIR, over=over):
        own = _("You chair the panel: who reviews does not decide.")
        raise Unfit(_("%(name)s chairs the panel: who reviews does not decide.") % name, own, field=field)
    if may(reviewer, Role.PROGRAMME_OFFICER, over=over):
        words = _("%(name)s is an officer of the programme and reads all reviews: somebody else reviews.")
        own = _("You are an officer of the programme and read all reviews: somebody else reviews.")
        raise Unfit(words % name, own, field=field)
    if call.is_blind and may(reviewer, *SCREENERS, over=over):
        words = _("%(name)s screens for the programme and knows who applies, which this call hides from reviewers.")
        own = _("You screen for the programme and know who applies, which this call hides from reviewers.")
        raise Unfit(words % name, own, field=field)


def must_not_be_told(application: Application, *, by: Person) -> None:
    """Refusal for whoever is still to review it in a blind call: who applies is not for these eyes, in any role."""
    if application.call.is_blind and is_reviewing(by, application):
        raise Refusal(
            _(
                "You are to review this application, and its call hides from reviewers who applies. Hand in your "
                "review first, or step down from it."
            )
        )


def may_review(review: Review, *, by: Person) -> None:
    """Refusal unless it is the reviewer's own, without a conflict, still open, and she scored the trial proposals."""
    if review.reviewer_id != by.pk or has_conflict(by, review.application):
        raise Refusal(_("This review is not yours to write."))
    may_step_down(review, by=by)
    must_have_tried(review.application.call, by=by)


def may_step_down(review: Review, *, by: Person) -> None:
    """Refusal unless it is the reviewer's own and still open: a conflict is what one steps down for."""
    if review.reviewer_id != by.pk:
        raise Refusal(_("This review is not yours to write."))
    if review.state != Review.State.ASSIGNED:
        raise Refusal(_("This review was handed in and is sealed."))
