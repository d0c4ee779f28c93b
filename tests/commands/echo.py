"""A WSGI application that tells what body reached it, to be served by a real server."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from saanjh.web.bodies import TOO_LARGE, WholeBodies

LARGEST = 3_000_000


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer with length and digest of the body, read as Django reads it: up to the length declared."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    told = {
        "length": len(body),
        "digest": hashlib.sha256(body).hexdigest(),
        "too_large": TOO_LARGE in environ,
    }
    answer = json.dumps(told).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


application = WholeBodies(echo, largest=LARGEST)
