"""A restore whose process is killed at a chosen moment: `python -m tests.ground.backups.dying FILE KEY MOMENT`."""

import os
import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

django.setup()

from saanjh.ground.backups import encryption, loading, reading, restoring  # noqa: E402

MOMENTS = ["unpacking", "loading", "comparing", "files in place"]


def dying(*given: Any, **more: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


class Half:
    """Loads forty tables, then dies."""

    def __init__(self) -> None:
        self.tables, self.load = 0, loading.load

    def __call__(self, *given: Any) -> None:
        self.tables += 1
        if self.tables > 40:
            dying()
        self.load(*given)


def die_at(moment: str) -> None:
    """Let the process die there once it comes by."""
    match moment:
        case "unpacking":
            patch.object(reading, "check_rows", dying).start()
        case "loading":
            patch.object(loading, "load", Half()).start()
        case "comparing":
            patch.object(restoring, "check_history", dying).start()
        case "files in place":
            patch.object(restoring.files, "sync_folder", dying).start()
        case "loading without a transaction":  # a mutant
            patch.object(loading, "load", Half()).start()
            patch.object(restoring.transaction, "atomic", nullcontext).start()
            patch.object(loading, "unguarded", lambda *given: nullcontext()).start()


if __name__ == "__main__":
    file, key, moment = sys.argv[1:]
    die_at(moment)
    restoring.restore(Path(file), encryption.identities_in(Path(key)), wishes=restoring.Wishes())
