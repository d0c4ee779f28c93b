"""What the public reads of a concluded call: rounded, nothing of a few, and nothing that tells of a few."""

import datetime
from typing import Any

import pytest

from saanjh.calls.actions import appeals
from saanjh.calls.models import Application, Call, Decision, Track
from saanjh.calls.outcomes import outcome
from saanjh.ground.models import District, Province
from tests.calls.appeals import GIVEN, a_declined, its_editor
from tests.calls.factories import DAY, a_call, a_simplified_track, an_application
from tests.factories import a_person, an_organisation

DAY_ONE = datetime.date(2000, 1, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def some(call: Call, number: int, state: str, district: District | None = None, **facts: Any) -> list[Application]:
    """So many applications in this state, all with work in one district."""
    made = [an_application(call, an_organisation(), state, **facts) for _each in range(number)]
    if district is not None:
        through = Application.districts.through
        through.objects.bulk_create(through(application=each, district=district) for each in made)
    return made


@pytest.fixture
def districts() -> list[District]:
    found = []
    for name in ("Sindh", "Punjab"):
        slug = f"d-{name.lower()}"
        province = Province.objects.create(slug=name.lower(), name_en=name, name_ur=name, kind="province")
        found.append(
            District.objects.create(slug=slug, province=province, name_en=name, name_ur=name, valid_from=DAY_ONE)
        )
    return found


def test_what_is_ten_or_more_is_rounded_and_what_is_fewer_is_not_shown(districts: list[District]) -> None:
    sindh, punjab = districts
    call = a_call("decided")
    some(call, 12, "selected", sindh)
    some(call, 13, "declined", sindh)
    some(call, 11, "not_eligible", sindh)
    some(call, 3, "selected", punjab)
    some(call, 1, "withdrawn", sindh)
    found = outcome(call)
    lines = {str(line.label): line for line in found.provinces}
    sindh_line, punjab_line = lines["Sindh"], lines["Punjab"]
    assert (sindh_line.received, sindh_line.selected, sindh_line.not_eligible) == (35, 10, 10)
    assert sindh_line.eligible == 25
    assert (punjab_line.received, punjab_line.selected, punjab_line.eligible) == (None, None, None)
    assert set(lines) == {"Sindh", "Punjab", "In more than one, or not told"}


def test_one_in_a_province_cannot_be_had_from_the_totals(districts: list[District]) -> None:
    sindh, punjab = districts
    call = a_call("decided")
    for state in ("selected", "declined", "not_eligible"):
        some(call, 10, state, sindh)
        some(call, 10, state)
    some(call, 1, "selected", punjab)
    found = outcome(call)
    assert (found.whole.selected, found.whole.received) == (
        None,
        None,
    )  # the cells are ten or more each, so it were one


def test_of_a_small_call_nothing_is_shown() -> None:
    call = a_call("decided")
    some(call, 4, "selected")
    some(call, 4, "declined")
    found = outcome(call)
    assert {found.whole.received, found.whole.selected, found.asked_minor, found.days, found.appeals} == {None}


def test_what_was_asked_for_is_told_in_three_figures_unless_it_tells_how_many_asked() -> None:
    call = a_call("decided")
    for state in ("selected", "declined", "not_eligible"):
        some(call, 10, state, amount_minor=1_234_567_00)
    assert outcome(call).asked_minor == 37_000_000_00
    Call.objects.filter(pk=call.pk).update(floor_minor=1_234_567_00)
    assert outcome(Call.objects.get(pk=call.pk)).asked_minor is None


def test_the_days_are_the_median_from_closing_to_the_decision() -> None:
    call, chair, officer = a_call("decided"), a_person(), a_person()
    some(call, 10, "selected")
    some(call, 10, "not_eligible")
    for number, each in enumerate(some(call, 11, "declined")):
        Decision.objects.create(
            application=each,
            outcome="declined",
            reason="Thin.",
            decided_by=chair,
            confirmed_by=officer,
            decided_at=call.closes_at + (10 + number) * DAY - DAY / 2,
        )
    assert outcome(call).days == 15


def test_by_track_is_shown_where_it_gives_nothing_away_and_kept_back_where_it_does() -> None:
    call = a_call("decided")
    a_simplified_track(call)
    for track in Track:
        for state in ("selected", "declined", "not_eligible"):
            some(call, 10, state, track=track)
    call = Call.objects.get(pk=call.pk)
    assert [line.received for line in outcome(call).tracks] == [30, 30]
    assert not outcome(call).tracks_kept_back
    assert outcome(a_call("decided")).tracks == []


def test_appeals_are_counted_only_where_many_more_could_have_appealed() -> None:
    call = a_call("decided")
    for made in [a_declined(call) for _each in range(12)]:
        appeals.lodge(made, **GIVEN, by=its_editor(made))
    assert outcome(call).appeals is None
    for state, number in (("selected", 10), ("declined", 20), ("not_eligible", 10)):
        some(call, number, state)
    shown = outcome(call).appeals
    assert shown is not None
    assert [count for _name, count in shown] == [None, 10, None, None]


def test_work_of_whose_place_nothing_is_told_is_in_no_province(districts: list[District]) -> None:
    call = a_call("decided")
    hidden = some(call, 12, "selected", districts[0])
    lines = {str(line.label): line for line in outcome(call, placeless=[each.pk for each in hidden]).provinces}
    assert (lines["Sindh"].selected, lines["In more than one, or not told"].selected) == (None, 10)
