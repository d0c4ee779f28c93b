"""The attack layer: what somebody with an account sends who wants what is not theirs, and how it is noticed.

Every page that the actor may open gets foreign ids in each of its parameters (those of its forms, and those that its
source reads), expansions, fields of the model that the form does not have, addresses of other hosts, and the marks of
a script that asks for a fragment. An answer is wrong when it shows a foreign word, tells a foreign id from one that
nothing has, leads away, changes or points to a foreign row, or writes to somebody who may not see what it is about.
"""

import copy
import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.test import Client
from lxml import html

from saanjh.ground.access import standing_of
from saanjh.ground.models import Notice, Person
from tests.plugins.canaries import says_who_may
from tests.web import access_matrix as matrix
from tests.web.row_states import Change, Rows

READ = re.compile(r"""(?:GET|POST|FILES)(?:\.get|\.getlist)?[\[(]\s*["'](\w+)["']""")
SECRET = re.compile(r"\b(?:md5|pbkdf2_sha256|argon2\w*)\$\w+")
FRESH = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|<bdi>[0-9a-f]{12}</bdi>|name=\"(?:csrfmiddlewaretoken|seen)\" value=\"\w+\""
)
FRAGMENT = {"HX-Request": "true", "X-Requested-With": "XMLHttpRequest", "Range": "bytes=0-99"}
EXPANSIONS = {
    **dict.fromkeys(("expand", "include", "fields", "embed", "with", "select"), "*,organisation,person,decision"),
    **dict.fromkeys(("depth", "all", "debug", "raw", "admin", "page_size", "limit"), "9"),
    **dict.fromkeys(("order_by", "ordering", "sort", "o"), "decided_by__password"),
    "decided_by__password__startswith": "m",
    "organisation__id__gt": "0",
}
ELSEWHERE = ("https://evil.example/x", "//evil.example/x", "https:/\\evil.example")
AWAY = re.compile(r"(https?:)?[/\\]{1,3}evil\.example")
TURNS = ("next", "return", "return_to", "back", "url", "redirect", "to")


@dataclass
class Scene:
    """One actor before one world: what is foreign to them, how all rows stood, and what a missing page looks like."""

    actor: matrix.Actor
    planted: dict[str, Any]
    rows: Rows
    foreign: list[Any] = field(default_factory=list)
    requests: int = 0
    accepted: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.actor.person is not None:
            self.actor.client.force_login(self.actor.person)
        self.foreign = foreign_to(self.actor.person)
        self.missing = _plain(self.actor.client.get("/desk/there-is-no-such-page/"))

    def send(
        self, what: str, method: str, url: str, data: Any = None, **headers: str
    ) -> tuple[Any, list[Change], list[str]]:
        """Send it, undo it, and say what was wrong with the answer and with what it did."""
        self.requests += 1
        client: Client = self.actor.client
        cookies = copy.deepcopy(client.cookies)  # what ends a session is undone in the browser too
        with self.rows.watched() as changes:
            response = getattr(client, method.lower())(url, data or {}, headers=headers)
            body = _text(response)
            problems = [f"tells {each}" for each in self._misdirected()] if method == "POST" else []
        client.cookies = cookies
        problems += [f"shows {word}" for word in matrix.foreign_words(body, self.planted, self.actor, self.known)]
        problems += ["shows a secret"] if SECRET.search(body) else []
        problems += ["leads to another host"] if AWAY.match(response.get("Location", "")) else []
        problems += ["fails"] if response.status_code >= 500 else []
        problems += self._foreign_changes(changes, method)
        return response, changes, [f"{self.actor.name}: {method} {url} {what}: {each}" for each in problems]

    def _misdirected(self) -> list[str]:
        """New notices about a thing that their reader may not see."""
        wrong = []
        stood = self.rows.stood[Notice._meta.db_table]
        for notice in Notice.objects.exclude(pk__in=stood).select_related("person"):
            about = apps.get_model(notice.about_kind) if notice.about_kind else None
            thing = about._base_manager.filter(public_id=notice.about_id).first() if about else None
            if thing is None or not says_who_may(type(thing)._default_manager.all()):
                continue
            if not matrix.may_see(notice.person, thing):
                wrong.append(f"{notice.kind} to {notice.person.username}")
        return wrong

    def _foreign_changes(self, changes: list[Change], method: str) -> list[str]:
        """Foreign rows changed, foreign words copied, own rows that now point to a foreign one."""
        problems = []
        for change in changes:
            name = change.model._meta.label
            new = change.columns()
            if change.before is not None and self._is_foreign(change.model, change.key):
                problems.append(f"{name} {change.key}, a foreign row, is changed: {sorted(new)}")
            words = matrix.foreign_words(" ".join(map(str, new.values())), self.planted, self.actor, self.known)
            problems += [f"copies {word} into {name}" for word in words]
        return problems

    def points_to(self, changes: list[Change], thing: Any) -> list[str]:
        """Own rows that now point to the foreign thing."""
        return [
            f"{change.model._meta.label}.{each.name} points to the foreign {thing._meta.label}"
            for change in changes
            for each in change.model._meta.concrete_fields
            if isinstance(each, models.ForeignKey)
            and each.related_model is type(thing)
            and change.columns().get(each.column) == thing.pk
        ]

    def _is_foreign(self, model: type[models.Model], key: Any) -> bool:
        rows = model._default_manager.all()
        row = rows.filter(pk=key).first() if says_who_may(rows) else None
        return row is not None and not matrix.may_see(self.actor.person, row)


