"""What holds for every test of the pages."""

import pytest


@pytest.fixture(autouse=True)
def _every_form_leaves_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.web import lines  # here, as it knows the models: they are not ready when this file is read

    lines.watch(monkeypatch)
