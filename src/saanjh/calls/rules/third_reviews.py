"""Who does without a third review, and what waits for one."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, ThirdReview
from saanjh.calls.rules.calls import may_run
from saanjh.calls.rules.closeness import stands_behind
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


def may_dismiss(application: Application, *, by: Person) -> None:
    """Refusal unless `by` runs the call, is not of the applicant, and a third review is wanted and not given yet."""
    may_run(application.call, by=by)
    if stands_behind(by, application):
        raise Refusal(_("You belong to the applicant’s organisation: ask another officer."))
    third = ThirdReview.objects.filter(application=application).first()
    if third is None or not third.is_wanted:
        raise Refusal(_("No third review is wanted for this application."))
    if application.reviews.standing().count() > application.terms.reviews:
        raise Refusal(_("A third reviewer is named already. Wait for that review, or take it back first."))


def must_not_wait(application: Application, third: ThirdReview | None, read: int) -> None:
    """Refusal while a third review is wanted and no more than the usual ones are in (so many: `read`): two that differ
    so much are no ground for a decision.
    """
    if third is not None and third.is_wanted and read <= application.terms.reviews:
        raise Refusal(
            _(
                "The two reviews are %(why)s: a third person reads it first. "
                "An officer may do without one, with a reason."
            )
            % {"why": third.get_why_display()}
        )


def must_be_read(application: Application, third: ThirdReview | None, read: int) -> None:
    """Refusal while a review is missing (so many are in: `read`) or a third one is waited for."""
    if read < application.terms.reviews:
        raise Refusal(_("Wait until every reviewer has handed in."))
    must_not_wait(application, third, read)
