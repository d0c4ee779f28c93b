"""A form is made, gets pages and questions, is published for good, and is revised in a new version."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, states
from saanjh.ground.access import Scope
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.kit import text
from saanjh.questions import digests, rules
from saanjh.questions.models import Choice, Form, FormVersion, Question, Section

MOVES = {("draft", "publish"): "published"}
MOST_CHOICES = 40
FACTS = ["help_en", "help_ur", "required", "word_limit", "lowest", "highest", "currency"]
COPIED = ["position", "code", "kind", "label_en", "label_ur", *FACTS]


@action
def begin(scope: Scope, *, title_en: str, title_ur: str = "", by: Person) -> FormVersion:
    """A new form of a programme, with its first version, empty. Returns the version."""
    rules.may_design((scope,), by=by)
    form = Form(scope_kind=scope[0], scope_id=scope[1], title_en=title_en, title_ur=title_ur)
    _save(form)
    version = FormVersion.objects.create(form=form, number=1)
    history.record("form_begun", version, by=by)
    return version


@action
def add_section(
    version: FormVersion,
    *,
    title_en: str,
    title_ur: str = "",
    intro_en: str = "",
    intro_ur: str = "",
    by: Person,
) -> Section:
    """A further page at the end of the form."""
    rules.may_change(version, by=by)
    section = Section(
        version=version,
        position=_next(version.sections),
        title_en=title_en,
        title_ur=title_ur,
        intro_en=intro_en,
        intro_ur=intro_ur,
    )
    _save(section)
    history.record("form_section_added", version, by=by, position=section.position)
    return section


@action
def add_question(
    section: Section,
    *,
    kind: str,
    label_en: str,
    label_ur: str = "",
    code: str = "",
    choices: Iterable[tuple[str, str]] = (),
    by: Person,
    **facts: Any,
) -> Question:
    """A further question at the end of a page. `choices` are pairs of words, English and Urdu."""
    rules.may_change(section.version, by=by)
    question = Question(
        version=section.version,
        section=section,
        position=_next(section.questions),
        kind=kind,
        label_en=label_en,
        label_ur=label_ur,
        code=code or _code(label_en, section.version.questions.values_list("code", flat=True)),
        **{name: value for name, value in facts.items() if name in FACTS},
    )
    rules.may_ask(question)
    _save(question)
    _choose(question, list(choices))
    history.record("form_question_added", section.version, by=by, code=question.code, kind=question.kind)
    return question


@action
def remove_question(question: Question, *, by: Person) -> None:
    """Take a question out of a draft."""
    rules.may_change(question.version, by=by)
    version, code = question.version, question.code
    question.delete()
    history.record("form_question_removed", version, by=by, code=code)


@action
def publish(version: FormVersion, *, by: Person) -> FormVersion:
    """From now on this version asks what it asks, for ever."""
    rules.may_publish(version, by=by)
    states.move(version, "publish", MOVES)
    version.published_at = timezone.now()
    version.published_by = by
    version.digest = digests.of_version(version)
    version.save()
    history.record("form_published", version, by=by, number=version.number, digest=version.digest)
    return version


@action
def revise(form: Form, *, by: Person) -> FormVersion:
    """A new draft of the form, beginning as a copy of the newest version."""
    rules.may_design(form.scopes(), by=by)
    newest = form.versions.select_for_update().order_by("-number").first()
    if newest is None or newest.state == FormVersion.State.DRAFT:
        raise Refusal(_("This form has a draft already: change that one."))
    version = FormVersion.objects.create(form=form, number=newest.number + 1)
    for section in newest.sections.prefetch_related("questions__choices"):
        _copy(section, version)
    history.record("form_revised", version, by=by, number=version.number)
    return version


def _copy(section: Section, version: FormVersion) -> None:
    words = {name: getattr(section, name) for name in ("position", "title_en", "title_ur", "intro_en", "intro_ur")}
    copy = Section.objects.create(version=version, **words)
    for question in section.questions.all():
        same = {name: getattr(question, name) for name in COPIED}
        made = Question.objects.create(version=version, section=copy, **same)
        Choice.objects.bulk_create(
            Choice(question=made, position=c.position, code=c.code, label_en=c.label_en, label_ur=c.label_ur)
            for c in question.choices.all()
        )


def _choose(question: Question, pairs: list[tuple[str, str]]) -> None:
    if pairs and question.kind not in rules.CHOSEN:
        raise Refusal(_("Only questions with choices have choices."), field="choices")
    if len(pairs) > MOST_CHOICES:
        raise Refusal(_("That is more than %(most)s choices.") % {"most": MOST_CHOICES}, field="choices")
    codes: list[str] = []
    for position, (english, urdu) in enumerate(pairs, 1):
        codes.append(_code(english, codes))
        choice = Choice(question=question, position=position, code=codes[-1])
        choice.label_en, choice.label_ur = english, urdu
        _save(choice, field="choices")


def _code(label: str, taken: Iterable[str]) -> str:
    """A short code from the English words, that none of those taken has."""
    words = text.slug(label).replace("-", "_")[:32].strip("_")
    stem = words if words[:1].isalpha() else f"q_{words}".strip("_")
    known, code, number = set(taken), stem, 2
    while code in known:
        code, number = f"{stem}_{number}", number + 1
    return code


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=models.Max("position"))["last"] or 0) + 1


def _save(row: models.Model, field: str = "") -> None:
    """Save a row whose words came from a person; what is wrong with them is refused on their field."""
    try:
        row.full_clean()
    except ValidationError as found:
        name, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field or name) from found
    row.save()
