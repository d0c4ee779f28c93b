"""What can be wrong with an expression, where in it, and the facts for a sentence that is worded elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """Each with its facts. `found`, `code`, `column`, `function`, `choice` and `word` are parts of the source."""

    # How it is written
    CHARACTER = "character"  # found: a sign that no expression has
    OPEN_TEXT = "open_text"  # quotes that are never closed
    REFERENCE = "reference"  # found: `${` without a code and `}`
    UNEXPECTED = "unexpected"  # found: a word or sign that cannot stand here
    ENDS_EARLY = "ends_early"
    FUNCTION = "function"  # function: none of ours
    ARGUMENTS = "arguments"  # function, least, most ("" for any number), given
    # How large it, or an answer, is
    TOO_LONG = "too_long"  # most: characters
    TOO_MANY_PARTS = "too_many_parts"  # most
    TOO_DEEP = "too_deep"  # most: levels
    TOO_MANY_DIGITS = "too_many_digits"  # most
    TOO_MANY_STEPS = "too_many_steps"  # most
    TOO_LONG_ANSWER = "too_long_answer"  # most: characters of a text, entries of a list
    # What it speaks of
    UNKNOWN = "unknown"  # code: no question of this form
    LATER = "later"  # code: asked after this question, so a circle of references always has one of these
    OWN_ANSWER = "own_answer"  # code: a question cannot be shown or hidden by its own answer
    UNKNOWN_COLUMN = "unknown_column"  # code, column
    NOT_A_TABLE = "not_a_table"  # code, column, sort
    COLUMN_ALONE = "column_alone"  # code, column: outside of sum(), min() and max()
    UNKNOWN_CHOICE = "unknown_choice"  # choice
    # What it does
    WRONG_SORT = "wrong_sort"  # word: the operator or function, found: a sort of answer (kinds.Sort)
    UNLIKE = "unlike"  # word, one, other: two sorts that do not go together
    CURRENCIES = "currencies"  # word, one, other
    NOT_A_DATE = "not_a_date"  # found
    NOT_YES_OR_NO = "not_yes_or_no"  # found: the sort of what the whole expression comes to


@dataclass(frozen=True)
class Problem:
    """One fault of an expression; `at` counts the characters before it in the source."""

    fault: Fault
    at: int
    facts: Mapping[str, str] = field(default_factory=dict)


class NotAnExpression(ValueError):
    """A text that cannot be read as an expression. It has one `problem`, the first."""

    def __init__(self, fault: Fault, at: int, **facts: object) -> None:
        self.problem = Problem(fault, at, {name: str(value) for name, value in facts.items()})
        super().__init__(f"{fault} at {at}: {dict(self.problem.facts)}")


class TooMuch(NotAnExpression):
    """An expression, or an answer that it works on, is beyond limits.py."""
