"""The panel sets rules, the worker chooses the best set under them, and the chair departs from it in writing."""

from typing import Any

import pytest

from saanjh.calls.actions import portfolios
from saanjh.calls.models import Application, Call, Decision, Departure, PanelRules
from saanjh.calls.portfolio_queries import portfolio
from saanjh.calls.portfolio_questions import begun_with, is_first_time, question
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Line, Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Scheme, Theme
from tests.calls.factories import a_call, a_programme, a_review, an_application, decided
from tests.calls.panels import RULES, a_chair, a_panel, an_officer, chosen, chosen_again, the
from tests.factories import a_district, a_person, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def a_theme(code: str = "trust", scheme: str = Scheme.THEMES) -> Theme:
    return Theme.objects.create(scheme=scheme, code=code, label_en=code.title(), label_ur="اعتماد")


def ids(call: Call, *serials: int) -> list[str]:
    return [f"{call.code}-{serial:04d}" for serial in serials]


# Rules


def test_the_defaults_are_those_of_the_list_and_a_rule_left_blank_is_not_asked_for() -> None:
    begun = begun_with()
    assert (begun["women_percent"], begun["first_time_percent"], begun["points_least"]) == (30, 30, 60)
    assert (begun["youth_percent"], begun["organisation_most"], begun["shares_of"]) == (None, 1, "money")
    call = a_panel()
    portfolios.set_rules(call, by=an_officer(call), **RULES)
    assert question(call)["rules"] == [{"rule": "Budget", "minor": 2_000_000_00}]


def test_the_rules_with_which_a_call_begins_can_be_set_as_they_are() -> None:
    call = a_panel()
    panel = portfolios.set_rules(call, **{**begun_with(), "money_minor": 2_000_000_00}, by=a_chair(call))
    assert (panel.women_percent, panel.noise_tied) == (30, False)


def test_every_rule_is_reckoned_with_and_its_change_stands_in_the_history() -> None:
    call = a_panel((5, 5))
    theme, district = a_theme(), a_district()
    call.programme.themes.add(theme)
    chair = a_chair(call)
    portfolios.set_rules(
        call,
        by=chair,
        **{**RULES, "points_least": 60, "province_percent": 40, "women_percent": 30, "youth_percent": 10},
        first_time_percent=20,
        themes=[theme],
        districts=[district],
        district_most=2,
        organisation_most=1,
    )
    asked = question(call)
    assert [rule["rule"] for rule in asked["rules"]] == [
        *("Budget", "PointsFloor", "ProvinceCeiling", "GroupShare", "GroupShare", "GroupShare"),
        *("ThemeCounts", "PriorityDistricts", "OrganisationLimit", "DistrictLimit"),
    ]
    assert (asked["rules"][1]["points"], asked["rules"][7]["districts"]) == (6000, [district.slug])
    assert (asked["seed"], asked["basis"]["rules"]) == ("dice-4-2-6", 1)
    portfolios.set_rules(call, by=chair, **{**RULES, "women_percent": 35, "shares_of": "awards"})
    first = Line.objects.get(verb="panel_rules_set").facts
    assert (first["money_minor"], first["women_percent"], first["themes"]) == (2_000_000_00, 30, 1)
    then = Line.objects.get(verb="panel_rules_changed").facts
    assert (then["women_percent"], then["points_least"], then["themes"]) == (35, None, 0)
    assert then["fields"].startswith("points_least,province_percent,shares_of,women_percent,")
    assert (then["women_percent_was"], then["points_least_was"], then["themes_was"]) == (30, 60, 1)
    assert "money_minor" not in then
    assert PanelRules.objects.get().version == 2


