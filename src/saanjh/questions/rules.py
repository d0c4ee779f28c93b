"""Who designs a form, when it may be published, and what a sheet still lacks, in words for the one who fills it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from saanjh.ground.access import Role, Scopes, may
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.kit import text
from saanjh.questions import values
from saanjh.questions.models import AnswerSheet, FormVersion, Question, Section
from saanjh.questions.models.forms import Kind

CHOSEN = {Kind.CHOICE, Kind.CHOICES}
TEXTS = {Kind.SHORT_TEXT, Kind.LONG_TEXT}
NUMBERS = {Kind.NUMBER, Kind.COUNT, Kind.MONEY}


def may_design(scopes: Scopes, *, by: Person) -> None:
    """Refusal unless `by` designs forms here."""
    if by.username != SYSTEM and not may(by, Role.PROGRAMME_OFFICER, over=scopes):
        raise Refusal(_("Only a programme officer designs the programme’s forms."))


def may_change(version: FormVersion, *, by: Person) -> None:
    """Refusal unless `by` designs this form and this version is still a draft."""
    may_design(version.scopes(), by=by)
    if version.state != FormVersion.State.DRAFT:
        raise Refusal(_("This version is published and never changes. Make a new version to change what it asks."))


def may_publish(version: FormVersion, *, by: Person) -> None:
    """Refusal unless the version can be filled in: every page asks something, every choice can be made."""
    may_change(version, by=by)
    pages = list(version.sections.prefetch_related("questions__choices"))
    if not pages:
        raise Refusal(_("Add a page with questions first: this form asks nothing yet."))
    for page in pages:
        if not page.questions.all():
            raise Refusal(_("The page “%(title)s” asks nothing yet.") % {"title": page.title_en})
        for question in page.questions.all():
            if question.kind in CHOSEN and len(question.choices.all()) < 2:
                raise Refusal(_("“%(question)s” needs two choices or more.") % {"question": question})


def may_ask(question: Question) -> None:
    """Refusal, on its field, for a bound that has no meaning for this kind of answer."""
    kind = question.kind
    if kind == Kind.MONEY and not re.fullmatch(r"[A-Z]{3}", question.currency):
        raise Refusal(_("Name the currency by its three capital letters, such as PKR."), field="currency")
    if kind != Kind.MONEY and question.currency:
        raise Refusal(_("Only an amount has a currency."), field="currency")
    if kind not in TEXTS and question.word_limit is not None:
        raise Refusal(_("Only a text has a limit of words."), field="word_limit")
    bounds = [bound for bound in (question.lowest, question.highest) if bound is not None]
    if bounds and kind not in NUMBERS:
        raise Refusal(_("Only a number or an amount has a lowest and a highest value."), field="lowest")
    if bounds != sorted(bounds):
        raise Refusal(_("The lowest value is above the highest."), field="lowest")


@dataclass(frozen=True)
class Problem:
    """Something that a sheet still lacks: on which page, at which question, and what to do about it."""

    section: Section
    question: Question
    why: Any


def problems(sheet: AnswerSheet) -> list[Problem]:
    """What must still be mended before the sheet can be handed in, in the order of the form. Three queries."""
    return list(_problems(sheet))


def _problems(sheet: AnswerSheet) -> Iterator[Problem]:
    for section in sheet.version.sections.prefetch_related("questions__choices"):
        for question in section.questions.all():
            if why := lacking(question, sheet.answers.get(question.code)):
                yield Problem(section, question, why)


def lacking(question: Question, value: Any) -> Any:
    """What is wrong with one answer, in words, or nothing."""
    try:
        value = values.checked(question, value)
    except Refusal as refusal:
        return refusal.why
    if value is None:
        return _("This question must be answered.") if question.required else ""
    if question.word_limit and (count := len(text.words(value))) > question.word_limit:
        return ngettext_lazy(
            "Shorten this answer to %(limit)s word: it has %(count)s now.",
            "Shorten this answer to %(limit)s words: it has %(count)s now.",
            question.word_limit,
        ) % {"limit": question.word_limit, "count": count}
    return ""
