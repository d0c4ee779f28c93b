"""Certificates: never more than people who completed it, printed once each whatever dies, and no name that stays."""

import datetime
import json
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone

from saanjh.events import codes, papers, queries
from saanjh.events.actions import certificates as actions
from saanjh.events.actions import events
from saanjh.events.jobs import forget_fetched
from saanjh.events.models import Certificate, Event, Printing
from saanjh.formats.typeset import NotSet
from saanjh.ground import files, history, working
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.refusals import Refusal
from saanjh.ground.retention import CLOCKS
from tests.events.factories import a_held_event, an_event
from tests.factories import holding

pytestmark = pytest.mark.django_db
NAMES = ["Amina Bibi", "بلال خان", "Chand Kumari", "Dilawar Shah", "Esther Masih"]


@pytest.fixture(autouse=True)
def plain_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers in which one can read what would be printed, without Typst."""

    def printed(printing: Printing, first: int, names: Any, made: Any) -> bytes:
        lines = [f"{first + at} {name} {code}" for at, (name, code) in enumerate(zip(names, made, strict=True))]
        return "\n".join(lines).encode()

    monkeypatch.setattr(papers, "papers", printed)


def officer_of(event: Event) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=event.programme_id)


def asked(event: Event, names: list[str] = NAMES, by: Person | None = None) -> Printing:
    return actions.ask(event, names=names, language="en", hours=14, by=by or officer_of(event))


def papers_of(printing: Printing) -> list[list[str]]:
    """(number, name, code) of each paper in the parts."""
    parts = actions.fetch(printing, by=printing.asked_by)
    text = "\n".join(actions.opened(file).decode() for _first, file in parts)
    lines = [line.split() for line in text.splitlines()]
    return [[words[0], " ".join(words[1:-1]), words[-1]] for words in lines]


def numbered(names: list[str]) -> list[tuple[str, str]]:
    return [(str(at), name) for at, name in enumerate(names, start=1)]


def work() -> None:
    while working.work_off():
        pass


def everything() -> str:
    """All that the database holds, as text."""
    return "\n".join(repr(list(model._base_manager.values_list())) for model in apps.get_models())


def test_each_name_gets_one_certificate_with_a_number_and_a_code_of_its_own() -> None:
    event = a_held_event(people=5)
    printing = asked(event)
    work()
    printing.refresh_from_db()
    assert (printing.state, printing.done) == (Printing.State.READY, 5)
    made = papers_of(printing)
    assert [(number, name) for number, name, _code in made] == numbered(NAMES)
    for number, name, code in made:
        certificate = queries.certificate_under(code)
        assert certificate is not None
        assert certificate.number == int(number)
        assert codes.agrees(code, name, certificate.name_digest)
        assert not codes.agrees(code, "Somebody Else", certificate.name_digest)


def test_no_name_and_no_code_stays_in_the_database_or_in_the_history() -> None:
    asked(a_held_event(people=5))
    kept = StoredFile.objects.get()
    assert json.loads(actions.opened(kept)) == NAMES
    assert NAMES[0].encode() not in files.path_of(kept.digest).read_bytes()
    work()
    codes_made = [code for _number, _name, code in papers_of(Printing.objects.get())]
    held = everything()
    for word in [*NAMES, *codes_made]:
        assert word not in held
        assert repr(word)[1:-1] not in held
    assert not StoredFile.objects.filter(pk=kept.pk).exists()


def test_the_list_goes_from_the_disk_when_all_are_printed(django_capture_on_commit_callbacks: Any) -> None:
    printing = asked(a_held_event(people=5))
    assert printing.list_file is not None
    place = files.path_of(printing.list_file.digest)
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert not place.exists()


def test_the_same_name_has_another_digest_on_another_certificate() -> None:
    event = a_held_event(people=2)
    asked(event, ["Amina Bibi", "Amina Bibi"])
    work()
    assert len(set(Certificate.objects.values_list("name_digest", flat=True))) == 2


@pytest.mark.parametrize(
    ("on_paper", "typed"),
    [("Amina Bibi", "AMINA  bibi"), ("Dr. Amina", "Dr Amina"), ("علی", "علي"), ("Kamran\u200f", "kamran")],
)
def test_a_name_agrees_however_it_is_spelt(on_paper: str, typed: str) -> None:
    code = codes.new_code()
    assert codes.agrees(code.upper().replace("-", " "), typed, codes.name_digest(code, on_paper))
    assert not codes.agrees(codes.new_code(), typed, codes.name_digest(code, on_paper))


def test_there_are_never_more_than_people_who_completed_it() -> None:
    event = a_held_event(people=3)
    officer = officer_of(event)
    with pytest.raises(Refusal) as refused:
        asked(event, NAMES[:4], officer)
    assert refused.value.field == "names"
    asked(event, NAMES[:2], officer)  # still being made: they count
    with pytest.raises(Refusal):
        asked(event, NAMES[:2], officer)
    asked(event, NAMES[:1], officer)
    work()
    with pytest.raises(Refusal):
        asked(event, NAMES[:1], officer)
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_a_count_is_not_corrected_below_the_certificates() -> None:
    event = a_held_event(people=3)
    officer = officer_of(event)
    asked(event, NAMES[:3], officer)
    with pytest.raises(Refusal):
        events.record_attendance(event, counts={("women", "15-29"): 2}, after=1, by=officer)
    events.record_attendance(event, counts={("women", "15-29"): 4}, after=1, by=officer)


@pytest.mark.parametrize("name", ["", "12", "Amina 0300 1234567", "x" * 81, "Amina 3", "…"])
def test_what_is_no_name_is_refused_with_its_line(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        asked(a_held_event(people=5), ["Amina", name])
    assert "2" in str(refused.value.why)
    assert Printing.objects.count() == 0


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.FINANCE_OFFICER])
def test_only_an_officer_prints(role: Role) -> None:
    event = a_held_event(people=5)
    with pytest.raises(Refusal):
        asked(event, by=holding(role, over=event.programme_id))


def test_nothing_is_printed_of_what_was_not_held() -> None:
    with pytest.raises(Refusal):
        asked(an_event())


def test_a_printing_goes_on_after_the_worker_died_and_none_is_lost_or_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "CHUNK", 2)
    printing = asked(a_held_event(people=5))
    actions.print_next.func(printing.public_id, 0)
    real = actions.keep

    def dies(*args: Any, **facts: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "keep", dies)  # killed between the setting of a chunk and the note that it is there
    with pytest.raises(KeyboardInterrupt):
        actions.print_next.func(printing.public_id, 2)
    monkeypatch.setattr(actions, "keep", real)
    assert Certificate.objects.count() == 2
    actions.print_next.func(printing.public_id, 2)
    actions.print_next.func(printing.public_id, 2)  # killed after the note, before the job was told done: once more
    work()
    printing.refresh_from_db()
    assert (printing.state, printing.done, Certificate.objects.count()) == (Printing.State.READY, 5, 5)
    assert [(number, name) for number, name, _c in papers_of(printing)] == [
        (str(a + 1), n) for a, n in enumerate(NAMES)
    ]


def test_of_two_workers_with_the_same_chunk_one_writes() -> None:
    printing = asked(a_held_event(people=5))
    late = Printing.objects.get(pk=printing.pk)
    actions.print_chunk(printing, NAMES)
    with pytest.raises(Refusal):
        actions.print_chunk(late, NAMES)
    assert Certificate.objects.count() == 5


def test_papers_are_fetched_by_whoever_had_them_printed_and_gone_an_hour_later() -> None:
    event = a_held_event(people=5)
    printing = asked(event)
    work()
    other = officer_of(event)
    assert list(visible(other, Printing)) == []
    with pytest.raises(Refusal):
        actions.fetch(Printing.objects.get(), by=other)
    papers_of(Printing.objects.get())
    papers_of(Printing.objects.get())  # the line broke
    forget_fetched.func()
    assert printing.parts.count() == 1
    Printing.objects.update(fetched_at=timezone.now() - datetime.timedelta(minutes=61))
    with pytest.raises(Refusal):
        papers_of(Printing.objects.get())
    forget_fetched.func()
    assert (printing.parts.count(), StoredFile.objects.count()) == (0, 0)
    assert [line.verb for line in history.of(event)].count("certificates_cleared") == 1


@pytest.mark.parametrize("is_made", [True, False])
def test_after_a_week_names_and_papers_go_fetched_or_not(is_made: bool) -> None:
    printing = asked(a_held_event(people=5))
    if is_made:
        work()
    clock = CLOCKS["certificates-printed"]
    now = timezone.now()
    assert list(clock.rows(now + datetime.timedelta(days=6))) == []
    rows = list(clock.rows(now + datetime.timedelta(days=8)))
    assert rows == [printing]
    clock.take(rows)
    printing.refresh_from_db()
    assert (printing.state, printing.list_file, StoredFile.objects.count()) == (Printing.State.GONE, None, 0)
    assert list(clock.rows(now + datetime.timedelta(days=8))) == []
    work()
    assert Certificate.objects.count() == (5 if is_made else 0)


def test_where_no_paper_can_be_set_the_names_go_and_others_can_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    event = a_held_event(people=5)

    def cannot(*_args: Any) -> bytes:
        raise NotSet("no fonts")

    with monkeypatch.context() as patch:
        patch.setattr(papers, "papers", cannot)
        printing = asked(event)
        work()
    printing.refresh_from_db()
    assert (printing.state, printing.list_file, StoredFile.objects.count()) == (Printing.State.FAILED, None, 0)
    assert not printing.is_open
    assert queries.certified(event) == 0
    again = asked(event)
    work()
    assert papers_of(Printing.objects.get(pk=again.pk))[0][0] == "6"


def test_a_withdrawn_certificate_makes_room_and_does_not_come_back() -> None:
    event = a_held_event(people=1)
    officer = officer_of(event)
    asked(event, ["Amina"], officer)
    work()
    certificate = Certificate.objects.get()
    with pytest.raises(Refusal):
        actions.withdraw(certificate, reason="misspelt", by=holding(Role.VERIFIER, over=event.programme_id))
    actions.withdraw(certificate, reason="misspelt", by=officer)
    with pytest.raises(Refusal):
        actions.withdraw(certificate, reason="lost", by=officer)
    assert history.of(event)[-1].facts == {"number": 1, "withdrawn_for": "misspelt"}
    asked(event, ["Aamina"], officer)
    for change in ({"state": "valid", "reason": "", "withdrawn_on": None, "withdrawn_by": None}, {"number": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Certificate.objects.filter(pk=certificate.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).delete()


def test_the_database_lets_nobody_write_another_name_onto_a_certificate() -> None:
    asked(a_held_event(people=1), ["Amina"])
    work()
    for column in ("mark", "name_digest"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Certificate.objects.update(**{column: "0" * 64})


def test_other_programmes_see_nothing() -> None:
    asked(a_held_event(people=1), ["Amina"])
    work()
    other = officer_of(an_event())
    assert list(Certificate.objects.visible_to(standing_of(other))) == []
    assert list(Printing.objects.visible_to(standing_of(other))) == []
    assert list(Certificate.objects.public()) == []
