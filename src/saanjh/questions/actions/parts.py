"""The pages of a draft and what they ask: added, reworded, moved, taken out."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.kit import text
from saanjh.questions import rules
from saanjh.questions.models import Choice, FormVersion, Question, Section
from saanjh.questions.models.forms import ASKED

WORDS = ("title_en", "title_ur", "intro_en", "intro_ur", "show_if")
FACTS = (
    *("label_en", "label_ur", "help_en", "help_ur"),
    *("required", "names_applicant", "word_limit", "lowest", "highest", "currency"),
    *("fewest_rows", "most_rows", "track"),
    *("at_most", "takes", "profile"),
    *("show_if", "check_that", "check_words_en", "check_words_ur"),
)
AWAY = 10_000  # places that no form reaches, where rows stand while their order is written anew


@action
def add_section(version: FormVersion, *, by: Person, **words: str) -> Section:
    """A further page at the end of the form; `words` are its title and explanation, English and Urdu, and `show_if`."""
    rules.may_change(afresh(version), by=by)
    section = Section(version=version, position=_next(version.sections))
    _put(section, _given(words, WORDS))
    _save(section)
    rules.may_stand(section, _pages(version))
    history.record("form_section_added", version, by=by, position=section.position)
    return section


@action
def reword_section(section: Section, *, by: Person, **words: str) -> Section:
    """Change what a page of a draft is called and what is explained on it."""
    version = section.version
    rules.may_change(afresh(version), by=by)
    changed = _put(afresh(section), _given(words, WORDS))
    need_change(changed)
    _save(section)
    rules.may_stand(section, _pages(version))
    history.record("form_section_reworded", version, by=by, position=section.position, fields=",".join(changed))
    return section


@action
def move_section(section: Section, *, up: bool, by: Person) -> Section:
    """Let a page of a draft change places with the one before it, or after it, with all that it asks."""
    version = section.version
    rules.may_change(afresh(version), by=by)
    pages = list(version.sections.all())
    here = pages.index(afresh(section))
    there = here - 1 if up else here + 1
    if not 0 <= there < len(pages):
        raise Refusal(_("This is the first page already.") if up else _("This is the last page already."))
    pages[here], pages[there] = pages[there], pages[here]
    _number(pages)
    history.record("form_section_moved", version, by=by, position=here + 1, to=there + 1)
    return section


@action
def remove_section(section: Section, *, by: Person) -> FormVersion:
    """Take a page out of a draft, with all that it asks."""
    version, position = section.version, section.position
    rules.may_change(afresh(version), by=by)
    questions = afresh(section).questions.count()
    section.delete()
    history.record("form_section_removed", version, by=by, position=position, questions=questions)
    return version


@action
def add_question(
    place: Section | Question,
    *,
    kind: str,
    code: str = "",
    choices: Iterable[tuple[str, str]] = (),
    by: Person,
    **facts: Any,
) -> Question:
    """A further question at the end of a page, or a further column at the end of a table.

    `choices` are pairs of words, English and Urdu.
    """
    version = place.version
    rules.may_change(afresh(version), by=by)
    if isinstance(place, Question):
        beside, question = place.columns, Question(version=version, table=place, kind=kind)
        rules.may_widen(place)
    else:
        beside, question = place.questions, Question(version=version, section=place, kind=kind)
    question.position = _next(beside)
    _put(question, _given(facts, FACTS))
    taken = version.questions.filter(table=question.table)
    question.code = code or _code(question.label_en, taken.values_list("code", flat=True))
    pairs = list(choices)
    rules.may_name(question)
    rules.may_ask(question)
    rules.may_offer(question, pairs)
    _save(question)
    _offer(question, pairs)
    _judge(question)
    history.record("form_question_added", version, by=by, code=question.code, kind=question.kind)
    return question


@action
def reword_question(
    question: Question, *, choices: Iterable[tuple[str, str]] | None = None, by: Person, **facts: Any
) -> Question:
    """Change the words, bounds or choices of a question in a draft; its code and kind stay, whatever it asks.

    `choices` are all there shall be, in their order (None: as they are). One that keeps its English or its Urdu
    words keeps its code, so that answers to an older version still mean the same.
    """
    version = question.version
    rules.may_change(afresh(version), by=by)
    changed = _put(afresh(question), _given(facts, FACTS))
    offered = [(each.label_en, each.label_ur) for each in question.choices.all()]
    pairs = offered if choices is None else list(choices)
    if pairs != offered:
        changed.append("choices")
    need_change(changed)
    rules.may_ask(question)
    rules.may_offer(question, pairs)
    _save(question)
    if pairs != offered:
        _offer(question, pairs)
    _judge(question)
    history.record("form_question_reworded", version, by=by, code=question.code, fields=",".join(changed))
    return question


@action
def move_question(question: Question, *, up: bool, by: Person) -> Question:
    """Let a question change places with the one before it, or after it; from the edge of its page to the next page."""
    version = question.version
    rules.may_change(afresh(version), by=by)
    question = afresh(question)
    pages = [] if question.table else list(version.sections.prefetch_related("questions"))
    orders = [list(page.questions.all()) for page in pages]
    if question.table:
        orders = [list(question.table.columns.all())]
    page = next(place for place, order in enumerate(orders) if question in order)
    order, step = orders[page], -1 if up else 1
    here = order.index(question)
    if 0 <= here + step < len(order):
        order[here], order[here + step] = order[here + step], order[here]
        _number(order)
    elif 0 <= page + step < len(pages):
        page += step
        _carry(question, pages[page], orders[page], first=not up)
    else:
        raise Refusal(_("This is the first question already.") if up else _("This is the last question already."))
    history.record("form_question_moved", version, by=by, code=question.code, page=page + 1)
    return question


@action
def place_question(
    question: Question, *, page: Section | None = None, after: Question | None = None, by: Person
) -> Question:
    """Let a question stand right after another one, or first on a page; a column after a column, or first of all."""
    version = question.version
    rules.may_change(afresh(version), by=by)
    question = afresh(question)
    if after is not None:
        after = afresh(after)
    rules.may_follow(question, page, after)
    where = after.section if after else page
    beside = question.table.columns if question.table else where.questions  # type: ignore[union-attr]
    order = [each for each in beside.all() if each != question]
    if question.section != where:
        question.section, question.position = where, _next(beside)
        question.save(update_fields=["section", "position"])
    order.insert(order.index(after) + 1 if after else 0, question)
    _number(order)
    history.record("form_question_moved", version, by=by, code=question.code, page=where.position if where else 1)
    return question


@action
def remove_question(question: Question, *, by: Person) -> FormVersion:
    """Take a question out of a draft."""
    version, code = question.version, question.code
    rules.may_change(afresh(version), by=by)
    afresh(question).delete()
    history.record("form_question_removed", version, by=by, code=code)
    return version


def _judge(question: Question) -> None:
    """Refusal for a condition that cannot be used where the question now stands."""
    if question.table is None:
        rules.may_stand(question, _pages(question.version))


def _pages(version: FormVersion) -> list[Section]:
    return list(version.sections.prefetch_related(*ASKED))


def _carry(question: Question, page: Section, order: list[Question], *, first: bool) -> None:
    """Put a question on another page, before or after all that is asked there."""
    question.section, question.position = page, _next(page.questions)
    question.save(update_fields=["section", "position"])
    if first:
        _number([question, *order])


def _offer(question: Question, pairs: list[tuple[str, str]]) -> None:
    """These choices and no other, in this order."""
    known = list(question.choices.all())
    question.choices.all().delete()
    kept = [_same(english, urdu, known) for english, urdu in pairs]
    codes = [choice.code for choice in kept if choice]
    for place, ((english, urdu), same) in enumerate(zip(pairs, kept, strict=True), 1):
        code = same.code if same else _code(english, codes)
        codes.append(code)
        choice = Choice(question=question, position=place, code=code, label_en=english, label_ur=urdu)
        _save(choice, field="choices")


def _same(english: str, urdu: str, known: list[Choice]) -> Choice | None:
    """The choice, taken out of those known, that has the same words in one of the two languages."""
    for choice in known:
        if choice.label_en == english or (urdu and choice.label_ur == urdu):
            known.remove(choice)
            return choice
    return None


def _code(label: str, taken: Iterable[str]) -> str:
    """A short code from the English words, that none of those taken has."""
    words = text.slug(label).replace("-", "_")[:32].strip("_")
    stem = words if words[:1].isalpha() else f"q_{words}".strip("_")
    known, code, number = set(taken), stem, 2
    while code in known:
        code, number = f"{stem}_{number}", number + 1
    return code


def _save(row: models.Model, field: str = "") -> None:
    """Save a row whose words came from a person; what is wrong with them is refused on their field."""
    try:
        row.full_clean()
    except ValidationError as found:
        name, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field or name) from found
    row.save()


def _next(rows: Any) -> int:
    """The place after the last of the rows."""
    return int(rows.aggregate(last=models.Max("position"))["last"] or 0) + 1


def _number(rows: Sequence[Any]) -> None:
    """Write the places 1, 2, 3 … of rows that are all there are in one page or version. No two may ever share one."""
    table = type(rows[0])._default_manager
    table.filter(pk__in=[row.pk for row in rows]).update(position=F("position") + AWAY)
    for place, row in enumerate(rows, 1):
        row.position = place
    table.bulk_update(rows, ["position"])


def _put(row: models.Model, facts: dict[str, Any]) -> list[str]:
    """Put the facts into the row; the names of those that are other than before, in order."""
    names = [name for name in sorted(facts) if getattr(row, name) != facts[name]]
    for name in names:
        setattr(row, name, facts[name])
    return names


def _given(facts: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: facts[name] for name in names if name in facts}
