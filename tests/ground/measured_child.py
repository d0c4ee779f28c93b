"""Runs the process that reads one file, or a wrong variant of it, and leaves behind how much memory it took.

`measured_child.py REPORT MUTANT TASK`: a small process between, because the memory that the system reckons to a new
process includes that of the one it was forked from, and a test's own is larger than the bound.
"""

import json
import os
import signal
import sys
from pathlib import Path

RIGHT = ["-m", "saanjh.formats.confined.child"]
WRONG = [str(Path(__file__).with_name("wrong_child.py"))]

if __name__ == "__main__":
    report, mutant, task = sys.argv[1:]
    module = [*WRONG, mutant] if mutant else RIGHT
    command = [sys.executable, "-I", "-X", "utf8", "-W", "ignore", *module, task]
    child = os.posix_spawn(sys.executable, command, dict(os.environ))
    os.close(0)
    os.close(1)
    _, status, used = os.wait4(child, 0)
    with Path(report).open("a") as out:
        out.write(json.dumps({"mb": used.ru_maxrss * 1024 / 1_000_000}) + "\n")
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code not in (signal.SIGKILL, signal.SIGSTOP) else None
        os.kill(os.getpid(), -code)
    os._exit(code)
