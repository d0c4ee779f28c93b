"""A form is made, is published for good, and is revised in a new version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from saanjh.ground import history, states
from saanjh.ground.access import Scope
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.questions import budgets, digests, rules
from saanjh.questions.actions.parts import FACTS, WORDS
from saanjh.questions.models import Choice, Form, FormVersion, Heading, Question, Section
from saanjh.questions.models.forms import ASKED, Kind

MOVES = {("draft", "publish"): "published"}
COPIED = ["position", "code", "kind", "origin", *FACTS]


@action
def begin(scope: Scope, *, title_en: str, title_ur: str = "", by: Person) -> FormVersion:
    """A new form of a programme, with its first version, empty. Returns the version."""
    rules.may_design((scope,), by=by)
    form = Form(scope_kind=scope[0], scope_id=scope[1], title_en=title_en, title_ur=title_ur)
    try:
        form.full_clean()
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field) from found
    form.save()
    version = FormVersion.objects.create(form=form, number=1)
    history.record("form_begun", version, by=by)
    return version


@action
def publish(version: FormVersion, *, by: Person) -> FormVersion:
    """From now on this version asks what it asks, for ever."""
    rules.may_publish(afresh(version), by=by)
    for question in version.questions.filter(kind=Kind.BUDGET):
        Heading.objects.bulk_create(budgets.drafted(question))
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
    newest = form.versions.select_for_update().order_by("-number")[:1].get()
    rules.may_revise(form, by=by)
    version = FormVersion.objects.create(form=form, number=newest.number + 1)
    for section in newest.sections.prefetch_related(*ASKED):
        _copy(section, version)
    history.record("form_revised", version, by=by, number=version.number)
    return version


@action
def copy(version: FormVersion, scope: Scope, *, title_en: str, title_ur: str = "", by: Person) -> FormVersion:
    """A new form of a programme, whose draft begins as a copy of a version that the person may design too."""
    rules.may_design(version.scopes(), by=by)
    made = begin(scope, title_en=title_en, title_ur=title_ur, by=by)
    for section in version.sections.prefetch_related(*ASKED):
        _copy(section, made)
    history.record("form_copied", made, by=by, version=version.public_id)
    return made


def _copy(section: Section, version: FormVersion) -> None:
    words = {name: getattr(section, name) for name in ("position", *WORDS)}
    copy = Section.objects.create(version=version, **words)
    for question in section.questions.all():
        made = _copied(question, version=version, section=copy)
        for column in question.columns.all():
            _copied(column, version=version, table=made)


def _copied(question: Question, **place: Any) -> Question:
    made = Question.objects.create(**place, **{name: getattr(question, name) for name in COPIED})
    Choice.objects.bulk_create(
        Choice(question=made, position=c.position, code=c.code, label_en=c.label_en, label_ur=c.label_ur)
        for c in question.choices.all()
    )
    return made
