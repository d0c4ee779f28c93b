"""What people of the place said, and what it changed in the plan, or why nothing."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saanjh.awards import plan_queries as queries
from saanjh.awards.actions import consultations
from saanjh.awards.models import Award, Consultation, Consulted
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Scheme
from tests.awards.factories import a_consultation, an_agreement, an_award
from tests.events.factories import days_ago
from tests.factories import holding
from tests.programmes.factories import a_theme

pytestmark = pytest.mark.django_db


def running() -> tuple[Award, Person, dict[str, Any]]:
    """A grant with agreed steps, its editor, and what she writes."""
    award = an_award()
    an_agreement(award)
    facts = {
        "day": days_ago(3), "with_whom": a_theme(Scheme.TARGET_GROUPS), "said": "The hour is bad for us.",
        "has_changed": True, "step": "M1", "changed": "Meetings are in the morning.", "written_in": "en",
        "headcounts": {("women", "15-29", "unknown"): 12, ("men", "60+", "unknown"): 3},
    }  # fmt: skip
    return award, holding(Role.EDITOR, over=award.organisation_id), facts


def test_what_people_said_is_written_down_in_counts_and_stays() -> None:
    award, by, facts = running()
    made = consultations.write_down(award, by=by, **facts)
    nothing = {"has_changed": False, "step": "", "changed": "The hall is taken in the morning."}
    consultations.write_down(award, by=by, **{**facts, **nothing, "day": days_ago(9)})
    assert [(each.has_changed, each.people) for each in queries.consultations(award)] == [(True, 15), (False, 15)]
    assert made.step == "M1"
    for change in (lambda: Consultation.objects.update(step=""), lambda: Consulted.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": days_ago(-1)}, "day"),
        ({"said": " "}, "said"),
        ({"changed": ""}, "changed"),
        ({"has_changed": False}, "step"),
        ({"step": "M7"}, "step"),
    ],
)
def test_what_is_written_down_must_fit(wrong: dict[str, Any], field: str) -> None:
    award, by, facts = running()
    with pytest.raises(Refusal) as refused:
        consultations.write_down(award, by=by, **{**facts, **wrong})
    assert refused.value.field == field


def test_somebody_was_asked_by_the_organisation_and_of_a_kind_that_is_listed() -> None:
    award, by, facts = running()
    for person, wrong in (
        (by, {"headcounts": {}}),
        (by, {"with_whom": a_theme()}),
        (holding(Role.PROGRAMME_OFFICER, over=award.programme_id), {}),
    ):
        with pytest.raises(Refusal):
            consultations.write_down(award, by=person, **{**facts, **wrong})
    a_consultation(award)
    assert Consultation.objects.count() == 1
