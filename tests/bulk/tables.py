"""Every row of every table by its content: what stands there, whatever its numbers, ids and times."""

import datetime
import json
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import models

# What the two forms may do differently: one line of history a batch, and one notice a person.
APART = {"ground.line", "ground.notice"}
DRAWN = {"public_id", "mark"}  # these are drawn at random


def _ours() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model.__module__.startswith("saanjh.") and model._meta.label_lower not in APART]


def content() -> dict[str, Counter[str]]:
    """Table -> its rows as text, each with how often it is there."""
    rows = {model: list(model._base_manager.order_by("pk").values()) for model in _ours()}
    places = {
        (model._meta.label_lower, row[model._meta.pk.attname]): number
        for model, all_rows in rows.items()
        for number, row in enumerate(all_rows)
    }
    ids = {
        row["public_id"]: f"{model._meta.label_lower} {number}"
        for model, all_rows in rows.items()
        for number, row in enumerate(all_rows)
        if row.get("public_id")
    }
    return {
        model._meta.label_lower: Counter(_plain(model, row, places, ids) for row in all_rows)
        for model, all_rows in rows.items()
    }


def _plain(model: Any, row: dict[str, Any], places: dict[Any, int], ids: dict[str, str]) -> str:
    said: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        value = row[field.attname]
        if field.is_relation and value is not None:
            said[field.name] = places[field.related_model._meta.label_lower, value]
        elif field.primary_key or field.name in DRAWN:
            continue
        elif isinstance(value, datetime.datetime):
            said[field.name] = "some time"
        elif isinstance(value, str):
            said[field.name] = ids.get(value, value)
        else:
            said[field.name] = str(value)
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def differences(one: dict[str, Counter[str]], other: dict[str, Counter[str]]) -> list[str]:
    """The rows that only one of the two has, with their table."""
    return [
        f"{table}: {row}"
        for table in sorted(one.keys() | other.keys())
        for counts in ((one[table] - other[table]), (other[table] - one[table]))
        for row in counts
    ]
