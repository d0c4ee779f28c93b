"""Who designs a form, what it may ask, and when it may be published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, Scopes, may
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.naming import named
from saanjh.ground.refusals import Refusal
from saanjh.kit import currencies, text
from saanjh.kit.expressions.limits import FORM_STEPS
from saanjh.kit.forbidden_names import forbidden_name
from saanjh.kit.text import isolated
from saanjh.questions.models import Form, FormVersion, Question, Section
from saanjh.questions.models.forms import (
    ASKED,
    COLUMNS,
    MOST_ROWS,
    MOST_THINGS,
    OF_ROWS,
    OF_THINGS,
    FromProfile,
    Kind,
)
from saanjh.questions.rules import conditions

CHOSEN = {Kind.CHOICE, Kind.CHOICES}
TEXTS = {Kind.SHORT_TEXT, Kind.LONG_TEXT}
NUMBERS = {Kind.NUMBER, Kind.COUNT, Kind.MONEY}
PRICED = {Kind.MONEY, Kind.BUDGET}
MOST_CHOICES = 40
MOST_COLUMNS = 12


def may_design(scopes: Scopes, *, by: Person) -> None:
    """Refusal unless `by` designs forms here."""
    if by.username != SYSTEM and not may(by, Role.PROGRAMME_OFFICER, over=scopes):
        raise Refusal(_("Only a programme officer designs the programme’s forms."))


def may_change(version: FormVersion, *, by: Person) -> None:
    """Refusal unless `by` designs this form and this version is still a draft."""
    may_design(version.scopes(), by=by)
    if version.state != FormVersion.State.DRAFT:
        raise Refusal(_("This version is published and never changes. Make a new version to change what it asks."))


def may_revise(form: Form, *, by: Person) -> None:
    """Refusal unless `by` designs this form and all its versions are published."""
    may_design(form.scopes(), by=by)
    if form.versions.filter(state=FormVersion.State.DRAFT).exists():
        raise Refusal(_("This form has a draft already: change that one."))


def may_publish(version: FormVersion, *, by: Person) -> None:
    """Refusal unless the version can be filled in: every page asks something, every choice can be made."""
    may_change(version, by=by)
    for each in unready(list(version.sections.prefetch_related(*ASKED))):
        raise Refusal(each.why)


@dataclass(frozen=True)
class Unready:
    """What keeps a draft from being published: the page or the question to mend (neither: the form), and why."""

    why: Any
    section: Section | None = None
    question: Question | None = None
    page_itself: bool = False  # mended where the page is reworded, not by what it asks
    taken_out: bool = False  # mended where the question is taken out


def unready(pages: list[Section]) -> list[Unready]:
    """All that keeps a draft of these pages, with what they ask, from being published, in the order of the form."""
    if not pages:
        return [Unready(_("Add a page with questions first: this form asks nothing yet."))]
    found = [found for page in pages for found in _unready(page, pages)] + _second_budgets(pages)
    if not found and conditions.total_cost(pages) > FORM_STEPS:
        found = [Unready(_("The conditions and checks of this form are too long together. Make some of them shorter."))]
    return found


def _unready(page: Section, pages: list[Section]) -> Iterator[Unready]:
    questions = page.questions.all()
    try:
        conditions.may_stand(page, pages)
    except Refusal as refusal:
        words = _("Change the page “%(title)s”. %(why)s")
        why = words % {"title": isolated(named(page)), "why": refusal.why}
        yield Unready(why, section=page, page_itself=True)
    if not questions:
        words = _("The page “%(title)s” asks nothing yet. Add a question to it, or take the page out.")
        yield Unready(words % {"title": isolated(named(page))}, section=page)
    for question in [each for asked in questions for each in (asked, *asked.columns.all())]:
        pairs = [(choice.label_en, choice.label_ur) for choice in question.choices.all()]
        try:
            may_ask(question)
            may_offer(question, pairs)
            if question.table is None:
                conditions.may_stand(question, pages)
        except Refusal as refusal:
            words = _("Change the question “%(question)s”. %(why)s")
            yield Unready(words % {"question": _said(question), "why": refusal.why}, section=page, question=question)
        else:
            if question.kind == Kind.TABLE and not question.columns.all():
                words = _("“%(question)s” has no columns yet. Add one, or take the question out.")
                yield Unready(words % {"question": _said(question)}, section=page, question=question)
            if question.kind in CHOSEN and len(pairs) < 2:
                words = _("“%(question)s” needs two choices or more. Change it and write each on a line of its own.")
                yield Unready(words % {"question": _said(question)}, section=page, question=question)


def _second_budgets(pages: list[Section]) -> list[Unready]:
    """Each budget after the first: an application asks for one sum, which is compared with one budget."""
    budgets = [(page, each) for page in pages for each in page.questions.all() if each.kind == Kind.BUDGET]
    words = _(
        "The form has a budget already: “%(first)s”. What an application asks for is compared with one budget. Take "
        "“%(question)s” out, or ask both in one."
    )
    return [
        Unready(
            words % {"first": _said(budgets[0][1]), "question": _said(each)},
            section=page,
            question=each,
            taken_out=True,
        )
        for page, each in budgets[1:]
    ]


def _said(question: Question) -> str:
    return isolated(named(question, "label"))


def may_ask(question: Question) -> None:
    """Refusal, on its field, for what is never asked here, or a bound that has no meaning for this kind of answer."""
    kind = question.kind
    for field in ("label_en", "label_ur"):
        if forbidden_name(getattr(question, field)):
            raise Refusal(
                _(
                    "Nobody is asked for this here: names, identity cards, phones, religion, sect, origin, opinions "
                    "and exact places are never kept. Ask how many, or ask about the work."
                ),
                field=field,
            )
    _may_have_rows(question)
    if kind in PRICED and not question.currency:
        raise Refusal(_("Name the currency by its three capital letters, such as PKR."), field="currency")
    if kind in PRICED and not currencies.is_in_use(question.currency):
        raise Refusal(
            _("“%(code)s” is not the code of a currency in use. Write one such as PKR, USD or EUR.")
            % {"code": question.currency},
            field="currency",
        )
    if kind not in PRICED and question.currency:
        raise Refusal(_("Only an amount has a currency."), field="currency")
    if kind not in TEXTS and question.word_limit is not None:
        raise Refusal(_("Only a text has a limit of words."), field="word_limit")
    _may_check(question)
    _may_take(question)
    bounds = [bound for bound in (question.lowest, question.highest) if bound is not None]
    if bounds and kind not in NUMBERS:
        raise Refusal(_("Only a number or an amount has a lowest and a highest value."), field="lowest")
    if bounds != sorted(bounds):
        raise Refusal(_("The lowest value is above the highest."), field="lowest")


def may_name(question: Question) -> None:
    """Refusal where another question beside it, of the version or of its table, has its code already."""
    rows = question.version.questions.filter(table=question.table, code=question.code)
    if other := rows.exclude(pk=question.pk).first():
        words = _("This code is used by “%(question)s”. Choose a different one.")
        raise Refusal(words % {"question": _said(other)}, field="code")


def _may_have_rows(question: Question) -> None:
    if question.table and question.kind not in COLUMNS:
        raise Refusal(_("A column holds a line of text, a number, an amount, a date or a choice."), field="kind")
    if question.table and (question.show_if or question.check_that):
        field = "show_if" if question.show_if else "check_that"
        raise Refusal(_("A column has no condition and no check of its own: give them to its table."), field=field)
    if (question.kind == Kind.BUDGET) != bool(question.track):
        raise Refusal(_("A budget, and nothing else, says whose limits it keeps."), field="track")
    bounds = [bound for bound in (question.fewest_rows, question.most_rows) if bound is not None]
    if bounds and question.kind not in OF_ROWS:
        raise Refusal(_("Only a table or a budget has rows."), field="fewest_rows")
    if bounds != sorted(bounds) or (question.fewest_rows or 0) > MOST_ROWS:
        raise Refusal(_("The fewest rows are more than the most."), field="fewest_rows")


def _may_take(question: Question) -> None:
    """How many files or practices answer it, of which kind, and whether the organisation's page does."""
    if question.at_most is not None and question.kind not in OF_THINGS:
        raise Refusal(_("Only files and practices are limited in number."), field="at_most")
    if question.at_most is not None and not 1 <= question.at_most <= MOST_THINGS:
        raise Refusal(_("Ask for 1 to %(most)s.") % {"most": MOST_THINGS}, field="at_most")
    if (question.kind == Kind.FILE) != bool(question.takes):
        raise Refusal(_("A question for files, and no other, says which kinds it takes."), field="takes")
    if question.table and question.profile:
        raise Refusal(_("A column is not answered by the organisation’s page."), field="profile")
    fitting: dict[str, set[Kind]] = {FromProfile.ABOUT: TEXTS, FromProfile.HOME: {Kind.DISTRICTS}}
    if question.profile and question.kind not in fitting[question.profile]:
        raise Refusal(
            _("What the organisation does answers a text, its home district a question for districts."),
            field="profile",
        )


