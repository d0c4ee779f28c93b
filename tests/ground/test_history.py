"""History: a chain that only grows."""

import pytest
from django.db import DatabaseError, connection, transaction

from saanjh.ground import history
from saanjh.ground.models import Line
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def test_lines_follow_one_another() -> None:
    person = a_person()
    first = history.record("person_added", person, by=person)
    second = history.record("language_chosen", person, by=person, language="ur")
    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.digest
    assert history.broken() is None


def test_words_do_not_enter_history() -> None:
    person = a_person()
    with pytest.raises(ValueError, match="not a code"):
        history.record("person_added", person, by=person, why="she told us so")
    assert Line.objects.count() == 0


@pytest.mark.parametrize("statement", ["UPDATE ground_line SET verb = 'x'", "DELETE FROM ground_line"])
def test_the_database_refuses_to_change_history(statement: str) -> None:
    person = a_person()
    history.record("person_added", person, by=person)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def _without_guard(statement: str, *params: object) -> None:
    """Tamper as somebody with the database file would: the triggers are dropped first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS ground_line_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS ground_line_no_delete")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS ground_line_stays ON ground_line")
        cursor.execute(statement, params)


@pytest.mark.parametrize(
    ("statement", "number", "what"),
    [
        ("UPDATE ground_line SET verb = 'other' WHERE number = 2", 2, "altered"),
        ("DELETE FROM ground_line WHERE number = 2", 2, "missing"),
        ("UPDATE ground_line SET previous = 'x' WHERE number = 3", 3, "unlinked"),
    ],
)
def test_tampering_is_found_with_the_first_bad_line(statement: str, number: int, what: str) -> None:
    person = a_person()
    for _each in range(4):
        history.record("language_chosen", person, by=person, language="ur")
    _without_guard(statement)
    assert history.broken() == history.Broken(number, what)
