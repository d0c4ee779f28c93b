"""Plants canaries in everything that has a clock, lets the clocks run out, and looks for what is left of them.

A process of its own, which looks in rows and in the bytes of every file. With the name of a mutant, a part of the
purge is wrong.

`python -m tests.ground.expiring [mutant]` prints {"planted": …, "rows": {…}, "bytes": {…}} while the database is open.
"""

import json
import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.account.models import EmailAddress, EmailConfirmation  # noqa: E402
from allauth.usersessions.models import UserSession  # noqa: E402
from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from saanjh.calls.models import Decision, Score  # noqa: E402
from saanjh.ground import files, leaving_no_trace, models, purging, search  # noqa: E402
from saanjh.voices.models import Answer, UsedForm  # noqa: E402
from tests import factories  # noqa: E402
from tests.atlas import factories as atlas  # noqa: E402
from tests.awards.factories import an_award  # noqa: E402
from tests.calls import factories as calls  # noqa: E402
from tests.results.factories import a_value, chosen  # noqa: E402
from tests.voices import factories as voices  # noqa: E402

YEARS = timedelta(days=4 * 365)
LETTERS = "bcdfghjklmnpqrstvwxz"
TIMES = 8  # rows of each kind: enough for pages of the database to split
planted: list[str] = []
draw = random.Random(20261120)


def canary() -> str:
    """A word like no other, in letters that search keeps as they are."""
    planted.append("".join(draw.choice(LETTERS) for _each in range(16)))
    return planted[-1]


def plant() -> None:
    """Words in every column of words that a clock empties, each by the row that would hold them."""
    person, second = factories.a_person(), factories.a_person()
    programme = calls.a_programme()
    closed = calls.a_call("decided", programme)
    award = an_award()
    indicator = chosen(award)
    for number in range(TIMES):
        plant_application(closed, "draft", number)
        declined = plant_application(closed, "declined", number)
        plant_application(closed, "withdrawn", number)
        review = calls.a_review(declined, person)
        Score.objects.create(review=review, criterion=closed.criteria.all()[0], score=3, reason=canary())
        type(review).objects.filter(pk=review.pk).update(state="submitted", submitted_at=timezone.now())
        Decision.objects.create(
            application=declined,
            outcome="declined",
            reason="No.",
            decided_by=person,
            confirmed_by=second,
            decided_at=timezone.now(),
        )
        plant_messages(programme, person)
        plant_keys(person, number)
        plant_drafts(award, indicator)
    plant_files(person)


def plant_application(call: Any, state: str, number: int) -> Any:
    organisation = factories.an_organisation()
    made = calls.an_application(call, organisation, "draft", title_en=canary(), title_ur=canary())
    made.sheet.answers = {"what": f"{canary()} " * 40}
    made.sheet.save()
    if state != "draft":
        type(made.sheet).objects.filter(pk=made.sheet.pk).update(
            state="submitted", submitted_at=timezone.now(), submitted_by=factories.a_person(), digest="d" * 64
        )
        serial = made.pk
        made.number, made.serial, made.state = f"{call.code}-{serial:04d}", serial, state
        made.submitted_at = timezone.now()
        made.save()
    search.follow(made)
    return made


def plant_messages(programme: Any, person: Any) -> None:
    today = timezone.localdate()
    for state, closed_on in (("closed", today), ("received", None)):
        message = voices.a_message(programme, text=f"{canary()} " * 20, received_on=today, state=state)
        type(message).objects.filter(pk=message.pk).update(closed_on=closed_on)
        Answer.objects.create(message=message, text=canary(), answered_on=today, answered_by=person)
    voices.a_message(programme, text="Stays, for it comes later.", received_on=today + YEARS)
    UsedForm.objects.create(digest=canary(), day=today)


