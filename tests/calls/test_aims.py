"""A call says what it is for, where, and who may apply; whoever does not fit is told before they write."""

import datetime
from typing import Any

import pytest

from saanjh.calls.actions import aims, applications, calls
from saanjh.calls.models import Application, Call
from saanjh.calls.rules import aims as rules
from saanjh.calls.rules import applications as application_rules
from saanjh.calls.timetables import proposed
from saanjh.ground.access import Role
from saanjh.ground.models import Line
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Objective, Theme
from tests.calls.factories import DAY, a_call, a_programme, an_application
from tests.factories import a_district, an_organisation, holding

pytestmark = pytest.mark.django_db


def officer_of(call: Call) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def an_objective(programme: Any) -> Objective:
    return Objective.objects.create(programme=programme, number=1, text_en="Neighbours work together.")


def a_theme(scheme: str = "themes", code: str = "youth") -> Theme:
    return Theme.objects.create(scheme=scheme, code=code, label_en=code)


def test_an_officer_says_what_a_draft_is_for_and_only_what_changed_is_told() -> None:
    call = a_call("draft")
    officer, objective, theme, badin = officer_of(call), an_objective(call.programme), a_theme(), a_district()
    aims.aim(call, objectives=[objective], themes=[theme], districts=[badin], through_host=True, by=officer)
    assert list(call.objectives.all()) == [objective]
    assert list(call.themes.all()) == [theme]
    assert list(call.districts.all()) == [badin]
    assert (call.through_host, call.with_partners) == (True, False)
    assert Line.objects.get(verb="call_aimed").facts["fields"] == "objectives,themes,districts,through_host"
    with pytest.raises(Refusal, match="Nothing was changed"):
        aims.aim(call, objectives=[objective], themes=[theme], districts=[badin], by=officer)


def test_what_cannot_be_is_refused_on_its_field() -> None:
    call = a_call("draft")
    officer = officer_of(call)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"objectives": [an_objective(a_programme())]}, "objectives"),
        ({"themes": [a_theme("units", "people")]}, "themes"),
        ({"for_csos": False, "for_academia": False}, "for_csos"),
    ]
    for given, field in wrong:
        with pytest.raises(Refusal) as refused:
            aims.aim(call, by=officer, **given)
        assert refused.value.field == field
    assert not Line.objects.exists()


def test_a_published_call_keeps_what_it_is_for() -> None:
    call = a_call("open")
    with pytest.raises(Refusal, match="no longer changes"):
        aims.aim(call, for_academia=False, by=officer_of(call))


@pytest.mark.parametrize(
    ("kind", "said"),
    [("cso", "This call is for others: University or research institute."), ("academic", ""), ("donor", "others")],
)
def test_an_organisation_of_another_kind_is_told_that_the_call_is_for_others(kind: str, said: str) -> None:
    call, organisation = a_call("open", for_csos=False), an_organisation(kind=kind)
    assert said in str(rules.barrier(call, organisation))
    editor = holding(Role.EDITOR, over=organisation.pk)
    if said:
        with pytest.raises(Refusal, match="for others") as refused:
            applications.start(call, organisation, by=editor)
        assert (refused.value.field, Application.objects.count()) == ("organisation", 0)
    else:
        assert applications.start(call, organisation, by=editor).state == "draft"


def test_work_outside_the_calls_districts_is_refused_by_name_and_found_again_before_it_is_handed_in() -> None:
    call, organisation = a_call("open"), an_organisation()
    inside, beyond = a_district(name_en="Badin"), a_district(name_en="Swat")
    call.districts.add(inside)
    application = an_application(call, organisation)
    editor = holding(Role.EDITOR, over=organisation.pk)
    with pytest.raises(Refusal, match="Swat") as refused:
        applications.describe(application, districts=[inside, beyond], by=editor)
    assert refused.value.field == "districts"
    application.districts.set([beyond])
    assert [str(lack.label) for lack in application_rules.lacks(application)] == ["Districts"]
    application.districts.set([inside])
    assert application_rules.lacks(application) == []


def test_a_call_without_districts_is_for_everywhere() -> None:
    assert rules.outside(a_call("open"), [a_district()]) == ""


def test_steps_without_a_day_take_their_usual_share_of_the_time() -> None:
    closes = datetime.date(2026, 3, 1)
    assert proposed(closes, closes + 42 * DAY) == {
        "screened_by": closes + 7 * DAY,
        "reviewed_by": closes + 28 * DAY,
        "contracts_by": closes + 63 * DAY,
    }
    assert proposed(closes, closes + 21 * DAY)["reviewed_by"] == closes + 14 * DAY
    assert proposed(closes, closes - DAY)["screened_by"] == closes


def test_a_blank_day_that_comes_to_the_one_that_stands_is_no_change() -> None:
    call = a_call("draft")
    officer = officer_of(call)
    calls.correct(call, screened_by=None, by=officer)
    stood = call.screened_by
    with pytest.raises(Refusal, match="Nothing was changed"):
        calls.correct(call, screened_by=None, by=officer)
    calls.correct(call, title_en="Grants for lanes", screened_by=None, by=officer)
    assert call.screened_by == stood
    assert Line.objects.filter(verb="call_corrected").order_by("-number")[0].facts["fields"] == "title_en"


def test_days_that_are_not_in_order_keep_a_call_from_being_published() -> None:
    call = a_call("draft")
    officer = officer_of(call)
    calls.correct(call, screened_by=call.closes_on - DAY, by=officer)
    with pytest.raises(Refusal, match=r"“Screened by” is .*, but “Closes at the end of”") as refused:
        calls.publish(call, by=officer)
    assert refused.value.field == "screened_by"
    calls.correct(call, screened_by=None, by=officer)
    assert call.closes_on <= call.screened_by <= call.reviewed_by <= call.answers_on <= call.contracts_by
    assert calls.publish(call, by=officer).state == "open"
