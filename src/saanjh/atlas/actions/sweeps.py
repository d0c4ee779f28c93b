"""An officer confirms that it was asked in these districts who works there."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.atlas import rules
from saanjh.atlas.models import Sweep
from saanjh.ground import history
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.programmes.models import Programme


@action
def confirm(programme: Programme, districts: Iterable[District], *, asked_on: date, how: str, by: Person) -> Sweep:
    """Write down that on this day it was asked in these districts. For a year they are not "not known"."""
    chosen = list(districts)
    if not rules.may_run(programme, by=by):
        raise Refusal(_("Only an officer of the programme confirms that districts were asked."))
    if not chosen:
        raise Refusal(_("Choose at least one district."), field="districts")
    if asked_on > timezone.localdate():
        raise Refusal(_("This day is still to come."), field="asked_on")
    if how not in Sweep.How.values:
        raise Refusal(_("Say how it was asked."), field="how")
    sweep = Sweep.objects.create(programme=programme, asked_on=asked_on, how=how, confirmed_by=by)
    sweep.districts.set(chosen)
    history.record("sweep_confirmed", sweep, by=by, districts=len(chosen), asked_on=asked_on.isoformat(), how=how)
    return sweep
