"""Whether each form that succeeds leaves a line of history; watched while all other tests of the pages run."""

from typing import Any

from saanjh.ground import writing
from saanjh.web.middleware.guarding import Guarded

CARRIED_OUT = 303  # how a form that was carried out is answered; a way to the sign-in is a 302
NOTHING_TO_TELL = {
    "voices_new": "told on a later day, so that its order tells nothing",
    "voices_answer": "reads, and shows",
    "leave": "changes nothing: it takes the page off the screen",
    "inbox_read": "that a message was read is nobody's business but the reader's",
}


class FormWithoutLine(AssertionError):
    """A form changed something, or seemed to, and history knows nothing of it."""


def watch(monkeypatch: Any) -> None:
    """Let every POST that is answered as carried out fail where no line of history was written.

    The same form sent again does nothing, and so leaves nothing: it is known by its key.
    """
    plain, carried_out = Guarded.__call__, set()

    def call(self: Guarded, request: Any) -> Any:
        before = writing.lines.get()
        response = plain(self, request)
        if request.method != "POST" or response.status_code != CARRIED_OUT:
            return response
        name = request.resolver_match.url_name if request.resolver_match else ""
        ours = getattr(getattr(request.resolver_match, "func", None), "policy", None) is not None
        key = request.POST.get("once", "")
        told = writing.lines.get() != before
        if ours and name not in NOTHING_TO_TELL and not told and (not key or key not in carried_out):
            raise FormWithoutLine(f"{name} was carried out and left no line of history.")
        carried_out.add(key)
        return response

    monkeypatch.setattr(Guarded, "__call__", call)