def foreign_to(person: Person | None) -> list[Any]:
    """One thing of each model that says who may see it, which this person may not; one with a canary where there is."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("saanjh.") or not hasattr(model, "public_id"):
            continue
        if not says_who_may(model._default_manager.all()):
            continue
        if model is Person:
            continue  # colleagues read each other's names; what else is theirs the matrix looks at
        rows = model._default_manager.order_by()
        seen = set(rows.public().values_list("pk", flat=True))  # type: ignore[attr-defined]
        if person is not None:
            seen |= set(rows.visible_to(standing_of(person)).values_list("pk", flat=True))  # type: ignore[attr-defined]
        found += list(model._base_manager.exclude(pk__in=seen).order_by("-pk")[:1])
    return found


def parameters_of(route: matrix.Route) -> set[str]:
    """What the view's file reads from a request, and the fields of the forms that it knows."""
    module = inspect.getmodule(inspect.unwrap(route.view))
    if module is None or not module.__name__.startswith(("saanjh.", "tests.")):
        return set()
    names = set(READ.findall(inspect.getsource(module)))
    for each in vars(module).values():
        names |= set(getattr(each, "base_fields", {})) if isinstance(each, type) else set()
    return names - {"csrfmiddlewaretoken", "once", "seen"}


def attack(route: matrix.Route, scene: Scene) -> list[str]:
    """Everything there is against one route; what was wrong."""
    problems = _from_outside(route, scene)
    for thing in _own(route, scene):
        problems += _from_inside(route, scene, matrix.address(route, thing))
    return problems


def _own(route: matrix.Route, scene: Scene) -> list[Any]:
    finds = route.policy.finds
    if finds is None:
        opens = route.policy.is_open or matrix.expected_to_open(route, scene.actor, None)
        return [None] if opens and not route.parameters else []
    things = matrix.things(finds, matrix.own_scopes(scene.actor.person))
    return [thing for thing in things if matrix.expected_to_open(route, scene.actor, thing)][:2]


def _from_outside(route: matrix.Route, scene: Scene) -> list[str]:
    """Foreign things in the address: as a page, as a fragment, as a sending."""
    if not route.parameters:
        return []
    problems = []
    finds = route.policy.finds
    for thing in scene.foreign:
        if finds is not None and not isinstance(thing, finds):
            continue
        for named in dict.fromkeys((str(getattr(thing, route.policy.by, thing.pk)), str(thing.pk))):
            url = "/" + matrix.PARAMETER.sub(named, route.address) if finds is None else matrix.address(route, named)
            for method, headers in (("GET", {}), ("GET", FRAGMENT), ("POST", {})):
                response, changes, wrong = scene.send("(foreign)", method, url, **headers)
                problems += wrong
                if finds is not None and not route.policy.is_open and not _as_missing(response, scene):
                    problems.append(f"{scene.actor.name}: {method} {url} is not as one that does not exist")
                problems += [f"{method} {url}: {each}" for each in scene.points_to(changes, thing)]
    return problems


def _as_missing(response: Any, scene: Scene) -> bool:
    """Whether the answer is that of a page that does not exist, of a method that none has, or the way to sign in."""
    if scene.actor.person is None:
        return response.status_code in {302, 401, 405}
    return response.status_code == 405 or (response.status_code == 404 and _plain(response) == scene.missing)


def _from_inside(route: matrix.Route, scene: Scene, url: str) -> list[str]:
    """Foreign things, and what no form has, sent to a page that the actor may open."""
    names = parameters_of(route)
    page, _changes, problems = scene.send("", "GET", url)
    for there in ELSEWHERE:
        problems += scene.send("(elsewhere)", "GET", url, dict.fromkeys([*TURNS, *names], there))[2]
    if page.status_code >= 300 and page.status_code != 422:
        return problems if "GET" in route.policy.methods else problems + _sent(route, scene, url, {}, names)
    scene.opened.add(route.name)
    form, choices = form_of(page)
    for what, query in (("(expansions)", EXPANSIONS), ("(fragment)", {})):
        problems += scene.send(what, "GET", url, query, **(FRAGMENT if query == {} else {}))[2]
    if names:
        nothing = _plain(scene.send("(missing)", "GET", url, dict.fromkeys(names, matrix.MISSING))[0])
        for thing in scene.foreign:
            what = f"(asked for a foreign {thing._meta.model_name})"
            response, _c, wrong = scene.send(what, "GET", url, dict.fromkeys(names, thing.public_id))
            problems += wrong
            if _plain(response).replace(thing.public_id.encode(), matrix.MISSING.encode()) != nothing:
                problems.append(f"{scene.actor.name}: GET {url} tells a foreign {thing._meta.model_name} from none")
            problems += scene.send(what, "GET", url, dict.fromkeys(names, str(thing.pk)))[2]
    if "POST" in route.policy.methods:
        problems += _sent(route, scene, url, form, names, choices)
    return problems


