"""The pages of courses, and of who came to their sessions and completed them."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.events import queries
from saanjh.events.actions import events
from saanjh.events.models import Course, Event, Tally
from saanjh.ground.access import Role
from tests.events.factories import a_course, a_held_event, a_running_programme, a_training, an_event
from tests.web.desk_forms import mended, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_a_course_begins_from_a_sample_and_is_changed(client: Client) -> None:
    programme = a_running_programme()
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    links = html.fromstring(client.get("/desk/courses/").content).xpath("//main//a/@href")
    assert "/desk/courses/new/?from=women-leadership" in links
    made = sent(client, "/desk/courses/new/?from=women-leadership", s5_en="", s5_ur="", s5_minutes="")
    course = Course.objects.get()
    assert (made.status_code, made["Location"]) == (303, f"/desk/courses/{course.public_id}/")
    assert (course.origin, course.plans.count(), course.programme) == ("women-leadership", 4, programme)
    assert sent(client, f"/desk/courses/{course.public_id}/change/", title_en="Leading").status_code == 303
    assert [(each.version, each.title_en) for each in Course.objects.current()] == [(2, "Leading")]
    page = html.fromstring(client.get(f"/desk/courses/{course.public_id}/").content)
    assert page.xpath("//*[@class='notice']//a/@href") == [f"/desk/courses/{course.replaced_by.public_id}/"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title_en": "", "title_ur": ""}, "id_title_en"),
        ({"s1_minutes": ""}, "id_s1_minutes"),
        ({"s1_en": "", "s1_ur": ""}, "id_s1_en"),
        ({"s1_minutes": "601"}, "id_s1_minutes"),
        ({"least_percent": "0"}, "id_least_percent"),
        ({"outcome_en": "Call 0300 1234567"}, "id_outcome_en"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: Client, words: dict[str, str], field: str) -> None:
    signed_in(client, Role.PROGRAMME_OFFICER, a_running_programme().pk)
    response = sent(client, "/desk/courses/new/?from=youth-skills", **words)
    assert (response.status_code, mended(response)) == (422, [field])
    assert Course.objects.count() == 0


def test_a_training_is_counted_session_by_session_and_then_completed(client: Client) -> None:
    event = an_event()
    course = a_course(event.programme, sessions=1)
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    page = f"/desk/events/{event.public_id}/"
    assert sent(client, f"{page}course/", course=course.pk).status_code == 303
    (link,) = html.fromstring(client.get(page).content).xpath("//main//td/../th/a/@href")
    day = event.starts_on.isoformat()
    assert sent(client, link, **{"day": day, "all_women_15-29": "۱۷", "with_women_15-29": "2"}).status_code == 303
    others = {"all_women_30-59": "12", "all_men_15-29": "4", "all_men_30-59": "31"}
    assert sent(client, f"{page}attendance/", **{"all_women_15-29": "17", **others}).status_code == 303
    assert sent(client, f"{page}completion/", **{"all_women_15-29": "18"}).status_code == 422
    assert sent(client, f"{page}completion/", **{"all_women_15-29": "16"}).status_code == 303
    done = queries.completion(Event.objects.get())
    assert done is not None
    assert done.cells == {("women", "15-29", "unknown"): 16}
    assert Tally.objects.count() == 2
    public = html.fromstring(client.get(f"/en/gatherings/{event.public_id}/").content)
    said = " ".join(public.xpath("string(//main//dl)").split())
    assert course.title_en in said
    assert said.endswith("Completed it15")


def test_the_hours_of_the_course_stand_on_the_form_that_prints(client: Client) -> None:
    event = a_training(sessions=3, state=Event.State.HELD)
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    assert queries.hours(event.course) == 3  # type: ignore[arg-type]
    page = client.get(f"/desk/events/{event.public_id}/certificates/print/")
    assert "Record first how many completed the course." in page.content.decode()


def test_another_programme_s_courses_are_not_found(client: Client) -> None:
    event = a_training(sessions=1)
    signed_in(client, Role.PROGRAMME_OFFICER, a_held_event().programme_id)
    course, session = event.course, event.sessions.get()
    assert course is not None
    for page in (
        f"courses/{course.public_id}/",
        f"courses/{course.public_id}/change/",
        f"sessions/{session.public_id}/",
        f"events/{event.public_id}/course/",
        f"events/{event.public_id}/completion/",
    ):
        assert client.get(f"/desk/{page}").status_code == 404


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_ask_the_database_as_much_for_three_as_for_one(
    client: Client, many: int, django_assert_max_num_queries: Any
) -> None:
    event = a_training(sessions=many)
    for _each in range(many):
        a_course(event.programme)
    signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    for page, most in (("/desk/courses/", 10), (f"/desk/events/{event.public_id}/", 15)):
        client.get(page)
        with django_assert_max_num_queries(most):
            client.get(page)


def test_results_of_a_test_are_written_down_and_shown_with_how_sure_they_are(client: Client) -> None:
    event = a_training(sessions=1)
    officer = signed_in(client, Role.PROGRAMME_OFFICER, event.programme_id)
    events.record_attendance(event, counts={("women", "15-29"): 20}, by=officer)
    page = f"/desk/events/{event.public_id}/"
    words = {"moment": "after", "pairs": "۱۶", "most_points": "20", "mean_before": "10", "mean_then": "14.25"}
    assert sent(client, f"{page}results/", **words, deviation="4").status_code == 303
    assert "4.3 points of 20 on average, between 2.1 and 6.4" in " ".join(client.get(page).content.decode().split())
    refused = sent(client, f"{page}results/", **{**words, "pairs": "21"}, deviation="4")
    assert (refused.status_code, mended(refused)) == (422, ["id_pairs"])
    assert sent(client, f"{page}results/", **{**words, "mean_then": "15"}, deviation="4").status_code == 303
    assert [each.version for each in event.changes.order_by("version")] == [1, 2]
