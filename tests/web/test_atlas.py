"""Initiatives and askings at the desk."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from saanjh.atlas.models import Initiative, Sweep
from saanjh.ground.access import Role
from saanjh.programmes.models import Theme
from saanjh.web.desk.initiative_forms import PageForm
from tests.atlas.factories import Ground, a_theme
from tests.factories import a_district, a_person, holding, second_factor
from tests.web.browsing import links, mistakes, parsed, words
from tests.web.desk_forms import mended, opened, sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def ground() -> Ground:
    return Ground(name_en="Neem Chhaon Trust")


@pytest.fixture
def officer(client: Client, ground: Ground) -> Client:
    client.force_login(second_factor(ground.officer))
    return client


@pytest.fixture
def signatory(ground: Ground) -> Client:
    browser = Client()
    browser.force_login(ground.signatory)
    return browser


def state(initiative: Initiative) -> str:
    initiative.refresh_from_db()
    return initiative.state


def test_a_grant_becomes_a_draft_and_a_public_page(officer: Client, ground: Ground) -> None:
    award = ground.award(title_en="Evening school", title_ur="شام کا اسکول")
    url = f"/desk/awards/{award.public_id}/initiative/"
    assert url in links(officer.get("/desk/initiatives/"))
    assert opened(officer, url)["title_en"] == "Evening school"
    theme = a_theme("Trust")
    response = sent(officer, url, summary="Reading together.", public_theme=theme.pk)
    made = Initiative.objects.get()
    assert response["Location"] == f"/desk/initiatives/{made.public_id}/"
    assert (made.theme, made.public_theme, made.state) == (award.theme, theme, "draft")
    assert sent(officer, f"/desk/initiatives/{made.public_id}/publish/").status_code == 303
    assert state(made) == "published"
    assert "/en/initiatives/evening-school/" in links(officer.get(f"/desk/initiatives/{made.public_id}/"))
    assert url not in links(officer.get("/desk/initiatives/"))


def test_an_officer_writes_down_what_others_do(officer: Client, ground: Ground) -> None:
    response = sent(
        officer,
        f"/desk/programmes/{ground.programme.public_id}/initiative/",
        organisation=ground.organisation.pk,
        title_en="Water turns",
        title_ur="پانی کی باری",
        summary="Turns by agreement.",
        starts_on="1/3/2026",
        ends_on="۲۸/۲/۲۰۲۷",
        amount="2.5 lakh",
        districts=[ground.district.pk],
        public_precision="province",
    )
    assert response.status_code == 303
    made = Initiative.objects.get()
    assert (made.amount_minor, made.currency, made.ends_on) == (250_000_00, "PKR", datetime.date(2027, 2, 28))
    assert (made.shown_districts, list(made.districts.all())) == ([], [ground.district])


def test_a_closed_word_is_refused_in_words_and_nothing_is_published(officer: Client, ground: Ground) -> None:
    draft = ground.draft(summary="Against terrorism.")
    url = f"/desk/initiatives/{draft.public_id}/publish/"
    key = opened(officer, f"/desk/initiatives/{ground.draft().public_id}/publish/")
    asked = officer.get(url)
    assert [why.startswith("Say it in other words than “terror”") for why in refusals(asked)] == [True]
    response = officer.post(url, key)
    assert response.status_code == 422
    assert [mistake.startswith("Say it in other words than “terror”") for mistake in mistakes(response)] == [True]
    assert state(draft) == "draft"


def refusals(page: Any) -> list[str]:
    """Why a page that asks once more has no form to send."""
    found = parsed(page)
    assert found.xpath("//main//form") == []
    return [why.text_content() for why in found.xpath("//main//p[@class='why']")]


def test_a_page_that_asks_once_more_says_what_is_no_longer_possible(
    officer: Client, signatory: Client, ground: Ground
) -> None:
    shown = ground.published()
    page = f"/desk/initiatives/{shown.public_id}/"
    stands = "This is no longer possible: it now stands at “{}”."
    assert refusals(officer.get(f"{page}publish/")) == [stands.format("Published")]
    assert refusals(signatory.get(f"{page}readmit/")) == ["It is not excluded."]
    sent(signatory, f"{page}exclude/")
    assert refusals(officer.get(f"{page}exclude/")) == ["It is off the public pages already."]
    kept = "This initiative is kept off the public pages for safety; its organisation must lift that."
    assert refusals(officer.get(f"{page}publish/")) == [kept]
    sent(signatory, f"{page}withdraw/")
    assert refusals(officer.get(f"{page}withdraw/")) == [stands.format("Taken down")]


def test_a_correction_that_names_an_untold_place_is_said_beside_the_summary(officer: Client, ground: Ground) -> None:
    ground.district = a_district(name_en="Tharparkar")
    shown = ground.published(public_precision="province")
    url = f"/desk/initiatives/{shown.public_id}/correct/"
    response = sent(officer, url, summary="Wells in Tharparkar.")
    assert (response.status_code, mended(response)) == (422, ["id_summary"])
    assert sent(officer, url, title_en="Wells for all").status_code == 303
    assert officer.get(f"/en/initiatives/{shown.slug}/")["Location"] == "/en/initiatives/wells-for-all/"


def test_the_organisation_takes_its_work_off_and_only_it_lets_it_be_shown_again(
    officer: Client, signatory: Client, ground: Ground
) -> None:
    shown = ground.published()
    page = f"/desk/initiatives/{shown.public_id}/"
    assert sent(signatory, f"{page}exclude/").status_code == 303
    assert officer.get(f"/en/initiatives/{shown.slug}/").status_code == 404
    assert officer.get(f"{page}readmit/").status_code == 404
    assert f"{page}publish/" not in links(officer.get(page))
    assert len(refusals(officer.get(f"{page}publish/"))) == 1
    assert sent(signatory, f"{page}readmit/").status_code == 303
    assert page in links(officer.get("/desk/"))
    assert "may be published again" in words(officer.get("/desk/inbox/"))
    assert sent(officer, f"{page}publish/").status_code == 303
    assert officer.get(f"/en/initiatives/{shown.slug}/").status_code == 200


def test_a_place_is_hidden_by_either_and_shown_again_by_the_organisation_alone(
    officer: Client, signatory: Client, ground: Ground
) -> None:
    shown = ground.published()
    url = f"/desk/initiatives/{shown.public_id}/place/"
    assert sent(officer, url, precision="withheld").status_code == 303
    response = sent(officer, url, precision="district")
    assert (response.status_code, mended(response)) == (422, ["id_precision"])
    assert sent(officer, url, precision="exactly").status_code == 422
    assert sent(signatory, url, precision="district").status_code == 303


def test_an_editor_changes_words_but_hides_and_publishes_nothing(ground: Ground) -> None:
    editor, draft = Client(), ground.draft()
    editor.force_login(holding(Role.EDITOR, over=ground.organisation.pk))
    page = f"/desk/initiatives/{draft.public_id}/"
    assert editor.get(f"{page}correct/").status_code == 200
    assert {editor.get(f"{page}{step}/").status_code for step in ("publish", "withdraw", "exclude", "place")} == {404}


@pytest.mark.parametrize("step", ["", "correct/", "publish/", "withdraw/", "exclude/", "readmit/", "place/"])
def test_another_organisation_and_another_programme_find_nothing(ground: Ground, step: str) -> None:
    shown, other = ground.published(), Ground()
    for stranger in (other.signatory, second_factor(other.officer), a_person()):
        browser = Client()
        browser.force_login(stranger)
        assert browser.get(f"/desk/initiatives/{shown.public_id}/{step}").status_code == 404
        assert browser.post(f"/desk/initiatives/{shown.public_id}/{step}").status_code in {404, 405}
    assert state(shown) == "published"


def test_an_asking_is_confirmed_for_the_districts_that_were_ticked(officer: Client, ground: Ground) -> None:
    asked, other = a_district(), a_district()
    page = f"/desk/programmes/{ground.programme.public_id}/sweeps/"
    assert f"{page}new/?province=sindh" in links(officer.get(page))
    today = timezone.localdate()
    response = sent(officer, f"{page}new/?province=sindh", asked_on=today, how="network", districts=[asked.pk])
    assert response["Location"] == page
    (sweep,) = Sweep.objects.all()
    assert (list(sweep.districts.all()), sweep.asked_on, sweep.confirmed_by) == ([asked], today, ground.officer)
    assert other not in sweep.districts.all()
    assert "one district" in words(officer.get(page))


@pytest.mark.parametrize(
    "wrong",
    [
        {"asked_on": "2126-01-01"},
        {"asked_on": "yesterday"},
        {"how": "rumour"},
        {"districts": ["999999"]},
        {"districts": ["x"]},
        {"districts": []},
    ],
)
def test_an_asking_that_cannot_be_is_refused_beside_its_field(
    officer: Client, ground: Ground, wrong: dict[str, Any]
) -> None:
    said = {"asked_on": "2026-01-01", "how": "network", "districts": [ground.district.pk], **wrong}
    response = sent(officer, f"/desk/programmes/{ground.programme.public_id}/sweeps/new/", **said)
    assert (response.status_code, mended(response)) == (422, [f"id_{next(iter(wrong))}"])
    assert Sweep.objects.count() == 0


def test_the_desk_shows_the_internal_theme_and_history_to_those_concerned(officer: Client, ground: Ground) -> None:
    draft = ground.draft()
    draft.theme = a_theme("Return from armed groups", "npve_5r")
    draft.save()
    sent(officer, f"/desk/initiatives/{draft.public_id}/publish/")
    page = officer.get(f"/desk/initiatives/{draft.public_id}/")
    assert "Return from armed groups" in words(page)
    told = [li.text_content() for li in parsed(page).xpath("//ol[@class='timeline']/li")]
    assert [name in line for name, line in zip(["wrote down", "published"], told, strict=True)] == [True, True]


def test_a_page_form_offers_public_themes_only(ground: Ground) -> None:
    a_theme("Inside", "npve_5r")
    shown = a_theme("Trust")
    assert list(PageForm().fields["public_theme"].queryset) == [shown]  # type: ignore[attr-defined]
    assert Theme.objects.count() == 2


def test_the_list_takes_the_same_queries_with_one_and_with_three(
    officer: Client, ground: Ground, django_assert_num_queries: Any
) -> None:
    ground.published()
    ground.award()
    officer.get("/desk/initiatives/")
    with django_assert_num_queries(9):
        officer.get("/desk/initiatives/")
    ground.draft(districts=[a_district()])
    ground.published()
    ground.award()
    ground.award()
    with django_assert_num_queries(9):
        officer.get("/desk/initiatives/")
