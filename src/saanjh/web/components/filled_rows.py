"""A question that is answered in rows, without script: rows of fields, of which those left empty are not kept."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from saanjh.web.components.drafts import Draft


class Marked(Protocol):
    """What to mend in one cell of what was saved: the row from 1, the code of the column, and why."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def why(self) -> str: ...


class Row(Draft):
    """One row; a subclass has a field for each column. Half of it is saved too; what it lacks is said in the end."""

    def filled(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    def mark(self, whys: Iterable[Marked]) -> None:
        """Say beside cells of a row that is shown again what to mend."""
        self._errors = ErrorDict()
        for each in whys:
            self._errors.setdefault(each.column, self.error_class()).append(each.why)


class Sent(list[Row]):
    """The rows that were sent, as they were typed; `more`: one more was asked for."""

    more = False


class Grid(forms.Widget):
    """The rows one under another, each a group of fields, and a button that saves the page and adds a row."""

    template_name = "saanjh/forms/rows.html"
    use_fieldset = True
    is_trial = False  # where nothing can be sent, and so no row be added

    def __init__(self, row: type[Row], *, code: str, fewest: int, most: int, blank: int = 1) -> None:
        super().__init__()
        self.marked: list[Marked] = []
        self.row, self.code, self.fewest, self.most, self.blank = row, code, fewest, most, blank

    def mark(self, marked: Iterable[Marked]) -> None:
        """What to say beside cells, where the rows are shown as they were saved."""
        self.marked = list(marked)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Sent:
        typed = str(data.get(f"{name}-rows", ""))
        count = min(int(typed), self.most + 1) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
        sent = Sent(self.row(data, prefix=f"{name}-{number}") for number in range(count))
        sent.more = data.get("more") == self.code
        return sent

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-rows" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        if isinstance(value, Sent):
            rows, blank = list(value), int(value.more)
        else:
            rows = [self.row(prefix=f"{name}-{n}", initial=row) for n, row in enumerate(value or [])]
            for number, row in enumerate(rows, 1):
                row.mark(each for each in self.marked if each.row == number)
            blank = max(self.fewest - len(rows), self.blank)
        spare = range(len(rows), min(len(rows) + blank, self.most))
        rows += [self.row(prefix=f"{name}-{number}") for number in spare]
        more = {"code": self.code, "rows": rows, "may_add": len(rows) < self.most and not self.is_trial}
        return {**context, "widget": {**context["widget"], **more}}

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return f"{id_}-0" if id_ else ""


class FilledRows(forms.Field):
    """Cleaned to a list of {column: value} of the rows in which anything was typed."""

    widget: Grid

    def clean(self, value: Any) -> list[dict[str, Any]]:
        wrong = [_in_row(number, row, name) for number, row in enumerate(value, 1) for name in row.errors]
        if wrong:
            raise ValidationError(wrong)
        rows = [filled for row in value if (filled := row.filled())]
        if self.required and not rows:
            raise ValidationError(self.error_messages["required"], code="required")
        return rows

    def sound(self, value: Sent) -> list[dict[str, Any]]:
        """The same of the cells alone that hold no mistake."""
        for row in value:
            row.full_clean()
        return [filled for row in value if (filled := row.filled())]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return any(row.has_changed() for row in data or [])


def _in_row(number: int, row: Row, name: str) -> ValidationError:
    facts = {"row": number, "column": row[name].label, "why": row.errors[name][0]}
    return ValidationError(_("Row %(row)s, “%(column)s”: %(why)s"), params=facts)
