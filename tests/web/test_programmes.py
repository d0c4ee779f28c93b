"""The pages of programmes and their money, on the portal and at the desk."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from saanjh.ground.access import Role
from saanjh.ground.models import Mark, Person
from saanjh.programmes.models import ChosenIndicator, Contribution, Objective, Programme, Receipt, Scheme
from saanjh.web.money import STAGES, flows
from tests.factories import an_organisation, holding, second_factor
from tests.programmes.factories import a_contribution, a_currency, a_programme, a_theme, an_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def signed_in(client: Client, role: Role, over: int = 0) -> Person:
    """The client as somebody who holds the role."""
    person = second_factor(holding(role, over=over))
    client.force_login(person)
    return person


def page(client: Client, url: str) -> Any:
    """The page at an address that must be there."""
    response = client.get(url)
    assert response.status_code == 200
    return html.fromstring(response.content)


def sent(client: Client, url: str, **words: Any) -> Any:
    """The form at the address, sent with these words and all else as it stands there."""
    form = page(client, url).xpath("//main//form[@method='post']")[0]
    fields = {name: value for name, value in form.fields.items() if value is not None}
    fields.pop("csrfmiddlewaretoken")
    return client.post(url, {**fields, **words})


def texts(found: Any, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in found.xpath(path)]


def table_rows(client: Client, url: str) -> list[dict[str, str]]:
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


# The portal


def test_the_list_shows_opened_programmes_only(client: Client) -> None:
    a_programme(title_en="In the open")
    a_programme(title_en="Still a plan", state="draft")
    assert texts(page(client, "/en/programmes/"), "//main//h2") == ["In the open"]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _each in range(number):
        a_programme()
    with django_assert_num_queries(1):
        client.get("/en/programmes/")


def test_an_empty_list_says_what_will_stand_here(client: Client) -> None:
    assert texts(page(client, "/en/programmes/"), "//p[@class='nothing']") == [
        "No programme is open yet. When one is, it stands here with its objectives and its money."
    ]


def test_a_programme_says_what_it_wants_measures_and_why(client: Client) -> None:
    programme = a_programme()
    ChosenIndicator.objects.create(programme=programme, indicator=an_indicator(), reason="It tells who came.")
    found = page(client, f"/en/programmes/{programme.slug}/")
    assert texts(found, "//main//ol[1]/li") == ["Neighbours talk."]
    assert texts(found, "//td[@data-label='Why']") == ["It tells who came."]
    assert texts(found, "//td[@data-label='What is taken for granted']") == ["nothing stated"]


def test_a_title_without_urdu_says_so_on_the_urdu_page(client: Client) -> None:
    programme = a_programme(title_ur="", title_en="Only English")
    title = page(client, f"/ur/programmes/{programme.slug}/").xpath("//h1/bdi")[0]
    assert (title.text, title.get("lang"), title.get("dir")) == ("Only English", "en", "ltr")


def test_a_planned_programme_is_missing_like_one_that_never_was(client: Client) -> None:
    programme = a_programme(state="draft")
    assert client.get(f"/en/programmes/{programme.slug}/").status_code == 404
    assert client.get("/en/programmes/never-was/").status_code == 404


def test_money_says_what_each_figure_counts_and_that_a_blank_is_not_zero(client: Client) -> None:
    a_contribution(received=40_000_000)
    found = page(client, "/en/money/")
    assert texts(found, "//table[1]/tbody/tr/td[@data-label='Amount']") == [
        "Rs 1,000,000",
        "Rs 400,000",
        "nothing recorded yet",
        "nothing recorded yet",
    ]
    assert len(texts(found, "//table[1]//th/small")) == len(STAGES)
    assert [svg.get("width") for svg in found.xpath("//table[1]//rect")] == ["100%", "40%"]


def test_without_money_the_page_says_so(client: Client) -> None:
    a_programme()
    assert texts(page(client, "/en/money/"), "//p[@class='nothing']") == ["No money in PKR is recorded yet."]


def test_currencies_stand_apart_with_the_programmes_own_first() -> None:
    programme = a_programme()
    a_contribution(programme, currency="EUR", amount_minor=500)
    a_contribution(programme, amount_minor=700)
    found = [(flow.currency, [station.minor for station in flow.stations]) for flow in flows([programme])]
    assert found == [("PKR", [700, None, None, None]), ("EUR", [500, None, None, None])]


def test_a_contributor_that_is_not_public_is_not_named(client: Client) -> None:
    a_contribution(donor=an_organisation(name_en="Hidden giver", is_public=False))
    for url in ("/en/money/", "/en/money/table.csv"):
        assert "Hidden giver" not in client.get(url).content.decode()
    assert texts(page(client, "/en/money/"), "//table[2]//tbody/tr/th") == ["An organisation that is not shown here"]


def test_the_money_of_a_planned_programme_is_nowhere(client: Client) -> None:
    a_contribution(a_programme(state="draft"), amount_minor=123_400)
    for url in ("/en/money/", "/en/money/table.csv"):
        assert "1234" not in client.get(url).content.decode().replace(",", "")


def test_the_money_file_says_the_same_and_leaves_blank_what_is_not_recorded(client: Client) -> None:
    contribution = a_contribution(received=150)
    rows = table_rows(client, "/en/money/table.csv")
    assert [(row["stage"], row["amount"]) for row in rows] == [
        ("pledged", "1000000.00"),
        ("received", "1.50"),
        ("allocated", ""),
        ("granted", ""),
        ("pledged_by_contributor", "1000000.00"),
        ("received_by_contributor", "1.50"),
    ]
    assert {row["programme"] for row in rows} == {contribution.programme.slug}
    assert rows[4]["contributor_en"] == contribution.donor.name_en


def test_in_a_demo_every_row_of_the_money_file_says_so(client: Client) -> None:
    a_contribution()
    Mark.objects.create(name="demo")
    assert {row["demo"] for row in table_rows(client, "/en/money/table.csv")} == {"demo: invented"}


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("number", [1, 3])
def test_money_costs_the_same_however_many_programmes(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _each in range(number):
        a_contribution(received=10)
    with django_assert_num_queries(4):
        client.get("/en/money/")


# The desk


def plan_words(**more: Any) -> dict[str, Any]:
    a_currency()
    return {
        "title_en": "Saath Saath",
        "title_ur": "ساتھ ساتھ",
        "summary": "Small grants.",
        "written_in": "en",
        "starts_on": "2026-01-01",
        "ends_on": "۳۱/۱۲/۲۰۲۷",
        "currency": "PKR",
        **more,
    }


def test_an_officer_plans_a_programme_and_comes_to_its_page(client: Client) -> None:
    theme = a_theme(Scheme.NPVE_5R)
    signed_in(client, Role.PROGRAMME_OFFICER, over=999)
    response = sent(client, "/desk/programmes/plan/", **plan_words(five_rs=[theme.pk]))
    programme = Programme.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/desk/programmes/{programme.public_id}/")
    assert (list(programme.themes.all()), programme.ends_on) == ([theme], datetime.date(2027, 12, 31))


def test_an_administrator_plans_the_first_programme(client: Client) -> None:
    signed_in(client, Role.ADMINISTRATOR)
    response = sent(client, "/desk/programmes/plan/", **plan_words())
    assert (response.status_code, Programme.objects.count()) == (303, 1)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title_en": "", "title_ur": ""}, "id_title_en"),
        ({"title_en": "x" * 201}, "id_title_en"),
        ({"title_en": "a\x00b"}, "id_title_en"),
        ({"summary": "Ring 0300 1234567"}, "id_summary"),
        ({"starts_on": "soon"}, "id_starts_on"),
        ({"ends_on": "2025-01-01"}, "id_ends_on"),
        ({"currency": "XXX"}, "id_currency"),
        ({"five_rs": ["no"]}, "id_five_rs"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: Client, words: dict[str, Any], field: str) -> None:
    a_theme(Scheme.NPVE_5R)
    signed_in(client, Role.ADMINISTRATOR)
    response = sent(client, "/desk/programmes/plan/", **plan_words(**words))
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath(f"boolean(//*[@id='{field}_error'])")
    assert Programme.objects.count() == 0


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_lists_the_programmes_that_one_may_open(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    mine = [a_programme(state="draft") for _each in range(many)]
    officer = signed_in(client, Role.PROGRAMME_OFFICER, mine[0].pk)
    for programme in mine[1:]:
        officer.roles_held.create(role=Role.PROGRAMME_OFFICER, scope_kind="programme", scope_id=programme.pk)
    a_programme(state="draft", title_en="Of others")
    found = texts(page(client, "/desk/programmes/"), "//main//tbody/tr/th")
    assert sorted(found) == sorted(programme.title_en for programme in mine)
    with django_assert_num_queries(6):
        client.get("/desk/programmes/")


def test_an_officer_walks_a_programme_from_objective_to_closing(client: Client) -> None:
    programme = a_programme(state="draft")
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    at = f"/desk/programmes/{programme.public_id}/"
    sent(client, f"{at}objectives/add/", text_en="They act together.", text_ur="")
    objective = Objective.objects.get(number=2)
    sent(client, f"/desk/objectives/{objective.public_id}/", text_ur="وہ مل کر کام کریں۔")
    indicator = an_indicator()
    sent(client, f"{at}indicators/choose/", indicator=indicator.pk, reason="To see it.")
    sent(client, f"{at}change/", title_en="Better words", written_in="en")
    sent(client, f"{at}open/")
    programme.refresh_from_db()
    assert (programme.state, programme.slug) == ("open", "better-words")
    chosen = ChosenIndicator.objects.get()
    sent(client, f"/desk/chosen-indicators/{chosen.public_id}/set-aside/")
    sent(client, f"{at}close/")
    programme.refresh_from_db()
    chosen.refresh_from_db()
    assert (programme.state, chosen.set_aside_on) == ("closed", timezone.localdate())
    assert Objective.objects.get(number=2).text_ur == "وہ مل کر کام کریں۔"


def test_opening_without_an_objective_is_refused_in_words(client: Client) -> None:
    programme = a_programme(state="draft")
    programme.objectives.all().delete()
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    response = sent(client, f"/desk/programmes/{programme.public_id}/open/")
    assert response.status_code == 422
    assert texts(html.fromstring(response.content), "//*[@role='alert']//li") == [
        "Add at least one objective before you open the programme."
    ]


def test_a_finance_officer_records_a_pledge_in_lakh_and_what_arrived(client: Client) -> None:
    programme, donor = a_programme(), an_organisation(kind="donor")
    a_currency()
    signed_in(client, Role.FINANCE_OFFICER, programme.pk)
    response = sent(
        client,
        f"/desk/programmes/{programme.public_id}/pledge/",
        donor=donor.pk,
        amount="15 lakh",
        pledged_on="2026-03-01",
    )
    contribution = Contribution.objects.get()
    assert (response.status_code, contribution.amount_minor, contribution.currency) == (303, 150_000_000, "PKR")
    sent(client, f"/desk/contributions/{contribution.public_id}/receive/", amount="۵۰۰٬۰۰۰", received_on="2026-04-01")
    assert Receipt.objects.get().amount_minor == 50_000_000


def test_an_amount_is_read_in_the_currency_that_was_chosen(client: Client) -> None:
    programme, donor = a_programme(), an_organisation(kind="donor")
    a_currency("JPY")
    signed_in(client, Role.FINANCE_OFFICER, programme.pk)
    words = {"donor": donor.pk, "currency": "JPY", "pledged_on": "2026-03-01"}
    url = f"/desk/programmes/{programme.public_id}/pledge/"
    assert sent(client, url, amount="10.5", **words).status_code == 422
    sent(client, url, amount="1,000", **words)
    assert Contribution.objects.get().amount_minor == 1000


def test_more_than_was_pledged_is_refused_beside_the_amount(client: Client) -> None:
    contribution = a_contribution()
    signed_in(client, Role.FINANCE_OFFICER, contribution.programme_id)
    url = f"/desk/contributions/{contribution.public_id}/receive/"
    response = sent(client, url, amount="1,000,001", received_on="2026-04-01")
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath("boolean(//*[@id='id_amount_error'])")
    assert Receipt.objects.count() == 0


def test_the_same_pledge_sent_twice_is_recorded_once(client: Client) -> None:
    programme, donor = a_programme(), an_organisation(kind="donor")
    a_currency()
    signed_in(client, Role.FINANCE_OFFICER, programme.pk)
    url = f"/desk/programmes/{programme.public_id}/pledge/"
    once = page(client, url).xpath("//input[@name='once']/@value")[0]
    words = {"once": once, "donor": donor.pk, "currency": "PKR", "amount": "100", "pledged_on": "2026-03-01"}
    answers = [client.post(url, words).status_code for _each in range(2)]
    assert (answers, Contribution.objects.count()) == ([303, 303], 1)


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        (
            Role.PROGRAMME_OFFICER,
            [
                "Change what it says",
                "Close the programme",
                "Add an objective",
                "What the grants come to",
                "How long permissions take",
                "Choose an indicator",
            ],
        ),
        (Role.FINANCE_OFFICER, ["What the grants come to", "Record a pledge"]),
        (Role.DONOR_VIEWER, []),
    ],
)
def test_each_role_is_offered_what_it_may_do(client: Client, role: Role, buttons: list[str]) -> None:
    programme = a_programme()
    signed_in(client, role, programme.pk)
    found = page(client, f"/desk/programmes/{programme.public_id}/")
    assert texts(found, "//main//a[contains(@class, 'button')]") == buttons


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_page_costs_the_same_however_much_there_is(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    programme = a_programme()
    for _each in range(number):
        a_contribution(programme, received=5)
        ChosenIndicator.objects.create(programme=programme, indicator=an_indicator(), reason="A")
    signed_in(client, Role.FINANCE_OFFICER, programme.pk)
    url = f"/desk/programmes/{programme.public_id}/"
    client.get(url)
    with django_assert_num_queries(13):
        client.get(url)


def test_a_planned_programme_is_hidden_from_an_observer(client: Client) -> None:
    programme = a_programme(state="draft")
    signed_in(client, Role.OBSERVER, programme.pk)
    assert client.get(f"/desk/programmes/{programme.public_id}/").status_code == 404


def test_what_waits_leads_to_the_programme(client: Client) -> None:
    programme = a_programme(state="draft")
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    links = page(client, "/desk/").xpath("//main//table//a/@href")
    assert links == [f"/desk/programmes/{programme.public_id}/"]
