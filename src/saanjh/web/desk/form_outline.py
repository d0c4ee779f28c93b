"""A form as its designer sees it: pages and questions in their order, what bounds each, and where it may go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saanjh.questions.actions import parts
from saanjh.questions.models import FormVersion, Question, Section
from saanjh.questions.rules import Unready
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


@dataclass(frozen=True)
class Leaf:
    """One page with its questions and its moves."""

    section: Section
    number: int
    lines: list[Line]
    up: str
    down: str
    shown_if: str = ""


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
            lines.append(Line(question, asked, facts(question, words), up, down))
        up, down = ("" if edge else f"page-{page.pk}-{way}" for edge, way in ((first, "up"), (last, "down")))
        leaves.append(Leaf(page, place + 1, lines, up, down, words.shown_if(page)))
    return leaves


def facts(question: Question, words: conditions.Words) -> list[Any]:
    """Kind of answer, whether it must be given, its bounds, its condition and its check, each as words."""
    needed = _("Must be answered.") if question.required else _("May be left empty.")
    told = [each for each in (words.shown_if(question), words.checked(question)) if each]
    return [question.get_kind_display(), needed, *questionnaire.limits(question), *told]


def moves(leaves: Iterable[Leaf]) -> dict[str, Callable[..., Any]]:
    """What each button does, by the value that it sends."""
    found: dict[str, Callable[..., Any]] = {}
    for leaf in leaves:
        found |= {leaf.up: partial(parts.move_section, leaf.section, up=True)}
        found |= {leaf.down: partial(parts.move_section, leaf.section, up=False)}
        for line in leaf.lines:
            found |= {line.up: partial(parts.move_question, line.question, up=True)}
            found |= {line.down: partial(parts.move_question, line.question, up=False)}
    found.pop("", None)
    return found


def anchor(moved: Section | Question) -> str:
    """The id on the page of what was moved, so that the keyboard goes on from there."""
    return f"page-{moved.pk}" if isinstance(moved, Section) else f"question-{moved.pk}"


def mending(version: FormVersion, leaves: list[Leaf], found: Iterable[Unready]) -> list[tuple[Any, str]]:
    """(why, address) of all that keeps a draft from being published: where one mends it."""
    numbers = {leaf.section.pk: leaf.number for leaf in leaves}
    return [(each.why, _place(version, numbers, each)) for each in found]


def _place(version: FormVersion, numbers: dict[int, int], found: Unready) -> str:
    if found.question is not None:
        return reverse("question_change", args=[version.public_id, found.question.code])
    if found.section is not None and found.page_itself:
        return reverse("section_change", args=[version.public_id, numbers[found.section.pk]])
    if found.section is not None:
        return f"{reverse('question_new', args=[version.public_id])}?page={numbers[found.section.pk]}"
    return reverse("section_new" if not numbers else "form_version", args=[version.public_id])
