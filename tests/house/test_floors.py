"""The floors hold: for imports (import-linter), for foreign keys, and both checks can fail."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
FLOOR = {
    room.strip(" ()"): height for height, line in enumerate(reversed(CONTRACT["layers"])) for room in line.split("|")
}


def _upward(from_room: str, to_room: str) -> bool:
    """Whether a reference from one room to another goes up, or sideways to a neighbour."""
    if from_room == to_room or to_room not in FLOOR:
        return False
    return FLOOR[from_room] <= FLOOR[to_room]


def _references() -> list[tuple[str, str, str]]:
    """(field, its room, the room it points at) for every foreign key and many-to-many of ours."""
    return [
        (f"{model._meta.label}.{field.name}", model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("saanjh.")
        for field in model._meta.get_fields()
        if isinstance(field, (models.ForeignKey, models.ManyToManyField)) and field.related_model is not None
    ]


def test_every_foreign_key_points_down() -> None:
    references = _references()
    assert len(references) > 5
    assert [name for name, here, there in references if _upward(here, there)] == []


def test_a_key_that_points_up_or_aside_would_be_found() -> None:
    assert _upward("calls", "awards")
    assert _upward("calls", "events")
    assert not _upward("awards", "calls")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("kit/mutant.py", "from saanjh.ground import access"),
        ("ground/mutant.py", "from saanjh.programmes import models as programmes"),
        ("programmes/mutant.py", "from saanjh.questions import models as forms"),
        ("formats/mutant.py", "import django"),
        ("somewhere/__init__.py", '"""A room that nobody placed."""'),
    ],
)
def test_the_contract_breaks_when_a_room_reaches_up(tmp_path: Path, file: str, line: str) -> None:
    subprocess.run(["cp", "-r", ROOT / "src", ROOT / "pyproject.toml", tmp_path], check=True)
    target = tmp_path / "src" / "saanjh" / file
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"{line}\n")
    assert _lint(tmp_path).returncode != 0


def test_the_contract_holds() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout
