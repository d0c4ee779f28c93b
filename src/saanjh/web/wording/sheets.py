"""What is wrong in a sheet, as sentences that say where to look and what to mend."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.formats.sheets import Problem
from saanjh.ground import intake

SENTENCES: dict[str, Any] = {
    "empty": _("The file has nothing in it."),
    "too_many_bytes": _("The file has %(size)s bytes; at most %(limit)s are read. Split it."),
    "unknown_encoding": _("The letters of this file cannot be read. Save it as CSV in UTF-8."),
    "header_blank": _("This column has no name in the first row."),
    "header_twice": _("Two columns are called “%(name)s”."),
    "column_missing": _("The column “%(name)s” is missing."),
    "column_unknown": _("The column “%(name)s” is not known here: correct its name or take it out."),
    "too_many_columns": _("There are %(count)s columns; at most %(limit)s are read."),
    "too_many_rows": _("Only the first %(limit)s rows were read. Split the file."),
    "too_many_cells": _("This row has %(count)s cells under %(columns)s columns."),
    "cell_too_long": _("The text is longer than %(limit)s characters."),
    "hidden_character": _("The text holds a character that nobody can see (%(character)s). Type it again."),
    "quotes_unbalanced": _("A quotation mark is opened and not closed."),
    "more_problems": _("There are more problems than the %(limit)s that are listed."),
    **{f"file_{code}": words for code, words in intake.WORDS.items()},
    "blank": _("This must not be blank."),
    "too_long": _("The text is longer than %(limit)s characters."),
    "personal_data": _("This looks like something that identifies a person. Take it out."),
    "not_a_number": _("This is not a number."),
    "not_whole": _("This must be a whole number."),
    "out_of_range": _("This number is too small or too large to be true."),
    "not_a_day": _("Write the day as year-month-day, such as 2026-07-01."),
    "not_listed": _("“%(name)s” is not one of the words that may stand here."),
    "not_known": _("“%(name)s” is neither in these files nor known here."),
    "twice": _("“%(name)s” stands in this file twice."),
    "ends_before_it_begins": _("The last day lies before the first."),
}


def words(problem: Problem) -> str:
    """The sentence, with the row and column it speaks of."""
    said = str(SENTENCES[problem.code]) % problem.params
    if problem.row is not None and problem.column:
        facts = {"row": problem.row, "column": problem.column, "said": said}
        return _("Row %(row)s, column %(column)s: %(said)s") % facts
    if problem.row is not None:
        return _("Row %(row)s: %(said)s") % {"row": problem.row, "said": said}
    return said
