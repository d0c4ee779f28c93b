"""What an answer to each kind of question may be; the same for a page, an import and a device."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from saanjh.ground.models import District
from saanjh.ground.public_ids import LENGTH
from saanjh.ground.refusals import Refusal
from saanjh.kit import money, text
from saanjh.questions import budgets, tables
from saanjh.questions.models import Question
from saanjh.questions.models.forms import Kind

LONGEST = {Kind.SHORT_TEXT: 300, Kind.LONG_TEXT: 8000}  # characters


def checked(question: Question, value: Any) -> Any:
    """The answer as it is kept (see AnswerSheet), or None for a blank one. Refusal, on its code, if wrong."""
    if value is None or value in ("", [], ()):
        return None
    found = CHECKS[Kind(question.kind)](question, value)
    return None if found == "" else found


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(question)
    words = value.strip()
    if len(words) > LONGEST[Kind(question.kind)]:
        raise Refusal(
            _("Shorten this answer: at most %(number)s characters fit.") % {"number": LONGEST[Kind(question.kind)]},
            field=question.code,
        )
    if text.has_controls(words):
        raise Refusal(_("The text has a character that cannot be stored. Type it again."), field=question.code)
    return words


def _number(question: Question, value: Any) -> str:
    if not isinstance(value, (str, int, Decimal)) or isinstance(value, bool):
        raise _wrong(question)
    try:
        number = money.read_number(f"{value:f}" if isinstance(value, Decimal) else str(value))
    except ValueError:
        raise _wrong(question) from None
    _in_bounds(question, number)
    return f"{number:f}"


def _count(question: Question, value: Any) -> str:
    number = Decimal(_number(question, value))
    if number != number.to_integral_value():
        raise Refusal(_("Write a whole number."), field=question.code)
    return str(int(number))


def _money(question: Question, value: Any) -> dict[str, Any]:
    minor = value.get("minor") if isinstance(value, dict) else value
    if not isinstance(minor, int) or isinstance(minor, bool) or abs(minor) > money.LARGEST:
        raise _wrong(question)
    if isinstance(value, dict) and value.get("currency") != question.currency:
        raise Refusal(_("Write this amount in %(currency)s.") % {"currency": question.currency}, field=question.code)
    if minor < 0:
        raise Refusal(_("An amount cannot be less than nothing."), field=question.code)
    _in_bounds(question, money.from_minor(minor, question.currency))
    return {"minor": minor, "currency": question.currency}


def _in_bounds(question: Question, number: Decimal) -> None:
    if question.lowest is not None and number < question.lowest:
        raise Refusal(
            _("Write %(bound)s or more.") % {"bound": money.plain(question.lowest)},
            field=question.code,
        )
    if question.highest is not None and number > question.highest:
        raise Refusal(
            _("Write %(bound)s or less.") % {"bound": money.plain(question.highest)},
            field=question.code,
        )


def _date(question: Question, value: Any) -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise _wrong(question) from None


def _choice(question: Question, value: Any) -> str:
    return _known(question, [value], [choice.code for choice in question.offers()])[0]


def _choices(question: Question, value: Any) -> list[str]:
    codes = [choice.code for choice in question.offers()]
    return _known(question, value, codes)


def _districts(question: Question, value: Any) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise _wrong(question)
    slugs = [value.slug if isinstance(value, District) else value for value in value]
    known = District.objects.filter(slug__in=[slug for slug in slugs if isinstance(slug, str)])
    return _known(question, slugs, known.values_list("slug", flat=True))


def _rows(question: Question, value: Any) -> list[dict[str, Any]] | None:
    """The rows in which anything is filled in; blank cells are left out. None where there are none."""
    if not isinstance(value, (list, tuple)) or any(not isinstance(row, Mapping) for row in value):
        raise _wrong(question)
    columns = tables.columns(question)
    filled = [kept for number, row in enumerate(value, 1) if (kept := _row(question, columns, number, row))]
    if len(filled) > (most := tables.most_rows(question)):
        raise Refusal(_("At most %(most)s rows fit.") % {"most": most}, field=question.code)
    if question.kind == Kind.BUDGET and any(budgets.exact(row) > money.LARGEST for row in filled):
        raise Refusal(
            _("A row of the budget comes to more than can be. Look at its units and its cost."), field=question.code
        )
    return filled or None


def _row(question: Question, columns: list[Question], number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {}
    for column in columns:
        try:
            found = checked(column, row.get(column.code))
        except Refusal as refusal:
            raise Refusal(tables.in_row(number, column, refusal.why), field=question.code) from refusal
        if found is not None:
            kept[column.code] = found
    return kept


def _known(question: Question, chosen: Any, codes: Iterable[str]) -> list[str]:
    """What was chosen, each once, in the order of the codes; Refusal for anything else."""
    codes = list(codes)
    if not isinstance(chosen, (list, tuple)) or any(code not in codes for code in chosen):
        raise Refusal(_("Choose from the list."), field=question.code)
    return [code for code in codes if code in chosen]


def _things(question: Question, value: Any) -> list[str]:
    """Public ids, each once; that there is such a file or practice is for whoever keeps them to say."""
    if not isinstance(value, (list, tuple)) or any(not isinstance(each, str) or len(each) > LENGTH for each in value):
        raise _wrong(question)
    found = list(dict.fromkeys(each for each in value if each))
    if len(found) > (most := question.at_most or 1):
        raise Refusal(too_many(question) % {"most": most}, field=question.code)
    return found


def too_many(question: Question) -> Any:
    """What to say of more files or practices than fit; with a place for `most`."""
    most = question.at_most or 1
    if question.kind == Kind.FILE:
        return ngettext_lazy("At most %(most)s file fits.", "At most %(most)s files fit.", most)
    return ngettext_lazy("Choose at most %(most)s practice.", "Choose at most %(most)s practices.", most)


def _wrong(question: Question) -> Refusal:
    return Refusal(_("This answer is of another kind than the question asks for."), field=question.code)


CHECKS: dict[Kind, Callable[[Question, Any], Any]] = {
    Kind.SHORT_TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.COUNT: _count,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DISTRICTS: _districts,
    Kind.TABLE: _rows,
    Kind.BUDGET: _rows,
    Kind.FILE: _things,
    Kind.PRACTICES: _things,
}
