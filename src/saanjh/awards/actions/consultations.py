"""What people of the place said is written down, with what it changed."""

import datetime
from typing import Any

from saanjh.awards.models import Award, Consultation, Consulted
from saanjh.awards.rules import consultations as rules
from saanjh.ground import history
from saanjh.ground.counting import Cells, counted
from saanjh.ground.models import Person
from saanjh.ground.writing import action, afresh
from saanjh.programmes.models import Theme


@action
def write_down(
    award: Award,
    *,
    day: datetime.date,
    with_whom: Theme,
    said: str,
    has_changed: bool,
    step: str,
    changed: str,
    written_in: str,
    headcounts: Cells,
    by: Person,
) -> Consultation:
    """Write down who was asked on a day, as a kind and (sex, age band, disability) -> people, and what came of it."""
    rules.may_write(afresh(award), by=by)
    facts: dict[str, Any] = {"day": day, "with_whom": with_whom, "said": said, "has_changed": has_changed, "step": step}
    rules.consultation_fits(award, changed=changed, **facts)
    people = counted(headcounts)
    made = Consultation.objects.create(award=award, changed=changed, written_in=written_in, recorded_by=by, **facts)
    Consulted.objects.bulk_create(
        Consulted(consultation=made, sex=sex, age_band=band, disability=disability, people=number)
        for (sex, band, disability), number in people.items()
    )
    number = sum(people.values())
    history.record("consultation_written_down", award, by=by, consultation=made.public_id, people=number, step=step)
    return made
