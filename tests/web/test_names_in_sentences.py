"""A name keeps its own direction inside a sentence of the other: in questions, in notices and in the history."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from saanjh.ground import notices
from saanjh.ground.access import Role
from saanjh.ground.actions import people
from saanjh.ground.models import Notice
from saanjh.ground.naming import both
from saanjh.learning.notices import PUBLISHED
from saanjh.web import histories
from tests.atlas.factories import Ground, a_lesson
from tests.factories import a_person, holding, second_factor
from tests.web.browsing import client_of, parsed, send

pytestmark = pytest.mark.django_db
LATIN, URDU = "Amna (North)", "آمنہ (شمال)"


@pytest.mark.parametrize(
    ("language", "name", "asked"),
    [
        ("en", URDU, f"Close the account of \u2068{URDU}\u2069?"),
        ("ur", LATIN, f"\u2068{LATIN}\u2069 کا اکاؤنٹ بند کریں؟"),
    ],
)
def test_a_question_asked_once_more_keeps_the_direction_of_a_name(language: str, name: str, asked: str) -> None:
    client = client_of(second_factor(holding(Role.ADMINISTRATOR, language=language)))
    page = parsed(client.get(reverse("close_account", args=[a_person(name=name).public_id])))
    assert page.xpath("string(//h1)") == asked
    assert page.xpath("string(//title)").startswith(asked)


@pytest.mark.parametrize(
    ("language", "name", "told"),
    [
        ("en", URDU, f"<bdi>{URDU}</bdi> chose a language: <bdi>English</bdi>"),
        ("ur", LATIN, f"<bdi>{LATIN}</bdi> نے زبان چنی: <bdi>انگریزی</bdi>"),
    ],
)
def test_a_line_of_history_keeps_the_direction_of_a_name(language: str, name: str, told: str) -> None:
    person = a_person(name=name, language="ur")
    people.speak(person, language="en", by=person)
    with override(language):
        assert [str(line.words) for line in histories.about(person)] == [told]


@pytest.mark.parametrize(
    ("language", "titles", "told"),
    [
        ("en", {"title_en": "", "title_ur": "مل کر"}, "Your lesson is on the public pages: \u2068مل کر\u2069"),
        ("ur", {"title_en": "Together", "title_ur": ""}, "آپ کا سبق عوامی صفحات پر آ گیا ہے: \u2068Together\u2069"),
    ],
)
def test_a_notice_keeps_the_direction_of_what_it_names(language: str, titles: dict[str, str], told: str) -> None:
    lesson = a_lesson(Ground().award(), **titles)
    with override(language):
        assert notices.words(Notice(kind=PUBLISHED.code, facts=both(lesson))) == told


def test_a_refusal_keeps_the_direction_of_a_name() -> None:
    client, somebody = client_of(second_factor(holding(Role.ADMINISTRATOR))), a_person(name=URDU)
    address = f"{reverse('give_role', args=[somebody.public_id])}?role=auditor"
    send(client, address, where=0)
    response = send(client, address, where=0)
    assert f"\u2068{URDU}\u2069 holds this role already." in parsed(response).text_content()
