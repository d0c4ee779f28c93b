"""How the web server is started: by `saanjh serve`, and by the bench that measures it."""

import sys

# glibc gives each thread an arena of its own, which it seldom gives back: one serves two threads well.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
# Two threads a worker: Python runs one at a time anyway, and each holds a connection with its cache.
THREADS = 2


def web_server(host: str, port: int, *, workers: int = 1, application: str = "saanjh.wsgi:application") -> list[str]:
    """Granian's command line."""
    options = {
        "--interface": "wsgi",
        "--http": "1",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": str(THREADS),
        "--workers-kill-timeout": "10",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers", application]
