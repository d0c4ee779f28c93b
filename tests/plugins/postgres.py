"""Runs the tests on PostgreSQL: `python -m pytest -p tests.plugins.postgres …`; ./test does it by itself.

The server must run before Django reads its settings, which is before any fixture; so it starts with the plugin.
"""

import os
from contextlib import ExitStack

import pytest

from tests.postgres import Missing, cluster

running = ExitStack()

if not os.environ.get("SAANJH_DATABASE_URL"):  # else ./test, or the process that started this one, has begun it
    try:
        os.environ["SAANJH_DATABASE_URL"] = running.enter_context(cluster())
    except Missing as why:
        raise pytest.UsageError(str(why)) from None


def pytest_unconfigure() -> None:
    running.close()
