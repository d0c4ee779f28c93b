"""How long results are kept: what was handed in stays, what was only begun does not."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from saanjh.ground.holdings import told, untold
from saanjh.ground.models import Organisation, Person
from saanjh.ground.retention import clock, kept
from saanjh.results.models import Circumstance, PeriodLock, Return, Tally, Target, Turn, Value


@clock("value-drafts", Value, what="values that were begun and never handed in", starts="the draft was begun")
def drafts(before: datetime) -> QuerySet[Any]:
    return Value.objects.filter(state=Value.State.DRAFT, created_at__lt=before, corrected_by=None)


kept(Circumstance, "what else happened where results were measured; about a district, it names nobody")
kept(Return, "why a value came back stays with it; sealed by the database")
kept(PeriodLock, "up to which day values were closed, and why they were opened; sealed by the database")
kept(Target, "by what values are judged; sealed by the database")
kept(Tally, "a count beside a grant")
kept(Turn, "a mark of an indicator in a programme")

told(Person, Value, "submitted_by", "public_id submitted_at")
told(Person, Value, "checked_by", "public_id checked_at")
told(Person, Return, "returned_by", "returned_at")
told(Person, Circumstance, "by", "public_id what first_day last_day created_at")
told(Person, PeriodLock, "by", "public_id until created_at")
told(Person, Target, "set_by", "public_id kind version set_at")
told(
    Organisation,
    Circumstance,
    "organisation",
    "public_id district__name_en first_day last_day what words written_in created_at",
)
told(
    Organisation,
    Target,
    "award__organisation",
    "public_id award__public_id indicator__code kind version value numerator n deviation by_day reason written_in "
    "set_at",
)
told(
    Organisation,
    Value,
    "award__organisation",
    "public_id award__public_id indicator__code period_start period_end value numerator n method low high "
    "evidence_level definition_en definition_ur source written_in state submitted_at checked_at",
)
untold(Organisation, Value, "corrects__award__organisation", "the same values, told by their grant already")
told(Organisation, Return, "value__award__organisation", "value__public_id reason written_in returned_at")
untold(Organisation, Tally, "award__organisation", "a count of the values that are told")
