"""The pages of gatherings, at the desk and on the portal."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.events.models import Attendance, Event
from saanjh.ground.access import Role
from tests.events.factories import a_running_programme, an_event, days_ago
from tests.factories import a_district
from tests.web.desk_forms import sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_an_officer_plans_a_gathering(client: Client) -> None:
    programme = a_running_programme()
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    words = {"title_en": "Orientation", "title_ur": "تعارف", "district": a_district().pk}
    days = {"starts_on": days_ago(-4).isoformat(), "ends_on": days_ago(-5).isoformat()}
    response = sent(client, "/desk/events/new/", **words, **days)
    event = Event.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/desk/events/{event.public_id}/")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"starts_on": "soon"}, "id_starts_on"),
        ({"title_en": "Call 0300 1234567"}, "id_title_en"),
        ({"title_en": "x" * 161}, "id_title_en"),
        ({"title_en": "a\x00b"}, "id_title_en"),
        ({"district": "nowhere"}, "id_district"),
        ({"programme": "999"}, "id_programme"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: Client, words: dict[str, str], field: str) -> None:
    programme = a_running_programme()
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    good = {"title_en": "Orientation", "district": a_district().pk, "starts_on": days_ago(-4), "ends_on": days_ago(-5)}
    response = sent(client, "/desk/events/new/", **{**good, **words})
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath(f"boolean(//*[@id='{field}_error'])")
    assert Event.objects.count() == 0


def test_the_grid_takes_urdu_digits_and_blanks(client: Client) -> None:
    event = an_event()
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    response = sent(
        client, f"/desk/events/{event.public_id}/attendance/", **{"all_women_15-29": "۱۷", "all_men_60+": "٣"}
    )
    assert response.status_code == 303
    counts = Attendance.objects.get().counts.values_list("sex", "age_band", "people")
    assert set(counts) == {("women", "15-29", 17), ("men", "60+", 3)}


@pytest.mark.parametrize("typed", ["-1", "1.5", "many", "9" * 30, "100001", "١٢٣٤٥٦٧"])
def test_what_is_no_number_of_people_is_refused_in_its_cell(client: Client, typed: str) -> None:
    event = an_event()
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    response = sent(client, f"/desk/events/{event.public_id}/attendance/", **{"all_women_15-29": typed})
    assert response.status_code == 422
    page = html.fromstring(response.content)
    assert page.xpath("//input[@id='id_all_women_15-29']/@value") == [typed]
    assert len(page.xpath("//td[@class='wrong']")) == 1
    assert Attendance.objects.count() == 0


def test_a_form_sent_twice_counts_once(client: Client) -> None:
    event = an_event()
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    url = f"/desk/events/{event.public_id}/attendance/"
    form = html.fromstring(client.get(url).content).xpath("//main//form[@method='post']")[0]
    words = {**{name: value or "" for name, value in form.fields.items()}, "all_women_15-29": "12"}
    first, second = client.post(url, words), client.post(url, words)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Attendance.objects.count() == 1


def test_another_programme_s_gathering_is_not_found(client: Client) -> None:
    event = an_event()
    signed_in(client, Role.PROGRAMME_OFFICER, a_running_programme().pk)
    for page in ("", "attendance/", "cancel/"):
        assert client.get(f"/desk/events/{event.public_id}/{page}").status_code == 404
        assert client.post(f"/desk/events/{event.public_id}/{page}").status_code in {404, 405}


def test_the_portal_shows_what_was_held_and_nothing_else(client: Client) -> None:
    planned, held = an_event(), an_event(state=Event.State.HELD)
    listed = html.fromstring(client.get("/en/gatherings/").content)
    assert listed.xpath("//main//h2/a/@href") == [f"/en/gatherings/{held.public_id}/"]
    assert client.get(f"/en/gatherings/{planned.public_id}/").status_code == 404
    assert client.get(f"/ur/gatherings/{held.public_id}/").status_code == 200


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("many", [1, 3])
def test_the_lists_ask_the_database_as_much_for_three_as_for_one(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    programme = a_running_programme()
    for _each in range(many):
        an_event(programme=programme, state=Event.State.HELD)
    with django_assert_num_queries(2):
        client.get("/en/gatherings/")
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    client.get("/desk/events/")
    with django_assert_num_queries(7):
        client.get("/desk/events/")
