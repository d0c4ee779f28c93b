"""One language is enough for a public title: its page works in both, and says where the other is missing."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.test import Client

from saanjh.ground.models import Organisation
from saanjh.programmes.models import Programme
from saanjh.questions.models import FormVersion
from saanjh.web.desk.calls import CallForm
from saanjh.web.desk.events import PlanForm
from saanjh.web.desk.findings import FindingForm
from saanjh.web.desk.initiative_forms import PageForm
from saanjh.web.desk.lessons import LessonForm
from saanjh.web.desk.network_forms import ActionForm, NetworkForm
from saanjh.web.desk.programme_forms import ProgrammeForm
from saanjh.web.desk.studies import QuestionForm
from tests.atlas.factories import Ground, a_lesson
from tests.calls.factories import a_call
from tests.events.factories import a_running_programme, an_event
from tests.networks.factories import a_network, an_action
from tests.programmes.factories import a_programme
from tests.research.factories import a_finding, a_passage, a_researcher, a_source, a_study
from tests.web.browsing import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def an_initiative_page(**titles: str) -> str:
    return f"initiatives/{Ground().published(**titles).slug}/"


def a_programme_page(**titles: str) -> str:
    return f"programmes/{a_programme(state='open', **titles).slug}/"


def an_event_page(**titles: str) -> str:
    event = an_event(programme=a_running_programme(state="open"), state="held", **titles)
    return f"gatherings/{event.public_id}/"


def a_finding_page(**titles: str) -> str:
    study = a_study()
    finding = a_finding(a_passage(a_source(study, a_researcher(study))), state="published", **titles)
    return f"findings/{finding.public_id}/"


def a_study_in_its_list(**titles: str) -> str:
    a_study(**titles)
    return "studies/"


def an_action_in_its_list(**titles: str) -> str:
    an_action(**titles)
    return "roadmap/"


PAGES: dict[str, tuple[Callable[..., str], str]] = {
    "initiative": (an_initiative_page, "//h1"),
    "programme": (a_programme_page, "//h1"),
    "call": (lambda **titles: f"calls/{a_call(**titles).public_id}/", "//h1"),
    "network": (lambda **titles: f"networks/{a_network(**titles).public_id}/", "//h1"),
    "event": (an_event_page, "//h1"),
    "lesson": (lambda **titles: f"lessons/{a_lesson(Ground().award(), **titles).public_id}/", "//h1"),
    "finding": (a_finding_page, "//h1"),
    "study": (a_study_in_its_list, "//main//h2"),
    "action": (an_action_in_its_list, "//main//tbody//th"),
}


@pytest.mark.parametrize("thing", PAGES)
@pytest.mark.parametrize(
    ("written", "other", "title", "direction", "missing"),
    [
        ("ur", "en", "مل کر ایک مرمت", "rtl", "not yet translated"),
        ("en", "ur", "One repair together", "ltr", "ابھی ترجمہ نہیں ہوا"),
    ],
)
def test_a_page_with_a_title_in_one_language_works_in_both_and_says_that_the_other_is_missing(
    client: Client, thing: str, written: str, other: str, title: str, direction: str, missing: str
) -> None:
    make, where = PAGES[thing]
    address = make(**{f"title_{written}": title, f"title_{other}": ""})
    (here,) = page(client, f"/{written}/{address}").xpath(where)
    assert (title in here.text_content(), here.xpath(".//*[@class='untranslated']")) == (True, [])
    (there,) = page(client, f"/{other}/{address}").xpath(where)
    (words,) = there.xpath("./bdi")
    assert (words.text, words.get("lang"), words.get("dir")) == (title, written, direction)
    assert there.xpath("string(.//*[@class='untranslated'])") == missing


FORMS: list[tuple[Callable[..., forms.BaseForm], dict[str, Any]]] = [
    (PageForm, {}),
    (ProgrammeForm, {}),
    (CallForm, {"programme": Programme(currency="PKR"), "forms_published": FormVersion.objects.none()}),
    (NetworkForm, {"programmes": Programme.objects.none()}),
    (ActionForm, {"others": Organisation.objects.none()}),
    (PlanForm, {"programmes": Programme.objects.none()}),
    (LessonForm, {}),
    (QuestionForm, {}),
]


@pytest.mark.parametrize(("form", "given"), FORMS)
def test_a_form_asks_for_one_title_in_either_language(form: Callable[..., Any], given: dict[str, Any]) -> None:
    def mistakes(**titles: str) -> list[str]:
        found = form(titles, **given).errors
        return [str(each) for name in ("title_en", "title_ur") for each in found.get(name, ())]

    assert mistakes() == ["Write the title in English or in Urdu."]
    assert [mistakes(title_en="Together"), mistakes(title_ur="مل کر")] == [[], []]


def test_a_finding_asks_for_one_title_in_either_language() -> None:
    study = a_study()
    assert "title_en" in FindingForm({}, study=study).errors
    assert "title_en" not in FindingForm({"title_ur": "مل کر"}, study=study).errors
