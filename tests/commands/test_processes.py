"""Programs under one parent: started again after growing pauses, ended even when they will not listen."""

import sys
import time
from pathlib import Path

import pytest

from saanjh.commands import processes
from saanjh.commands.processes import Program, Programs
from tests.installations import wait_until

STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: pathlib.Path(sys.argv[1]).open("a").write("told "))
pathlib.Path(sys.argv[1]).write_text("")
while True:
    time.sleep(0.01)
"""


def watch_until_dead(program: Program, told: list[str]) -> None:
    count = len(told)
    while len(told) == count:
        program.watch(told.append)
        time.sleep(0.005)


def test_a_program_that_dies_again_and_again_is_started_after_longer_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LONGEST_PAUSE", 0.04)
    program, told, pauses = Program("It", [sys.executable, "-c", "exit(3)"], pause=0.01), list[str](), list[float]()
    for _ in range(4):
        watch_until_dead(program, told)
        pauses.append(program.pause)
    assert pauses == [0.02, 0.04, 0.04, 0.04]
    assert told[0] == "It ended with 3; it starts again in 0 s."


def test_a_program_that_ran_steadily_starts_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STEADY", 0.0)
    program = Program("It", [sys.executable, "-c", ""], pause=40.0)
    watch_until_dead(program, [])
    assert program.pause == 2 * processes.FIRST_PAUSE


def test_a_program_that_will_not_listen_is_told_twice_then_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    monkeypatch.setattr(processes, "LAST_PATIENCE", 0.3)
    program = Program("It", [sys.executable, "-c", STUBBORN, str(tmp_path / "told")])
    program.start()
    wait_until((tmp_path / "told").exists)
    Programs([program], tell=print).end()
    assert program.process
    assert (program.process.returncode, (tmp_path / "told").read_text()) == (-9, "told told ")
