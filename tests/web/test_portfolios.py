"""The set of a call at the desk: rules are set, the set is chosen and explained, the chair departs from it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saanjh.calls.actions import portfolios, proposed_decisions, rankings, reckonings
from saanjh.calls.models import Call, Departure, PanelRules, Reckoning
from saanjh.ground import working
from saanjh.ground.access import Role
from saanjh.ground.models import SensitiveRead
from saanjh.programmes.models import Scheme, Theme
from tests.calls.factories import a_call, a_programme, a_review, an_application, decided
from tests.calls.panels import RULES, a_chair, a_panel, an_officer, chosen, chosen_again, the, without_thirds
from tests.factories import a_district, an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
RULES_TABLE = "//section[.//h2='The rules']//tbody/tr/*"


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def reason_of(response: Any, serial: int) -> str:
    """What the list says of the application with this number."""
    entries = parsed(response).xpath("//ol[@class='entries']/li")
    entry = next(each for each in entries if each.xpath(".//bdi")[0].text.endswith(f"-{serial:04d}"))
    return " ".join(entry.xpath("./p[2]")[0].text_content().split()).replace("\u2068", "").replace("\u2069", "")


# Rules


def test_the_rules_begin_with_the_defaults_which_say_that_they_are_such() -> None:
    call = a_panel()
    client = client_of(an_officer(call))
    page = client.get(at("call_panel_rules", call))
    typed = form(page)
    assert (typed["points_least"], typed["women_percent"], typed["first_time_percent"]) == (["60"], ["30"], ["30"])
    assert (typed["organisation_most"], typed.get("youth_percent"), typed.get("money_minor")) == (["1"], None, None)
    assert "It begins with 30, a default of this project: look at it and change it." in words(page)
    assert send(client, at("call_panel_rules", call), money_minor="۶ کروڑ").url == at("call_portfolio", call)
    panel = PanelRules.objects.get()
    assert (panel.money_minor, panel.women_percent, panel.youth_percent) == (60_000_000_00, 30, None)
    assert "set the panel’s rules" in words(client.get(at("desk_call", call)))


def test_whether_the_least_of_single_criteria_holds_is_asked_where_a_criterion_has_one() -> None:
    call = a_panel()
    client = client_of(a_chair(call))
    url = at("call_panel_rules", call)
    assert "criteria_least" not in form(client.get(url))
    assert send(client, url, money_minor="5 crore").status_code == 303
    assert not PanelRules.objects.get().criteria_least
    other = a_panel()
    other.criteria.update(min_percent=50, label_en="Do no harm")
    client, url = client_of(a_chair(other)), at("call_panel_rules", other)
    page = client.get(url)
    assert parsed(page).xpath("//input[@name='criteria_least']/@checked")
    assert "less on average in one of these is not chosen: Do no harm (50 %). It begins ticked" in words(page)
    send(client, url, money_minor="5 crore")
    panel = PanelRules.objects.get(call=other)
    assert panel.criteria_least
    send(client, url, criteria_least=None)
    panel.refresh_from_db()
    assert not panel.criteria_least


def test_a_panel_asks_for_its_themes_and_districts_and_changes_them() -> None:
    call = a_panel()
    theme = Theme.objects.create(scheme=Scheme.THEMES, code="trust", label_en="Trust", label_ur="اعتماد")
    call.programme.themes.add(theme, Theme.objects.create(scheme=Scheme.NPVE_5R, code="r1", label_en="Revisit"))
    a_district(slug="badin", name_en="Badin")
    client = client_of(a_chair(call))
    url = at("call_panel_rules", call)
    page = client.get(url)
    assert parsed(page).xpath("//input[@name='themes']/@value") == [str(theme.pk)]
    send(client, url, money_minor="5 crore", themes=[theme.pk], districts=["badin"])
    panel = PanelRules.objects.get()
    assert ([each.code for each in panel.themes.all()], [each.slug for each in panel.districts.all()]) == (
        ["trust"],
        ["badin"],
    )
    assert send(client, url, themes=None, women_percent="").status_code == 303
    drawn = panel.seed
    panel.refresh_from_db()
    assert (panel.themes.count(), panel.women_percent, panel.seed) == (0, None, drawn)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"money_minor": "-5"}, "Money available: Write"),
        (
            {"money_minor": "much"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        (
            {"money_minor": "USD 500"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        ({"money_minor": ""}, "This field is required."),
        ({"women_percent": "101"}, "Write 100 or less."),
        ({"women_percent": "half"}, "Write a number, such as 120 or ۱۲۰."),
        ({"organisation_most": "0"}, "Write 1 or more."),
        ({"shares_of": "votes"}, "Select a valid choice."),
        ({"districts": ["atlantis"]}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(wrong: dict[str, Any], said: str) -> None:
    call = a_panel()
    refused = send(client_of(an_officer(call)), at("call_panel_rules", call), **{"money_minor": "5 crore", **wrong})
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    assert not PanelRules.objects.exists()


def test_nobody_chooses_the_seed_and_the_page_says_how_often_a_set_was_chosen() -> None:
    call = a_panel((4, 4), (4, 4))
    officer = an_officer(call)
    client, url = client_of(officer), at("call_panel_rules", call)
    page = client.get(url)
    assert "seed" not in form(page)
    assert "nobody chooses it" in words(page)
    opened = {**form(page), "money_minor": "900000", "seed": "s0"}
    assert client.post(url, opened).status_code == 303
    seed = PanelRules.objects.get().seed
    assert len(seed) == 16
    assert f"Seed of the lot: {seed}." in words(client.get(url))
    assert f"Seed of the lot: {seed}." in words(client.get(at("call_portfolio", call)))
    chosen_again(call, officer)
    assert "A set was chosen once for this call." in words(client.get(at("call_portfolio", call)))
    assert send(client, url, money_minor="950000", seed="s1").status_code == 303
    assert PanelRules.objects.get().seed == seed
    first, last = call.reckonings.get().answer, chosen_again(call, officer).answer
    assert first is not None
    assert last is not None
    assert first["outcome"]["chosen"] == last["outcome"]["chosen"]
    assert "A set was chosen 2 times for this call" in words(client.get(at("call_portfolio", call)))


def test_rules_changed_by_two_are_put_together_by_the_second() -> None:
    call = a_panel()
    portfolios.set_rules(call, by=an_officer(call), **RULES)
    first, second = client_of(an_officer(call)), client_of(a_chair(call))
    url = at("call_panel_rules", call)
    opened = form(second.get(url))
    assert send(first, url, women_percent="40").status_code == 303
    late = second.post(url, {**opened, "women_percent": "20"})
    assert (late.status_code, PanelRules.objects.get().women_percent) == (409, 40)


# The set


def test_before_anything_is_set_the_page_says_what_comes_first() -> None:
    for state in ("draft", "open", "closed"):
        call = a_call(state)
        client = client_of(a_chair(call))
        page = client.get(at("call_portfolio", call))
        assert "First the rules" in words(page)
        assert at("call_panel_rules", call) in links(page)
        assert at("call_portfolio_choose", call) not in links(page)
        assert "No set has been chosen yet" in words(client.get(at("call_portfolio_list", call)))
        assert "Set the panel’s rules first" in words(client.get(at("call_portfolio_choose", call)))


def test_the_set_is_asked_for_chosen_by_the_worker_and_shown_with_how_sure_it_is() -> None:
    call = a_panel((5, 5), (4, 4), (5, 4), (5,))
    client = client_of(an_officer(call))
    assert at("call_portfolio", call) in links(client.get(at("desk_call", call)))
    portfolios.set_rules(call, by=an_officer(call), **RULES)
    assert send(client, at("call_portfolio_choose", call)).url == at("call_portfolio", call)
    waits = client.get(at("call_portfolio", call))
    assert "The set is being chosen." in words(waits)
    assert at("call_portfolio_choose", call) not in links(waits)
    assert "being reckoned already" in words(client.get(at("call_portfolio_choose", call)))
    working.work_off()
    page = client.get(at("call_portfolio", call))
    said = words(page)
    assert "Proven the best: no set that keeps these rules has more points." in said
    assert texts(parsed(page), "//section[.//h2='The set']//tbody/tr/*") == [
        "As it was chosen",
        "2",
        "190",
        "Rs 1,800,000 of Rs 2,000,000",
    ]
    assert "One application could not be chosen: its reviews are not all in." in said
    assert texts(parsed(page), RULES_TABLE) == [
        "At most Rs 2,000,000 in all",
        "Rs 1,800,000",
        "80 points",
    ]
    assert "there would be 2 grants with 190 points. The chosen set has no more." in said
    assert "the lot decided nothing" in said
    assert "Seed: dice-4-2-6." in said
    assert SensitiveRead.objects.filter(purpose="selecting", kind="calls.call").count() == 2


def test_every_application_has_its_reason_in_words() -> None:
    call = a_panel((5, 5), (4, 4), (5, 4), (5,), (2, 2))
    chosen(call, an_officer(call), points_least=60)
    client = client_of(a_chair(call))
    page = client.get(at("call_portfolio_list", call))
    assert texts(parsed(page), "//ol[@class='entries']//h2/a/bdi") == [
        f"{call.code}-{serial:04d}" for serial in (1, 4, 3, 2, 5)
    ]
    code = call.code
    assert reason_of(page, 3).startswith(f"In. Without it the set would be 10 points poorer. Entering: {code}-0002.")
    assert reason_of(page, 2).startswith(
        "Out: the money ends before it. Beside the chosen ones, Rs 700,000 would be lacking. "
        f"With it the set would be 10 points poorer. Leaving: {code}-0003."
    )
    assert reason_of(page, 4).startswith("Out: its reviews are not all in")
    assert reason_of(page, 5).startswith("Out: 20 points are lacking to the fewest that are asked for.")
    assert at("application_depart", the(call, 2)) in links(page)
    listed = client.get(at("call_portfolio_list", call), {"show": "in"})
    assert texts(parsed(listed), "//ol[@class='entries']//h2/a/bdi") == [f"{code}-0001", f"{code}-0003"]
    out = client.get(at("call_portfolio_list", call), {"show": "out"})
    assert len(parsed(out).xpath("//ol[@class='entries']/li")) == 3
    for nonsense in ("x", "", "²"):
        assert client.get(at("call_portfolio_list", call), {"show": nonsense, "page": nonsense}).status_code == 200
    officer = client_of(an_officer(call)).get(at("call_portfolio_list", call))
    assert at("application_depart", the(call, 2)) not in links(officer)


def test_rules_are_shown_with_what_is_reached_and_what_each_costs_in_both_languages() -> None:
    call = a_panel((5, 5), (4, 4), (5, 4))
    the(call, 2).districts.add(a_district(slug="badin", name_en="Badin", name_ur="بدین"))
    call.applications.filter(serial=2).update(women_led=True)
    rules = {"women_percent": 30, "province_percent": 50, "district_most": 1}
    chair = a_chair(call)
    chosen(call, chair, districts=[the(call, 2).districts.get()], organisation_most=1, **rules)
    lines = texts(parsed(client_of(chair).get(at("call_portfolio", call))), RULES_TABLE)
    assert [tuple(lines[n : n + 3]) for n in range(0, len(lines), 3)] == [
        ("At most Rs 2,000,000 in all", "Rs 1,800,000", "90 points"),
        ("No province above 50 % of the money available", "Sindh: 45.0 %", "nothing"),
        ("At least 30 % of the money awarded to organisations led by women", "50.0 %", "nothing"),
        ("At least 1 grant in each of these districts: Badin", "1 of 1", "nothing"),
        ("At most 1 grant for one organisation", "1", "nothing"),
        ("At most 1 grant in one district", "Badin: 1", "nothing"),
    ]
    chair.language = "ur"
    chair.save()
    page = client_of(chair).get(at("call_portfolio", call))
    assert parsed(page).get("dir") == "rtl"
    assert "بدین" in words(page)


def test_rules_that_no_set_keeps_are_explained_one_at_a_time() -> None:
    call = a_panel((2, 2), (5, 5))
    the(call, 1).districts.add(a_district(slug="badin", name_en="Badin"))
    chair = a_chair(call)
    chosen(call, chair, points_least=60, districts=[the(call, 1).districts.get()])
    client = client_of(chair)
    page = client.get(at("call_portfolio", call))
    assert "No set keeps all the rules." in words(page)
    assert texts(parsed(page), "//section[.//h2='What stands against it']//li") == [
        "At least 60 points",
        "At least 1 grant in each of these districts: Badin",
        "At least 60 points",
        "the grants asked for in Badin: 1 grant at least; 0 applications could serve it, for Rs 0 in all.",
    ]
    assert "No set was found" in reason_of(client.get(at("call_portfolio_list", call)), 1)


def test_the_lot_is_shown_with_its_seed_and_tickets_where_it_decided() -> None:
    call = a_panel((4, 4), (4, 4))
    chair = a_chair(call)
    chosen(call, chair, money_minor=900_000_00)
    client = client_of(chair)
    page = client.get(at("call_portfolio", call))
    tickets = texts(parsed(page), "//section[.//h2='The lot']//tbody//td[@class='n']")
    assert len(tickets) == 2
    larger = max(range(2), key=lambda n: int(tickets[n].replace(",", "")))
    last = Reckoning.objects.get().answer
    assert last is not None
    assert last["outcome"]["chosen"] == [f"{call.code}-{larger + 1:04d}"]
    assert "the lot decided" in reason_of(client.get(at("call_portfolio_list", call)), 1)


def test_what_is_within_a_gap_undecided_or_failed_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    call = a_panel((5, 5), (4, 4), (5, 4))
    chair = a_chair(call)
    reckoning = chosen(call, chair)
    client = client_of(chair)
    answer: dict[str, Any] = dict(reckoning.answer or {})
    outcome = {**answer["outcome"], "status": "within_gap", "bound": 200_00}
    Reckoning.objects.update(answer={**answer, "outcome": outcome})
    assert "Within 5 % of the best: no set that keeps these rules has more than 200 points." in words(
        client.get(at("call_portfolio", call))
    )
    nothing = {"status": "undecided", "chosen": [], "points": 0, "amount": 0}
    Reckoning.objects.update(answer={**answer, "outcome": {**outcome, **nothing}, "reasons": {}, "reached": []})
    assert "The search ended without a set." in words(client.get(at("call_portfolio", call)))
    monkeypatch.setitem(reckonings.RECKONERS, Reckoning.Kind.PORTFOLIO, lambda question: question["missing"])
    portfolios.choose(call, by=chair)
    working.work_off()
    failed = client.get(at("call_portfolio", call))
    assert "could not be chosen: something failed" in words(failed)
    assert at("call_portfolio_choose", call) in links(failed)


def test_a_set_that_is_out_of_date_says_what_happened_since() -> None:
    call = a_panel((5, 5), (4,))
    officer = an_officer(call)
    chosen(call, officer)
    client = client_of(officer)
    assert "out of date" not in words(client.get(at("call_portfolio", call)))
    a_review(the(call, 2), score=4)
    portfolios.set_rules(call, by=officer, **{**RULES, "women_percent": 5})
    page = client.get(at("call_portfolio", call))
    assert texts(parsed(page), "//div[@class='notice']//li") == [
        "reviews came in or were opened again",
        "the rules were changed",
    ]
    assert "out of date" in words(client.get(at("call_portfolio_list", call)))


@pytest.mark.parametrize(("name", "most"), [("call_portfolio", 15), ("call_portfolio_list", 10)])
def test_pages_take_the_same_queries_for_one_application_and_for_many(name: str, most: int) -> None:
    numbers = []
    for scores in ([(5, 5)], [(5, 5), (4, 4), (5, 4)]):
        call = a_panel(*scores)
        chair = a_chair(call)
        chosen(call, chair, money_minor=5_000_000_00)
        for application in call.applications.all():
            portfolios.depart(application, reason="For the sake of counting.", by=chair)
        client = client_of(chair)
        client.get(at(name, call))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(at(name, call)).status_code == 200
        numbers.append(len(captured))
        numbers[-1] -= sum("ground_sensitiveread" in query["sql"] for query in captured)  # who looked: alike everywhere
    assert len(set(numbers)) == 1
    assert max(numbers) <= most, "\n".join(query["sql"][:260] for query in captured)


# Departures


@pytest.fixture
def call() -> Call:
    return a_panel((5, 5), (4, 4), (5, 4))


@pytest.fixture
def chair(call: Call) -> Any:
    person = a_chair(call)
    chosen(call, person)
    return person


def test_the_chair_departs_with_a_reason_and_sees_which_rules_break(call: Call, chair: Any) -> None:
    client = client_of(chair)
    page = client.get(at("application_depart", the(call, 2)))
    assert "To depart means to put it in." in words(page)
    assert "With it the set would be 10 points poorer." in words(page)
    reason = "اس علاقے سے یہی ایک درخواست ہے۔"
    done = send(client, at("application_depart", the(call, 2)), reason=reason, written_in="ur")
    assert done.url == at("call_portfolio", call)
    shown = client.get(done.url)
    assert "the money available (by Rs 700,000)" in words(shown)
    assert texts(parsed(shown), "//section[.//h2='The set']//tbody/tr[2]/*")[1:3] == ["3", "270"]
    assert parsed(shown).xpath("//ol[@class='entries']//div[@lang='ur' and @dir='rtl']/p/text()") == [reason]
    assert chair.name in words(shown)
    assert texts(parsed(shown), "//span[@class='status late']") == ["Broken"]
    assert "The panel departs: it is in." in reason_of(client.get(at("call_portfolio_list", call)), 2)
    assert "departs for this application already" in words(client.get(at("application_depart", the(call, 2))))
    officer = client_of(an_officer(call)).get(at("call_portfolio", call))
    assert at("application_depart_take_back", the(call, 2)) not in links(officer)
    assert at("application_depart_take_back", the(call, 2)) in links(shown)
    assert send(client, at("application_depart_take_back", the(call, 2))).status_code == 303
    assert reason not in words(client.get(at("call_portfolio", call)))
    assert "took a departure from the set back" in words(client.get(at("application", the(call, 2))))


def test_a_departure_without_a_reason_is_refused_and_one_sent_twice_is_written_once(call: Call, chair: Any) -> None:
    client = client_of(chair)
    url = at("application_depart", the(call, 1))
    assert send(client, url).status_code == 422
    refused = send(client, url, reason="Ask 0300-1234567")
    assert "personal details are not kept here" in mistakes(refused)[0]
    sent = {**form(client.get(url)), "reason": "It repeats what is done there."}
    assert [client.post(url, sent).status_code for _ in range(2)] == [303, 303]
    assert [each.is_in for each in Departure.objects.all()] == [False]


def test_nobody_else_opens_any_of_it(call: Call, chair: Any) -> None:
    application = the(call, 1)
    strangers = [
        second_factor(holding(Role.PANEL_CHAIR, over=a_programme().pk)),
        second_factor(holding(Role.GATE_CHECKER, over=call.programme_id)),
        second_factor(holding(Role.REVIEWER, over=call.pk)),
        holding(Role.SIGNATORY, over=application.organisation_id),
    ]
    for person in strangers:
        client = client_of(person)
        for name in ("call_panel_rules", "call_portfolio", "call_portfolio_choose", "call_portfolio_list"):
            assert client.get(at(name, call)).status_code == 404, (person, name)
        for name in ("application_depart", "application_depart_take_back"):
            assert client.get(at(name, application)).status_code == 404, (person, name)
    officer = client_of(an_officer(call))
    assert officer.get(at("application_depart", application)).status_code == 404
    assert officer.post(at("application_depart", application)).status_code == 404


def test_a_chair_who_is_close_to_an_applicant_sees_no_set_and_is_told_why(call: Call, chair: Any) -> None:
    near = a_chair(call)
    near.roles_held.create(role="editor", scope_kind="organisation", scope_id=the(call, 1).organisation_id)
    client = client_of(near)
    for name in ("call_portfolio", "call_portfolio_list", "call_panel_rules", "call_portfolio_choose"):
        page = client.get(at(name, call))
        assert "You are close to an applicant of this call." in words(page), name
        assert "points" not in words(page)
    depart = client.get(at("application_depart", the(call, 2)))
    assert "You are close to an applicant of this call." in words(depart)
    assert "points poorer" not in words(depart)


def test_an_application_that_nobody_read_yet_stays_out(call: Call, chair: Any) -> None:
    late = an_application(call, an_organisation(), "submitted")
    page = client_of(chair).get(at("application_depart", late))
    assert "Have it chosen again first." in words(page)
    assert not parsed(page).xpath("//main//form")


def test_the_page_says_who_counted_alike_in_the_noise_of_the_cut() -> None:
    call = a_panel((5, 5), (5, 5), (5, 3), (3, 5), (4, 4), (4, 3), (1, 1), (1, 2), (1, 1), (2, 1), (1, 1))
    chair = a_chair(call)
    client = client_of(chair)
    answer = send(client, at("call_panel_rules", call), money_minor="3600000", noise_tied="on", women_percent="")
    assert "The rules are kept." in words(client.get(answer.url))
    rankings.ask(call, places=4, least=60, seed=7, by=chair)
    working.work_off()
    without_thirds(call, by=an_officer(call))
    chosen_again(call, chair)
    [lot] = texts(parsed(client.get(at("call_portfolio", call))), "//section[.//h2='The lot']")
    assert "applications stand in the noise of the ranking’s cut" in lot
    assert f"{call.code}-0005" in lot
    assert f"{call.code}-0007" not in lot


def test_after_the_first_decision_what_was_read_late_is_put_in_and_shown_with_its_points() -> None:
    call = a_panel((5, 5), (4, 4))
    person = a_chair(call)
    chosen(call, person)
    decided(the(call, 1), "selected", by=person)
    late = an_application(call, an_organisation(), "under_review")
    for score in (5, 4):
        a_review(late, score=score)
    chair, url = client_of(person), at("application_depart", late)
    assert "It was read by all its reviewers only after the set was chosen." in words(chair.get(url))
    assert send(chair, url, reason="Its appeal was upheld.").status_code == 303
    page = chair.get(at("call_portfolio", call))
    assert texts(parsed(page), "//section[.//h2='The set']//tbody/tr[2]/*")[1:3] == ["3", "270"]
    listed = reason_of(chair.get(at("call_portfolio_list", call)), 3)
    assert listed.startswith("It was read by all its reviewers only after the set was chosen. The panel departs:")


# What was stopped, and what cannot be chosen at all


def test_what_was_stopped_at_a_gate_is_counted_apart_and_nobody_departs_for_it() -> None:
    call = a_panel((5, 5), (4, 4))
    stopped = an_application(call, an_organisation(), "not_eligible")
    chair = a_chair(call)
    reckoning = chosen(call, chair)
    assert stopped.number not in [each["id"] for each in reckoning.question["candidates"]]
    client = client_of(chair)
    page = words(client.get(at("call_portfolio", call)))
    assert "One application was stopped at screening and is not counted here." in page
    assert "reviews are not all in" not in page
    listed = client.get(at("call_portfolio_list", call))
    assert stopped.number not in words(listed)
    assert at("application_depart", stopped) not in links(listed)
    assert at("application_depart", the(call, 1)) in links(listed)


def test_rules_that_let_nothing_in_are_explained_and_not_called_the_best() -> None:
    call = a_panel((5, 5), (4, 4))
    chair = a_chair(call)
    chosen(call, chair, women_percent=100)
    page = words(client_of(chair).get(at("call_portfolio", call)))
    assert "Nothing can be chosen under these rules" in page
    assert "Proven the best" not in page
    assert "What it costs" not in page
    assert "Each of these, given up or loosened alone, lets something in:" in page
    assert page.count("At least 100 % of the money awarded to organisations led by women") == 2
    assert "could use it up" not in page
    assert at("call_portfolio_list", call) in links(client_of(chair).get(at("call_portfolio", call)))


def test_no_link_leads_to_rules_or_departures_that_no_longer_change(call: Call, chair: Any) -> None:
    portfolios.depart(the(call, 1), reason="Its team has left.", by=chair)
    client = client_of(chair)
    assert at("application_depart_take_back", the(call, 1)) in links(client.get(at("call_portfolio", call)))
    proposed_decisions.propose(the(call, 1), outcome="declined", reason="Its team has left.", by=chair)
    page = client.get(at("call_portfolio", call))
    assert at("call_panel_rules", call) not in links(page)
    assert at("application_depart_take_back", the(call, 1)) not in links(page)
    assert "Decisions are proposed in this call: take them back first" in words(page)
    assert at("application_depart", the(call, 1)) not in links(client.get(at("call_portfolio_list", call)))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_more_money_is_written_down_with_its_reason_and_shown_beside_the_set(
    call: Call, chair: Any, language: str
) -> None:
    person = a_chair(call)
    person.language = language
    person.save()
    client, raising = client_of(person), at("call_panel_money", call)
    assert raising not in links(client.get(at("call_portfolio", call)))
    early = client.get(raising)
    assert (early.status_code, parsed(early).xpath("//main//form")) == (200, [])
    for serial, outcome in ((1, "selected"), (3, "selected"), (2, "reserve")):
        decided(the(call, serial), outcome, by=person)
    assert raising in links(client.get(at("application_decide", the(call, 2))))
    assert raising in links(client.get(at("call_portfolio", call)))
    lower = send(client, raising, money_minor="1500000", reason="A second fund joined.", written_in="en")
    assert (lower.status_code, len(mistakes(lower))) == (422, 1)
    sent = send(client, raising, money_minor="27 lakh", reason="A second fund joined.", written_in="en")
    assert sent.url == at("call_portfolio", call)
    shown = client.get(sent.url)
    assert "A second fund joined." in words(shown)
    if language == "en":
        assert "When the set was chosen there was Rs 2,000,000; now there is Rs 2,700,000." in words(shown)
        assert "raised the money" in words(client.get(at("desk_call", call)))


def test_nobody_else_opens_the_page_of_the_money(call: Call) -> None:
    others = [
        a_chair(a_panel((5, 5))), holding(Role.SIGNATORY, over=the(call, 1).organisation_id),
        holding(Role.REVIEWER, over=call.pk),
    ]  # fmt: skip
    for person in others:
        assert client_of(person).get(at("call_panel_money", call)).status_code == 404
