"""The ranking of a call at the desk: asked for, read with its noise, taken away; and what is not shown to whom."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Application, Call, Reckoning
from saanjh.ground import working
from saanjh.ground.access import Role
from saanjh.ground.models import Person, SensitiveRead
from tests.calls.factories import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, sheet, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    """Closed; two criteria, of which the second breaks ties and has a floor."""
    call = a_call("closed")
    a_criterion(call, breaks_tie=1, min_percent=50)
    return call


@pytest.fixture
def chair(call: Call) -> Person:
    return second_factor(holding(Role.PANEL_CHAIR, over=call.programme_id, name="Zarina"))


def reviewed(call: Call, *scores: int, people: list[Person] | None = None) -> Application:
    application = an_application(call, an_organisation(), "under_review")
    for score, person in zip(scores, people or [None] * len(scores), strict=False):  # type: ignore[list-item]
        a_review(application, person, score)
    return application


def at(name: str, call: Call) -> str:
    return reverse(name, args=[call.public_id])


def reckoned(client: Client, call: Call, **cut: Any) -> Any:
    """Ask as a person does, let the worker work, and open the page."""
    sent = send(client, at("call_ranking_ask", call), **{"places": "1", **cut})
    assert (sent.status_code, sent.url) == (303, at("call_ranking", call))
    working.work_off()
    return client.get(at("call_ranking", call))


def twelve(call: Call) -> list[Application]:
    """Twelve applications, read by the same two, whose marks differ by one now and then: enough for a band."""
    people = [a_reviewer(call, name="Aslam"), a_reviewer(call, name="Bushra")]
    scores = [(5, 5), (5, 4), (4, 5), (4, 4), (4, 3), (3, 4), (3, 3), (3, 2), (2, 3), (2, 2), (2, 1), (1, 1)]
    return [reviewed(call, *pair, people=people) for pair in scores]


def test_the_chair_asks_with_a_cut_and_a_seed_and_reads_who_stands_where(call: Call, chair: Person) -> None:
    rows, client = twelve(call), client_of(chair)
    assert at("call_ranking", call) in links(client.get(at("desk_call", call)))
    assert "Nothing is ranked yet." in words(client.get(at("call_ranking", call)))
    asked = form(client.get(at("call_ranking_ask", call)))
    assert asked["least"] == ["60"]
    page = reckoned(client, call, places="6", seed="4711", least="30")
    said = words(page)
    assert "asked for by Zarina" in said
    assert "6 places, from 30 of 100" in said
    assert "4711" in said
    assert "12 applications with 24 reviews" in said
    kept = Reckoning.objects.get()
    found = kept.answer["lines"]  # type: ignore[index]
    noisy = [line for line in found if line["in_noise"]]
    above = [line for line in noisy if line["is_above"]]
    assert (
        f"{len(noisy)} applications stand inside the noise of the cut, {len(above)} above it and "
        f"{len(noisy) - len(above)} below" in said
    )
    table = parsed(page).xpath("//main//table")[0]
    assert texts(table, ".//tbody/tr/th/a") == [line["application"] for line in found]
    assert texts(table, ".//tbody/tr[1]/th") == [f"{rows[0].number} {rows[0].organisation.name_en}"]
    stands = texts(table, ".//tbody/tr/td[last()]")
    expected = {(True, True): "inside", (False, True): "inside", (True, False): "firmly a", (False, False): "firmly b"}
    assert [each.startswith(expected[line["is_above"], line["in_noise"]]) for each, line in zip(stands, found)] == (  # noqa: B905
        [True] * 12
    )
    assert stands[0] == "firmly above"
    assert stands[-1] == "firmly below total below 30 C2 below its floor"


def test_each_line_is_drawn_as_a_picture_with_a_title_and_the_cut(call: Call, chair: Person) -> None:
    twelve(call)
    page = reckoned(client_of(chair), call, places="6", least="30")
    pictures = parsed(page).xpath("//main//table//svg[@role='img']")
    assert len(pictures) == 12
    assert re.fullmatch(
        r"Mean 100\.0, between \d+\.\d and 100\.0; the cut at 65\.0", pictures[0].xpath("string(title)")
    )
    assert [len(each.xpath("line[@class='target']")) for each in pictures] == [1] * 12
    assert len({each.xpath("string(line[@class='target']/@x1)") for each in pictures}) == 1


def test_agreement_and_reviewers_habits_stand_below_the_means(call: Call, chair: Person) -> None:
    twelve(call)
    page = reckoned(client_of(chair), call, places="6")
    means, agreement, severity = parsed(page).xpath("//main//section")[:3]
    assert [each.xpath("string(h2)") for each in (means, agreement, severity)] == [
        "Plain means, and how sure they are",
        "Do reviewers agree?",
        "Severe and lenient reviewers",
    ]
    alpha = texts(agreement, ".//tbody/tr[1]/td")
    assert re.fullmatch(r"0\.\d\d \(0\.\d\d to 0\.\d\d\)", alpha[0])
    assert alpha[1:] == ["12", "good: one may build on it"]
    assert texts(severity, ".//tbody/tr/th") == ["Aslam", "Bushra"]
    assert "There are too few reviews beside so many applications and reviewers" in severity.text_content()
    assert not severity.xpath(".//th[text()='Severity']")


def test_with_reviews_enough_adjusted_means_stand_beside_and_say_what_changes(call: Call, chair: Person) -> None:
    people = [a_reviewer(call) for _each in range(3)]
    for number in range(33):  # the third is severer than the others by two of five
        worth = 3 + number % 3
        pair = [(people[0], worth), (people[1 + number % 2], max(1, worth - 2 * (number % 2) - (number % 7 == 0)))]
        application = an_application(call, an_organisation(), "under_review")
        for person, score in pair:
            a_review(application, person, score)
    client = client_of(chair)
    page = reckoned(client, call, places="10", least="0")
    answer = Reckoning.objects.get().answer or {}
    assert answer["severity"]["severity_deviation"] > 10
    said = words(page)
    rises = [each["application"] for each in answer["lines"] if each["adjusted_above"] and not each["is_above"]]
    assert rises
    assert "Would rise above it: " + ", ".join(rises[:10]) in said
    table = parsed(page).xpath("//main//section[h2='Severe and lenient reviewers']//table")[1]
    assert len(texts(table, ".//tbody/tr")) == 25
    assert "falls below the cut" in table.text_content()
    assert "restricted maximum likelihood (Patterson and Thompson 1971)" in said
    second = client.get(at("call_ranking", call), {"page": "2"})
    assert len(parsed(second).xpath("(//main//table)[1]/tbody/tr")) == 8
    last = "//main//table[thead//th[5]='Severity']/tbody/tr/td[last()]"
    hidden = Application.objects.get(number=rises[0])
    hidden.conflicts.create(person=chair)
    near = client.get(at("call_ranking", call))
    assert rises[0] not in words(near).partition("Would rise above it:")[2]
    assert texts(parsed(near), last) == texts(parsed(page), last) != []


def test_where_each_was_read_by_one_person_it_says_that_no_severity_is_modelled(call: Call, chair: Person) -> None:
    reader = a_reviewer(call)
    for score in (5, 4, 3):
        reviewed(call, score, people=[reader])
    said = words(reckoned(client_of(chair), call, places="2"))
    assert "Every application was read by one person, as the simplified track has it." in said
    assert "so there is no band: the places below are that one person’s." in said
    assert "cannot be computed: one person gave all marks" in said
    assert "above the cut" in said
    assert "firmly" not in said.replace("“Firmly”", "")


def test_applications_read_by_one_person_are_named_where_they_forbid_adjusting(call: Call, chair: Person) -> None:
    twelve(call)
    alone = reviewed(call, 4)
    unread = reviewed(call)
    page = reckoned(client_of(chair), call)
    said = words(page)
    assert f"Read by one person: {alone.number}" in said
    assert "1 application has no review yet and stands in no place." in said
    assert unread.number not in said


def test_a_chair_who_is_close_to_an_applicant_sees_its_place_and_nothing_of_its_reviews(
    call: Call, chair: Person
) -> None:
    rows = twelve(call)
    mine, declared = rows[2], rows[5]
    chair.roles_held.create(role="editor", scope_kind="organisation", scope_id=mine.organisation_id)
    declared.conflicts.create(person=chair)
    only_mine = a_reviewer(call, name="Onlymine")
    a_review(mine, only_mine, 1)
    client = client_of(chair)
    page = reckoned(client, call, places="6", least="0")
    [hidden] = parsed(page).xpath(f"(//main//table)[1]/tbody/tr[th/a/bdi='{mine.number}']")
    assert "You are close to this applicant" in hidden.text_content()
    assert not hidden.xpath(".//svg")
    assert len(parsed(page).xpath("(//main//table)[1]/tbody//svg")) == 10
    assert "Onlymine" not in words(page)
    mean_of_others = texts(parsed(page), "//main//tr[th='Aslam']/td")
    assert mean_of_others[0] == "10"
    taken = {row["application"]: row for row in sheet(client, at("ranking_csv", call))}
    assert {key: value for key, value in taken[mine.number].items() if value and key not in {"demo", "ranking"}} == {
        "place": taken[mine.number]["place"],
        "application": mine.number,
        "organisation": mine.organisation.name_en,
    }
    assert taken[rows[0].number]["mean"] == "100.0"
    officer = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id)))
    assert "Onlymine" in words(officer.get(at("call_ranking", call)))


def test_the_ranking_is_taken_away_as_it_is_shown_and_it_is_noted(call: Call, chair: Person) -> None:
    rows, client = twelve(call), client_of(chair)
    assert sheet(client, at("ranking_csv", call)) == []
    reckoned(client, call, places="6", least="30")
    taken = sheet(client, at("ranking_csv", call))
    assert [row["place"] for row in taken] == [str(place) for place in range(1, 13)]
    first, last = taken[0], taken[-1]
    assert (first["application"], first["above_the_cut"], first["inside_the_noise"]) == (rows[0].number, "yes", "no")
    assert (last["mean"], last["below_floor"], last["adjusted_mean"]) == ("20.0", "total C2", "")
    assert client.get(at("ranking_xlsx", call)).status_code == 200
    noted = SensitiveRead.objects.filter(object_id=call.public_id, person=chair.public_id)
    assert set(noted.values_list("purpose", flat=True)) == {"download", "selecting"}


def test_a_review_that_comes_in_makes_it_stale_and_earlier_ones_stay_reachable(call: Call, chair: Person) -> None:
    rows, client = twelve(call), client_of(chair)
    reckoned(client, call, seed="111")
    assert "Other reviews count by now" not in words(client.get(at("call_ranking", call)))
    a_review(rows[-1], score=5)
    stale = client.get(at("call_ranking", call))
    assert "Other reviews count by now" in words(stale)
    first = Reckoning.objects.get()
    page = reckoned(client, call, seed="222", places=None, budget_minor="20 lakh")
    assert "Other reviews count by now" not in words(page)
    assert "Rs\xa02,000,000, from 60 of 100" in parsed(page).get_element_by_id("main").text_content()
    old = f"?of={first.public_id}"
    assert [each for each in links(page) if each.endswith(old)] == [at("call_ranking", call) + old]
    earlier = client.get(at("call_ranking", call) + old)
    assert "There is a newer ranking." in words(earlier)
    assert "111" in words(earlier)
    assert form(client.get(at("call_ranking_ask", call)))["budget_minor"] == ["2,000,000"]


def test_while_it_is_reckoned_the_page_says_so_and_shows_the_one_before(call: Call, chair: Person) -> None:
    twelve(call)
    client = client_of(chair)
    reckoned(client, call, seed="333")
    send(client, at("call_ranking_ask", call), seed="444")
    page = client.get(at("call_ranking", call))
    assert "A ranking is being reckoned since" in words(page)
    assert "333" in words(page)
    assert at("call_ranking_ask", call) not in links(page)
    refused = client.get(at("call_ranking_ask", call))
    assert "It is being reckoned already." in words(refused)
    assert not parsed(refused).xpath("//main//form")
    Reckoning.objects.filter(state="asked").update(state="failed")
    failed = client.get(at("call_ranking", call))
    assert "The last ranking could not be reckoned." in words(failed)
    assert at("call_ranking_ask", call) in links(failed)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"places": "many"}, "Write a number, such as 120 or ۱۲۰."),
        ({"places": "0"}, "Write 1 or more."),
        ({"places": "-4"}, "Write 1 or more."),
        ({"places": "1.5"}, "Write a whole number."),
        ({"places": ""}, "Say how many places there are, or how much money."),
        ({"places": "2", "budget_minor": "5 lakh"}, "Fill in one of the two: places or money."),
        (
            {"places": "", "budget_minor": "much"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        (
            {"places": "", "budget_minor": "USD 5"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        ({"places": "2", "least": "101"}, "Write 100 or less."),
        ({"places": "2", "seed": "1000000000"}, "Write 999,999,999 or less."),
    ],
)
def test_a_wrong_cut_is_refused_beside_its_field(call: Call, chair: Person, wrong: dict[str, str], said: str) -> None:
    reviewed(call, 4)
    refused = send(client_of(chair), at("call_ranking_ask", call), **wrong)
    assert (refused.status_code, Reckoning.objects.exists()) == (422, False)
    assert mistakes(refused)[0].endswith(said)


def test_the_seed_is_drawn_once_for_whoever_asks_next_and_anew_for_the_ranking_after(call: Call, chair: Person) -> None:
    reviewed(call, 4)
    client = client_of(chair)
    officer = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id)))
    [first] = form(client.get(at("call_ranking_ask", call)))["seed"]
    assert form(officer.get(at("call_ranking_ask", call)))["seed"] == [first]
    reckoned(client, call)
    assert Reckoning.objects.get().question["seed"] == int(first)
    [second] = form(officer.get(at("call_ranking_ask", call)))["seed"]
    assert second != first
    other = a_call("closed", call.programme)
    assert form(client.get(at("call_ranking_ask", other)))["seed"] not in ([first], [second])


def test_a_form_sent_twice_asks_once(call: Call, chair: Person) -> None:
    reviewed(call, 4)
    client = client_of(chair)
    fields = {**form(client.get(at("call_ranking_ask", call))), "places": "1"}
    for _each in range(2):
        assert client.post(at("call_ranking_ask", call), fields).status_code == 303
    assert Reckoning.objects.count() == 1


def test_an_open_call_is_not_ranked_and_says_when(chair: Person) -> None:
    call = a_call("open", Call.objects.get().programme)
    client = client_of(chair)
    page = client.get(at("call_ranking", call))
    assert "Wait until the call has closed" in words(page)
    assert at("call_ranking_ask", call) not in links(page)
    assert at("call_ranking", call) not in links(client.get(at("desk_call", call)))


def test_nobody_else_opens_a_ranking_and_none_of_another_call_or_kind(call: Call, chair: Person) -> None:
    twelve(call)
    client = client_of(chair)
    reckoned(client, call)
    strangers = [
        second_factor(holding(Role.PANEL_CHAIR, over=a_call().programme_id)),
        a_reviewer(call),
        holding(Role.SIGNATORY, over=an_organisation().pk),
    ]
    for person in strangers:
        for name in ("call_ranking", "call_ranking_ask", "ranking_csv"):
            assert client_of(person).get(at(name, call)).status_code == 404
    other = a_call("closed", call.programme)
    elsewhere = Reckoning.objects.create(call=other, kind="ranking", state="failed", question={}, asked_by=chair)
    portfolio = Reckoning.objects.create(call=call, kind="portfolio", state="failed", question={}, asked_by=chair)
    for wrong in (elsewhere.public_id, portfolio.public_id, "nothing"):
        assert client.get(at("call_ranking", call), {"of": wrong}).status_code == 404


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_at_any_length(
    call: Call, chair: Person, count: int, django_assert_num_queries: Any
) -> None:
    for _each in range(count):
        reviewed(call, 4, 3)
    client = client_of(chair)
    reckoned(client, call)
    with django_assert_num_queries(15):
        page = client.get(at("call_ranking", call))
    assert len(parsed(page).xpath("(//main//table)[1]/tbody/tr")) == count
