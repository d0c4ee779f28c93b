"""`saanjh check` says in words what is wrong, and with its exit code that something is."""

import datetime
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from saanjh.commands import health
from saanjh.ground import anchors, history, jobs, search
from saanjh.ground.models import Organisation
from tests.factories import a_person, an_organisation
from tests.ground import tampering

pytestmark = pytest.mark.django_db


def _refused(*words: str) -> str:
    """What goes where errors go, of a check that ends with 1."""
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check", *words, stdout=StringIO(), stderr=err)
    assert stopped.value.code == 1
    return err.getvalue()


def _checked() -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("check", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_sound_installation_passes() -> None:
    person = a_person()
    history.record("person_added", person, by=person)
    out, err = _checked()
    assert "History holds: 1 lines" in out
    assert "nothing was noted of it yet" in out
    assert err == ""


def test_a_line_that_was_altered_is_named() -> None:
    person = a_person()
    for _each in range(3):
        history.record("language_chosen", person, by=person, language="ur")
    trigger = {"sqlite": "ground_line_no_update", "postgresql": "ground_line_stays ON ground_line"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("UPDATE ground_line SET verb = 'other' WHERE number = 2")
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check", stdout=StringIO(), stderr=err)
    assert stopped.value.code == 1
    assert "line 2 was altered" in err.getvalue()


def test_the_tail_that_was_cut_off_is_found_by_what_was_noted_and_by_a_mail(settings: Any, tmp_path: Path) -> None:
    settings.ANCHORS = tmp_path / "anchors"
    person = a_person()
    for _each in range(3):
        history.record("language_chosen", person, by=person, language="ur")
    anchors.note()
    mail = tmp_path / "mail.txt"
    mail.write_text(f"> Keep this: 2026-11-19 {anchors.head()} reads 0 {'0' * 64}\n")
    with tampering.undone():
        tampering.open_triggers()
        tampering.truncate(3, 3)
        assert _refused() == "History is broken: line 3 is missing: somebody deleted it.\n"
        (settings.ANCHORS / "noted.txt").unlink()
        assert "History holds: 2 lines" in _checked()[0]
        assert _refused("--anchor", str(mail)) == "History is broken: line 3 is missing: somebody deleted it.\n"


def test_what_was_written_anew_is_said_to_lie_between_two_heads(tmp_path: Path) -> None:
    person = a_person()
    heads = []
    for _each in range(6):
        history.record("language_chosen", person, by=person, language="ur")
        heads.append(str(anchors.head()))
    mail = tmp_path / "mail.txt"
    mail.write_text("\n".join([heads[1], heads[5]]))
    with tampering.undone():
        tampering.open_triggers()
        tampering.rewrite(4, 6)
        assert _refused("--anchor", str(mail)) == (
            "History is broken: line 6 is not the one that was noted: history was written anew, "
            "beginning somewhere after line 2.\n"
        )


def test_the_report_for_machines_has_every_finding(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    (tmp_path / "backups").mkdir()
    made = timezone.now() - datetime.timedelta(hours=3)
    head = {"number": 1, "digest": "f" * 64}
    said = {"at": made.isoformat(), "file": "/b/x.age", "digest": "0" * 64, "head": head}
    (tmp_path / "backups" / "last.json").write_text(json.dumps(said))
    person = a_person()
    history.record("person_added", person, by=person)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check", "--json", stdout=out, stderr=StringIO())
    report = json.loads(out.getvalue())
    states = {each["name"]: each["state"] for each in report["findings"]}
    assert report["well"] is False
    assert states == {
        "settings": "well",
        "database": "well",
        "migrations": "well",
        "history": "wrong",
        "search": "well",
        "tallies": "well",
        "queue": "well",
        "disk": "well",
        "backup": "well",
    }
    facts = {each["name"]: each["facts"] for each in report["findings"]}
    assert (facts["history"]["number"], facts["history"]["what"]) == (1, "rewritten")
    assert facts["backup"]["hours"] == 3.0


@pytest.mark.parametrize(("is_local", "state"), [(True, "look"), (False, "wrong")])
def test_an_old_backup_is_wrong_where_others_reach_the_server(
    is_local: bool, state: str, settings: Any, tmp_path: Path
) -> None:
    settings.DATA, settings.LOCAL = tmp_path, is_local
    assert health.backup().state == state
    (tmp_path / "backups").mkdir()
    old = {"at": (timezone.now() - datetime.timedelta(days=3)).isoformat()}
    (tmp_path / "backups" / "last.json").write_text(json.dumps(old))
    assert (health.backup().state, health.backup().words) == (state, "The last backup was made 3 days ago.")


def test_work_that_nobody_carries_out_is_to_be_looked_at() -> None:
    jobs.enqueue(jobs.pulse)
    DBTaskResult.objects.update(run_after=timezone.now() - datetime.timedelta(hours=2))
    said = health.queue()
    assert (said.state, said.facts["due"]) == ("look", 1)
    assert said.words == (
        "Background work: 1 jobs due, the oldest since 2 hours; 0 failed for good. "
        "Does the worker run? It was never seen."
    )


def test_an_index_that_lacks_a_thing_is_told_and_written_anew() -> None:
    organisation = an_organisation(name_en="Neem Trust")
    person = a_person()
    history.record("person_added", person, by=person)
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check", stdout=StringIO(), stderr=err)
    assert stopped.value.code == 1
    assert "Search lacks 1 things and has 0 entries of things that are gone: saanjh search rebuild" in err.getvalue()
    out = StringIO()
    call_command("search", "rebuild", stdout=out)
    assert out.getvalue() == "Search was written anew: 1 entries.\n"
    assert search.ids_of("neem", Organisation) == [organisation.public_id]
    assert "Search is whole: 1 entries." in _checked()[0]


def test_a_tally_that_is_not_what_the_values_say_is_named() -> None:
    from tests.results.factories import a_value

    a_value("verified")
    search.rebuild()
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check", stdout=StringIO(), stderr=err)
    assert stopped.value.code == 1
    assert err.getvalue() == "Of 1 grants the number of verified values is not what the values say.\n"