def _may_check(question: Question) -> None:
    if question.check_that and not question.check_words_en:
        raise Refusal(_("Say in English what to do when the check is not met."), field="check_words_en")
    for field in ("check_words_en", "check_words_ur"):
        if getattr(question, field) and not question.check_that:
            raise Refusal(_("These words belong to a check: write the check too."), field=field)


def may_follow(question: Question, page: Section | None, after: Question | None) -> None:
    """Refusal unless the question can stand after that one, or first on that page (a column: first of its table)."""
    if after is not None and (after == question or after.version != question.version or after.table != question.table):
        raise Refusal(_("It cannot stand there: choose another place."), field="place")
    if after is None and not question.table and (page is None or page.version != question.version):
        raise Refusal(_("It cannot stand there: choose another place."), field="place")


def may_widen(table: Question) -> None:
    """Refusal unless one more column can be added."""
    if table.kind != Kind.TABLE:
        raise Refusal(_("Only a table has columns that are added."))
    if table.columns.count() >= MOST_COLUMNS:
        raise Refusal(_("A table has at most %(most)s columns.") % {"most": MOST_COLUMNS})


def may_offer(question: Question, pairs: Iterable[tuple[str, str]]) -> None:
    """Refusal, on the choices, where they are none of this kind of question, too many, wordless or twice the same."""
    pairs = list(pairs)
    if pairs and question.kind not in CHOSEN:
        raise Refusal(_("Only questions with choices have choices."), field="choices")
    if len(pairs) > MOST_CHOICES:
        raise Refusal(_("That is more than %(most)s choices.") % {"most": MOST_CHOICES}, field="choices")
    if any(not english for english, _urdu in pairs):
        raise Refusal(_("Each choice needs its English words, before the |."), field="choices")
    for words in zip(*pairs, strict=True):
        if twice := _twice(words):
            raise Refusal(
                _("The choice “%(words)s” stands there twice. Take one line out, or word the two apart.")
                % {"words": isolated(twice)},
                field="choices",
            )


def _twice(labels: Iterable[str]) -> str:
    """The first label that says the same as one before it, or nothing; blanks do not count."""
    seen: set[str] = set()
    for label in labels:
        plain = text.normalise(label)
        if plain and plain in seen:
            return label
        seen.add(plain)
    return ""
