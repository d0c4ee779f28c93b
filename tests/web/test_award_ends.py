"""The pages on which an offer is called back, a grant completed or ended early, and what other pages say after."""

from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format

from saanjh.atlas.actions import initiatives
from saanjh.awards.models import Award
from saanjh.ground.access import Role
from tests.atlas.factories import Ground
from tests.awards.factories import an_activity, an_award
from tests.events.factories import days_ago
from tests.web.browsing import links, parsed, words
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
WHY = {"reason": "Both sides agreed to stop.", "written_in": "en"}
STEPS = ("call-back", "complete", "end-early")


def steps_on(page: Any) -> list[str]:
    """The steps to which the page of a grant leads."""
    return [link.split("/")[-2] for link in links(page) if link.split("/")[-2] in STEPS]


def past_its_last_day() -> Award:
    return an_award(starts_on=days_ago(240), ends_on=days_ago(1))


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("offered", ["call-back"]),
        ("active", ["end-early"]),
        ("declined", []),
        ("called_back", []),
        ("completed", []),
        ("ended_early", []),
    ],
)
def test_the_page_of_a_grant_leads_to_what_can_be_done_now_and_the_others_say_why_not(
    client: Client, state: str, steps: list[str]
) -> None:
    award = an_award(state)
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    page = f"/desk/awards/{award.public_id}/"
    assert steps_on(client.get(page)) == steps
    for step in STEPS:
        asked = parsed(client.get(f"{page}{step}/"))
        assert (len(asked.xpath("//main//form")), len(asked.xpath("//main//p[@class='why']"))) == (
            (1, 0) if step in steps else (0, 1)
        )


def test_an_offer_is_called_back_and_another_is_offered(client: Client) -> None:
    award = an_award("offered")
    url, application = f"/desk/awards/{award.public_id}/", f"/desk/applications/{award.application.public_id}/"
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    assert f"{application}offer/" not in links(client.get(application))
    response = sent(client, f"{url}call-back/", reason="", written_in="en")
    assert (response.status_code, mended(response)) == (422, ["id_reason"])
    assert sent(client, f"{url}call-back/", **WHY).status_code == 303
    assert f"{application}offer/" in links(client.get(application))
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    page = words(client.get(url))
    assert ("This offer was called back on" in page, WHY["reason"] in page) == (True, True)
    assert f"{application}offer/" not in links(client.get(application))
    assert parsed(client.get(f"{url}accept/")).xpath("//main//form") == []


def test_a_grant_is_completed_from_what_waits(client: Client) -> None:
    award = past_its_last_day()
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    url = f"/desk/awards/{award.public_id}/"
    assert url in links(client.get("/desk/"))
    assert steps_on(client.get(url)) == ["complete"]
    response = sent(client, f"{url}complete/", reason="")
    assert (response.status_code, mended(response)) == (422, ["id_reason"])
    assert sent(client, f"{url}complete/", money_accounted_for="on").status_code == 303
    assert "all its money is accounted for" in words(client.get(url))
    assert url not in links(client.get("/desk/"))


def test_after_the_end_the_organisation_is_offered_values_and_corrections_but_no_new_activity(client: Client) -> None:
    award = an_award("ended_early")
    activity = an_activity(award, women=12)
    signed_in(client, Role.EDITOR, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/"
    page = client.get(url)
    assert "No new activity is written down" in words(page)
    assert [f"{url}{part}/" in links(page) for part in ("activities/new", "values")] == [False, True]
    assert f"/desk/activities/{activity.public_id}/correct/" in links(
        client.get(f"/desk/activities/{activity.public_id}/")
    )


def test_a_grant_ended_early_says_so_in_public_without_its_reason() -> None:
    ground = Ground()
    award = ground.award(starts_on=days_ago(100), ends_on=days_ago(-100))
    made = initiatives.make_from(award, summary="Reading together.", by=ground.signatory)
    initiatives.publish(made, by=ground.officer)
    officer, anybody = Client(), Client()
    signed_in(officer, Role.PROGRAMME_OFFICER, ground.programme.pk)
    public = f"/en/initiatives/{made.slug}/"
    assert "Initiative · Running" in parsed(anybody.get(public)).text_content()
    assert sent(officer, f"/desk/awards/{award.public_id}/end-early/", **WHY).status_code == 303
    page = parsed(anybody.get(public))
    assert "Initiative · Ended early" in page.text_content()
    assert page.xpath("//ol[@class='timeline']/li[contains(., 'The grant is ended early')]//time/@datetime") == [
        str(days_ago(0))
    ]
    assert "this is the amount that had been agreed" in page.text_content()
    assert WHY["reason"] not in page.text_content()
    made.refresh_from_db()
    assert made.ends_on == days_ago(0)


def test_a_completed_grant_says_so_in_public() -> None:
    ground = Ground()
    award = ground.award(starts_on=days_ago(240), ends_on=days_ago(2))
    made = initiatives.make_from(award, summary="Reading together.", by=ground.signatory)
    initiatives.publish(made, by=ground.officer)
    officer = Client()
    signed_in(officer, Role.PROGRAMME_OFFICER, ground.programme.pk)
    sent(officer, f"/desk/awards/{award.public_id}/complete/", money_accounted_for="on")
    page = parsed(Client().get(f"/en/initiatives/{made.slug}/"))
    assert "Initiative · Ended" in page.text_content()
    lines = [line.text_content() for line in page.xpath("//ol[@class='timeline']/li")]
    assert ["The grant is completed" in line for line in lines].count(True) == 1


def test_the_page_that_asks_names_the_agreed_days(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    url = f"/desk/awards/{award.public_id}/end-early/"
    assert sorted(set(opened(client, url)) - {"once", "whose"}) == ["reason", "written_in"]
    assert date_format(award.ends_on) in words(client.get(url)).replace("\xa0", " ")
