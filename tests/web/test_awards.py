"""The pages of grants and activities."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from saanjh.awards.models import Activity, Award, Headcount
from saanjh.ground.access import Role
from saanjh.kit.periods import add_months
from saanjh.programmes.models import Scheme
from tests.awards.factories import a_selected_application, an_activity, an_award, with_budget
from tests.events.factories import a_running_programme, days_ago
from tests.factories import an_organisation
from tests.programmes.factories import a_theme
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_an_officer_offers_and_the_signatory_accepts(client: Client) -> None:
    application = with_budget()
    theme = a_theme()
    district = an_award().districts.get()
    application.districts.add(district)
    signed_in(client, Role.PROGRAMME_OFFICER, application.call.programme_id)
    url = f"/desk/applications/{application.public_id}/offer/"
    assert opened(client, url)["amount"] == "900,000"
    days = {"starts_on": days_ago(0), "ends_on": add_months(days_ago(1), 8)}
    response = sent(client, url, theme=theme.pk, amount="۸۵۰٬۰۰۰", **days)
    award = Award.objects.get(application=application)
    assert response["Location"] == f"/desk/awards/{award.public_id}/"
    assert (award.amount_minor, list(award.districts.all())) == (850_000_00, [district])
    signed_in(client, Role.SIGNATORY, application.organisation_id)
    assert sent(client, f"/desk/awards/{award.public_id}/accept/").status_code == 303
    award.refresh_from_db()
    assert award.state == Award.State.ACTIVE


def test_a_selected_application_leads_to_the_offer_and_then_to_the_grant(client: Client) -> None:
    application = a_selected_application()
    url = f"/desk/applications/{application.public_id}/"
    links = "//main//a[contains(@class,'button')]/@href"
    signed_in(client, Role.PROGRAMME_OFFICER, application.call.programme_id)
    assert html.fromstring(client.get(url).content).xpath(links) == [f"{url}offer/"]
    award = an_award()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    page = html.fromstring(client.get(f"/desk/applications/{award.application.public_id}/").content)
    assert page.xpath(links) == [f"/desk/awards/{award.public_id}/"]


def test_an_offer_above_what_was_asked_for_is_said_beside_the_amount(client: Client) -> None:
    application = a_selected_application()
    application.districts.add(an_award().districts.get())
    signed_in(client, Role.PROGRAMME_OFFICER, application.call.programme_id)
    days = {"starts_on": days_ago(0), "ends_on": add_months(days_ago(1), 8)}
    url = f"/desk/applications/{application.public_id}/offer/"
    response = sent(client, url, theme=a_theme().pk, amount="900,000.01", **days)
    assert (response.status_code, mended(response)) == (422, ["id_amount"])


def test_a_grant_is_offered_under_a_title_in_one_of_the_two_languages(client: Client) -> None:
    application = a_selected_application()
    application.districts.add(an_award().districts.get())
    signed_in(client, Role.PROGRAMME_OFFICER, application.call.programme_id)
    words = {"starts_on": days_ago(0), "ends_on": add_months(days_ago(1), 8), "theme": a_theme().pk}
    url = f"/desk/applications/{application.public_id}/offer/"
    response = sent(client, url, title_en="", title_ur="", **words)
    assert (response.status_code, mended(response)) == (422, ["id_title_en"])
    assert sent(client, url, title_en="", title_ur="مل کر رہنا", **words).status_code == 303
    assert str(Award.objects.get(application=application)) == "مل کر رہنا"


def test_an_editor_cannot_open_the_signatory_s_pages(client: Client) -> None:
    award = an_award("offered")
    signed_in(client, Role.EDITOR, award.organisation_id)
    assert client.get(f"/desk/awards/{award.public_id}/").status_code == 200
    for page in ("accept", "decline"):
        assert client.get(f"/desk/awards/{award.public_id}/{page}/").status_code == 404


def test_accepting_twice_says_so_in_words(client: Client) -> None:
    award = an_award("offered")
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/accept/"
    first, second = opened(client, url), opened(client, url)
    assert client.post(url, first).status_code == 303
    assert client.post(url, first).status_code == 303  # the same form again: carried out once
    response = client.post(url, second)
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath("boolean(//*[@role='alert'])")


def an_entry(award: Award, **words: Any) -> dict[str, Any]:
    return {
        "activity_type": a_theme(Scheme.ACTIVITY_TYPES).pk,
        "what": "محلے کی بیٹھک",
        "written_in": "ur",
        "day": days_ago(3).isoformat(),
        "all_women_15-29": "۱۲",
        "all_men_30-59": "7",
        "with_women_15-29": "2",
        **words,
    }


def test_a_field_officer_writes_down_an_activity_with_urdu_digits(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.FIELD_OFFICER, award.organisation_id)
    response = sent(client, f"/desk/awards/{award.public_id}/activities/new/", **an_entry(award))
    activity = Activity.objects.get()
    assert response["Location"] == f"/desk/activities/{activity.public_id}/"
    assert (activity.what, activity.written_in, activity.district) == ("محلے کی بیٹھک", "ur", award.districts.get())
    assert set(Headcount.objects.values_list("sex", "age_band", "disability", "people")) == {
        ("women", "15-29", "with", 2),
        ("women", "15-29", "without", 10),
        ("men", "30-59", "without", 7),
    }


def test_a_grant_that_begins_later_says_from_when_activities_are_written_down(client: Client) -> None:
    award = an_award(starts_on=datetime.date(2198, 3, 1), ends_on=datetime.date(2198, 9, 30))
    signed_in(client, Role.EDITOR, award.organisation_id)
    page = html.fromstring(client.get(f"/desk/awards/{award.public_id}/").content)
    assert "1 March 2198" in page.xpath("//p[@class='notice']")[0].text_content()
    new = f"/desk/awards/{award.public_id}/activities/new/"
    assert page.xpath(f"//a[@href='{new}']") == []
    assert html.fromstring(client.get(new.removesuffix("new/")).content).xpath(f"//a[@href='{new}']") == []
    refused = html.fromstring(sent(client, new, **an_entry(award)).content)
    said = refused.get_element_by_id("id_day_error").text_content().strip()
    assert said == "Mend this: The grant runs from 1 March 2198 to 30 September 2198."


def test_what_is_accepted_stands_on_the_page_that_asks(client: Client) -> None:
    award = an_award("offered", starts_on=datetime.date(2026, 3, 1), ends_on=datetime.date(2026, 9, 30))
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    page = html.fromstring(client.get(f"/desk/awards/{award.public_id}/accept/").content)
    told = [each.text_content().replace("\u00a0", " ") for each in page.xpath("//main//dl/div/dd")]
    assert told[0] == "Rs 900,000"
    assert "September 2026" in told[1]
    assert told[2] == award.districts.get().name_en


def test_a_file_too_large_is_refused_beside_it_and_every_word_stays(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.FIELD_OFFICER, award.organisation_id)
    picture = SimpleUploadedFile("photo.jpg", b"x" * 12_000_000, content_type="image/jpeg")
    url = f"/desk/awards/{award.public_id}/activities/new/"
    response = sent(client, url, **an_entry(award, file=picture))
    assert (response.status_code, mended(response)) == (422, ["id_file"])
    assert html.fromstring(response.content).get_element_by_id("id_what").get("value") == "محلے کی بیٹھک"


def test_disability_left_blank_is_not_noted(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.FIELD_OFFICER, award.organisation_id)
    words = an_entry(award, **{"with_women_15-29": ""})
    sent(client, f"/desk/awards/{award.public_id}/activities/new/", **words)
    assert set(Headcount.objects.values_list("disability", flat=True)) == {"unknown"}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"what": "Call 0300 1234567"}, "id_what"),
        ({"what": "a\x00b"}, "id_what"),
        ({"what": "x" * 201}, "id_what"),
        ({"what": ""}, "id_what"),
        ({"day": "yesterday"}, "id_day"),
        ({"day": "2199-01-01"}, "id_day"),
        ({"all_women_15-29": "-5"}, "id_all_women_15-29"),
        ({"all_women_15-29": "9" * 40}, "id_all_women_15-29"),
        ({"with_women_15-29": "13"}, "id_with_women_15-29"),
        ({"district": "999999"}, "id_district"),
        ({"activity_type": "x"}, "id_activity_type"),
    ],
)
def test_what_is_wrong_in_an_entry_is_said_beside_it_and_nothing_is_kept(
    client: Client, words: dict[str, str], field: str
) -> None:
    award = an_award()
    signed_in(client, Role.FIELD_OFFICER, award.organisation_id)
    response = sent(client, f"/desk/awards/{award.public_id}/activities/new/", **an_entry(award, **words))
    assert (response.status_code, mended(response)) == (422, [field])
    assert Activity.objects.count() == 0


def test_a_file_of_the_wrong_kind_refuses_the_whole_entry(client: Client, data_folder: Any) -> None:
    award = an_award()
    signed_in(client, Role.FIELD_OFFICER, award.organisation_id)
    upload = SimpleUploadedFile("photo.jpg", b"MZ this is a program")
    url = f"/desk/awards/{award.public_id}/activities/new/"
    response = sent(client, url, **an_entry(award), file=upload)
    assert (response.status_code, mended(response)) == (422, ["id_file"])
    assert Activity.objects.count() == 0


def test_a_correction_begins_from_what_was_written(client: Client) -> None:
    award = an_award()
    activity = an_activity(award, women=12)
    signed_in(client, Role.EDITOR, award.organisation_id)
    url = f"/desk/activities/{activity.public_id}/correct/"
    fields = opened(client, url)
    assert (fields["what"], fields["all_women_15-29"]) == (activity.what, "12")
    response = client.post(url, {**fields, "all_women_15-29": "13"})
    assert response.status_code == 303
    newest = Activity.objects.current().get()
    assert (newest.corrects, newest.headcounts.get().people) == (activity, 13)
    old = html.fromstring(client.get(f"/desk/activities/{activity.public_id}/").content)
    assert old.xpath("//main//*[@class='notice']/a/@href") == [f"/desk/activities/{newest.public_id}/"]


def test_another_organisation_s_grant_and_activity_are_not_found(client: Client) -> None:
    award = an_award()
    activity = an_activity(award)
    signed_in(client, Role.SIGNATORY, an_organisation().pk)
    for page in ("", "accept/", "decline/", "activities/", "activities/new/", "values/"):
        assert client.get(f"/desk/awards/{award.public_id}/{page}").status_code == 404
    for page in ("", "correct/", "strike-out/"):
        assert client.get(f"/desk/activities/{activity.public_id}/{page}").status_code == 404
    assert client.post(f"/desk/awards/{award.public_id}/activities/new/", an_entry(award)).status_code == 404
    assert Activity.objects.count() == 1


def test_the_list_filters_by_state(client: Client) -> None:
    award = an_award()
    offered = an_award("offered", programme=award.programme)
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)

    def listed(query: str) -> list[str]:
        return html.fromstring(client.get(f"/desk/awards/{query}").content).xpath("//main//tbody//th/a/@href")

    assert listed("") == [f"/desk/awards/{offered.public_id}/", f"/desk/awards/{award.public_id}/"]
    assert listed("?state=active") == [f"/desk/awards/{award.public_id}/"]
    assert len(listed("?state=nonsense")) == 2


def sums_of(page: Any) -> list[str]:
    return [" ".join(each.text.split()) for each in page.xpath("//main//div[@class='figures']//b")]


def test_an_observer_sees_sums_and_no_grant(client: Client) -> None:
    award = an_award()
    an_activity(award, women=38)
    signed_in(client, Role.OBSERVER, award.programme_id)
    page = html.fromstring(client.get("/desk/sums/").content)
    assert sums_of(page) == ["1", "Rs 900,000", "40"]
    assert award.title_en not in page.text_content()
    for url in ("/desk/awards/", f"/desk/awards/{award.public_id}/", "/desk/values/"):
        assert client.get(url).status_code == 404


def test_sums_are_of_one_s_own_programmes(client: Client) -> None:
    an_award()
    signed_in(client, Role.DONOR_VIEWER, a_running_programme().pk)
    page = html.fromstring(client.get("/desk/sums/").content)
    assert sums_of(page) == ["0"]
    assert "Nothing recorded yet" in page.text_content()


@pytest.mark.parametrize("many", [1, 3])
def test_the_lists_ask_as_much_for_three_as_for_one(client: Client, many: int, django_assert_num_queries: Any) -> None:
    programme, organisation = a_running_programme(), an_organisation()
    award = an_award(programme=programme, organisation=organisation)
    for _each in range(many - 1):
        an_award(programme=programme)
    for _each in range(many):
        an_activity(award, women=12)
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    client.get("/desk/awards/")
    with django_assert_num_queries(6):
        client.get("/desk/awards/")
    with django_assert_num_queries(7):
        client.get(f"/desk/awards/{award.public_id}/activities/")


def test_the_page_of_a_grant_asks_at_most_fifteen_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    award = an_award()
    for _each in range(3):
        an_activity(award, women=12)
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    with django_assert_max_num_queries(15):
        client.get(f"/desk/awards/{award.public_id}/")
    activity = Activity.objects.first()
    assert activity is not None
    with django_assert_max_num_queries(15):
        client.get(f"/desk/activities/{activity.public_id}/")


def test_a_page_that_asks_for_what_is_no_longer_possible_says_so_instead(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    for step in ("accept", "decline"):
        page = html.fromstring(client.get(f"/desk/awards/{award.public_id}/{step}/").content)
        assert "This is no longer possible" in page.text_content()
        assert page.xpath("//main//form") == []