def test_the_seed_is_drawn_with_the_first_rules_and_stays_whatever_is_changed_later() -> None:
    call = a_panel()
    chair = a_chair(call)
    drawn = portfolios.set_rules(call, by=chair, **{**RULES, "seed": ""}).seed
    assert len(drawn) == 16
    assert Line.objects.get(verb="panel_rules_set").facts["seed"] == drawn
    for seed in ("", "another"):
        rules = {**RULES, "seed": seed, "money_minor": 5 + len(seed)}
        assert portfolios.set_rules(call, by=chair, **rules).seed == drawn
    with pytest.raises(Refusal, match="Nothing was changed"):
        portfolios.set_rules(call, by=chair, **{**rules, "seed": "a-third"})


def test_rules_that_change_nothing_are_refused() -> None:
    call = a_panel()
    chair = a_chair(call)
    portfolios.set_rules(call, by=chair, **RULES)
    with pytest.raises(Refusal, match="Nothing was changed"):
        portfolios.set_rules(call, by=chair, **RULES)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"money_minor": 0}, "money_minor"),
        ({"money_minor": -5}, "money_minor"),
        ({"money_minor": None}, "money_minor"),
        ({"money_minor": 10**15 + 1}, "money_minor"),
        ({"women_percent": 101}, "women_percent"),
        ({"province_percent": -1}, "province_percent"),
        ({"points_least": 101}, "points_least"),
        ({"shares_of": "votes"}, "shares_of"),
        ({"district_most": 0}, "district_most"),
        ({"district_least": None}, "district_least"),
        ({"organisation_most": 0}, "organisation_most"),
    ],
)
def test_what_cannot_be_asked_is_refused_on_its_field(wrong: dict[str, Any], field: str) -> None:
    call = a_panel()
    with pytest.raises(Refusal) as refused:
        portfolios.set_rules(call, by=an_officer(call), **{**RULES, **wrong})
    assert refused.value.field == field
    assert not PanelRules.objects.exists()


def test_more_in_a_district_than_it_may_have_and_foreign_themes_are_refused() -> None:
    call = a_panel()
    officer = an_officer(call)
    with pytest.raises(Refusal) as refused:
        portfolios.set_rules(
            call, by=officer, **{**RULES, "district_least": 2, "district_most": 1}, districts=[a_district()]
        )
    assert refused.value.field == "district_least"
    with pytest.raises(Refusal, match="the call’s own programme"):
        portfolios.set_rules(call, by=officer, **RULES, themes=[a_theme()])


def test_nobody_else_sets_rules_has_a_set_chosen_or_departs() -> None:
    call = a_panel((5, 5))
    chosen(call, an_officer(call))
    outside = [
        a_person(),
        holding(Role.PANEL_CHAIR, over=a_programme().pk),
        holding(Role.REVIEWER, over=call.pk),
        holding(Role.GATE_CHECKER, over=call.programme_id),
    ]
    for person in outside:
        with pytest.raises(Refusal, match="Only the programme’s officers and the chair"):
            portfolios.set_rules(call, by=person, **RULES)
        with pytest.raises(Refusal, match="Only the programme’s officers and the chair"):
            portfolios.choose(call, by=person)
    for person in [*outside, an_officer(call)]:
        with pytest.raises(Refusal, match="Only the chair"):
            portfolios.depart(the(call, 1), reason="Too near another one.", by=person)


@pytest.mark.parametrize("how", ["role", "past role", "joined", "declared"])
def test_who_is_close_to_an_applicant_sets_no_rules_and_departs_for_nobody(how: str) -> None:
    call = a_panel((5, 5), (4, 4))
    chosen(call, an_officer(call))
    chair = a_chair(call)
    near, other = the(call, 1), the(call, 2)
    if how == "declared":
        near.conflicts.create(person=chair)
    else:
        own = near.organisation if how != "joined" else an_organisation()
        if how == "joined":
            near.organisation.merged_into = own
            near.organisation.save()
        held = chair.roles_held.create(role="editor", scope_kind="organisation", scope_id=own.pk)
        if how == "past role":
            held.until = held.since
            held.save()
    for verb in (
        lambda: portfolios.set_rules(call, by=chair, **{**RULES, "money_minor": 5}),
        lambda: portfolios.choose(call, by=chair),
        lambda: portfolios.depart(other, reason="It is weaker.", by=chair),
    ):
        with pytest.raises(Refusal, match="You are close to an applicant"):
            verb()


