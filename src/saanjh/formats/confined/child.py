"""The process that reads one file: it shuts itself in before the first byte of the file reaches it.

`python -I -m saanjh.formats.confined.child TASK` reads a line of JSON (the options), then the file, from its
standard input, and answers with a line of JSON and further bytes. It has two open files, those, and may open no
other: no file to read or write, no connection. Its memory and its time are bounded by the system.
"""

import importlib
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from saanjh.formats.confined.limits import BROKEN, CPU_SECONDS, MEMORY
from saanjh.formats.unfit import Unfit

Task = Callable[..., tuple[Any, bytes]]
TASKS = {  # name -> module and function, which takes the bytes and options, and returns a plain value and bytes
    "picture": "saanjh.formats.pictures:confined",
    "pdf": "saanjh.formats.pdfs:confined",
    "table": "saanjh.formats.sheets.apart:confined",
}


def main(name: str) -> None:
    """Load all that the task needs, shut the door, read, answer."""
    task = loaded(TASKS[name])
    shut_in()
    try:
        options = json.loads(sys.stdin.buffer.readline())
        value, body = answered(task, sys.stdin.buffer.read(), options)
        sys.stdout.buffer.write(json.dumps(value).encode() + b"\n" + body)
        sys.stdout.buffer.flush()
    except Exception:  # whatever a reader of files stumbles over is the file's fault, and told apart from our own
        os._exit(BROKEN)


def loaded(address: str) -> Task:
    """The task's function; its module has loaded whatever it will use, because later nothing can be opened."""
    module, _, function = address.partition(":")
    task: Task = getattr(importlib.import_module(module), function)
    return task


def shut_in() -> None:
    """Give up what reading a file does not need, for good."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # a signal that says why, then the end
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),  # as many as are open: in, out, errors
    ):
        resource.setrlimit(what, (most, most))


def answered(task: Task, content: bytes, options: dict[str, Any]) -> tuple[Any, bytes]:
    """What the task says of the file, or why it says nothing."""
    try:
        value, body = task(content, **options)
    except Unfit as unfit:
        return {"unfit": unfit.code, "params": unfit.params}, b""
    except MemoryError:
        return {"unfit": "too_heavy", "params": {}}, b""
    return {"value": value}, body


if __name__ == "__main__":
    main(sys.argv[1])
