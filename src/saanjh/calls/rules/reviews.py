"""Who may judge an application: nobody close to the applicant, and nobody who both reviews and decides."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, Review
from saanjh.calls.rules.calls import may_run
from saanjh.calls.rules.screened import must_be_past_the_gates
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated

REVIEWS = 2


def wanted(application: Application) -> int:
    """How many reviews an application is to have before it is decided."""
    return REVIEWS


def belongs(person: Person, organisation: Organisation) -> bool:
    """Whether the person holds, or ever held, a role in the organisation: too close to judge it."""
    ids = [number for _kind, number in organisation.scopes()]
    held = person.roles_held.filter(scope_kind=ScopeKind.ORGANISATION, scope_id__in=ids)
    return bool(held.exists())


def has_conflict(person: Person, application: Application) -> bool:
    """Whether the person is too close to the applicant: derived from roles, or declared."""
    declared = application.conflicts.filter(person=person).exists()
    return declared or belongs(person, application.organisation)


def may_assign(application: Application, reviewer: Person, *, by: Person) -> None:
    """Refusal unless `by` runs the call, the gates are passed, and the reviewer is of the call, without a conflict."""
    call = application.call
    may_run(call, by=by)
    if belongs(by, application.organisation):
        raise Refusal(_("You belong to the applicant’s organisation: ask another officer."))
    if call.state != Call.State.CLOSED:
        raise Refusal(_("Reviewers are named once the call has closed, for all applications alike."))
    must_be_past_the_gates(application)
    if not may(reviewer, Role.REVIEWER, over=[(ScopeKind.CALL, call.pk)]):
        raise Refusal(
            _("%(name)s is not a reviewer of this call.") % {"name": isolated(reviewer.name)}, field="reviewers"
        )
    if may(reviewer, Role.PANEL_CHAIR, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(
            _("%(name)s chairs the panel: who reviews does not decide.") % {"name": isolated(reviewer.name)},
            field="reviewers",
        )
    if application.gate_checks.filter(closed_by=reviewer).exists():
        raise Refusal(
            _("%(name)s screened this application: somebody else reads it.") % {"name": isolated(reviewer.name)},
            field="reviewers",
        )
    if has_conflict(reviewer, application):
        raise Refusal(
            _("%(name)s has a conflict of interest with this applicant.") % {"name": isolated(reviewer.name)},
            field="reviewers",
        )


def may_review(review: Review, *, by: Person) -> None:
    """Refusal unless it is the reviewer's own, without a conflict, and still open."""
    if review.reviewer_id != by.pk or has_conflict(by, review.application):
        raise Refusal(_("This review is not yours to write."))
    if review.state != Review.State.ASSIGNED:
        raise Refusal(_("This review was handed in and is sealed."))


def may_decide(application: Application, *, by: Person) -> None:
    """Refusal unless `by` chairs the panel, reviewed nothing here, is close to nobody, and two reviews are in."""
    call = application.call
    if not may(by, Role.PANEL_CHAIR, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(_("Only the chair of the programme’s panel decides."))
    if application.reviews.filter(reviewer=by).exists():
        raise Refusal(_("You were named to review this application: who reviews does not decide."))
    if has_conflict(by, application):
        raise Refusal(_("You are too close to this applicant to decide: ask another chair."))
    if application.gate_checks.filter(closed_by=by).exists():
        raise Refusal(_("You screened this application: who screens does not decide."))
    if application.reviews.filter(state=Review.State.SUBMITTED).count() < wanted(application):
        raise Refusal(_("Wait until two reviews are in."))
