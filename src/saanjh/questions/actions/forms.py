"""A form is made, is published for good, and is revised in a new version."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from saanjh.ground import history, states
from saanjh.ground.access import Scope
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.questions import digests, rules
from saanjh.questions.actions.parts import FACTS, WORDS
from saanjh.questions.models import Choice, Form, FormVersion, Question, Section

MOVES = {("draft", "publish"): "published"}
COPIED = ["position", "code", "kind", *FACTS]


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
    for section in newest.sections.prefetch_related("questions__choices"):
        _copy(section, version)
    history.record("form_revised", version, by=by, number=version.number)
    return version


def _copy(section: Section, version: FormVersion) -> None:
    words = {name: getattr(section, name) for name in ("position", *WORDS)}
    copy = Section.objects.create(version=version, **words)
    for question in section.questions.all():
        same = {name: getattr(question, name) for name in COPIED}
        made = Question.objects.create(version=version, section=copy, **same)
        Choice.objects.bulk_create(
            Choice(question=made, position=c.position, code=c.code, label_en=c.label_en, label_ur=c.label_ur)
            for c in question.choices.all()
        )
