"""What else happened: who notes it, who reads it, beside which values it stands."""

from typing import Any

import pytest

from saanjh.awards.models import Award
from saanjh.ground.access import Role, visible
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import Refusal
from saanjh.results import circumstances as rules
from saanjh.results.actions import circumstances as actions
from saanjh.results.circumstances import Note
from saanjh.results.models import Circumstance
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.factories import a_person, holding
from tests.results.factories import a_value, chosen

pytestmark = pytest.mark.django_db


def a_district(award: Award) -> District:
    return award.districts.order_by("pk")[0]


def a_note(award: Award, first: int = 50, last: int = 40, **facts: Any) -> Circumstance:
    facts = {
        "programme": award.programme,
        "organisation": None,
        "district": a_district(award),
        "first_day": days_ago(first),
        "last_day": days_ago(last),
        "what": "disaster",
        "words": "The river rose and the market was closed.",
        "by": facts.pop("by", None) or a_person(),
        **facts,
    }
    return Circumstance.objects.create(**facts)


def noted(award: Award, by: Person, **facts: Any) -> Circumstance:
    told = {
        "district": a_district(award), "first_day": days_ago(50), "last_day": days_ago(40), "what": "prices",
        "words": "Flour costs twice as much.", "written_in": "en", **facts,
    }  # fmt: skip
    return actions.note(award, note=Note(**told), by=by)


@pytest.mark.parametrize(
    ("role", "own"), [("field_officer", True), ("editor", True), ("programme_officer", False), ("verifier", False)]
)
def test_either_side_notes_what_happened(role: str, own: bool) -> None:
    award = an_award()
    made = noted(award, holding(Role(role), over=award.organisation_id if own else award.programme_id))
    assert made.organisation == (award.organisation if own else None)
    assert made.programme == award.programme


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"last_day": days_ago(51)}, "last_day"),
        ({"first_day": days_ago(-1), "last_day": days_ago(-1)}, "first_day"),
        ({"what": "gossip"}, "what"),
        ({"words": " "}, "words"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(facts: dict[str, Any], field: str) -> None:
    award = an_award()
    with pytest.raises(Refusal) as refused:
        noted(award, holding(Role.EDITOR, over=award.organisation_id), **facts)
    assert refused.value.field == field


def test_a_district_in_which_the_grant_does_not_work_is_refused() -> None:
    award, other = an_award(), an_award()
    foreign = a_district(other)
    award.districts.remove(foreign)
    with pytest.raises(Refusal) as refused:
        noted(award, holding(Role.EDITOR, over=award.organisation_id), district=foreign)
    assert refused.value.field == "district"


def test_nobody_else_notes_anything() -> None:
    award, other = an_award(), an_award()
    for by in (
        holding(Role.EDITOR, over=other.organisation_id),
        holding(Role.VERIFIER, over=other.programme_id),
        holding(Role.FINANCE_OFFICER, over=award.programme_id),
    ):
        with pytest.raises(Refusal, match="Only the organisation"):
            noted(award, by)


def test_an_organisation_reads_its_own_notes_and_the_programmes_and_nobody_elses() -> None:
    award = an_award()
    other = an_award(programme=award.programme)
    own = a_note(award, organisation=award.organisation)
    programmes, foreign = a_note(award), a_note(award, organisation=other.organisation)
    elsewhere = a_note(an_award())
    editor = holding(Role.EDITOR, over=award.organisation_id)
    assert set(visible(editor, Circumstance)) == {own, programmes}
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    assert set(visible(officer, Circumstance)) == {own, programmes, foreign}
    donor = holding(Role.DONOR_VIEWER, over=award.programme_id)
    assert elsewhere not in visible(officer, Circumstance)
    assert not visible(donor, Circumstance)
    assert not Circumstance.objects.public()


def test_beside_an_outcome_stands_what_happened_there_in_its_days() -> None:
    """The value runs from 60 to 30 days ago."""
    award = an_award()
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    value = a_value("verified", award, chosen(award, level="outcome"))
    touching = [a_note(award, 70, 60), a_note(award, 30, 20), a_note(award, 90, 1)]
    a_note(award, 80, 61)
    a_note(award, 29, 10)
    elsewhere = an_award(programme=award.programme)
    award.districts.remove(*elsewhere.districts.exclude(pk=a_district(award).pk))
    a_note(an_award())
    assert set(rules.beside(value, officer)) == set(touching)
    output = a_value("verified", award, chosen(award, level="output"))
    assert rules.beside(output, officer) == []


def test_only_who_wrote_a_note_takes_it_out() -> None:
    award = an_award()
    by = holding(Role.EDITOR, over=award.organisation_id)
    made = noted(award, by)
    with pytest.raises(Refusal, match="Only who wrote"):
        actions.take_out(made, by=holding(Role.SIGNATORY, over=award.organisation_id))
    assert Circumstance.objects.count() == 1
    actions.take_out(made, by=by)
    assert not Circumstance.objects.exists()


def test_the_kinds_are_those_of_the_list() -> None:
    assert "prices" in rules.kinds()
    assert all(len(labels) == 2 for labels in rules.kinds().values())
