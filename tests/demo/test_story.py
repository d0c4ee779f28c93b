"""The demo as it was told: its organisations, marked as invented, and nobody real beside what is invented."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from django.test import Client

from saanjh.awards.models import Award
from saanjh.calls.models import Application, ApplicationPartner, Call, Departure, Reckoning, Review
from saanjh.demo.people import CAST
from saanjh.ground.access import STAFF
from saanjh.ground.models import Line, Organisation, Province
from tests.web.browsing import parsed, sheet
from tests.web.portal_addresses import PAGES

pytestmark = pytest.mark.django_db
# Those who give, coordinate or govern in earnest, as people write them in both scripts.
REAL = re.compile(
    r"\b(?:UNODC|NACTA|UNDP|UNICEF|UNESCO|UN Women|United Nations|European Union|EU|USAID|FCDO|GIZ|JICA|ADB|CTED"
    r"|World Bank|British Council|Asian Development Bank|Asia Foundation|Aga Khan|PPAF|HEC|NADRA"
    r"|Government of (?:Pakistan|Sindh|Punjab|Balochistan|Khyber Pakhtunkhwa)|Ministry of \w+"
    r"|Counter Terrorism Department)\b"
    r"|یو این او ڈی سی|نیکٹا|یورپی یونین|اقوامِ? ?متحدہ|عالمی بینک|وزارتِ? \w+|حکومتِ? (?:پاکستان|سندھ|پنجاب|بلوچستان)"
)
# Where the real is quoted, and no result stands in the row: each says on its page what is real there.
QUOTED = {
    "programmes.Theme": "national and international lists, with their source",
    "programmes.Indicator": "definitions, and what they are aligned with",
}


def words(row: models.Model) -> Iterator[str]:
    """Every text of the row."""
    for field in row._meta.concrete_fields:
        if isinstance(field, (models.CharField, models.TextField, models.JSONField)):
            yield str(getattr(row, field.attname))


def named() -> set[tuple[str, str]]:
    """(table, name) of everybody real who stands in a table of ours."""
    return {
        (model._meta.label, found)
        for model in apps.get_models()
        if model.__module__.startswith("saanjh.")
        for row in model._base_manager.all()
        for text in words(row)
        for found in REAL.findall(text)
    }


def test_there_are_71_fictional_organisations_and_their_givers_are_called_fictional(world: Any) -> None:
    assert len({each.name_en for each in world.organisations}) == 71
    assert len({each.name_ur for each in world.organisations}) == 71
    givers = Organisation.objects.exclude(pk__in=[each.pk for each in world.organisations])
    assert givers
    assert [each.name_en for each in givers if "fictional" not in each.name_en or "(demo)" not in each.name_en] == []
    assert [each.name_ur for each in givers if "فرضی" not in each.name_ur or "(ڈیمو)" not in each.name_ur] == []


def test_each_organisation_stands_under_the_line_that_all_here_is_invented(world: Any) -> None:
    client = Client()
    client.force_login(world.people["programme_officer"])
    for organisation in world.organisations:
        page = parsed(client.get(f"/desk/organisations/{organisation.public_id}/"))
        assert organisation.name_en in page.text_content()
        assert page.xpath("string(//aside[@class='demo'])") == "Demo. Every organisation and figure here is invented."
    marks = {row["demo"] for row in sheet(client, "/en/initiatives.csv")}
    assert marks == {"demo: invented"}


def test_nobody_real_stands_in_a_table_of_what_is_invented(world: Any) -> None:
    found = named()
    assert {(table, name) for table, name in found if table not in QUOTED} == set()
    assert {table for table, _name in found} == set(QUOTED)  # so the search does find, and no exception is idle


@pytest.mark.parametrize("name", ["UNODC", "European Union", "یورپی یونین"])
def test_somebody_real_beside_an_invented_result_would_be_found(name: str, world: Any) -> None:
    Organisation.objects.filter(pk=world.organisations[0].pk).update(about=f"Paid for by {name}.")
    assert {(table, name) for table, name in named() if table not in QUOTED} == {("ground.Organisation", name)}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_page_of_results_names_anybody_real(language: str, world: Any) -> None:
    quoting = {"/claims/", "/how-we-count/", "/open-data/", "/privacy/"}
    pages = [*(page for page in PAGES if page not in quoting), "/programmes/", "/lessons/", "/networks/", "/money/"]
    for page in pages:
        response = Client().get(f"/{language}{page}")
        assert response.status_code == 200, page
        assert REAL.findall(parsed(response).text_content()) == [], page


def test_second_factors_are_set_up_by_an_action_which_leaves_a_line(world: Any) -> None:
    staff = {world.people[name].public_id for name, (_name, role) in CAST.items() if role in STAFF}
    lines = Line.objects.filter(verb="sign_in_changed", facts={"what": "factor_added"})
    assert {line.object_id for line in lines} == staff
    assert Authenticator.objects.filter(type="totp").count() == len(staff) == lines.count() > 0


def test_the_open_call_shows_every_way_to_apply(world: Any) -> None:
    """Together, through a host, later than others, on paper and by voice."""
    call = Call.objects.get(code__startswith="SSG")
    named = ApplicationPartner.objects.filter(application__call=call).order_by("pk")
    assert list(named.values_list("role", "state")) == [("partner", "agreed"), ("partner", "named"), ("host", "asked")]
    assert [each.reason for each in call.extensions.all()] == ["connectivity"]
    came = call.applications.filter(intake__isnull=False).order_by("pk")
    assert list(came.values_list("intake__came", "state")) == [("paper", "submitted"), ("voice", "draft")]


def test_the_open_call_asks_for_steps_and_a_budget_and_the_form_of_next_year_is_a_draft(world: Any) -> None:
    """So that whoever looks at the demo, a check of every page included, meets each kind of question."""
    call = Call.objects.get(code__startswith="SSG")
    kinds = set(call.form_version.questions.values_list("kind", flat=True))
    assert kinds >= {"table", "budget", "choice", "short_text"}
    assert call.form_version.questions.exclude(show_if="").exists()
    sheet = call.applications.get(state="submitted", intake=None).sheet
    assert len(sheet.answers["steps"]) == 3
    assert sum(line["cost"]["minor"] for line in sheet.answers["budget"]) == 700_000_00
    assert call.form_version.form.versions.filter(state="draft").count() == 1


def of_the_decided_call(world: Any) -> list[Application]:
    rows = Application.objects.filter(call=world.call).exclude(state="draft")
    return list(rows.prefetch_related("districts__province", "reviews").order_by("pk"))


def test_32_awards_come_out_of_63_applications_from_every_province(world: Any) -> None:
    handed_in = of_the_decided_call(world)
    assert Counter(each.state for each in handed_in) == {
        "selected": 32,
        "declined": 23,
        "not_eligible": 4,
        "withdrawn": 4,
    }
    awards = Award.objects.filter(application__call=world.call)
    assert {each.application_id for each in awards} == {each.pk for each in handed_in if each.state == "selected"}
    assert set(awards.values_list("state", flat=True)) == {"active"}
    places = {district.province.slug for each in handed_in for district in each.districts.all()}
    assert places == set(Province.objects.values_list("slug", flat=True))
    assert {name for award in awards for name in award.districts.values_list("province__slug", flat=True)} == places


def test_each_decision_rests_on_two_reviews_or_three_and_they_are_shared_among_six_people(world: Any) -> None:
    decided = [each for each in of_the_decided_call(world) if each.state in {"selected", "declined"}]
    assert {each.reviews.filter(state="submitted").count() for each in decided} <= {2, 3}  # a third where two differ
    read = Counter(Review.objects.filter(application__in=decided, state="submitted").values_list("reviewer", flat=True))
    assert len(read) == 6
    assert max(read.values()) - min(read.values()) <= 4


def test_the_selected_are_the_set_that_was_reckoned_but_for_the_panels_departures(world: Any) -> None:
    reckoning = world.call.reckonings.get(kind=Reckoning.Kind.PORTFOLIO)
    chosen = set(reckoning.answer["outcome"]["chosen"])
    selected = {each.number for each in of_the_decided_call(world) if each.state == "selected"}
    departures = Departure.objects.filter(application__call=world.call)
    into = {each.application.number for each in departures if each.is_in}
    out = {each.application.number for each in departures if not each.is_in}
    assert (selected - chosen, chosen - selected) == (into, out)
    assert (len(into), len(out)) == (1, 2)
    assert all(each.reason for each in departures)
    amounts = {each.number: each.amount_minor or 0 for each in of_the_decided_call(world)}
    (money,) = (rule["minor"] for rule in reckoning.question["rules"] if rule["rule"] == "Budget")
    assert sum(amounts[each] for each in selected) <= money


def test_the_ranking_has_a_middle_that_chance_cannot_tell_apart(world: Any) -> None:
    ranking = world.call.reckonings.get(kind=Reckoning.Kind.RANKING)
    noisy = [line["application"] for line in ranking.answer["lines"] if line["in_noise"]]
    states = {each.state for each in of_the_decided_call(world) if each.number in noisy}
    assert len(noisy) > 5
    assert states == {"selected", "declined"}


def test_no_two_applications_say_the_same(world: Any) -> None:
    told = [each.sheet.answers for each in world.applications if each.state != "draft"]
    for code in ("problem", "plan", "harm"):
        assert len({answers[code] for answers in told}) == len(told), code
