"""An installation of its own for each bench: a temporary data folder, migrated, with the demo in it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SAANJH = [sys.executable, "-c", "from saanjh.commands import main; main()"]


@contextmanager
def temporary() -> Iterator[dict[str, str]]:
    """The environment of a fresh installation with the demo; its folder is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="saanjh-bench-"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAANJH_")}
    environment |= {"SAANJH_DATA": str(folder), "SAANJH_LOCAL": "1", "SAANJH_LOG_LEVEL": "ERROR"}
    environment["SAANJH_STAFF_IDLE_MINUTES"] = "720"  # a bench may take longer than a coffee
    try:
        for command in (["migrate", "--verbosity", "0"], ["demo"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            subprocess.run([*SAANJH, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
        yield environment
    finally:
        shutil.rmtree(folder, ignore_errors=True)
