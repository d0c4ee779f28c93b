"""`saanjh codelists import`: what it shows, what it writes, and how it ends."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from saanjh.ground.models import Line
from saanjh.programmes.models import Indicator, Theme

pytestmark = pytest.mark.django_db


def test_the_projects_own_lists_come_in_and_a_second_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("codelists", "import")
    assert Indicator.objects.count() == 64
    capsys.readouterr()
    call_command("codelists", "import")
    assert capsys.readouterr().out == "Nothing changes: all of this is known here.\nNothing was written.\n"
    assert Line.objects.count() == 1


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("codelists", "import", "--dry-run")
    assert capsys.readouterr().out.endswith("Nothing was written.\n")
    assert Theme.objects.count() == 0


def test_an_unsound_list_is_refused_with_row_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "drivers.csv"
    sheet.write_text("code,label_en,label_ur,note,standing,source\nrain,,بارش,,default,Ours\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Problems: 1") as stopped:
        call_command("codelists", "import", str(sheet))
    assert stopped.value.returncode == 1
    assert capsys.readouterr().err == "drivers.csv: Row 2, column label_en: This must not be blank.\n"


def test_files_that_are_no_lists_end_with_two(tmp_path: Path) -> None:
    (tmp_path / "colours.csv").write_text("code\nred\n", encoding="utf-8")
    with pytest.raises(CommandError) as stopped:
        call_command("codelists", "import", str(tmp_path))
    assert stopped.value.returncode == 2
