"""What the portal never tells: what is excluded for safety, withheld, or not to be named."""

import pytest
from django.test import Client

from saanjh.atlas.actions import initiatives
from saanjh.awards.models import Award
from saanjh.ground.actions import organisations
from saanjh.ground.models import Organisation
from saanjh.kit.text import normalise
from tests.atlas.factories import Ground, a_lesson
from tests.factories import a_district, an_organisation
from tests.web.browsing import sheet, titles, words
from tests.web.portal_addresses import MACHINE, PAGES, SHEETS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def ground() -> Ground:
    return Ground(name_en="Neem Chhaon Trust")


def everything(client: Client, *more: str) -> dict[str, str]:
    """What every public page and sheet says in both languages."""
    said = {}
    for language in ("en", "ur"):
        for page in [*PAGES, *SHEETS, *more]:
            response = client.get(f"/{language}{page}")
            said[f"/{language}{page}"] = response.content.decode()
    return said | {place: client.get(place).content.decode() for place in MACHINE}


def test_what_is_excluded_for_safety_is_on_no_page_no_sheet_and_in_no_search(client: Client, ground: Ground) -> None:
    shown = ground.published(
        title_en="Canarylabel circle", title_ur="پیلاپرندہ حلقہ", summary="Canarysummary of the work."
    )
    more = [
        f"/initiatives/{shown.slug}/",
        f"/initiatives/{shown.public_id}/",
        f"/districts/{ground.district.slug}/",
        "/initiatives/?q=canarylabel",
        "/initiatives/?q=پیلاپرندہ",
        f"/initiatives/?district={ground.district.slug}&year=2026",
        "/initiatives.csv?q=canarylabel",
    ]
    canaries = ("Canarylabel", "پیلاپرندہ", "Canarysummary", shown.slug, shown.public_id)
    before = everything(client, *more)
    told = [place for place, said in before.items() if "Canarylabel" in said or "پیلاپرندہ" in said]
    assert len(told) > 10
    initiatives.exclude_for_safety(shown, by=ground.signatory)
    after = everything(client, *more)
    asked = {place for place in after if "canarylabel" in place or "پیلاپرندہ" in place}  # they echo the question
    leaks = [(place, word) for place, said in after.items() for word in canaries if word in said]
    assert [(place, word) for place, word in leaks if place not in asked] == []
    assert [titles(client.get(place)) for place in asked if ".csv" not in place] == [[]] * 6
    assert client.get(f"/en/initiatives/{shown.slug}/").status_code == 404


def test_an_organisation_that_no_longer_wishes_to_be_named_finds_nothing(client: Client, ground: Ground) -> None:
    made = ground.published(title_en="Reading circle")
    name = ground.organisation.name_en
    organisation = Organisation.objects.filter(pk=ground.organisation.pk)
    organisation.update(search_name=normalise(name))
    assert titles(client.get("/en/initiatives/", {"q": name})) == [made.title_en]
    organisations.correct(organisation.get(), is_public=False, by=ground.signatory)
    assert titles(client.get("/en/initiatives/", {"q": name})) == []


def test_a_partner_finds_the_initiative_while_it_may_be_named(client: Client, ground: Ground) -> None:
    partner = an_organisation(name_en="Banyan Trust", is_public=True)
    made = ground.published(title_en="Reading circle")
    initiatives.correct(made, partners=[partner], by=ground.officer)
    assert titles(client.get("/en/initiatives/?q=trust+banyan")) == ["Reading circle"]
    organisations.correct(partner, is_public=False, by=ground.officer)
    assert titles(client.get("/en/initiatives/?q=trust+banyan")) == []


def test_a_lesson_names_no_organisation_that_does_not_wish_to_be_named(client: Client) -> None:
    hidden = Ground(name_en="Canary Banyan Trust", name_ur="کینری ٹرسٹ", is_public=False)
    lesson = a_lesson(hidden.award())
    for place in (f"/{language}/lessons/{end}" for language in ("en", "ur") for end in ("", f"{lesson.public_id}/")):
        page = client.get(place).content.decode()
        assert "Canary" not in page, place
        assert "کینری" not in page, place
    assert "An organisation that does not wish to be named" in words(client.get(f"/en/lessons/{lesson.public_id}/"))
    assert "Organisation not named" in words(client.get("/en/lessons/"))


def test_the_lessons_of_what_is_excluded_are_gone_with_it(client: Client, ground: Ground) -> None:
    award = ground.award(title_en="Evening school", title_ur="شام کا اسکول")
    made = initiatives.make_from(award, summary="Reading.", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    lesson = a_lesson(award, title_en="Canarylesson of the evening")
    places = ("/en/", "/en/lessons/", f"/en/initiatives/{made.slug}/", f"/en/lessons/{lesson.public_id}/")
    assert ["Canarylesson" in client.get(place).content.decode() for place in places] == [True] * 4
    initiatives.exclude_for_safety(made, by=ground.officer)
    assert ["Canarylesson" in client.get(place).content.decode() for place in places] == [False] * 4
    assert client.get(f"/en/lessons/{lesson.public_id}/").status_code == 404


def test_a_withheld_place_and_the_internal_theme_are_told_nowhere(client: Client, ground: Ground) -> None:
    ground.district = a_district(slug="canaryplace", name_en="Canaryplace", name_ur="پیلاضلع")
    award = ground.award(theme="Canarytheme", title_en="Quiet rooms")
    award.public_precision = Award.Precision.WITHHELD
    award.save()
    made = initiatives.make_from(award, summary="Talks.", title_ur="خاموش کمرے", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    said = everything(client, f"/initiatives/{made.slug}/", "/initiatives/?q=canaryplace")
    assert [place for place, body in said.items() if "Canarytheme" in body] == []
    for place in ("/en/map/table.csv", "/ur/map/table.csv", "/api/v1/districts"):
        del said[place]  # every district is named there, with or without work
    places = [place for place, body in said.items() if "Canaryplace" in body]
    assert {place.removeprefix("/en").removeprefix("/ur").split("?")[0] for place in places} == {"/map/", "/map/table/"}
    assert "Quiet rooms" not in client.get("/en/districts/canaryplace/").content.decode()
    assert titles(client.get("/en/initiatives/?q=canaryplace")) == []
    (row,) = sheet(client, "/en/initiatives.csv")
    assert (row["place_shown_by"], row["provinces"], row["districts"]) == ("withheld", "", "")


def test_a_place_shown_by_province_stands_in_no_district(client: Client, ground: Ground) -> None:
    shown = ground.published(public_precision="province")
    page = client.get(f"/en/initiatives/{shown.slug}/")
    assert "Sindh Shown by province only" in words(page)
    assert ground.district.name_en not in words(page)
    assert titles(client.get(f"/en/districts/{ground.district.slug}/")) == []
    (row,) = sheet(client, "/en/map/table.csv")
    assert (row["standing"], row["initiatives"]) == ("not_known", "")


def test_an_organisation_that_is_not_public_is_named_nowhere(client: Client) -> None:
    ground = Ground(name_en="Canaryname Trust", is_public=False)
    shown = ground.published()
    said = everything(client, f"/initiatives/{shown.slug}/", f"/districts/{ground.district.slug}/")
    assert [place for place, body in said.items() if "Canaryname" in body] == []
