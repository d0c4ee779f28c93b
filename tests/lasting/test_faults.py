"""A disk that fails or is full, a clock that goes back: refused in words, nothing by half, and the same form again."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from saanjh.ground import history
from saanjh.ground.models import Line
from tests.factories import a_person
from tests.lasting.conftest import copied
from tests.lasting.ledgers import look
from tests.lasting.sites import Report, Writer, a_grant, serving
from tests.lasting.test_killed import asking
from tests.lasting.test_power import unwatched, watched

# fsync fails: the disk says that what was written is not certain to be there


@pytest.mark.slow
@pytest.mark.parametrize("what", ["sqlite3-wal", "/files/"])
def test_a_disk_that_cannot_sync_acknowledges_nothing_and_the_same_form_is_taken_later(
    lossy: Path, empty: Path, tmp_path: Path, what: str
) -> None:
    site, _log = watched(lossy, empty, tmp_path)
    broken = tmp_path / "eio"
    with serving(site) as served:
        writer = Writer(served.port, a_grant(unwatched(site), 1))
        writer.open_form()
        first, second = Report(1), Report(2)
        assert writer.send(first).is_taken
        broken.write_text(what)
        refused = writer.send(second)
        broken.unlink()
        between = look(asking(site), site.data / "files", [first], [second])
        again = writer.send(second)
    assert (refused.status, again.is_taken) == (503, True)
    assert (between.is_well, between.doubled) == (True, 0)
    assert look(asking(site), site.data / "files", [first, second]).is_well


# The disk is full for files: no file may grow beyond so many bytes, which the database's log stays below

FULL = """
import os, resource, signal
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html
from saanjh.awards.models import Activity, Award
from saanjh.ground.models import Line, OnceKey, Person, StoredFile
from saanjh.ground import files, history
from pathlib import Path
from django.conf import settings
from tests.lasting.sites import COUNTS
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
award, url = Award.objects.get(), "/desk/awards/AWARD/activities/new/"
client = Client(raise_request_exception=False)
client.cookies["session"] = "COOKIE".partition("=")[2]
page = html.fromstring(client.get(url).content).xpath("//main//form[@method='post']")[0]
words = {name: page.fields[name] or "" for name in page.fields if name != "file"}
words |= {"activity_type": "KIND", "district": "DISTRICT", "what": "Words that were typed", **COUNTS}
def send():
    content = b"%PDF-1.4\\n1 0 obj<<>>endobj\\n%" + b"x" * 900_000 + b"\\ntrailer<<>>\\n%%EOF\\n"
    return client.post(url, {**words, "file": SimpleUploadedFile("a.pdf", content)})
def stood():
    rows = [model.objects.count() for model in (Activity, StoredFile, Line, OnceKey)]
    return rows + sorted(str(each) for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file())
before = stood()
real, files.os.fsync = files.os.fsync, files.os.fsync
_soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
def keep_full(content, target, write=files._write):
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, hard))
    try:
        write(content, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
right, files._write = files._write, keep_full
refused = send()
after, said = stood(), "Words that were typed" in refused.content.decode()
files._write = right
again = send()
print(refused.status_code, refused["Retry-After"], said, after == before, again.status_code, history.broken())
"""


@pytest.mark.slow
def test_a_disk_that_is_full_for_files_refuses_in_words_keeps_nothing_and_recovers(empty: Path, tmp_path: Path) -> None:
    site = copied(empty, tmp_path / "data")
    grant = a_grant(site, 1)
    given = {"AWARD": grant.award, "COOKIE": grant.cookies[0], "KIND": grant.kind, "DISTRICT": grant.district}
    code = FULL
    for name, value in given.items():
        code = code.replace(name, str(value))
    assert site.python(code) == "503 60 True True 303 None"


# A worker is killed in the middle of its mail, at each of its steps

MAIL = """
import os, signal
from collections import Counter
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from django.db import connections
from saanjh.ground import jobs, notices, sending
from saanjh.ground.models import Notice
from tests.factories import a_person
people = [a_person(email=f"person{number}@example.org") for number in range(12)]
notices.tell(people, notices.kind("lasting.step", "Your form %(form)s was read."), form="A1")
connections.close_all()
child = os.fork()
if child == 0:
    done = []
    def die_after(step, *given):
        kept = step(*given)
        done.append(kept)
        if len(done) == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return kept
    right, mailing = sending.STEP, sending.EmailMessage
    if "STEP" == "_claim":
        sending._claim = lambda notice: die_after(right, notice)
    else:
        class Mail(mailing):
            def send(self):
                return die_after(super().send)
        sending.EmailMessage = Mail
    sending.send_notices.func()
    os._exit(0)
assert os.waitpid(child, 0)[1] == signal.SIGKILL
sending.send_notices.func()
waiting = Notice.objects.filter(state="waiting").count()
Notice.objects.filter(state="waiting").update(tried_at=sending.timezone.now() - timedelta(hours=1))
sending.send_notices.func()
mails = Counter(line for file in Path(settings.EMAIL_FILE_PATH).iterdir() for line in file.read_text().splitlines()
                if line.startswith("To: "))
print(waiting, len(mails), sorted(mails.values())[-2:], set(Notice.objects.values_list("state", flat=True)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("step", "twice"), [("_claim", 1), ("EmailMessage", 2)])
def test_a_worker_killed_within_its_mail_leaves_none_out_and_sends_at_most_that_one_twice(
    empty: Path, tmp_path: Path, step: str, twice: int
) -> None:
    site = copied(empty, tmp_path / "data")
    assert site.python(MAIL.replace("STEP", step)) == f"1 12 [1, {twice}] {{'sent'}}"


# The server's clock goes back


@pytest.mark.django_db
def test_history_keeps_its_order_when_the_clock_goes_back_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    person, now = a_person(), timezone.now()
    for hours, verb in ((0, "first"), (-1, "second"), (1, "third")):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + datetime.timedelta(hours=hours))
        history.record(verb, person, by=person)
    assert [line.verb for line in history.of(person)] == ["first", "second", "third"]
    assert history.broken() is None
    assert Line.objects.order_by("at").first().verb == "second"  # its own hour is told as it was
