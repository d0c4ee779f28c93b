"""Long work draws a bar on a terminal's standard error, told to its end, and nothing where nobody watches."""

import io
import re
from datetime import timedelta
from functools import partialmethod

import pytest
from django.core.management import call_command
from django.utils import timezone
from tqdm import tqdm

from saanjh.ground import search
from saanjh.ground.actions import organisations
from saanjh.ground.models import Notice, Person
from tests.factories import a_person

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    """Somebody watches."""

    def isatty(self) -> bool:
        return True


def drawn(*words: str) -> str:
    """All that the command wrote to a terminal's standard error."""
    terminal = Terminal()
    call_command(*words, stdout=io.StringIO(), stderr=terminal)
    return terminal.getvalue()


@pytest.fixture
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars are drawn at each step, however quick."""
    monkeypatch.setattr(tqdm, "__init__", partialmethod(tqdm.__init__, mininterval=0, miniters=1))


def far(words: str) -> list[tuple[int, int]]:
    """(done, in all) of each picture of the bar."""
    return [(int(done), int(whole)) for done, whole in re.findall(r"\| (\d+)/(\d+) \[", words)]


def run_out() -> None:
    """A notice that was kept too long."""
    notice = Notice.objects.create(person=a_person(), kind="role_given")
    long_ago = timezone.now() - timedelta(days=5000)
    Notice.objects.filter(pk=notice.pk).update(created_at=long_ago, state=Notice.State.SENT)


def found() -> None:
    organisations.register(name_en="Neem Trust", kind="cso", by=Person.objects.system())


@pytest.mark.usefixtures("every_step")
@pytest.mark.parametrize("words", [("codelists", "import"), ("purge",), ("search", "rebuild")], ids=" ".join)
def test_a_long_command_draws_a_bar_to_its_end(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saanjh.ground.purging.swept", lambda now: True)  # a test's transaction lets nobody sweep
    run_out()
    found()
    pictures = far(drawn(*words))
    assert pictures
    done, whole = pictures[-1]
    assert done == whole > 0
    assert {whole for _done, whole in pictures} == {whole}


def test_where_nobody_watches_no_bar_is_drawn() -> None:
    found()
    errors = io.StringIO()
    call_command("search", "rebuild", stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue() == ""
    assert search.amiss() == (0, 0)
