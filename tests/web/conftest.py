"""What holds for every test of the pages."""

import os
from typing import Any

import pytest

# Who may do what is decided in Python, alike on both databases: the attack is long, and is carried out on one of them.
collect_ignore = ["test_attacks.py"] if os.environ.get("SAANJH_DATABASE_URL") else []


@pytest.fixture(autouse=True)
def _every_form_leaves_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.web import lines  # here, as it knows the models: they are not ready when this file is read

    lines.watch(monkeypatch)


@pytest.fixture
def unhurried(settings: Any) -> None:
    """Nobody is signed out, or asked for the password again, while a test that takes long opens every page."""
    settings.STAFF_IDLE_SECONDS = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 60 * 60


@pytest.fixture
def neem() -> Any:
    """An organisation that may apply."""
    from tests.factories import an_organisation

    return an_organisation()


@pytest.fixture
def editor(neem: Any) -> Any:
    """Who writes for it."""
    from saanjh.ground.access import Role
    from tests.factories import holding

    return holding(Role.EDITOR, over=neem.pk)
