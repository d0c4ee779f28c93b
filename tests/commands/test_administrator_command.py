"""`saanjh administrator`: how the first person comes into an empty installation."""

import pytest
from django.core.management import call_command
from django.test import Client

from saanjh.ground.access import Role, may
from saanjh.ground.models import Invitation, Line, Person

pytestmark = pytest.mark.django_db
PASSWORD = "a-banyan-beside-the-well"


def printed_link(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("administrator", *words)
    return capsys.readouterr().out.splitlines()[-1]


def test_the_link_makes_one_administrator_and_no_second(capsys: pytest.CaptureFixture[str]) -> None:
    link = printed_link(capsys)
    assert link.startswith("http://localhost:8000/en/join/")
    path = link.removeprefix("http://localhost:8000")
    typed = {"code": path.split("/")[3], "name": "Sughra", "username": "sughra", "language": "en"}
    typed |= {"password1": PASSWORD, "password2": PASSWORD, "once": "8b0e0a6e-57e7-4f0e-9f9b-1d6f0c1f0001"}
    assert Client().get(path).status_code == 200
    assert Client().post(path, typed).status_code == 303
    assert may(Person.objects.get(username="sughra"), Role.ADMINISTRATOR)
    again = typed | {"username": "second", "once": "8b0e0a6e-57e7-4f0e-9f9b-1d6f0c1f0002"}
    assert Client().post(path, again).status_code == 422
    assert not Person.objects.filter(username="second").exists()


def test_the_page_that_opens_speaks_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "/ur/join/" in printed_link(capsys, "--language", "ur")


def test_the_code_is_kept_nowhere_and_the_history_knows(capsys: pytest.CaptureFixture[str]) -> None:
    code = printed_link(capsys).split("/")[-2]
    assert code not in str(list(Invitation.objects.values())) + str(list(Line.objects.values()))
    assert Line.objects.get(verb="person_invited").person == Person.objects.system().public_id
