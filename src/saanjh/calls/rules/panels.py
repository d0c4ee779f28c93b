"""What is said of a call's reviewers, by whom, and which counts of them may be kept."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call
from saanjh.calls.models.panels import FEW, MOST
from saanjh.calls.rules.calls import may_run
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated
from saanjh.programmes.models import Scheme, Theme

PARTS = {"reviewers": ("reviewers_women", "reviewers_young"), "panel": ("panel_women", "panel_young")}


def reviews_for(call: Call, person: Person) -> bool:
    """Whether the person is a reviewer of this call."""
    return may(person, Role.REVIEWER, over=[(ScopeKind.CALL, call.pk)])


def may_describe(call: Call, person: Person, *, by: Person) -> None:
    """Refusal unless the person reviews for the call, and `by` is that person or runs it."""
    if by.pk != person.pk:
        may_run(call, by=by)
    if not reviews_for(call, person):
        raise Refusal(_("%(name)s is not a reviewer of this call.") % {"name": isolated(person.name)})
    if call.state == Call.State.DECIDED:
        raise Refusal(_("This call is concluded: nobody is asked to review for it any more."))


def must_be_sound(languages: Collection[str], themes: Collection[Theme], most: int) -> None:
    """Refusal where what is said of a reviewer cannot be."""
    if not languages or set(languages) - set(Written.values):
        raise Refusal(_("Choose at least one language."), field="languages")
    if any(theme.scheme != Scheme.THEMES for theme in themes):
        raise Refusal(_("Choose from the list of themes."), field="themes")
    if not 1 <= most <= MOST:
        raise Refusal(_("Write a whole number from 1 to %(most)s.") % {"most": MOST}, field="most")


def may_count(call: Call, counts: Mapping[str, int | None], *, by: Person) -> None:
    """Refusal unless `by` runs the call and the counts can be, and speak of nobody alone."""
    may_run(call, by=by)
    for whole, parts in PARTS.items():
        people = counts.get(whole) or 0
        for part in parts:
            number = counts.get(part)
            if number is None:
                continue
            if people < FEW:
                words = _("Of fewer than %(few)s people a number would speak of one of them. Leave this empty.")
                raise Refusal(words % {"few": FEW}, field=part)
            if not 0 <= number <= people:
                raise Refusal(_("That is more than all of them: %(people)s.") % {"people": people}, field=part)


def may_declare(call: Call, *, by: Person) -> None:
    """Refusal unless `by` reviews for the call, and it is known who applied and not yet decided."""
    if not reviews_for(call, by):
        raise Refusal(_("Only a reviewer of this call does this."))
    if call.is_blind:
        raise Refusal(
            _(
                "This call hides the applicants from its reviewers, so there is no list of them. Who holds or held a "
                "role with an applicant is never given its application. If you believe you know who wrote one, say so "
                "there."
            )
        )
    if call.state in {Call.State.DRAFT, Call.State.OPEN}:
        raise Refusal(_("Wait until the call has closed: nobody knows yet who applies."))
    if call.state == Call.State.DECIDED:
        raise Refusal(_("This call is concluded: nobody is asked to review for it any more."))
