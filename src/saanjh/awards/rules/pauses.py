"""Who pauses a grant and lets it go on, and why not."""

from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award, Pause
from saanjh.awards.rules.sides import works_for, writes_down
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


def may_pause(award: Award, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation, the grant is active, and it is not paused already.

    Whoever is there may do it: in danger nobody waits for a signatory.
    """
    writes_down(award, by=by)
    if Pause.objects.open().filter(award=award).exists():
        raise Refusal(_("This grant is paused already."))


def may_resume(award: Award, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation and the grant is paused."""
    if not works_for(award, by):
        raise Refusal(_("Only the organisation itself says that its work goes on."))
    if not Pause.objects.open().filter(award=award).exists():
        raise Refusal(_("This grant is not paused."))


def why_fits(why: str) -> None:
    """Refusal unless it is one of the three codes."""
    if why not in Pause.Why.values:
        raise Refusal(_("Choose one of the three."), field="why")
