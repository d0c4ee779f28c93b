"""How many rows there are of each of several kinds, asked in one query."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def how_many(kinds: Sequence[QuerySet[Any]]) -> list[int]:
    """The number of rows of each, in the same order. One query, however many kinds there are."""
    asked: list[str] = []
    parameters: list[Any] = []
    places: list[int] = []
    for place, rows in enumerate(kinds):
        try:
            words, given = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # none can be there, so the database need not be asked
            continue
        asked.append(f"(SELECT COUNT(*) FROM ({words}) kind_{place})")
        parameters += given
        places.append(place)
    found = [0] * len(kinds)
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(asked)}", parameters)
            for place, number in zip(places, cursor.fetchone(), strict=True):
                found[place] = number
    return found
