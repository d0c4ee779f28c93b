"""What stands in an installation, in figures that can be compared: `python -m tests.ground.backups.looking`."""

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db.models import Count, Sum  # noqa: E402
from django.test import Client  # noqa: E402

from saanjh.awards.models import Activity, Award  # noqa: E402
from saanjh.bench.visits import cookie_of, visits  # noqa: E402
from saanjh.ground import files, history, search  # noqa: E402
from saanjh.ground.backups import tables  # noqa: E402
from saanjh.ground.models import Line, Person, StoredFile  # noqa: E402
from saanjh.kit.receipts import read  # noqa: E402
from saanjh.programmes.models import Contribution, Receipt  # noqa: E402
from saanjh.voices import queries  # noqa: E402


def money() -> dict[str, Any]:
    """Every sum of money that is kept."""
    sums = {"award": Award, "contribution": Contribution, "receipt": Receipt}
    return {name: model.objects.aggregate(all=Sum("amount_minor"))["all"] for name, model in sums.items()}  # type: ignore[attr-defined]


def broken_files() -> list[str]:
    """Files that rows name and that are gone, damaged, or sealed with another key."""
    broken = []
    for stored in StoredFile.objects.order_by("pk"):
        try:
            content = files.content_of(stored.digest)
            if stored.sensitivity == StoredFile.Sensitivity.RESTRICTED:
                content = files.unsealed(content, stored.public_id)
            assert len(content) == stored.size
        except Exception as problem:
            broken.append(f"{stored.digest}: {problem!r}")
    return broken


def half_written() -> int:
    """Activities of the writers that lack their counts, their file, or their line of history."""
    of_writers = Activity.objects.filter(what="Meeting of neighbours")
    whole = of_writers.annotate(counts=Count("headcounts", distinct=True), kept=Count("files", distinct=True))
    told = set(Line.objects.filter(verb="activity_recorded").values_list("object_id", flat=True))
    return sum(1 for each in whole if not (each.counts == 1 and each.kept == 1 and each.public_id in told))


def pages() -> dict[str, int]:
    """How many pages answered how, each opened by the first of the cast whom it admits (422: a form that is amiss)."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    answers = Counter[str]()
    for visit in visits():
        client = Client(raise_request_exception=False)
        if visit.person is not None:
            name, _sign, key = cookie_of(visit.person).partition("=")
            client.cookies[name] = key
        status = client.get(visit.path).status_code
        answers["fine" if status < 400 or status in {422, visit.status} else f"{status} {visit.path}"] += 1
    return dict(answers)


def doors() -> dict[str, str]:
    """How each page answers others than the one it was found for: nobody, an editor."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    found = [visit for visit in visits() if not visit.is_public]
    answers = {}
    for who in ("", "editor"):
        client = Client(raise_request_exception=False)
        if who:
            name, _sign, key = cookie_of(Person.objects.get(username=who)).partition("=")
            client.cookies[name] = key
        for visit in found:
            answers[f"{visit.path} {who}"] = str(client.get(visit.path).status_code)
    return answers


def seen(code: str) -> dict[str, Any]:
    """All but the pages; the code is that of an old receipt."""
    last = Line.objects.order_by("-number").first()
    message = queries.under(read(code)) if code else None
    return {
        "tables": {name: [(t := table.tally("default")).rows, t.digest] for name, table in _tables().items()},
        "head": [last.number, last.digest] if last else None,
        "broken_history": str(history.broken() or ""),
        "broken_files": broken_files(),
        "half_written": half_written(),
        "money": money(),
        "search_amiss": list(search.amiss()),
        "activities": sorted(Activity.objects.values_list("public_id", flat=True)),
        "files": sorted(each.name for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()),
        "receipt": message and hashlib.sha256(message.text.encode()).hexdigest(),
    }


def _tables() -> dict[str, tables.Table]:
    return tables.tables_at(tables.applied("default"))


if __name__ == "__main__":
    found = seen(sys.argv[1])
    if sys.argv[2:] == ["pages"]:
        found["pages"] = pages()  # last: signing in leaves rows
        found["doors"] = doors()
    sys.stdout.write(json.dumps(found))
