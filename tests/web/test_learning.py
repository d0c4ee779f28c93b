"""The desk's pages of lessons: written in whichever language the organisation writes."""

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.learning.models import Lesson
from tests.atlas.factories import Ground
from tests.factories import holding
from tests.web.desk_forms import mended, opened, sent

pytestmark = pytest.mark.django_db
SAID = {"expected": "صبح", "happened": "شام", "why": "انہوں نے بتایا", "next_time": "پہلے پوچھیں گے", "confidence": "1"}


def test_an_organisation_that_writes_only_urdu_writes_a_lesson(client: Client) -> None:
    ground = Ground()
    award = ground.award()
    client.force_login(holding(Role.EDITOR, over=ground.organisation.pk, language="ur"))
    url = f"/desk/awards/{award.public_id}/lessons/new/"
    assert opened(client, url)["written_in"] == "ur"
    refused = sent(client, url, **SAID)
    assert (refused.status_code, mended(refused)) == (422, ["id_title_en"])
    told = sent(client, url, title_ur="دکان دار شام کو آتے ہیں", **SAID)
    assert told.status_code == 303
    lesson = Lesson.objects.get()
    assert (lesson.title_en, str(lesson), lesson.written_in) == ("", "دکان دار شام کو آتے ہیں", "ur")
    assert opened(client, f"/desk/lessons/{lesson.public_id}/change/")["written_in"] == "ur"
    page = html.fromstring(client.get(f"/desk/lessons/{lesson.public_id}/").content)
    assert page.xpath("//h1")[0].text_content() == "دکان دار شام کو آتے ہیں"
