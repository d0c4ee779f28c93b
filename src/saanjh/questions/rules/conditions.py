"""Whether a condition or a check can be used where its page or question stands in the form."""

from collections.abc import Mapping

from saanjh.ground.refusals import Refusal
from saanjh.kit.expressions import Kind, NotAnExpression, Use, check, cost, parse
from saanjh.kit.expressions.kinds import TEXT
from saanjh.questions import conditions, faults
from saanjh.questions.models import Question, Section


def may_stand(part: Section | Question, pages: list[Section]) -> None:
    """Refusal, on its field and with the place of the fault, for an expression that cannot be used there.

    `pages` are all of the version, with their questions and choices, as they stand now. A page is shown or hidden by
    what earlier pages ask; a question by any earlier one.
    """
    if isinstance(part, Section):
        _may_be(part.show_if, _before(part, pages), own="", use=Use.SHOW_IF, field="show_if")
        return
    kinds = conditions.kinds(pages)
    _may_be(part.show_if, kinds, own=part.code, use=Use.SHOW_IF, field="show_if")
    _may_be(part.check_that, kinds, own=part.code, use=Use.CHECK, field="check_that")


def _may_be(source: str, kinds: Mapping[str, Kind], *, own: str, use: Use, field: str) -> None:
    if not source.strip():
        return
    if found := check(source, kinds, own=own, use=use):
        raise Refusal(faults.said(found[0]), field=field)


def _before(section: Section, pages: list[Section]) -> dict[str, Kind]:
    """The kinds of all answers, with the page itself, which has no code, as an entry where its questions begin."""
    here = next((place for place, page in enumerate(pages) if page.pk == section.pk), len(pages))
    return {**conditions.kinds(pages[:here]), "": TEXT, **conditions.kinds(pages[here:])}


def total_cost(pages: list[Section]) -> int:
    """The most steps that all conditions and checks of a form can take together; what cannot be read counts nothing."""
    sources = [page.show_if for page in pages]
    for page in pages:
        for question in page.questions.all():
            sources += [question.show_if, question.check_that]
    return sum(map(_cost, sources))


def _cost(source: str) -> int:
    try:
        return cost(parse(source)) if source.strip() else 0
    except NotAnExpression:
        return 0
