"""A form as its designer sees it: pages and questions in their order, what bounds each, and where it may go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saanjh.kit.text import isolated
from saanjh.questions.actions import parts
from saanjh.questions.models import FormVersion, Question, Section
from saanjh.questions.models.forms import Kind
from saanjh.questions.rules import Unready
from saanjh.web.components.languages import worded
from saanjh.web.desk import questionnaire
from saanjh.web.wording import conditions


@dataclass(frozen=True)
class Line:
    """One question: its number through the whole form, what bounds its answer, the moves that it can make."""

    question: Question
    number: int
    facts: list[Any]
    up: str
    down: str
    columns: list["Line"] = field(default_factory=list)

    @property
    def path(self) -> str:
        """How addresses name it: by its code; a column by those of its table and its own."""
        table = self.question.table
        return f"{table.code}-{self.question.code}" if table else self.question.code


@dataclass(frozen=True)
class Leaf:
    """One page with its questions and its moves."""

    section: Section
    number: int
    lines: list[Line]
    up: str
    down: str
    shown_if: str = ""


@dataclass(frozen=True)
class Place:
    """Where a question can stand: the page, the value sent, its words, and how the action is told of it."""

    page: str
    value: str
    words: Any
    told: dict[str, Any]


def outline(pages: list[Section]) -> list[Leaf]:
    """The pages with all that they ask; a move that leads nowhere is empty."""
    words = conditions.Words(pages)
    total = sum(len(page.questions.all()) for page in pages)
    leaves, asked = [], 0
    for place, page in enumerate(pages):
        first, last = place == 0, place == len(pages) - 1
        lines: list[Line] = []
        for question in page.questions.all():
            asked += 1
            up = "" if first and not lines else f"question-{question.pk}-up"
            down = "" if last and asked == total else f"question-{question.pk}-down"
            lines.append(Line(question, asked, facts(question, words), up, down, _columns(question, words)))
        up, down = ("" if edge else f"page-{page.pk}-{way}" for edge, way in ((first, "up"), (last, "down")))
        leaves.append(Leaf(page, place + 1, lines, up, down, words.shown_if(page)))
    return leaves


def _columns(table: Question, words: conditions.Words) -> list[Line]:
    found, all_of_them = [], list(table.columns.all())
    for number, column in enumerate(all_of_them, 1):
        up = "" if number == 1 else f"question-{column.pk}-up"
        down = "" if number == len(all_of_them) else f"question-{column.pk}-down"
        found.append(Line(column, number, facts(column, words), up, down))
    return found


def facts(question: Question, words: conditions.Words) -> list[Any]:
    """Kind of answer, whether it must be given, its bounds, its condition and its check, each as words."""
    needed = _("Must be answered.") if question.required else _("May be left empty.")
    told = [each for each in (words.shown_if(question), words.checked(question)) if each]
    if question.names_applicant:
        told.append(str(_("Hidden from the reviewers of a call that hides the applicant.")))
    return [question.get_kind_display(), needed, *questionnaire.limits(question), *told]


def moves(leaves: Iterable[Leaf]) -> dict[str, Callable[..., Any]]:
    """What each button does, by the value that it sends."""
    found: dict[str, Callable[..., Any]] = {}
    for leaf in leaves:
        found |= {leaf.up: partial(parts.move_section, leaf.section, up=True)}
        found |= {leaf.down: partial(parts.move_section, leaf.section, up=False)}
        for line in [each for asked in leaf.lines for each in (asked, *asked.columns)]:
            found |= {line.up: partial(parts.move_question, line.question, up=True)}
            found |= {line.down: partial(parts.move_question, line.question, up=False)}
    found.pop("", None)
    return found


def places(question: Question, pages: list[Section]) -> list[Place]:
    """Everywhere in the form where the question can stand, in order; where it stands already is left out."""
    if question.table:
        columns = list(question.table.columns.all())
        return [Place("", "first", _("First of all"), {}), *_after("", columns, question)]
    found = []
    for number, page in enumerate(pages, 1):
        group = f"{number}. {worded(page, 'title')[0]}"
        found.append(Place(group, f"page-{page.pk}", _("First on this page"), {"page": page}))
        found += _after(group, list(page.questions.all()), question)
    return found


def _after(group: str, questions: list[Question], moved: Question) -> list[Place]:
    words = _("After “%(question)s”")
    return [
        Place(group, f"question-{each.pk}", words % {"question": isolated(worded(each, "label")[0])}, {"after": each})
        for each in questions
        if each != moved
    ]


def anchor(moved: Section | Question) -> str:
    """The id on the page of what was moved, so that the keyboard goes on from there."""
    return f"page-{moved.pk}" if isinstance(moved, Section) else f"question-{moved.pk}"


def mending(version: FormVersion, leaves: list[Leaf], found: Iterable[Unready]) -> list[tuple[Any, str]]:
    """(why, address) of all that keeps a draft from being published: where one mends it."""
    numbers = {leaf.section.pk: leaf.number for leaf in leaves}
    return [(each.why, _place(version, numbers, each)) for each in found]


def _place(version: FormVersion, numbers: dict[int, int], found: Unready) -> str:
    if found.question is not None:
        asked = found.question
        path = f"{asked.table.code}-{asked.code}" if asked.table else asked.code
        if asked.kind == Kind.TABLE and not asked.columns.all():
            return f"{reverse('question_new', args=[version.public_id])}?table={asked.code}"
        step = "question_remove" if found.taken_out else "question_change"
        return reverse(step, args=[version.public_id, path])
    if found.section is not None and found.page_itself:
        return reverse("section_change", args=[version.public_id, numbers[found.section.pk]])
    if found.section is not None:
        return f"{reverse('question_new', args=[version.public_id])}?page={numbers[found.section.pk]}"
    return reverse("section_new" if not numbers else "form_version", args=[version.public_id])
