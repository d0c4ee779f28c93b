"""`saanjh check` says in words what is wrong, and with its exit code that something is."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from saanjh.ground import history, search
from saanjh.ground.models import Organisation
from tests.factories import a_person, an_organisation

pytestmark = pytest.mark.django_db


def _checked() -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("check", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_sound_installation_passes() -> None:
    person = a_person()
    history.record("person_added", person, by=person)
    out, err = _checked()
    assert "History holds: 1 lines" in out
    assert err == ""


def test_a_line_that_was_altered_is_named() -> None:
    person = a_person()
    for _each in range(3):
        history.record("language_chosen", person, by=person, language="ur")
    trigger = {"sqlite": "ground_line_no_update", "postgresql": "ground_line_stays ON ground_line"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("UPDATE ground_line SET verb = 'other' WHERE number = 2")
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check", stdout=StringIO(), stderr=err)
    assert stopped.value.code == 1
    assert "line 2 was altered" in err.getvalue()


def test_an_index_that_lacks_a_thing_is_told_and_written_anew() -> None:
    organisation = an_organisation(name_en="Neem Trust")
    person = a_person()
    history.record("person_added", person, by=person)
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check", stdout=StringIO(), stderr=err)
    assert stopped.value.code == 1
    assert "Search lacks 1 things and has 0 entries of things that are gone: saanjh search rebuild" in err.getvalue()
    out = StringIO()
    call_command("search", "rebuild", stdout=out)
    assert out.getvalue() == "Search was written anew: 1 entries.\n"
    assert search.ids_of("neem", Organisation) == [organisation.public_id]
    assert "Search is whole: 1 entries." in _checked()[0]
