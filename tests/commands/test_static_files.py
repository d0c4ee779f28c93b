"""Static files are collected once, and again when one has changed."""

import os
from pathlib import Path
from typing import Any

import pytest

from saanjh.commands.static_files import collect_if_changed


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    """The one static file there is."""
    folder = tmp_path / "source"
    folder.mkdir()
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [folder], tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (folder / "look.css").write_text("a{}")
    return folder / "look.css"


def test_static_files_are_collected_when_they_changed_and_only_then(source: Path, settings: Any) -> None:
    assert [collect_if_changed(), collect_if_changed()] == [True, False]
    source.write_text("b{}")
    os.utime(source, (0, 0))
    assert collect_if_changed()
    assert (settings.STATIC_ROOT / "look.css").exists()


def test_a_collection_that_broke_off_is_made_again(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*words: Any, **options: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("saanjh.commands.static_files.call_command", breaks)
        with pytest.raises(OSError, match="disk full"):
            collect_if_changed()
    assert collect_if_changed()