def test_rules_stay_as_they_were_once_something_is_decided() -> None:
    call = a_panel((5, 5))
    chair = a_chair(call)
    chosen(call, chair)
    application = the(call, 1)
    Decision.objects.create(
        application=application,
        outcome="selected",
        reason="Good.",
        decided_by=chair,
        confirmed_by=an_officer(call),
        decided_at=call.published_at,
    )
    Application.objects.filter(pk=application.pk).update(state="selected")
    with pytest.raises(Refusal, match="the rules stay as they were"):
        portfolios.set_rules(call, by=chair, **{**RULES, "money_minor": 5})
    with pytest.raises(Refusal, match="the rules stay as they were"):
        portfolios.choose(call, by=chair)
    with pytest.raises(Refusal, match="no longer waits"):
        portfolios.depart(application, reason="Late thoughts.", by=chair)


# The set


def test_the_best_set_under_the_money_is_chosen_with_a_reason_for_every_application() -> None:
    call = a_panel((5, 5), (4, 4), (5, 4), (5,))
    reckoning = chosen(call, an_officer(call))
    answer = reckoning.answer
    assert (answer["outcome"]["status"], answer["outcome"]["chosen"]) == ("proven", ids(call, 1, 3))
    assert answer["outcome"]["points"] == 190_00
    codes = {number: reason["code"] for number, reason in answer["reasons"].items()}
    assert codes == dict(zip(ids(call, 1, 2, 3, 4), ["chosen", "needs_money", "chosen", "not_eligible"], strict=True))
    check = answer["reasons"][ids(call, 3)[0]]["check"]
    assert (check["lost"], check["enters"]) == ({"low": 10_00, "high": 10_00}, ids(call, 2))
    assert answer["reached"] == [{"value": 1_800_000_00}]
    assert answer["prices"] == [[0, 80_00, 80_00]]


def test_what_an_application_says_of_its_organisation_theme_and_place_is_reckoned_with() -> None:
    call = a_panel((5, 5), (4, 4))
    theme, district = a_theme(), a_district(slug="badin")
    second = the(call, 2)
    Application.objects.filter(pk=second.pk).update(women_led=True, youth_led=True)
    second.themes.add(theme)
    second.districts.add(district)
    candidates = {each["id"]: each for each in _asked(call)["candidates"]}
    first, second_one = (candidates[each] for each in ids(call, 1, 2))
    assert (first["flags"], first["themes"], first["provinces"]) == (["first_time"], [], [])
    assert second_one["flags"] == ["first_time", "women_led", "youth_led"]
    assert (second_one["themes"], second_one["districts"], second_one["provinces"]) == (["trust"], ["badin"], ["sindh"])
    reckoning = chosen_again_with(call, women_percent=100)
    assert reckoning.answer["outcome"]["chosen"] == ids(call, 2)
    assert reckoning.answer["reached"][1] == {"value": "100.0"}


def chosen_again_with(call: Call, **rules: Any) -> Any:
    return chosen(call, a_chair(call), **rules)


def _asked(call: Call) -> dict[str, Any]:
    if not PanelRules.objects.filter(call=call).exists():
        portfolios.set_rules(call, by=an_officer(call), **{**RULES, "seed": "another"})
    return question(call)


def test_first_time_is_who_was_selected_in_no_other_call_nor_was_anybody_joined_into_it() -> None:
    call = a_panel((5, 5))
    organisation = the(call, 1).organisation
    assert is_first_time(organisation, call)
    joined = an_organisation(merged_into=organisation)
    earlier = an_application(a_call("decided"), joined, "declined")
    assert is_first_time(organisation, call)
    Application.objects.filter(pk=earlier.pk).update(state="selected")
    assert not is_first_time(organisation, call)
    assert _asked(call)["candidates"][0]["flags"] == []
    Application.objects.filter(pk=earlier.pk).update(state="declined")
    Application.objects.filter(call=call).update(state="selected")  # in this very call: still the first time
    assert is_first_time(organisation, call)


def test_rules_that_no_set_keeps_are_explained_with_what_to_loosen() -> None:
    call = a_panel((2, 2), (5, 5))
    badin = a_district(slug="badin")
    the(call, 1).districts.add(badin)
    answer = chosen(call, an_officer(call), points_least=60, districts=[badin]).answer
    assert answer["outcome"]["status"] == "infeasible"
    assert answer["conflict"]["remedies"] == (1, 2) or answer["conflict"]["remedies"] == [1, 2]
    assert [part["rule"] for part in answer["conflict"]["parts"]] == [1, 2]
    assert answer["reasons"] == {}


def test_equal_sets_are_settled_by_the_published_seed() -> None:
    call = a_panel((4, 4), (4, 4), (4, 4))
    officer = an_officer(call)
    first = chosen(call, officer, money_minor=900_000_00)
    assert first.answer["outcome"]["ties_settled"]
    again = chosen_again(call, officer)
    assert again.answer["outcome"] == first.answer["outcome"]
    others = set()
    for number in range(6):
        PanelRules.objects.update(seed=f"dice-{number}")  # as no page could
        others.add(tuple(chosen_again(call, officer).answer["outcome"]["chosen"]))
    assert len(others) > 1


def test_a_set_says_what_has_changed_since(django_assert_num_queries: Any) -> None:
    call = a_panel((5, 5), (4,))
    officer = an_officer(call)
    chosen(call, officer)
    with django_assert_num_queries(3):
        found = portfolio(call)
    assert found is not None
    assert found.changed == []
    a_review(the(call, 2), score=5)
    portfolios.set_rules(call, by=officer, **{**RULES, "money_minor": 900_000_00})
    an_application(call, an_organisation(), "submitted")
    found = portfolio(call)
    assert found is not None
    assert set(found.changed) == {"applications", "reviews", "rules"}


# Departures


@pytest.fixture
def call() -> Call:
    return a_panel((5, 5), (4, 4), (5, 4))


@pytest.fixture
def chair(call: Call) -> Any:
    person = a_chair(call)
    chosen(call, person)
    return person


def found_for(call: Call) -> Any:
    found = portfolio(call)
    assert found is not None
    return found


def test_a_departure_puts_an_application_on_the_other_side_and_the_rules_are_checked_again(
    call: Call, chair: Person
) -> None:
    departure = portfolios.depart(the(call, 2), reason="اس ضلع کی واحد درخواست۔", written_in="ur", by=chair)
    assert (departure.is_in, departure.by) == (True, chair)
    found = found_for(call)
    assert sorted(found.final) == ids(call, 1, 2, 3)
    assert found.strains() == [(0, "", 700_000_00)]
    assert found.reached() == [{"value": 2_700_000_00}]
    portfolios.depart(the(call, 3), reason="It repeats what is there.", by=chair)
    assert sorted(found_for(call).final) == ids(call, 1, 2)
    assert found_for(call).strains() == []
    lines = Line.objects.filter(verb="departure_written").order_by("number")
    assert [(line.object_id, line.facts["side"]) for line in lines] == [
        (the(call, 2).public_id, "in"),
        (the(call, 3).public_id, "out"),
    ]


