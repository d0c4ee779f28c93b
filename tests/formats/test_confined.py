"""The process that reads one file: what it can still do, and how it ends."""

import errno
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from saanjh.formats.confined import Answer, parent, run
from saanjh.formats.confined.limits import MEMORY, SECONDS
from saanjh.formats.unfit import Unfit

Doing = Callable[[str], Answer]
CHILD = """
import os, signal, socket, sys, time
from saanjh.formats.confined import child

def task(content, **options):
{body}

child.loaded = lambda address: task
child.main("pdf")
"""


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Doing:
    """Have the process do something else than look at a file."""

    def do(body: str) -> Answer:
        script = tmp_path / "child.py"
        script.write_text(CHILD.format(body="\n".join(f"    {line}" for line in body.splitlines())))
        monkeypatch.setattr(parent, "COMMAND", (sys.executable, "-I", str(script)))
        return run("pdf", b"bytes", word="said")

    return do


def test_it_is_given_the_bytes_and_the_options_and_answers_with_both_kinds(doing: Doing) -> None:
    answer = doing("return [options['word'], len(content)], content * 100_000")
    assert answer == Answer(["said", 5], b"bytes" * 100_000)


@pytest.mark.parametrize(
    "opening",
    ["open('/etc/passwd')", "open('/tmp/x', 'w')", "socket.socket()", "os.pipe()", "os.memfd_create('x')"],
)
def test_it_can_open_nothing(opening: str, doing: Doing) -> None:
    answer = doing(f"try:\n    {opening}\nexcept OSError as error:\n    return error.errno, b''\nreturn 0, b''")
    assert answer.value == errno.EMFILE


def test_it_knows_nothing_of_ours(doing: Doing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAANJH_SECRET_KEY", "secret")
    found = doing("return [sorted(os.environ), 'django' in sys.modules], b''").value
    assert found == [["LC_ALL"], False]


def test_more_memory_than_it_may_have_is_told_in_words(doing: Doing) -> None:
    with pytest.raises(Unfit, match="too_heavy"):
        doing(f"return len(bytearray({MEMORY})), b''")


@pytest.mark.parametrize("body", ["while True: pass", "time.sleep(60)"])
@pytest.mark.slow
def test_more_time_than_it_may_have_ends_it(body: str, doing: Doing) -> None:
    began = time.monotonic()
    with pytest.raises(Unfit, match="too_slow"):
        doing(body)
    assert time.monotonic() - began < SECONDS + 2


@pytest.mark.slow
def test_a_process_that_says_too_much_is_not_heard_to_its_end(doing: Doing) -> None:
    with pytest.raises(Unfit, match="too_heavy"):
        doing("while True: sys.stdout.buffer.write(bytes(1_000_000))")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("raise KeyError('a bug of the reader')", "damaged"),
        ("os.abort()", "too_heavy"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "too_heavy"),
    ],
)
def test_a_reader_that_breaks_is_the_file_s_fault_and_told_in_words(body: str, code: str, doing: Doing) -> None:
    with pytest.raises(Unfit, match=code):
        doing(body)


def test_a_process_that_never_came_to_the_file_is_our_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "COMMAND", (sys.executable, "-I", "-c", "import nothing_of_the_kind"))
    with pytest.raises(RuntimeError, match="before it looked"):
        run("pdf", b"bytes")


def test_the_right_process_answers() -> None:
    document = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    assert run("pdf", document) == Answer(None, document)