def plant_keys(person: Any, number: int) -> None:
    now = timezone.now()
    models.Notice.objects.create(person=person, kind="x", facts={"about": canary()}, state="kept")
    models.Invitation.objects.create(
        purpose="join", digest=canary(), email=f"{canary()}@example.org", expires_at=now, invited_by=person
    )
    models.OnceKey.objects.create(key=f"{number:032x}", route="r", digest=canary(), answer=canary())
    session = apps.get_model("sessions", "Session")
    session.objects.create(session_key=canary(), session_data=canary(), expire_date=now)
    UserSession.objects.create(user=person, session_key=canary(), ip="127.0.0.1", user_agent=canary(), data={})
    address = EmailAddress.objects.create(user=person, email=f"{number}@example.org", primary=False)
    EmailConfirmation.objects.create(email_address=address, key=canary(), created=now)
    for status in ("SUCCESSFUL", "FAILED"):
        DBTaskResult.objects.create(
            status=status, finished_at=now, args_kwargs={"args": [canary()], "kwargs": {}}, task_path="x",
            backend_name="default", exception_class_path="x", traceback=canary(), run_after=now,
        )  # fmt: skip
    cache.set(canary(), number, timeout=60)


def plant_drafts(award: Any, indicator: Any) -> None:
    words = {name: canary() for name in ("title_en", "expected", "happened", "why", "next_time")}
    atlas.a_lesson(award, state="draft", published_by=None, published_at=None, **words)
    a_value("draft", award, indicator, source=canary(), definition_en=canary())


def plant_files(person: Any) -> None:
    digest = files.keep(canary().encode())
    models.StoredFile.objects.create(digest=digest, size=16, media_type="application/pdf", handed_in_by=person)
    files.keep(canary().encode())  # of an intake that was cut off: no row
    folder = Path(settings.DATA) / "mail"
    folder.mkdir(exist_ok=True)
    (folder / "letter.log").write_text(canary())


MUTANTS: dict[str, Any] = {
    "deletes without writing zeros": lambda: connection.cursor().execute("PRAGMA secure_delete=OFF"),
    "does not optimise the search": lambda: setattr(leaving_no_trace, "optimise_search", lambda: None),
    "does not empty the log": lambda: setattr(leaving_no_trace, "empty_log", lambda: True),
    "leaves files": lambda: vars(leaving_no_trace).update(remove=lambda digests: 0, remove_loose=lambda now: 0),
    "leaves the mail": lambda: setattr(leaving_no_trace, "remove_mail", lambda now: 0),
    "leaves the cache": lambda: setattr(leaving_no_trace, "forget_cached", lambda now: None),
}


def in_rows() -> dict[str, int]:
    """Table -> how many canaries its rows hold, the tables of the search index included."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = "\n".join(str(row) for row in cursor.fetchall())
            if count := sum(word in text for word in planted):
                found[table] = count
    return found


def in_bytes() -> dict[str, int]:
    """File -> how many canaries its bytes hold. Of a word the index keeps what differs from the one before it."""
    found = {}
    for path in sorted(Path(settings.DATA).rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if count := sum(word[3:].encode() in content for word in planted):
                found[str(path.relative_to(settings.DATA))] = count
    return found


def main(mutant: str) -> None:
    """Plant, let time pass, purge, look."""
    call_command("createcachetable")
    plant()
    before = {"rows": in_rows(), "bytes": in_bytes()}
    if mutant:
        MUTANTS[mutant]()
    later = timezone.now() + YEARS
    for path in Path(settings.DATA).rglob("*"):
        if path.is_file() and path.parent.name != "keys" and "sqlite" not in path.name:
            os.utime(path, (time.time(), time.time()))
    gone, emptied = purging.purge_all(now=later)
    again, _emptied = purging.purge_all(now=later)
    answer = {"planted": len(planted), "before": before, "gone": gone, "again": again, "emptied": emptied}
    sys.stdout.write(json.dumps({**answer, "rows": in_rows(), "bytes": in_bytes()}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
