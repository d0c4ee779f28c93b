"""Routes of the read API. Each is declared once: what it does and what its document says come from the same shapes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from saanjh.web.machine.shapes import Paging, Problem

JSON = "application/json; charset=utf-8"
PROBLEM_JSON = "application/problem+json"
PREFIX = "api/v1/"


class NotUnderstood(Exception):
    """Some parameters are not as the question's shape wants them: its arguments are their names."""


@dataclass(frozen=True)
class Route:
    """An address that is read. `find` gets the question and the parts of the address, and gives the answer."""

    path: str
    summary: str
    tag: str
    find: Callable[..., msgspec.Struct]
    question: type[Paging] | None
    answer: type[msgspec.Struct]

    @property
    def name(self) -> str:
        return self.find.__name__

    def __call__(self, request: HttpRequest, **parts: str) -> HttpResponse:
        try:
            asked = {"asked": understood(self.question, request.GET)} if self.question else {}
            body = msgspec.json.encode(self.find(**asked, **parts))
        except NotUnderstood as wrong:
            names = ", ".join(wrong.args)
            return problem(422, f"Not understood: {names}. The document at /{PREFIX}openapi.json says what is.")
        except Http404:
            return nothing_there()
        msgspec.json.decode(body, type=self.answer)  # fails where the document would not be true
        return HttpResponse(body, content_type=JSON)


def reads(path: str, summary: str, *, tag: str) -> Callable[[Callable[..., msgspec.Struct]], Route]:
    """Make a function the route at `path`. Its annotations are the shapes: of `asked` the question's, of what it
    returns the answer's. Its docstring is what the document says of it.
    """

    def declare(find: Callable[..., msgspec.Struct]) -> Route:
        shapes = get_type_hints(find)
        return Route(path, summary, tag, find, shapes.get("asked"), shapes["return"])

    return declare


def understood(question: type[Paging], sent: QueryDict) -> Paging:
    """What was asked, in the question's shape; NotUnderstood with every parameter that does not fit, not with what
    was sent. Parameters that the shape does not know are left alone.
    """
    given: dict[str, Any] = {}
    wrong: list[str] = []
    for field in msgspec.structs.fields(question):
        if field.name in sent:
            try:
                given[field.name] = msgspec.convert(sent[field.name], field.type, strict=False)
            except msgspec.ValidationError:
                wrong.append(field.name)
    if wrong:
        raise NotUnderstood(*sorted(wrong))
    return question(**given)


def problem(status: int, detail: str) -> HttpResponse:
    """An error as problem JSON."""
    return HttpResponse(msgspec.json.encode(Problem(status, detail)), status=status, content_type=PROBLEM_JSON)


def nothing_there() -> HttpResponse:
    return problem(404, "There is nothing at this address.")
