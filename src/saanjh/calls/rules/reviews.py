"""Who may judge an application: nobody close to the applicant, and nobody who both reviews and decides."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, Review
from saanjh.calls.rules.calls import may_run
from saanjh.calls.rules.closeness import has_conflict
from saanjh.calls.rules.screened import Screened, must_be_past_the_gates, screened_of
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated


def belongs(person: Person, organisation: Organisation) -> bool:
    """Whether the person holds, or ever held, a role in the organisation: too close to judge it."""
    ids = [number for _kind, number in organisation.scopes()]
    held = person.roles_held.filter(scope_kind=ScopeKind.ORGANISATION, scope_id__in=ids)
    return bool(held.exists())


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
    own = belongs(by, application.organisation) if barred is None else (by.pk, application.pk) in barred
    if own:
        raise Refusal(_("You belong to the applicant’s organisation: ask another officer."))
    if call.state != Call.State.CLOSED:
        raise Refusal(_("Reviewers are named once the call has closed, for all applications alike."))
    must_be_past_the_gates(application, screened)
    if not may(reviewer, Role.REVIEWER, over=[(ScopeKind.CALL, call.pk)]):
        raise Refusal(
            _("%(name)s is not a reviewer of this call.") % {"name": isolated(reviewer.name)}, field="reviewers"
        )
    if may(reviewer, Role.PANEL_CHAIR, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(
            _("%(name)s chairs the panel: who reviews does not decide.") % {"name": isolated(reviewer.name)},
            field="reviewers",
        )
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


def may_review(review: Review, *, by: Person) -> None:
    """Refusal unless it is the reviewer's own, without a conflict, and still open."""
    if review.reviewer_id != by.pk or has_conflict(by, review.application):
        raise Refusal(_("This review is not yours to write."))
    may_step_down(review, by=by)


def may_step_down(review: Review, *, by: Person) -> None:
    """Refusal unless it is the reviewer's own and still open: a conflict is what one steps down for."""
    if review.reviewer_id != by.pk:
        raise Refusal(_("This review is not yours to write."))
    if review.state != Review.State.ASSIGNED:
        raise Refusal(_("This review was handed in and is sealed."))
