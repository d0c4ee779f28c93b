"""`saanjh translations` lists what is missing and takes up what is new; with --check it touches nothing."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from saanjh.commands.catalogues import LOCALE, Message, po_path, read, write
from saanjh.commands.translations import required

GONE = Message(None, "This field is required.")
SAID = "libraries: no Urdu, or only a guess (fuzzy): 'This field is required.'"
STALE = "libraries: django.mo is not what django.po compiles to"


@pytest.fixture
def locale(tmp_path):
    """A copy of the catalogues in which one entry of the libraries is gone and nothing is compiled anew."""
    shutil.copytree(LOCALE / "libraries", tmp_path / "libraries")
    po = po_path("libraries", tmp_path)
    write(po, {message: files for message, files in required("libraries").items() if message != GONE}, read(po))
    return tmp_path


def said_of_the_libraries(capsys):
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("libraries")]


@pytest.mark.slow
def test_what_is_new_is_taken_up_compiled_and_listed(locale, capsys):
    with pytest.raises(CommandError, match="to mend"):
        call_command("translations", locale=locale)
    assert said_of_the_libraries(capsys) == [SAID]
    assert read(po_path("libraries", locale))[GONE] == ("",)


@pytest.mark.slow
def test_a_check_lists_the_same_and_the_stale_file_but_writes_nothing(locale, capsys):
    before = {path: path.read_bytes() for path in locale.rglob("*") if path.is_file()}
    with pytest.raises(CommandError, match="to mend"):
        call_command("translations", check=True, locale=locale)
    assert said_of_the_libraries(capsys) == [SAID, STALE]
    assert {path: path.read_bytes() for path in locale.rglob("*") if path.is_file()} == before
