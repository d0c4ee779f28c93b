"""How the web server is started: by `saanjh serve`, and by the bench that measures it."""

import sys

# glibc gives each thread an arena of its own, which it seldom gives back: one serves two threads well.
# Granian's own half, in Rust, asks jemalloc instead: that one too keeps one arena, and gives back what it is given.
# Which word of a line failed, Python need not know.
ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "_RJEM_MALLOC_CONF": "narenas:1,tcache:false,dirty_decay_ms:0,muzzy_decay_ms:0",
    "PYTHONNODEBUGRANGES": "1",
}
# Two threads a worker: Python runs one at a time anyway, and each holds a connection with its cache.
THREADS = 2


def web_server(host: str, port: int, *, workers: int = 1, application: str = "saanjh.wsgi:application") -> list[str]:
    """The command of the process that serves, and starts its workers."""
    return [sys.executable, "-m", "saanjh.web.serving", host, str(port), str(workers), application]


def serve(host: str, port: int, workers: int, application: str) -> None:
    """Granian itself, without its command line: workers are copies of this process and would all carry that along."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(),
        websockets=False,
        workers=workers,
        blocking_threads=THREADS,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
