"""The set of a call at the desk: it is asked for, chosen, shown and explained."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saanjh.calls.actions import portfolios, rankings, reckonings
from saanjh.calls.models import Reckoning
from saanjh.ground import working
from saanjh.ground.models import SensitiveRead
from tests.calls.factories import a_call, a_review, an_application
from tests.calls.panels import RULES, a_chair, a_panel, an_officer, chosen, chosen_again, the, without_thirds
from tests.factories import a_district, an_organisation
from tests.web.browsing import client_of, links, parsed, send, texts, words
from tests.web.panel_pages import RULES_TABLE, at, reason_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_before_anything_is_set_the_page_says_what_comes_first() -> None:
    for state in ("draft", "open", "closed"):
        call = a_call(state)
        client = client_of(a_chair(call))
        page = client.get(at("call_portfolio", call))
        assert "First the rules" in words(page)
        assert at("call_panel_rules", call) in links(page)
        assert at("call_portfolio_choose", call) not in links(page)
        assert "There is no set" in words(client.get(at("call_portfolio_list", call)))
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
