"""Deliberately wrong variants of the site, for harnesses that must catch them: LASTING_MUTANT names one.

Nothing of this is in the product; the tests' own settings (settings.py beside this file) load it.
"""

import os
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from django.apps import AppConfig

MUTANT = "LASTING_MUTANT"


class Wrong(AppConfig):
    """An app without tables that puts one wrong thing in the place of a right one."""

    name = "tests.lasting.wrong"
    label = "lasting_wrong"

    def ready(self) -> None:
        MUTANTS[os.environ[MUTANT]]()


def synchronous_normal() -> None:
    """The usual advice for SQLite; the pragma is in the settings, and here the check at the start looks away."""
    from saanjh.ground import checks

    checks.SQLITE["synchronous"] = 1


def stock_storage() -> None:
    """Files are kept by Django's own storage, which never syncs them."""
    import hashlib

    from django.core.files.base import ContentFile
    from django.core.files.storage import FileSystemStorage

    from saanjh.ground import files

    def keep(content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        if not files.path_of(digest).exists():
            FileSystemStorage().save(f"{digest[:2]}/{digest}", ContentFile(content))
        return digest

    files.keep = keep


def folders_unsynced() -> None:
    """The file's bytes are synced, the folder that names it is not."""
    from saanjh.ground import files

    files.sync_folder = lambda folder: None


def acknowledged_early() -> None:
    """The answer goes out before the work is committed: a moment later is soon enough, surely."""
    from django.core.files.uploadedfile import InMemoryUploadedFile
    from django.db import connection

    from saanjh.web import answers

    right = answers.once
    InMemoryUploadedFile.close = lambda self: None  # type: ignore[method-assign]

    def once(sent: Any, act: Callable[[], str]) -> str:
        def later() -> None:
            time.sleep(random.uniform(0.2, 1.0))
            try:
                right(sent, act)
            finally:
                connection.close()

        threading.Thread(target=later).start()
        return "/desk/"

    answers.once = once


def no_key() -> None:
    """A form is carried out as often as it is sent."""
    from saanjh.web import answers

    answers.once = lambda sent, act: act()


def bodies_may_end() -> None:
    """What came of a body is taken for the whole, as the server and Django do by themselves."""
    from saanjh.web import bodies

    bodies.Whole = lambda source, length: source  # type: ignore[assignment, misc]


def key_after_the_work() -> None:
    """The key is looked for first and kept last, outside the transaction of the work."""
    from saanjh.ground.models import OnceKey
    from saanjh.web import answers

    def once(sent: Any, act: Callable[[], str]) -> str:
        known = OnceKey.objects.filter(pk=sent.key).first()
        if known is not None:
            return known.answer
        place = act()
        row = OnceKey(key=sent.key, person=sent.person, route=sent.route, digest=sent.digest, answer=place)
        OnceKey.objects.bulk_create([row], ignore_conflicts=True)
        return place

    answers.once = once


MUTANTS = {
    each.__name__: each
    for each in (
        synchronous_normal,
        stock_storage,
        folders_unsynced,
        acknowledged_early,
        no_key,
        bodies_may_end,
        key_after_the_work,
    )
}
