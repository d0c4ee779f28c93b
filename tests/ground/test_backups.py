"""The drill: a backup is made while people write, the server burns, and everything comes back elsewhere."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import figures
from tests.ground.backups.places import Burnt, burnt, module, run
from tests.installations import ROOT, Installation, wait_until

pytestmark = pytest.mark.slow
WRITERS = 2
SEND = """
import datetime, secrets
from saanjh.programmes.models import Programme
from saanjh.voices.actions import messages
words = {"category": "question", "text": "When does the second call open?", "written_in": "en"}
today = datetime.date(2026, 11, 20)
programme = Programme.objects.filter(state="open")[0]
print(messages.send(programme, secret=secrets.token_bytes(16), today=today, **words).code)
"""


@pytest.fixture(scope="module")
def fire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Burnt]:
    with burnt(tmp_path_factory.mktemp("fire")) as made:
        yield made


def seen(place: Installation, *words: str) -> dict[str, Any]:
    done = module(place, "looking", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def backed_up(fire: Burnt, file: Path) -> Path:
    done = run(fire.source, "backup", str(file), "--to", fire.public)
    assert done.returncode == 0, done.stderr
    return file


def restored(fire: Burnt, file: Path, name: str) -> Installation:
    place = fire.empty_place(name)
    done = run(place, "restore", str(file), "--key", str(fire.key))
    assert done.returncode == 0, done.stderr
    return place


def test_what_was_backed_up_under_load_comes_back_whole_and_as_of_one_moment(fire: Burnt, tmp_path: Path) -> None:
    code = fire.source.python(SEND)
    stop = tmp_path / "stop"
    command = [sys.executable, "-m", "tests.ground.backups.writing", str(stop)]
    writers = [
        subprocess.Popen(command, env=fire.source.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _each in range(WRITERS)
    ]
    try:
        wait_until(lambda: len(list((fire.source.data / "files").rglob("*"))) > 20, seconds=120)
        begun = time.monotonic()
        under_load = backed_up(fire, tmp_path / "under-load.age")
        seconds = time.monotonic() - begun
        time.sleep(1)
    finally:
        stop.touch()
        written = [int(writer.communicate(timeout=120)[0] or 0) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    before = seen(fire.source, code)
    place = restored(fire, under_load, "under-load")
    after = seen(place, code)

    head = json.loads((fire.source.data / "backups" / "last.json").read_text())["head"]
    assert after["head"] == [head["number"], head["digest"]]
    assert after["head"][0] < before["head"][0], "nobody wrote while the backup was made"
    assert lines_up_to(fire.source, head["number"]) == lines_up_to(place, head["number"])
    assert (after["broken_history"], after["broken_files"], after["half_written"]) == ("", [], 0)
    assert set(after["activities"]) < set(before["activities"])
    assert set(after["files"]) < set(before["files"])
    assert after["money"] == before["money"]
    assert after["receipt"] == before["receipt"] is not None
    assert after["search_amiss"] == [0, 0]

    quiet = backed_up(fire, tmp_path / "quiet.age")
    whole = seen(fire.source, code, "pages")
    again = seen(restored(fire, quiet, "quiet"), code, "pages")
    differing = [name for name in whole["tables"] if whole["tables"][name] != again["tables"][name]]
    assert differing == []
    assert {name: again[name] for name in whole} == whole
    assert set(again["pages"]) == {"fine"}
    assert again["pages"]["fine"] > 50
    assert sum(status in {"302", "404"} for status in again["doors"].values()) > 300
    figures.note(
        "restore",
        "drill",
        written_meanwhile=sum(written),
        tables_equal=len(whole["tables"]),
        rows_equal=sum(rows for rows, _digest in whole["tables"].values()),
        pages_opened=again["pages"]["fine"],
        doors_tried=len(again["doors"]),
        backup_seconds=round(seconds, 1),
    )


def lines_up_to(place: Installation, number: int) -> str:
    """What the chain was at this line, which says the same of all lines before it."""
    return place.python(
        "from saanjh.ground.models import Line\n"
        f"print(Line.objects.filter(number__lte={number}).count(), Line.objects.get(number={number}).digest)"
    )


@pytest.fixture(scope="module")
def copies(fire: Burnt, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same backup twice: encrypted, and in clear."""
    folder = tmp_path_factory.mktemp("copies")
    done = run(fire.source, "backup", str(folder / "plain.tar"), "--unencrypted")
    assert done.returncode == 0, done.stderr
    return backed_up(fire, folder / "encrypted.age"), folder / "plain.tar"


def test_every_damaged_copy_is_refused_in_words_and_leaves_the_place_empty(
    fire: Burnt, copies: tuple[Path, Path], tmp_path: Path
) -> None:
    place = fire.empty_place("damaged")
    words = [str(copies[0]), str(copies[1]), str(fire.key), str(tmp_path), "mutants"]
    done = module(place, "damage", *words, seconds=600)
    assert done.returncode == 0, done.stderr
    said: dict[str, str] = json.loads(done.stdout)
    mutants = {name: why for name, why in said.items() if name.startswith("mutant: ")}
    refused = {name: why for name, why in said.items() if name not in mutants}
    assert {name: why for name, why in refused.items() if "TAKEN" in why or "BUT LEFT" in why} == {}
    assert len(refused) >= 59
    assert [name for name, why in refused.items() if not why.endswith((".", ")"))] == []
    assert {name: why for name, why in mutants.items() if why != "TAKEN"} == {}, "a mutant was not caught"
    assert len(mutants) == 6
    figures.note("restore", "damaged copies", refused=len(refused), taken=0)
    figures.caught("restore", *mutants)


def test_a_restore_that_is_killed_leaves_nothing_and_can_begin_again(fire: Burnt, copies: tuple[Path, Path]) -> None:
    place = fire.empty_place("killed")
    words = [str(copies[0]), str(fire.key)]
    for moment in ("unpacking", "loading", "comparing", "files in place"):
        assert module(place, "dying", *words, moment).returncode == -9
        assert rows_in(place) == "[]", moment
    done = run(place, "restore", str(copies[0]), "--key", str(fire.key))
    assert done.returncode == 0, done.stderr
    assert seen(place, "")["broken_files"] == []
    assert not (place.data / "restoring").exists()


def test_a_restore_without_a_transaction_would_be_found(fire: Burnt, copies: tuple[Path, Path]) -> None:
    place = fire.empty_place("mutant")
    module(place, "dying", str(copies[0]), str(fire.key), "loading without a transaction")
    assert rows_in(place) != "[]"


def rows_in(place: Installation) -> str:
    return place.python("from saanjh.ground.backups import restoring; print(restoring._rows_here())")
