"""Which questions of a form are shown, given the answers so far."""

from collections.abc import Iterable, Mapping
from datetime import date

from saanjh.kit.expressions.answers import Value
from saanjh.kit.expressions.evaluation import Evaluation
from saanjh.kit.expressions.grammar import parse
from saanjh.kit.expressions.limits import FORM_STEPS


def visible(
    questions: Iterable[tuple[str, str]], values: Mapping[str, Value], *, today: date, steps: int = FORM_STEPS
) -> set[str]:
    """The codes of the questions that are shown. `questions` are (code, show-if) in the order in which they are asked.

    One pass: a hidden question is blank for those after it, whatever was once answered, and so is one not yet come to.
    Values of other codes are known from the start. An empty show-if always shows. For a table's columns, call it again
    with the values of one row laid over the others.
    NotAnExpression for a show-if that check() refuses to read; TooMuch when the show-ifs take more steps together
    than FORM_STEPS, which sum(map(cost, …)) tells beforehand.
    """
    asked = list(questions)
    codes = {code for code, _ in asked}
    known = {code: value for code, value in values.items() if code not in codes}
    shown: set[str] = set()
    evaluation = Evaluation(known, today=today, steps=steps)
    for code, show_if in asked:
        if not show_if.strip() or evaluation.value(parse(show_if)) is True:
            shown.add(code)
            known[code] = values.get(code)
    return shown
