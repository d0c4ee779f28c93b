"""./run and ./test: what they decide, from their own functions."""

import importlib.machinery
import importlib.util
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    """The script as a module."""
    loader = importlib.machinery.SourceFileLoader(f"script_{name}", str(ROOT / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


run, test = script("run"), script("test")


@pytest.fixture(autouse=True)
def _not_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def report(folder: Path, *cases: str) -> Path:
    file = folder / "report.xml"
    body = "".join(f'<testcase classname="tests.x" name="t{n}">{case}</testcase>' for n, case in enumerate(cases))
    file.write_text(f"<testsuites><testsuite>{body}</testsuite></testsuites>", encoding="utf-8")
    return file


def test_a_lane_passes_when_every_test_passed(tmp_path: Path) -> None:
    outcome = test.read_report(report(tmp_path, "", ""), 0)
    assert (outcome.state, outcome.passed, outcome.failed) == ("passed", 2, 0)


@pytest.mark.parametrize("trouble", ["failure", "error"])
def test_a_lane_fails_with_one_of_its_tests(tmp_path: Path, trouble: str) -> None:
    outcome = test.read_report(report(tmp_path, "", f'<{trouble} message="no"/>'), 1)
    assert (outcome.state, outcome.passed, outcome.failed) == ("failed", 1, 1)


def test_a_lane_without_tests_fails(tmp_path: Path) -> None:
    assert test.read_report(report(tmp_path), 5).state == "failed"


def test_a_lane_whose_pytest_broke_off_fails(tmp_path: Path) -> None:
    assert test.read_report(tmp_path / "report.xml", 3).state == "failed"
    assert test.read_report(report(tmp_path, ""), 3).state == "failed"


def test_a_skip_with_a_reason_passes_here_and_fails_in_ci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = report(tmp_path, "", '<skipped message="no Java here"/>')
    assert test.read_report(file, 0).state == "passed"
    monkeypatch.setenv("CI", "true")
    assert test.read_report(file, 0).state == "failed"


# Where a test may be skipped: on no machine that CI runs on. What another database is for is not collected instead.
MAY_SKIP = {
    "tests/commands/test_serve.py": "the machine is no Linux",
    "tests/commands/test_copy_command.py": "there is no PostgreSQL",
    "tests/lasting/conftest.py": "there is no gcc",
    "tests/formats/test_typeset.py": "there are no fonts for Urdu",
    "tests/web/test_agreements.py": "there are no fonts for Urdu",
    "tests/web/test_selection_paper.py": "there are no fonts for Urdu",
}


def test_no_test_is_skipped_where_ci_runs() -> None:
    skips = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b|unittest\.skip|SkipTest")
    files = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")}
    here = str(Path(__file__).relative_to(ROOT))
    assert {name for name, code in files.items() if skips.search(code)} - {here} == set(MAY_SKIP)


@pytest.mark.parametrize("reason", ["", "unconditional skip"])
def test_a_skip_without_a_reason_fails(tmp_path: Path, reason: str) -> None:
    outcome = test.read_report(report(tmp_path, "", f'<skipped message="{reason}"/>'), 0)
    assert (outcome.state, outcome.passed) == ("failed", 1)


def test_what_could_not_run_is_named_loudly_and_fails_in_ci_only(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = test.Outcome("NOT RUN", why="No Chromium was found.")
    lines = test.summary({"journeys": outcome}).splitlines()
    assert "!!! JOURNEYS DID NOT RUN. No Chromium was found." in lines
    assert test.is_good(outcome)
    monkeypatch.setenv("CI", "true")
    assert not test.is_good(outcome)


def test_tests_that_could_not_run_are_counted_loudly_with_what_to_install(tmp_path: Path) -> None:
    why = "NOT RUN: gcc is missing. Install it: apt install gcc"
    skip = f'<skipped message="{why}"/>'
    outcome = test.read_report(report(tmp_path, "", skip, skip, '<skipped message="no Java here"/>'), 0)
    lines = test.summary({"sqlite": outcome}).splitlines()
    assert "!!! SQLITE: 2 TESTS DID NOT RUN. gcc is missing. Install it: apt install gcc" in lines
    assert sum("DID NOT RUN" in line for line in lines) == 1


@pytest.mark.slow
def test_without_gcc_the_power_cuts_are_not_run_and_say_what_to_install(tmp_path: Path) -> None:
    """In CI a lane with a skip fails: test_a_skip_with_a_reason_passes_here_and_fails_in_ci."""
    (tmp_path / "bin").mkdir()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={tmp_path / 'report.xml'}"]
    power = "tests/lasting/test_power.py::test_a_file_is_certain_when_it_is_said_to_be_kept"
    without = {**os.environ, "PATH": str(tmp_path / "bin"), "SAANJH_DATABASE_URL": ""}
    done = subprocess.run([*command, power], cwd=ROOT, env=without, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    outcome = test.read_report(tmp_path / "report.xml", done.returncode)
    assert (outcome.state, outcome.passed) == ("passed", 0)
    assert "TESTS DID NOT RUN. gcc is missing" in test.summary({"sqlite": outcome})


def test_the_last_line_of_the_summary_counts_all_lanes() -> None:
    outcomes = {"sqlite": test.Outcome("failed", 7, 2), "postgres": test.Outcome("passed", 9, 0)}
    assert test.summary(outcomes).splitlines()[-1] == "16 passed, 2 failed"


@pytest.mark.parametrize(
    ("words", "lanes"),
    [
        ([], ["lint", "types", "floors", "sqlite", "postgres", "journeys"]),
        (["fast"], ["lint", "quick"]),
        (["fast", "lint", "postgres"], ["lint", "quick", "postgres"]),
    ],
)
def test_lanes_are_chosen_once_each_in_order(words: list[str], lanes: list[str]) -> None:
    assert test.chosen(words) == lanes


def test_on_postgresql_only_rooms_are_left_out_that_know_no_database() -> None:
    folders = [ROOT / option.removeprefix("--ignore=") for option in test.PURE]
    files = [file for folder in folders for file in folder.rglob("test_*.py")]
    assert len(files) > 20
    assert [file for file in files if "django_db" in file.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("name", ["run", "test"])
def test_each_command_tells_its_options_and_refuses_others(name: str) -> None:
    help_, wrong = (
        subprocess.run([sys.executable, ROOT / name, word], capture_output=True, text=True)
        for word in ("--help", "--nonsense")
    )
    assert (help_.returncode, help_.stdout.split()[:2]) == (0, ["usage:", f"./{name}"])
    assert wrong.returncode == 2


def test_run_sets_this_machine_up_but_keeps_what_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"SAANJH_DATA": "/srv/saanjh"})
    environment = run.for_this_machine(8001)
    assert environment == {
        "SAANJH_ADDRESS": "http://localhost:8001",
        "SAANJH_DATA": "/srv/saanjh",
        "SAANJH_LOCAL": "1",
        "SAANJH_LOG_LEVEL": "WARNING",
        "SAANJH_TOTP_TOLERANCE": "10",
    }


def test_run_notices_that_a_port_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not run.is_free(port)
    assert run.is_free(port)


def test_the_environment_is_made_anew_only_when_a_lock_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    for lock in run.LOCKS.values():
        (tmp_path / lock).write_text("granian==1\n", encoding="utf-8")
    before = run.fingerprint()
    assert run.fingerprint() == before
    (tmp_path / "requirements-test.lock").write_text("granian==2\n", encoding="utf-8")
    assert run.fingerprint() != before


def test_what_changed_of_the_project_is_compiled_at_each_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each worker compiles it by itself where it may not write, and keeps what that took."""
    (tmp_path / "src").mkdir()
    module = tmp_path / "src" / "module.py"
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "PYTHON", sys.executable)
    monkeypatch.setattr(run, "stamp", lambda: {"made_from": run.fingerprint(), "tests": False})
    for lock in run.LOCKS.values():
        (tmp_path / lock).write_text("one==1")
    for when, code in enumerate(("answer = 1", "answer = 22"), 1_000_000_000):
        module.write_text(code)
        os.utime(module, (when, when))
        run.set_up()
        compiled = importlib.util.cache_from_source(str(module))
        assert b"answer" in Path(compiled).read_bytes()
        assert int.from_bytes(Path(compiled).read_bytes()[12:16], "little") == len(code)


def test_without_any_pip_run_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_base_executable", "/bin/false")
    monkeypatch.setattr(run, "PYTHON", "/bin/false")
    with pytest.raises(SystemExit, match="apt install python3-pip"):
        run.pip_for_venv()


@pytest.mark.slow
def test_the_saanjh_command_works_in_a_folder_with_spaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "a folder with spaces"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    (root / "src").mkdir()
    (root / "src" / "saanjh").symlink_to(ROOT / "src" / "saanjh")
    monkeypatch.setattr(run, "ROOT", root)
    monkeypatch.setattr(run, "VENV", root / ".venv")
    monkeypatch.setattr(run, "PYTHON", root / ".venv" / "bin" / "python")
    run.put_project_on_path()
    said = subprocess.run([root / ".venv" / "bin" / "saanjh", "--help"], capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("Saanjh runs community grants")
