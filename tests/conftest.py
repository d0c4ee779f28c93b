"""What every test stands on: a data folder of its own, quick passwords, mail that is kept in memory."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("SAANJH_LOCAL", "1")
os.environ["SAANJH_DATA"] = tempfile.mkdtemp(prefix="saanjh-test-")
os.environ.setdefault("SAANJH_LOG_LEVEL", "CRITICAL")


@pytest.fixture(autouse=True)
def _quick_and_quiet(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Cheap password hashes and plain static files; everything else is as it runs in earnest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "saanjh.ground.files.DurableStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield


@pytest.fixture
def data_folder(settings: object, tmp_path: Path) -> Path:
    """A fresh place for files."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.MEDIA_ROOT.mkdir()  # type: ignore[attr-defined]
    return tmp_path
