"""Several programs kept running under one: a dead one starts again, and all stop together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a dead program starts again; doubled each time
STEADY = 60.0  # a program that ran this long starts again without much of a pause
PATIENCE, LAST_PATIENCE = 20.0, 5.0  # seconds to finish in, once told to stop, and when told again
END_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


def _end_with_parent() -> None:
    """So that nothing is left behind when the parent itself is killed (Linux only)."""
    ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGTERM)


@dataclass
class Program:
    """A child process, and how it has fared."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)  # beside the parent's own
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    begun: float = 0.0
    again_at: float = 0.0

    def start(self) -> None:
        # In a session of its own, so that Ctrl-C reaches the parent alone, which then stops all in order.
        prepare = _end_with_parent if sys.platform == "linux" else None
        environment = {**os.environ, **self.environment}
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=prepare, env=environment)
        self.begun = time.monotonic()

    def watch(self, tell: Callable[[str], None]) -> None:
        """Start the program if its time has come; note when it has died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            self.pause = FIRST_PAUSE if now - self.begun >= STEADY else self.pause
            tell(f"{self.name} ended with {code}; it starts again in {self.pause:.0f} s.")
            self.process, self.again_at = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)


@dataclass
class Programs:
    """The programs, and the wish to stop them."""

    programs: list[Program]
    tell: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Keep all running until SIGTERM or SIGINT, then end them; returns when none is left."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        try:
            while not self.stop.is_set():
                for program in self.programs:
                    program.watch(self.tell)
                self.stop.wait(0.3)
        finally:
            self.end()

    def end(self) -> None:
        """Ask all to finish, ask again (a worker then drops its job, to be tried later), and kill what is left."""
        left = [program.process for program in self.programs if program.process is not None]
        for order, seconds in ((signal.SIGTERM, PATIENCE), (signal.SIGTERM, LAST_PATIENCE), (signal.SIGKILL, None)):
            for process in left:
                process.send_signal(order)
            until = None if seconds is None else time.monotonic() + seconds
            left = [process for process in left if not _ended(process, until)]


def _ended(process: "subprocess.Popen[bytes]", until: float | None) -> bool:
    """Wait for its end, at most until then."""
    try:
        process.wait(None if until is None else max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True