def test_a_departure_is_taken_back_and_stays_in_the_record(call: Call, chair: Person) -> None:
    portfolios.depart(the(call, 2), reason="For a district without any.", by=chair)
    with pytest.raises(Refusal, match="departs for this application already"):
        portfolios.depart(the(call, 2), reason="Again.", by=chair)
    other = a_chair(call)
    portfolios.take_back(the(call, 2), by=other)
    assert found_for(call).departed == {}
    row = Departure.objects.get()
    assert (row.taken_back_by, row.reason) == (other, "For a district without any.")
    with pytest.raises(Refusal, match="No departure stands"):
        portfolios.take_back(the(call, 2), by=chair)
    assert portfolios.depart(the(call, 2), reason="After all.", by=chair).is_in


@pytest.mark.parametrize("reason", ["", "  ", "Ask 0300-1234567", "x" * 2001])
def test_a_departure_needs_a_reason_that_names_nobody(call: Call, chair: Person, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        portfolios.depart(the(call, 2), reason=reason, by=chair)
    assert refused.value.field == "reason"
    assert not Departure.objects.exists()


def test_there_is_nothing_to_depart_from_without_a_set_or_for_what_could_not_be_chosen() -> None:
    call = a_panel((5, 5), (4,))
    chair = a_chair(call)
    with pytest.raises(Refusal, match="No set has been chosen yet"):
        portfolios.depart(the(call, 1), reason="Too soon.", by=chair)
    chosen(call, chair)
    with pytest.raises(Refusal, match="reviews were not all in"):
        portfolios.depart(the(call, 2), reason="One review is enough.", by=chair)


def test_departures_are_seen_by_the_programmes_own_alone(call: Call, chair: Person) -> None:
    portfolios.depart(the(call, 2), reason="For a district without any.", by=chair)
    applicant = holding(Role.SIGNATORY, over=the(call, 2).organisation_id)
    for person, number in ((chair, 1), (an_officer(call), 1), (applicant, 0), (a_chair(a_panel()), 0)):
        assert Departure.objects.all().visible_to(standing_of(person)).count() == number


# After an upheld appeal


def test_what_was_read_only_after_the_first_decision_is_put_in_by_the_chair_with_a_reason() -> None:
    call = a_panel((5, 5), (4, 4))
    stopped = an_application(call, an_organisation(), "not_eligible")
    chair = a_chair(call)
    chosen(call, chair, money_minor=2_800_000_00)
    decided(the(call, 1), "selected", by=chair)
    Application.objects.filter(pk=stopped.pk).update(state="under_review")  # its appeal against a gate was upheld
    stopped.refresh_from_db()
    a_review(stopped, score=5)
    with pytest.raises(Refusal, match="Wait until every reviewer"):
        portfolios.depart(stopped, reason="Too soon.", by=chair)
    a_review(stopped, score=4)
    assert portfolios.depart(stopped, reason="Its appeal was upheld, and it was read.", by=chair).is_in
    found = found_for(call)
    assert sorted(found.final) == ids(call, 1, 2, 3)
    assert (found.candidates[stopped.number]["points"], found.strains()) == (90_00, [])
    assert found.reached() == [{"value": 2_700_000_00}]
    assert stopped.number not in [each["id"] for each in found.reckoning.question["candidates"]]


def test_an_application_that_the_set_never_knew_is_put_in_likewise() -> None:
    call = a_panel((5, 5))
    chair = a_chair(call)
    chosen(call, chair)
    late = an_application(call, an_organisation(), "under_review")
    late.districts.add(a_district(slug="badin"))
    for score in (5, 3):
        a_review(late, score=score)
    with pytest.raises(Refusal, match="Have it chosen again first"):
        portfolios.depart(late, reason="It came by post.", by=chair)
    facts = {"decided_by": chair, "confirmed_by": an_officer(call), "decided_at": call.published_at}
    Decision.objects.create(application=the(call, 1), outcome="selected", reason="Good.", **facts)
    assert portfolios.depart(late, reason="It came by post.", by=chair).is_in
    found = found_for(call)
    assert (sorted(found.final), found.candidates[late.number]["points"]) == (ids(call, 1, 2), 80_00)
    assert found.question["names"]["districts"]["badin"]
