"""The capacity of an applicant is assessed: scores in, level and tranches out; nothing kept before is replaced."""

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from saanjh.calls import capacity as reckoned
from saanjh.calls.models import Application, Capacity, CapacityScore
from saanjh.calls.rules import capacities as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh


@action
def assess(
    application: Application,
    scores: Mapping[str, int | None],
    *,
    basis: str = "",
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> Capacity:
    """Keep one assessment, question code -> 0 to 3. It refuses nobody: it says what support and which tranches fit."""
    rules.may_assess(afresh(application), by=by)
    for code in reckoned.unscored(scores):
        raise Refusal(_("Choose a score."), field=f"score_{code}")
    rows = [_score(position, each, scores[each.code]) for position, each in enumerate(reckoned.questions(), 1)]
    if written_in not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="written_in")
    reached = reckoned.percent((row.score, row.is_key) for row in rows)
    level = reckoned.level_of(reached, reckoned.levels())
    made = Capacity.objects.create(
        application=application,
        percent=reached,
        level=level.code,
        tranches=level.tranches,
        basis=basis,
        written_in=written_in,
        assessed_by=by,
        assessed_at=clock(now),
    )
    for row in rows:
        row.capacity = made
    CapacityScore.objects.bulk_create(rows)
    history.record("capacity_assessed", application, by=by, percent=reached, level=level.code)
    return made


def _score(position: int, asked: reckoned.Question, score: int | None) -> CapacityScore:
    if not isinstance(score, int) or not 0 <= score <= reckoned.MOST:
        raise Refusal(_("Choose a score."), field=f"score_{asked.code}")
    words = {name: getattr(asked, name) for name in ("code", "area_en", "area_ur", "label_en", "label_ur", "is_key")}
    return CapacityScore(position=position, score=score, most=reckoned.MOST, **words)
