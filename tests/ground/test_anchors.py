"""Anchors: what was noted of history outside the database, by the hour, by mail, and what is told when it differs."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from saanjh.ground import anchors, chains, history, notices, reads, sending
from saanjh.ground.access import Role
from saanjh.ground.chains import Anchor
from saanjh.ground.jobs import GiveUp
from saanjh.ground.models import Line, Notice, Purpose
from tests.factories import a_person, holding
from tests.ground import tampering

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.ANCHORS = tmp_path / "anchors"
    settings.DATA = tmp_path


def some_lines(count: int) -> list[Line]:
    person = a_person()
    return [history.record("language_chosen", person, by=person, language="ur") for _each in range(count)]


def test_what_is_new_is_noted_once_and_read_back(settings: Any) -> None:
    lines = some_lines(3)
    assert anchors.note() == [Anchor("history", 3, lines[-1].digest)]
    assert anchors.note() == []
    lines += some_lines(2)
    anchors.note()
    found, marks = anchors.found()
    assert found == [Anchor("history", 3, lines[2].digest), Anchor("history", 5, lines[4].digest)]
    assert [(first, len(text) // chains.MARK) for first, text in marks] == [(1, 3), (4, 2)]
    assert (settings.ANCHORS / "noted.txt").stat().st_mode & 0o777 == 0o600
    assert anchors.check(found, marks) is None


def test_a_note_that_a_power_cut_left_unfinished_is_passed_over(settings: Any) -> None:
    some_lines(2)
    anchors.note()
    file = settings.ANCHORS / "noted.txt"
    file.write_bytes(file.read_bytes() + b"2026-11-20T10:00Z history 3 0123ab")
    some_lines(1)
    anchors.note()
    assert [each.number for each in anchors.found()[0]] == [2, 3]
    assert anchors.check(*anchors.found()) is None


def test_the_head_that_the_last_backup_noted_counts_too(settings: Any) -> None:
    some_lines(2)
    (settings.DATA / "backups").mkdir()
    said = {"at": "2026-11-20T01:00:00+00:00", "head": {"number": 2, "digest": "f" * 64}}
    (settings.DATA / "backups" / "last.json").write_text(json.dumps(said))
    assert anchors.check(*anchors.found()) == chains.Broken(2, "rewritten")


def test_an_anchor_is_found_in_a_mail_that_was_forwarded() -> None:
    digest = "ab" * 32
    text = f"> Keep this. The last line: \u20682026-11-20 history 812 {digest} reads 40 {digest}\u2069\n"
    assert anchors.read(text)[0] == [Anchor("history", 812, digest), Anchor("reads", 40, digest)]


def test_auditors_get_the_heads_by_mail_once_a_day_and_nobody_else_does() -> None:
    auditor = holding(Role.AUDITOR, email="auditor@example.org")
    holding(Role.ADMINISTRATOR, email="administrator@example.org")
    some_lines(2)
    anchors.tell_auditors.func()
    anchors.tell_auditors.func()
    sending.send(Notice.objects.get())
    assert [message.to for message in mail.outbox] == [[auditor.email]]
    assert anchors.read(str(mail.outbox[0].body))[0] == [*anchors.heads()]
    assert notices.unread(auditor) == 1


def test_when_history_is_not_as_it_was_noted_auditors_are_told_once_and_nothing_is_noted() -> None:
    auditor = holding(Role.AUDITOR)
    some_lines(3)
    anchors.note_heads.func()
    with tampering.undone():
        tampering.open_triggers()
        tampering.rewrite(2, 3)
        some_lines(2)
        for _each in range(2):
            with pytest.raises(GiveUp):
                anchors.note_heads.func()
        assert [(notice.kind, notice.facts["number"]) for notice in notices.of(auditor)] == [("history_amiss", 3)]
    assert [each.number for each in anchors.found()[0]] == [3]


def test_yesterdays_head_is_the_last_line_before_midnight_where_the_installation_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    midnight = datetime.datetime(2026, 11, 20, tzinfo=timezone.get_default_timezone())
    minute = datetime.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: midnight - minute)
    before = some_lines(2)[-1]
    monkeypatch.setattr(timezone, "now", lambda: midnight + minute)
    assert anchors.of_yesterday() == Anchor("history", 2, before.digest)
    some_lines(1)
    assert anchors.of_yesterday() == Anchor("history", 2, before.digest)


@pytest.mark.parametrize("doing", ["UPDATE ground_sensitiveread SET kind = 'x'", "DELETE FROM ground_sensitiveread"])
def test_the_database_refuses_to_change_the_log_of_reads(doing: str) -> None:
    reads.note("ground.line", "", by=a_person(), purpose=Purpose.AUDITING)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(doing)
