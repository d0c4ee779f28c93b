"""What a request changed, row by row and column by column, and then undone: counts alone would miss an edit."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

WRITTEN = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
Row = dict[str, Any]


@dataclass
class Change:
    """A row that was added (`before` is None), changed, or taken away (`after` is None)."""

    model: type[models.Model]
    before: Row | None
    after: Row | None

    @property
    def key(self) -> Any:
        return (self.before or self.after or {})[str(self.model._meta.pk.column)]

    def columns(self) -> Row:
        """What stands there now and did not before."""
        before, after = self.before or {}, self.after or {}
        return {name: value for name, value in after.items() if name not in before or before[name] != value}


@dataclass(repr=False)
class Rows:
    """Every row of our tables as it stood; what a request does is compared with it and rolled back."""

    stood: dict[str, dict[Any, Row]] = field(default_factory=dict)
    tables: dict[str, type[models.Model]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for model in apps.get_models(include_auto_created=True):
            if model.__module__.startswith("saanjh."):
                self.tables[model._meta.db_table] = model
                self.stand(model)

    def stand(self, model: type[models.Model]) -> None:
        """From now on the rows of this model stand as they stand now."""
        self.stood[model._meta.db_table] = self._read(model)

    def _read(self, model: type[models.Model]) -> dict[Any, Row]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
        return {row[model._meta.pk.column]: row for row in rows}

    @contextmanager
    def watched(self) -> Iterator[list[Change]]:
        """Carry out what is inside, fill the list with what it changed, and undo it."""
        changes: list[Change] = []
        touched: set[str] = set()

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if match := WRITTEN.match(sql):
                touched.add(match.group(1))
            return execute(sql, params, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(note):
                yield changes
            changes.extend(self._since(touched))
            transaction.set_rollback(True)

    def changed(self) -> list[Change]:
        """What stands otherwise now than it stood."""
        return self._since(set(self.tables))

    def _since(self, touched: set[str]) -> list[Change]:
        changes = []
        for table in sorted(touched & set(self.tables)):
            model = self.tables[table]
            stood, stands = self.stood[table], self._read(model)
            changes += [
                Change(model, stood.get(key), stands.get(key))
                for key in dict.fromkeys([*stood, *stands])
                if stood.get(key) != stands.get(key)
            ]
        return changes
