"""Who writes down what people of the place said, what fits, and why not."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards.agreement_queries import steps_on
from saanjh.awards.models import Award
from saanjh.awards.rules.sides import writes_down
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Scheme, Theme


def may_write(award: Award, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation and the grant is active."""
    writes_down(award, by=by)


def consultation_fits(
    award: Award, *, day: datetime.date, with_whom: Theme, said: str, has_changed: bool, step: str, changed: str
) -> None:
    """Refusal unless the day is past, the kind of people is one of the list, and it says what it changed or why not."""
    if day > timezone.localdate():
        raise Refusal(_("This day is still ahead: write down what has happened."), field="day")
    if with_whom.scheme != Scheme.TARGET_GROUPS:
        raise Refusal(_("Choose with whom you spoke."), field="with_whom")
    if not said.strip():
        raise Refusal(_("Write what was said, in short."), field="said")
    if not changed.strip():
        raise Refusal(_("Say what it changed; where nothing, say why."), field="changed")
    if step and not has_changed:
        raise Refusal(_("Where nothing was changed, choose no step."), field="step")
    if step and step not in {each.code for each in steps_on(award, day)}:
        raise Refusal(_("Choose a step of the plan, or none."), field="step")
