"""An installation of its own for each bench: a temporary data folder, migrated, with the demo in it."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SAANJH = [sys.executable, "-c", "from saanjh.commands import main; main()"]
SIZES = ("small", "national")
SOURCE = Path(__file__).resolve().parents[1]
# What has no part in what a demo holds: pages, words in other languages, commands, benches.
APART = {"web", "locale", "commands", "bench"}


@contextmanager
def temporary(size: str = SIZES[0]) -> Iterator[dict[str, str]]:
    """The environment of a fresh installation with the demo of a size; its folder is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="saanjh-bench-"))
    try:
        if size == SIZES[0]:
            load(folder, size)
        else:
            shutil.copytree(kept(size), folder, dirs_exist_ok=True)
        run(folder, "collectstatic", "--no-input", "--verbosity", "0")
        yield environment_of(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kept(size: str) -> Path:
    """The folder in which a large demo is kept for later benches, loaded first where the code that makes it is new."""
    cache = Path(os.environ.get("SAANJH_CACHE") or Path.home() / ".cache" / "saanjh")
    folder = cache / f"{size}-{digest_of_code()}"
    if not folder.exists():
        for old in cache.glob(f"{size}-*"):
            shutil.rmtree(old, ignore_errors=True)
        begun = Path(tempfile.mkdtemp(prefix=".begun-", dir=_made(cache)))
        print(f"Loading the {size} demo once, into {folder}", file=sys.stderr, flush=True)
        try:
            load(begun, size)
            begun.rename(folder)
        finally:
            shutil.rmtree(begun, ignore_errors=True)
    return folder


def load(folder: Path, size: str) -> None:
    """A new installation in the folder, with the demo in it."""
    run(folder, "migrate", "--verbosity", "0")
    run(folder, "demo", "--size", size)


def run(folder: Path, *words: str) -> None:
    """Run `saanjh` on the installation in this folder."""
    subprocess.run([*SAANJH, *words], env=environment_of(folder), check=True, stdout=subprocess.DEVNULL)


def environment_of(folder: Path) -> dict[str, str]:
    """In which environment processes use the installation in this folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAANJH_")}
    environment |= {"SAANJH_DATA": str(folder), "SAANJH_LOCAL": "1", "SAANJH_LOG_LEVEL": "ERROR"}
    environment["SAANJH_STAFF_IDLE_MINUTES"] = "720"  # a bench may take longer than a coffee
    return environment


def digest_of_code() -> str:
    """Changes with every file that has a part in what a demo holds."""
    digest = hashlib.sha256()
    for file in sorted(SOURCE.rglob("*")):
        place = file.relative_to(SOURCE)
        if file.suffix in {".py", ".csv", ".json", ".png"} and place.parts[0] not in APART:
            digest.update(f"{place}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
