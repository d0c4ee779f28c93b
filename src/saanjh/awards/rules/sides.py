"""Who speaks for the organisation that holds a grant, and why not."""

from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground.access import ORGANISATION, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


def works_for(award: Award, by: Person) -> bool:
    """Whether `by` works for the organisation that holds the grant."""
    return may(by, *ORGANISATION, over=[(ScopeKind.ORGANISATION, award.organisation_id)])


def writes_down(award: Award, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation and the grant is active."""
    if not works_for(award, by):
        raise Refusal(_("Only the organisation itself writes this down."))
    if award.was_accepted and award.state != Award.State.ACTIVE:
        raise Refusal(_("This grant is over: nothing more is written down here."))
    if award.state != Award.State.ACTIVE:
        raise Refusal(_("This can be written down once the grant is accepted."))
