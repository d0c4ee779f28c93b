"""Certificates are printed in chunks by a job, fetched once, and withdrawn; the names go with the print.

A chunk is set outside any transaction and written down whole: its papers, what stays of each certificate, and the
cursor. A worker that dies before that has left nothing; one that dies after it, all. So none is lost or doubled.
"""

import json
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.events import codes, papers
from saanjh.events.models import Certificate, Event, PrintedPart, Printing
from saanjh.events.rules import certificates as rules
from saanjh.formats.typeset import NotSet
from saanjh.ground import files, history, jobs, states
from saanjh.ground.clocks import forget_files
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

CHUNK = 200  # certificates of one job: some seconds


@action
def ask(event: Event, *, names: Sequence[str], language: str, hours: int, by: Person) -> Printing:
    """Have certificates printed for these people who completed the gathering. The names go when all are printed."""
    rules.may_print(afresh(event), by=by)
    rules.names_fit(event, names)
    last = event.printings.order_by("-first").first()
    printing = Printing(event=event, language=language, hours=hours, many=len(names), asked_by=by)
    printing.first = last.first + last.many if last else 1
    printing.list_file = _stored(json.dumps(list(names), ensure_ascii=False).encode(), "application/json")
    printing.save()
    history.record("certificates_asked", event, by=by, many=len(names), language=language)
    jobs.enqueue(print_next, public_id=printing.public_id, cursor=0)
    return printing


def _stored(content: bytes, media_type: str) -> StoredFile:
    """The content encrypted on the disk. In nobody's name: what an officer handed in goes into a copy for her."""
    stored = StoredFile(
        size=len(content),
        media_type=media_type,
        sensitivity=StoredFile.Sensitivity.RESTRICTED,
        handed_in_by=Person.objects.system(),
    )
    stored.digest = files.keep(files.sealed(content, stored.public_id))
    stored.save()
    return stored


@jobs.task()
def print_next(public_id: str, cursor: int) -> None:
    """Print the chunk at the cursor; nothing where that was done already, or the printing has ended."""
    found = Printing.objects.filter(public_id=public_id, state=Printing.State.ASKED, done=cursor)
    printing = found.select_related("event__programme", "event__district", "event__course", "list_file").first()
    if printing is not None and printing.list_file is not None:
        print_chunk(printing, json.loads(opened(printing.list_file))[cursor : cursor + CHUNK])


def print_chunk(printing: Printing, names: Sequence[str]) -> None:
    """Set the papers of these names, then write down that they are there. Also for whoever measures it."""
    fresh = [codes.new_code() for _name in names]
    system = Person.objects.system()
    try:
        pdf = papers.papers(printing, printing.first + printing.done, names, fresh)
    except NotSet as problem:
        fail(printing, by=system)
        raise jobs.GiveUp(f"printing {printing.public_id} cannot be set") from problem
    keep(printing, list(zip(fresh, names, strict=True)), pdf, after=printing.done, by=system)


@action
def keep(printing: Printing, made: Sequence[tuple[str, str]], pdf: bytes, *, after: int, by: Person) -> Printing:
    """Write down a chunk: (code, name) of each go into digests. Nothing where another worker was faster."""
    _by_the_system(by)
    if afresh(printing).done != after or printing.state != Printing.State.ASKED:
        raise Refusal(_("This was printed already."))
    first = printing.first + after
    PrintedPart.objects.create(printing=printing, first=first, file=_stored(pdf, "application/pdf"))
    Certificate.objects.bulk_create(_certificate(printing, first + at, *each) for at, each in enumerate(made))
    printing.done = after + len(made)
    printing.save(update_fields=["done"])
    history.record("certificates_made", printing.event, by=by, number=first, many=len(made))
    if printing.done < printing.many:
        jobs.enqueue(print_next, public_id=printing.public_id, cursor=printing.done)
    else:
        _end(printing, "finish")
    return printing


def _certificate(printing: Printing, number: int, code: str, name: str) -> Certificate:
    return Certificate(
        event=printing.event,
        printing=printing,
        number=number,
        mark=codes.mark_of(code),
        name_digest=codes.name_digest(code, name),
        issued_on=timezone.localdate(printing.created_at),
    )


def _end(printing: Printing, verb: str) -> None:
    """Move it to where the verb leads; the list of names goes."""
    states.move(printing, verb, rules.MOVES)
    names, printing.list_file, printing.ended_at = printing.list_file, None, timezone.now()
    printing.save(update_fields=["state", "list_file", "ended_at"])
    forget_files([names] if names else [])


@action
def fail(printing: Printing, *, by: Person) -> Printing:
    """Write down that the rest cannot be printed here. What was made before can be fetched."""
    _by_the_system(by)
    _end(afresh(printing), "fail")
    history.record("certificates_failed", printing.event, by=by, many=printing.many - printing.done)
    return printing


@action
def fetch(printing: Printing, *, by: Person) -> list[tuple[int, StoredFile]]:
    """The parts in their order, each with the number of its first certificate: for whoever had them printed.

    They can be fetched for an hour from the first time on, should the line break; then they are deleted (`forget`).
    """
    if printing.asked_by_id != by.pk:
        raise Refusal(_("Only whoever had the certificates printed fetches them."))
    if not afresh(printing).is_open:
        raise Refusal(_("These papers are not here any more: they are kept for an hour after they were fetched."))
    if printing.fetched_at is None:
        states.move(printing, "fetch", rules.MOVES)
        printing.fetched_at = timezone.now()
        printing.save(update_fields=["state", "fetched_at"])
    history.record("certificates_fetched", printing.event, by=by, many=printing.done)
    return [(part.first, part.file) for part in printing.parts.select_related("file")]


def opened(stored: StoredFile) -> bytes:
    """What is in a file of ours that lies encrypted."""
    return files.unsealed(files.content_of(stored.digest), stored.public_id)


@action
def clear(printing: Printing, *, by: Person) -> Printing:
    """Names and papers go: an hour after they were fetched, or a week after they were asked for (by the clocks)."""
    _by_the_system(by)
    if (afresh(printing).state, "forget") in rules.MOVES:
        _end(printing, "forget")
    parts = list(printing.parts.select_related("file"))
    printing.parts.all().delete()
    forget_files([part.file for part in parts])
    history.record("certificates_cleared", printing.event, by=by, many=printing.done)
    return printing


@action
def withdraw(certificate: Certificate, *, reason: str, by: Person) -> Certificate:
    """Say that it is not valid any more. It does not come back; another one can be printed in its place."""
    rules.may_withdraw(certificate, by=by)
    afresh(certificate.event)
    states.move(certificate, "withdraw", rules.WITHDRAWAL_MOVES)
    certificate.reason, certificate.withdrawn_on, certificate.withdrawn_by = reason, timezone.localdate(), by
    certificate.save(update_fields=["state", "reason", "withdrawn_on", "withdrawn_by"])
    history.record("certificate_withdrawn", certificate.event, by=by, number=certificate.number, withdrawn_for=reason)
    return certificate


def _by_the_system(by: Person) -> None:
    if by.username != SYSTEM:
        raise Refusal(_("Certificates are printed by the system itself."))
