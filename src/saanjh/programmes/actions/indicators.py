"""A programme chooses what it measures, and writes down why."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.programmes import rules
from saanjh.programmes.models import ChosenIndicator, Indicator, Programme


@action
def choose(
    programme: Programme, *, indicator: Indicator, reason: str, assumption: str = "", written_in: str = "en", by: Person
) -> ChosenIndicator:
    """Choose an indicator of the bank, with the reason and what is taken for granted."""
    rules.may_choose(programme, indicator, by=by)
    if not reason.strip():
        raise Refusal(_("Write down why the programme measures this."), field="reason")
    chosen = ChosenIndicator.objects.create(
        programme=programme, indicator=indicator, reason=reason, assumption=assumption, written_in=written_in
    )
    history.record("indicator_chosen", programme, by=by, code=indicator.code)
    return chosen


@action
def set_aside(chosen: ChosenIndicator, *, by: Person) -> ChosenIndicator:
    """Measure this no more; that it was chosen, and why, stays on record."""
    rules.may_change(chosen.programme, by=by)
    if chosen.set_aside_on is not None:
        raise Refusal(_("This indicator was set aside already."))
    chosen.set_aside_on = timezone.localdate()
    chosen.save(update_fields=["set_aside_on"])
    history.record("indicator_set_aside", chosen.programme, by=by, code=chosen.indicator.code)
    return chosen
