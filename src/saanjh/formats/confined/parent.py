"""Start the process that reads a file, feed it, hear its answer, and end it with all that belongs to it."""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

from saanjh.formats.confined.limits import ANSWER, AT_ONCE, BROKEN, SECONDS
from saanjh.formats.unfit import Unfit

COMMAND = (sys.executable, "-I", "-X", "utf8", "-W", "ignore", "-m", "saanjh.formats.confined.child")
PIECE = 64 * 1024
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the task made of the file: a plain value, and bytes where it wrote some."""

    value: Any
    body: bytes


def run(task: str, content: bytes, **options: Any) -> Answer:
    """Have `task` (see child.TASKS) look at the bytes, apart. `options` are plain values, as JSON knows them.

    Raises Unfit for whatever is wrong with the file: what the task says, `too_slow` after some seconds,
    `too_heavy` when it wants more memory than it may have or ends without an answer.
    """
    with _places:
        code, said = _heard(task, json.dumps(options).encode() + b"\n" + content)
    head, _, body = said.partition(b"\n")
    try:
        found = json.loads(head) if code == 0 else {}
    except ValueError:
        found = {}
    if "value" in found:
        return Answer(found["value"], body)
    if "unfit" in found:
        raise Unfit(found["unfit"], **found["params"])
    if code == BROKEN:
        raise Unfit("damaged")
    if code >= 0:
        raise RuntimeError(f"The process for {task} ended with {code} before it looked at the file.")
    # Ended by the system: over its time on the processor, or memory refused where no language could mend it.
    raise Unfit("too_slow" if code == -signal.SIGXCPU else "too_heavy")


def _heard(task: str, sent: bytes) -> tuple[int, bytes]:
    """The child's exit code and answer; Unfit when it takes too long or says too much."""
    process = subprocess.Popen(
        [*COMMAND, task],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C"},  # nothing of ours: no key, no address of a database
        cwd="/",
        start_new_session=True,
        bufsize=0,
    )
    try:
        said = _exchange(process, sent, time.monotonic() + SECONDS)
        return process.wait(timeout=1), said
    except subprocess.TimeoutExpired:
        raise Unfit("too_slow") from None
    finally:
        _end(process)


def _exchange(process: "subprocess.Popen[bytes]", sent: bytes, until: float) -> bytes:
    """Write and read as the pipes allow, so that neither side waits for the other."""
    assert process.stdin is not None
    assert process.stdout is not None
    said, left = bytearray(), memoryview(sent)
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as pipes:
        pipes.register(process.stdout, selectors.EVENT_READ)
        pipes.register(process.stdin, selectors.EVENT_WRITE)
        while True:
            ready = pipes.select(max(0.0, until - time.monotonic()))
            if not ready or time.monotonic() > until:
                raise Unfit("too_slow")
            for key, _ in ready:
                if key.fileobj is process.stdin:
                    left = _written(process.stdin.fileno(), left)
                    if not left:
                        pipes.unregister(process.stdin)
                        process.stdin.close()
                elif piece := os.read(process.stdout.fileno(), PIECE):
                    said += piece
                    if len(said) > ANSWER:
                        raise Unfit("too_heavy")
                else:
                    return bytes(said)


def _written(pipe: int, left: memoryview) -> memoryview:
    """What is still to be written; nothing when the other end has gone, which its exit code then explains."""
    try:
        return left[os.write(pipe, left[:PIECE]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        return left[:0]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it may have started, and take its leave."""
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
