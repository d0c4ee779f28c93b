"""Objectives are added to a programme and put into better words."""

from django.db.models import Max

from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.writing import action
from saanjh.programmes import rules
from saanjh.programmes.models import Objective, Programme


@action
def add(programme: Programme, *, text_en: str, text_ur: str, by: Person) -> Objective:
    """Add the next objective."""
    rules.may_change(programme, by=by)
    Programme.objects.select_for_update().get(pk=programme.pk)  # two at once do not take the same number
    last = programme.objectives.aggregate(number=Max("number"))["number"] or 0
    objective = Objective.objects.create(programme=programme, number=last + 1, text_en=text_en, text_ur=text_ur)
    history.record("objective_added", programme, by=by, number=objective.number)
    return objective


@action
def reword(objective: Objective, *, text_en: str, text_ur: str, by: Person) -> Objective:
    """Say the same objective in better words."""
    rules.may_change(objective.programme, by=by)
    objective.text_en, objective.text_ur = text_en, text_ur
    objective.save(update_fields=["text_en", "text_ur"])
    history.record("objective_reworded", objective.programme, by=by, number=objective.number)
    return objective
