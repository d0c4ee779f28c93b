"""`saanjh places import`: what it shows, what it writes, and how it ends."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from saanjh.exchange import places
from saanjh.ground.models import District, Line, Person
from saanjh.web.wording.sheets import SENTENCES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
LATER = "code,title_en,day\nlater,Later list,2026-07-01\n"
HEADER = "id,province,name_en,name_ur,roster,valid_from\n"


def run(*words: str) -> None:
    call_command("places", "import", *words)


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A later list of Islamabad that names its district otherwise."""
    (tmp_path / "rosters.csv").write_text(LATER, encoding="utf-8")
    row = "capital,islamabad,Capital,دارالحکومت,later,2026-07-01\n"
    (tmp_path / "districts.csv").write_text(HEADER + row, encoding="utf-8")
    return tmp_path


def test_without_files_the_projects_own_places_come_in(capsys: pytest.CaptureFixture[str]) -> None:
    run()
    assert District.objects.count() == 160
    assert capsys.readouterr().out.splitlines()[0] == "Districts added: 160"


def test_a_second_run_changes_nothing_and_writes_no_history(capsys: pytest.CaptureFixture[str]) -> None:
    places.bring_in_ours(by=Person.objects.system())
    run()
    assert capsys.readouterr().out == "Nothing changes: all of this is known here.\nNothing was written.\n"
    assert Line.objects.count() == 1


def test_a_dry_run_shows_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    run("--dry-run")
    assert capsys.readouterr().out.endswith("Nothing was written.\n")
    assert District.objects.count() == 0


def test_where_districts_would_end_it_asks_first(later: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places.bring_in_ours(by=Person.objects.system())
    with pytest.raises(CommandError, match="--yes") as stopped:
        run(str(later))
    assert stopped.value.returncode == 1
    assert "  islamabad: last day 2026-06-30" in capsys.readouterr().out.splitlines()
    assert District.objects.get(slug="islamabad").valid_to is None
    run(str(later), "--yes")
    assert str(District.objects.get(slug="islamabad").valid_to) == "2026-06-30"


def test_an_older_list_is_refused_in_words(later: Path) -> None:
    places.bring_in_ours(by=Person.objects.system())
    run(str(later), "--yes")
    with pytest.raises(CommandError, match="older") as stopped:
        run()
    assert stopped.value.returncode == 1


def test_an_unsound_sheet_is_refused_with_row_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "districts.csv"
    sheet.write_text(HEADER + "x,nowhere,X,ا,none,soon\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Problems: 3"):
        run(str(sheet))
    assert capsys.readouterr().err.splitlines()[0] == (
        "districts.csv: Row 2, column province: “nowhere” is neither in these files nor known here."
    )


@pytest.mark.parametrize("words", [["/nowhere/at/all.csv"], ["{empty}"]])
def test_what_cannot_be_read_ends_with_two(words: list[str], tmp_path: Path) -> None:
    with pytest.raises(CommandError) as stopped:
        run(*(word.format(empty=tmp_path) for word in words))
    assert stopped.value.returncode == 2


def test_every_problem_of_a_sheet_has_its_sentence() -> None:
    from saanjh.formats.sheets.shapes import CODES

    assert CODES - set(SENTENCES) == set()
