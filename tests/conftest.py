"""What every test stands on: a data folder of its own, quick passwords, mail that is kept in memory."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.db import transaction
from django.utils import translation

from tests import migrated, told

os.environ["DJANGO_SETTINGS_MODULE"] = "saanjh.settings"  # here, so that the settings see what stands below
os.environ.setdefault("SAANJH_LOCAL", "1")
os.environ["SAANJH_DATA"] = tempfile.mkdtemp(prefix="saanjh-test-")
Path(os.environ["SAANJH_DATA"], "static").mkdir()
os.environ.setdefault("SAANJH_LOG_LEVEL", "CRITICAL")
os.environ["SAANJH_SECRET_KEY"] = "the tests' own, which stands before any key is made"


def pytest_configure() -> None:
    """Start Django after the environment above is set, whatever the shell had, with the keys that `migrate` makes."""
    from saanjh.settings import make_keys

    if hypothesis.settings.get_current_profile_name() == "default":  # a busy machine is no reason to fail
        slow = hypothesis.HealthCheck.too_slow
        hypothesis.settings.register_profile("steady", deadline=None, suppress_health_check=[slow])
        hypothesis.settings.load_profile("steady")
    django.setup()
    make_keys()
    _quick_and_quiet()


def _quick_and_quiet() -> None:
    """Cheap hashes of passwords and receipts, and plain static files; everything else is as it runs in earnest."""
    from django.conf import settings

    from saanjh.voices import receipts

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    receipts.MEMORY = 64


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs the whole demo is slow: telling it takes some seconds of each process."""
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # with the usual one a seventh of the tests' time went into looking


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    """What a process keeps in mind from one request to the next is forgotten from one test to the next."""
    from saanjh.ground import installation, reckoned

    installation.forget()
    reckoned.forget()
    translation.activate("en")  # a request leaves its language behind; each test begins in the same one


@pytest.fixture
def settled(db: None) -> None:
    """An installation at work, whose pages ask no more whether it is a demo: for whoever counts their queries."""
    from saanjh.ground import installation
    from tests.factories import a_person

    a_person()
    installation.is_demo()


@pytest.fixture
def known_as_demo(world: Any, db: None) -> None:
    """The demo in a process that has shown a page already, so that its first error page says so as all others do."""
    from saanjh.ground import installation

    assert installation.is_demo()


@pytest.fixture(scope="session", autouse=True)
def _templates_as_in_earnest(django_test_environment: None) -> None:
    """Django would keep a copy of all that each template was given; no test here asks for it."""
    from django.template import Template
    from django.test.utils import _TestState

    Template._render = _TestState.saved_data.template_render


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> Iterator[None]:
    """The tests' database begins as a copy of one that was migrated before; see tests/migrated.py."""
    with migrated.copied_by_django():
        yield
    with django_db_blocker.unblock():
        told.forget()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The demo, told once a process; each module has it as it was told, each test of it sees it untouched."""
    with django_db_blocker.unblock(), told.demo() as whole, transaction.atomic():
        yield whole
        transaction.set_rollback(True)


@pytest.fixture
def data_folder(settings: object, tmp_path: Path) -> Path:
    """A fresh place for files."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.MEDIA_ROOT.mkdir()  # type: ignore[attr-defined]
    return tmp_path
