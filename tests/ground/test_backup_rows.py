"""A row in a backup reads the same on both databases, and nothing of it is lost on the way."""

import datetime
import decimal
import json
import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from saanjh.ground.backups import tables
from saanjh.ground.backups.rows import line, portable
from saanjh.ground.models import Line, Person

WORDS = some.text(alphabet=some.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
ANSWERS = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(ANSWERS)
def test_answers_come_back_as_they_were(answers: Any) -> None:
    assert json.loads(line([answers])) == [answers]


@settings(deadline=None)
@given(ANSWERS)
def test_a_line_does_not_depend_on_the_way_the_database_keeps_json(answers: Any) -> None:
    """PostgreSQL sorts keys its own way and gives large whole floats back as whole numbers."""
    other = json.loads(json.dumps(portable(answers), sort_keys=True))
    assert line([other]) == line([answers])


def test_every_kind_of_value_has_one_form() -> None:
    karachi = datetime.timezone(datetime.timedelta(hours=5))
    moment = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=karachi)
    values = [moment, moment.date(), decimal.Decimal("12.50"), b"\x00\xff", memoryview(b"\x00\xff"), uuid.UUID(int=1)]
    assert line(values) == (
        b'["2026-11-19T22:00:00+00:00","2026-11-20","12.50","AP8=","AP8=","00000000000000000000000000000001"]\n'
    )


def test_what_has_no_form_stops_the_backup() -> None:
    with pytest.raises(TypeError, match="cannot hold a set"):
        line([{1}])


@pytest.mark.django_db
def test_every_table_of_the_database_is_in_a_backup_or_left_out_for_a_stated_reason() -> None:
    from django.db import connection

    found = tables.tables_at(tables.applied("default"))
    assert tables.strangers(connection, found) == []
    assert {Line._meta.db_table, Person._meta.db_table} <= found.keys()
    assert {"django_session", "cache"} & found.keys() == set()


@pytest.mark.django_db
def test_a_table_of_which_nobody_said_what_it_is_is_found() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_over (id integer)")
    assert tables.strangers(connection, tables.tables_at(tables.applied("default"))) == ["left_over"]
