"""What holds for every test of the pages."""

import os

import pytest

# Who may do what is decided in Python, alike on both databases: the attack is long, and is carried out on one of them.
collect_ignore = ["test_attacks.py"] if os.environ.get("SAANJH_DATABASE_URL") else []


@pytest.fixture(autouse=True)
def _every_form_leaves_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.web import lines  # here, as it knows the models: they are not ready when this file is read

    lines.watch(monkeypatch)
