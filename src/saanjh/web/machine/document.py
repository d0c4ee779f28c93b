"""The OpenAPI document, made from the same shapes that questions and answers are checked against."""

import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from msgspec import Struct
from msgspec.json import schema_components

from saanjh.web.machine.routes import PREFIX, PROBLEM_JSON, Route
from saanjh.web.machine.shapes import Problem

SCHEMAS = "#/components/schemas/{name}"
PART = re.compile(r"<(\w+)>")


def of(routes: Iterable[Route]) -> dict[str, Any]:
    """What the routes say of themselves, as OpenAPI 3.1."""
    routes = list(routes)
    shapes: list[type[Struct]] = [*dict.fromkeys(route.answer for route in routes), Problem]
    references, components = schema_components(shapes, ref_template=SCHEMAS)
    named = dict(zip(shapes, references, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Saanjh",
            "version": settings.VERSION,
            "description": "Who works where, what is measured and how. Read only, no account. "
            "Nothing here names a person.",
        },
        "paths": {_address(route): {"get": _operation(route, named)} for route in routes},
        "components": {"schemas": components},
    }


def _address(route: Route) -> str:
    return f"/{PREFIX}" + PART.sub(r"{\1}", route.path)


def _operation(route: Route, named: dict[type[Struct], dict[str, Any]]) -> dict[str, Any]:
    return {
        "operationId": f"{route.find.__module__}.{route.name}".replace(".", "_"),
        "summary": route.summary,
        "description": route.find.__doc__,
        "tags": [route.tag],
        "parameters": [*_parts(route), *_parameters(route)],
        "responses": {
            "200": _answer(HTTPStatus.OK, "application/json", named[route.answer]),
            "404": _answer(HTTPStatus.NOT_FOUND, PROBLEM_JSON, named[Problem]),
            "422": _answer(HTTPStatus.UNPROCESSABLE_ENTITY, PROBLEM_JSON, named[Problem]),
        },
    }


def _answer(status: HTTPStatus, kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": status.phrase, "content": {kind: {"schema": schema}}}


def _parts(route: Route) -> Iterator[dict[str, Any]]:
    for name in PART.findall(route.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _parameters(route: Route) -> Iterator[dict[str, Any]]:
    """A question's fields; what is said of one stands beside its schema, where readers of such documents look."""
    if route.question is None:
        return
    _references, components = schema_components([route.question], ref_template=SCHEMAS)
    for name, schema in components[route.question.__name__]["properties"].items():
        said = {"description": schema.pop("description")} if "description" in schema else {}
        yield {"name": name, "in": "query", "required": False, **said, "schema": schema}
