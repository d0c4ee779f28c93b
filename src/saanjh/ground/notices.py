"""Messages to people: written with the change they tell of, worded when read, sent by the worker."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from saanjh.ground import installation, jobs, naming
from saanjh.ground.access import standing_of
from saanjh.ground.models.notices import Notice
from saanjh.ground.models.people import Person
from saanjh.ground.records import Rows
from saanjh.kit.text import isolated


@dataclass(frozen=True)
class Kind:
    """A kind of message. All mail has one title, which names nothing: anybody may read a locked screen.

    The mail says what the message says only where that is `said_by_mail`: numbers and digests, nobody's doing.
    """

    code: str
    text: Any
    by_mail: bool = True
    said_by_mail: bool = False


TITLE = _("You have a message in Saanjh")
KINDS: dict[str, Kind] = {}
SENDER = "saanjh.ground.sending.send_notices"  # it knows this page, so this page knows it by name only


def kind(code: str, text: Any, *, by_mail: bool = True, said_by_mail: bool = False) -> Kind:
    """Make a kind known. Each room does so in its `notices` module. The text takes its facts as %(name)s."""
    if code in KINDS:
        raise ValueError(f"The notice {code} is defined twice.")
    KINDS[code] = Kind(code, text, by_mail=by_mail, said_by_mail=said_by_mail)
    return KINDS[code]


def tell(people: Iterable[Person], what: Kind, about: Any = None, **facts: str | int) -> list[Notice]:
    """Write one notice a person, in the transaction of the change; mail goes out after it is committed.

    Who may not see what it is about is not told of it: whoever wrote something may have left since.
    """
    rows = [
        Notice(
            person=person,
            kind=what.code,
            about_kind=about._meta.label_lower if about is not None else "",
            about_id=about.public_id if about is not None else "",
            facts=facts,
            state=Notice.State.WAITING if what.by_mail and person.email else Notice.State.KEPT,
        )
        for person in _readers({each.pk: each for each in people if each.is_active}.values(), about)
    ]
    Notice.objects.bulk_create(rows)
    if any(row.state == Notice.State.WAITING for row in rows):
        jobs.wake(import_string(SENDER))
    return rows


def _readers(people: Iterable[Person], about: Any) -> list[Person]:
    """Those of the people who may see it, where it is one of the things that say who may."""
    rows = type(about)._default_manager.all() if about is not None else None
    if not isinstance(rows, Rows) or type(rows).visible_to is Rows.visible_to:
        return list(people)
    it = rows.filter(pk=about.pk).order_by()
    if it.public().exists():
        return list(people)
    return [each for each in people if it.visible_to(standing_of(each)).exists()]


def words(notice: Notice) -> str:
    """The message in the language that is active now; what it names keeps its own direction."""
    facts = {**notice.facts, **_names(notice.facts)}
    named = {name: isolated(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return str(KINDS[notice.kind].text) % named


def _names(facts: dict[str, str]) -> dict[str, str]:
    """Each name that is kept in both languages, in the one that is active now."""
    fields = [name.removesuffix("_en") for name in facts if name.endswith("_en")]
    return {field: naming.chosen(facts, field) for field in fields}


def mail(notice: Notice, address: str) -> tuple[str, str]:
    """Subject and body in the person's language: nothing in them that should not be read on a locked screen."""
    with override(notice.person.language):
        subject = str(TITLE)
        kind = KINDS.get(notice.kind)  # one of an earlier version may wait in the outbox
        if kind is not None and kind.said_by_mail:
            return subject, _marked(words(notice))
        body = _(
            "Somebody did something that concerns you. Sign in to read it:\n%(address)s\n\n"
            "This message says no more because others may see it."
        ) % {"address": address}
        return subject, _marked(str(body))


def _marked(body: str) -> str:
    """The same; below it, in a demo, that all of it is invented."""
    if not installation.is_demo():
        return body
    return f"{body}\n\n{gettext('Demo. Every organisation and figure here is invented.')}"


def of(person: Person) -> QuerySet[Notice]:
    """The person's messages of kinds that are known, the newest first."""
    return Notice.objects.filter(person=person, kind__in=KINDS).order_by("-pk")


def mark_read(person: Person, ids: Iterable[str] | None = None) -> int:
    """Note that the person has read these messages (public ids; None: all of them); returns how many were new."""
    rows = Notice.objects.filter(person=person, read_at=None)
    if ids is not None:
        rows = rows.filter(public_id__in=list(ids))
    return rows.update(read_at=timezone.now())


def unread(person: Person) -> int:
    """How many messages the person has not opened."""
    return of(person).filter(read_at=None).count()
