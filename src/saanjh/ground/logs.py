"""Logs as JSON lines, without personal data, tokens, addresses of machines, query strings or what stands in a path."""

import json
import logging
import re
from datetime import UTC, datetime

from saanjh.kit import personal_data

SECRETS = re.compile(
    r"(?i)((?:password|token|secret|code|key|csrfmiddlewaretoken|sessionid|session)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;]+"
)
QUERY = re.compile(r"\?[^\s\"']*")
MACHINE = re.compile(r"(?i)(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7})(?![\w:])")


def redacted(text: str) -> str:
    """The text without what could identify a person or open a door."""
    return personal_data.mask(SECRETS.sub(r"\1[…]", QUERY.sub("?…", MACHINE.sub("[…]", text))))


class Redact(logging.Filter):
    """Replaces a record's message by its redacted form; drops what Django warns of on a page that is not logged.

    Of a request the route is told, never the path: it may hold a one-time code, and says which thing was opened.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        policy = getattr(request, "policy", None)
        if policy is not None and not policy.logged and record.levelno < logging.ERROR:
            return False
        message = record.getMessage()
        if path := getattr(request, "path", "").rstrip("/"):
            match = getattr(request, "resolver_match", None)
            message = message.replace(path, f"/{match.route}".rstrip("/") if match else "/[…]")
        record.msg, record.args = redacted(message), ()
        return True


class AsJson(logging.Formatter):
    """One JSON object a line. An exception is told by its type and place: its text may quote what people typed."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in ("request_id", "route", "status", "milliseconds", "method"):
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = self._where(record)
        return json.dumps(line, ensure_ascii=False)

    def _where(self, record: logging.LogRecord) -> list[str]:
        steps = []
        trace = record.exc_info[2] if record.exc_info else None
        while trace is not None:
            code = trace.tb_frame.f_code
            steps.append(f"{code.co_filename.rsplit('site-packages/')[-1].rsplit('/src/')[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        return steps[-8:]