def _sent(
    route: matrix.Route, scene: Scene, url: str, form: dict[str, Any], names: set[str], choices: Iterable[str] = ()
) -> list[str]:
    """The form as it stands, with more fields than it has, and with foreign ids in those that it has."""
    first, changes, problems = scene.send("(plain)", "POST", url, form)
    went_well = first.status_code in {200, 302, 303} and bool(changes)
    if went_well:
        scene.accepted.add(route.name)
        problems += _mass_assignment(route, scene, url, form, changes)
    for there in ELSEWHERE[:2]:
        problems += scene.send("(elsewhere)", "POST", url, {**dict.fromkeys(TURNS, there), **form})[2]
    beyond = names - set(form)
    for thing in scene.foreign:
        what = f"(sent a foreign {thing._meta.model_name})"
        ids = [thing.public_id, str(thing.pk)]
        tries = [{**form, **dict.fromkeys(beyond, each)} for each in ids] if beyond else []
        tries += [{**form, name: each} for name in choices for each in ids]
        for sending in tries:
            _response, changes, wrong = scene.send(what, "POST", url, sending)
            problems += wrong + [f"POST {url}: {each}" for each in scene.points_to(changes, thing)]
    return problems


def _mass_assignment(
    route: matrix.Route, scene: Scene, url: str, form: dict[str, Any], changes: list[Change]
) -> list[str]:
    """Every column of the rows that the form writes, sent beside it, must change nothing in what is written."""
    again = scene.send("(again)", "POST", url, form)[1]
    extra: dict[str, str] = {}
    for model in {change.model for change in changes} | ({route.policy.finds} - {None}):  # type: ignore[operator]
        for column in model._meta.concrete_fields:  # type: ignore[union-attr]
            other = [str(code) for code, _label in column.flatchoices or () if code]
            value = other[-1] if other else "1"
            extra |= {column.name: value, column.attname: value}
    more = {name: value for name, value in extra.items() if name not in form and name not in parameters_of(route)}
    _response, widened, problems = scene.send("(mass assignment)", "POST", url, {**form, **more})
    first, second, third = _written(changes), _written(again), _written(widened)
    steady = {place for place in first if first[place] == second.get(place)}
    fresh = set(first) - steady
    different = {place for place in {*steady, *third} - fresh if first.get(place) != third.get(place)}
    problems += [
        f"{scene.actor.name}: POST {url}: what no form has changes {table}.{column}"
        for table, _n, column in sorted(different)
        if column != "digest"
    ]
    return problems


def _written(changes: list[Change]) -> dict[tuple[str, int, str], Any]:
    """What was written, by table, place among its rows and column."""
    return {
        (change.model._meta.label, number, column): value
        for number, change in enumerate(changes)
        for column, value in change.columns().items()
    }


def form_of(page: Any) -> tuple[dict[str, Any], list[str]]:
    """The fields of the page's own form, filled in where they are empty, and those that choose or are hidden."""
    if page.streaming or "html" not in page.get("Content-Type", "") or not page.content:
        return {}, []
    forms = html.fromstring(page.content).xpath("//main//form[@method='post'] | //body[not(//main)]//form")
    fields: dict[str, Any] = {}
    choosing: list[str] = []
    for each in forms[0].xpath(".//*[@name]") if forms else []:
        name, kind = each.get("name"), each.get("type", each.tag)
        options = [option.get("value") for option in each.xpath(".//option") if option.get("value")]
        if kind in {"file", "submit", "button"} or name == "csrfmiddlewaretoken":
            continue
        if kind in {"select", "radio", "checkbox", "hidden"} and name not in {"once", "seen"} and name not in choosing:
            choosing.append(name)
        value = each.value if each.tag in {"select", "textarea"} else each.get("value", "")
        if each.tag == "select" and not value:
            value = options[0] if options else ""
        if kind in {"radio", "checkbox"} and each.get("checked") is None:
            if kind == "radio":
                fields.setdefault(name, value)
            continue
        fields[name] = list(value) if not isinstance(value, str) else value or "1"
    return fields, choosing


def limit_shared(url: str, one: Client, other: Client, data: dict[str, str]) -> bool:
    """Whether what one sends too often stops the other, who comes from elsewhere and is somebody else."""
    for _turn in range(40):
        if one.post(url, data, REMOTE_ADDR="203.0.113.7").status_code == 429:
            return bool(other.post(url, data, REMOTE_ADDR="198.51.100.9").status_code == 429)
    return False


def _plain(response: Any) -> bytes:
    """The body without what is fresh in each answer."""
    return FRESH.sub("", _text(response, headers=False)).encode()


def _text(response: Any, *, headers: bool = True) -> str:
    body = b"" if response.streaming else response.content
    said = [f"{name}: {value}" for name, value in response.items()] if headers else []
    return "\n".join([body.decode("utf-8", "replace"), *said])
