"""Two people with the same form open: the second is told, both values stand there, and nothing is undone unseen."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client

from saanjh.ground.access import Role
from saanjh.web import seen
from tests.atlas.factories import Ground
from tests.calls.factories import a_call
from tests.factories import an_organisation, holding, second_factor
from tests.programmes.factories import a_programme
from tests.web.browsing import form, words
from tests.web.desk_forms import opened

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def a_draft_of_a_call() -> tuple[Any, str, int]:
    call = a_call(state="draft", published_at=None)
    return call, f"/desk/calls/{call.public_id}/change/", call.programme_id


def a_planned_programme() -> tuple[Any, str, int]:
    programme = a_programme(state="draft")
    return programme, f"/desk/programmes/{programme.public_id}/change/", programme.pk


def a_page_of_work() -> tuple[Any, str, int]:
    ground = Ground()
    draft = ground.draft()
    return draft, f"/desk/initiatives/{draft.public_id}/correct/", ground.programme.pk


@pytest.mark.parametrize("made", [a_draft_of_a_call, a_planned_programme, a_page_of_work])
def test_a_form_that_somebody_overtook_undoes_nothing_and_shows_both(
    client: Client, made: Callable[[], tuple[Any, str, int]]
) -> None:
    thing, url, programme = made()
    client.force_login(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme)))
    first, second = opened(client, url), opened(client, url)
    assert client.post(url, {**first, "title_en": "Theirs came first"}).status_code == 303
    overtaken = client.post(url, {**second, "title_ur": "میرا عنوان"})
    thing.refresh_from_db()
    assert (overtaken.status_code, thing.title_en) == (409, "Theirs came first")
    assert "Theirs came first" in words(overtaken)
    assert "میرا عنوان" in overtaken.content.decode()
    seen = form(overtaken)["seen"][0]
    assert client.post(url, {**second, "title_ur": "میرا عنوان", "seen": seen}).status_code == 303
    thing.refresh_from_db()
    assert thing.title_ur == "میرا عنوان"


def test_an_organisation_that_was_corrected_meanwhile_is_not_overwritten(client: Client) -> None:
    organisation = an_organisation(name_en="First name")
    client.force_login(holding(Role.SIGNATORY, over=organisation.pk))
    url = f"/desk/organisations/{organisation.public_id}/correct/"
    first, second = opened(client, url), opened(client, url)
    assert client.post(url, {**first, "name_en": "Theirs"}).status_code == 303
    overtaken = client.post(url, {**second, "about": "Reading together."})
    organisation.refresh_from_db()
    assert (overtaken.status_code, organisation.name_en, organisation.about) == (409, "Theirs", "")


def test_a_lesson_that_was_rewritten_meanwhile_is_not_overwritten(client: Client) -> None:
    ground = Ground()
    client.force_login(holding(Role.EDITOR, over=ground.organisation.pk))
    said = {"title_en": "Shops", "expected": "a", "happened": "b", "why": "c", "next_time": "d", "confidence": "1"}
    award = ground.award()
    new = f"/desk/awards/{award.public_id}/lessons/new/"
    made = client.post(new, {**opened(client, new), **said})
    url = f"{made['Location']}change/"
    first, second = opened(client, url), opened(client, url)
    assert client.post(url, {**first, "why": "Theirs"}).status_code == 303
    assert client.post(url, {**second, "why": "Mine"}).status_code == 409
    assert opened(client, url)["why"].strip() == "Theirs"


def test_only_what_differs_is_told_in_the_words_of_its_choices() -> None:
    """Lists that were left blank are no difference, and choices that stand in groups have their words too."""

    class Places(forms.Form):
        where = forms.MultipleChoiceField(choices=[("Sindh", [("badin", "Badin"), ("thatta", "Thatta")])])
        title = forms.CharField()

    def theirs() -> forms.Form:
        return Places(initial={"where": ["badin"], "title": "Theirs"})

    with pytest.raises(seen.Overtaken) as told:
        seen.check(Places(QueryDict("where=badin&where=&title=Mine")), "what was seen", theirs)
    assert [words for _label, words in told.value.stands] == ["Theirs"]
    with pytest.raises(seen.Overtaken) as told:
        seen.check(Places(QueryDict("where=thatta&where=&title=Theirs")), "what was seen", theirs)
    assert [words for _label, words in told.value.stands] == ["Badin"]
