"""The attack layer: what somebody with an account sends who wants what is not theirs, and how it is noticed.

Every page that the actor may open gets foreign ids in each of its parameters (those of its forms, and those that its
source reads), expansions, fields of the model that the form does not have, addresses of other hosts, and the marks of
a script that asks for a fragment. An answer is wrong when it shows a foreign word, tells a foreign id from one that
nothing has, leads away, changes or points to a foreign row, or writes to somebody who may not see what it is about.

A thing is foreign that the models' own word does not show to the actor: one of a neighbour in the own scope (a
colleague's, another network's of the same programme) where there is one, and one from far.
"""

import copy
import inspect
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.apps import apps
from django.db import models
from django.test import Client

from saanjh.atlas.models import Initiative
from saanjh.ground.access import EVERYWHERE, standing_of
from saanjh.ground.models import District, Erasure, Notice, Person, SensitiveRead
from saanjh.programmes.models import Programme
from tests.plugins.canaries import SHOWN_BY_ANOTHER_RIGHT, says_who_may, written
from tests.web import access_matrix as matrix
from tests.web.filled_forms import Form, filled, found_in
from tests.web.row_states import Change, Rows

READ = re.compile(r"""(?:GET|POST|FILES)(?:\.get|\.getlist)?[\[(]\s*["'](\w+)["']""")
SECRET = re.compile(r"\b(?:md5|pbkdf2_sha256|argon2\w*)\$\w+")
FRESH = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|<bdi>[0-9a-f]{12}</bdi>|name=\"(?:csrfmiddlewaretoken|seen|once)\" value=\"[^\"]*\""
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


# What the addresses of the API name, which find their things themselves
NAMED: dict[str, tuple[tuple[Any, str], ...]] = {
    "district": ((District, "slug"),),
    "initiative": ((Initiative, "public_id"),),
    "programme": ((Programme, "public_id"),),
}
# Whose rows → why foreign words are written there anew, though nobody reads them there who may not
COPIED_BY_THE_SYSTEM = {
    "SearchEntry": "the index of what is found; search shows of it what the asker may open, tests/house/test_search.py",
}
# (address, whose row) → by what right somebody changes it who holds no role over it
CHANGED_BY_ANOTHER_RIGHT: dict[tuple[str, str], str] = {
    ("application_take_back", "Review"): "the officer ends a review under way, which only its reviewer may open",
    ("application_reopen_review", "Review"): "the officer opens a sealed review again, for its reviewer alone",
}


@dataclass(repr=False)
class Scene:
    """One actor before one world: what is foreign to them, how all rows stood, and what a missing page looks like.

    `requests`, `opened` and `accepted` count by address what was sent, which own pages came, and which forms were
    carried out. With `few` an attack is short: some of the foreign things, chosen by it, instead of all.
    """

    actor: matrix.Actor
    planted: dict[str, Any]
    rows: Rows
    few: Random | None = None
    foreign: list[Any] = field(default_factory=list)
    route: matrix.Route | None = None
    requests: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    known: dict[tuple[str, str], bool] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.actor.person is not None:
            self.actor.client.force_login(self.actor.person)
            self.rows.stand(Person)  # that somebody signed in is no doing of the attack's
        self.actor.client.raise_request_exception = False  # a page that fails is an answer too
        self.foreign = foreign_to(self.actor.person)
        self.missing = _plain(self.actor.client.get("/desk/there-is-no-such-page/"))

    @property
    def address(self) -> str:
        return self.route.address if self.route else ""

    def forget(self) -> None:
        """Count from nothing again."""
        for counted in (self.requests, self.opened, self.accepted):
            counted.clear()

    def some(self, things: Sequence[Any], number: int) -> list[Any]:
        """All of them, or in a short attack so many of them."""
        return list(things) if self.few is None else self.few.sample(list(things), min(number, len(things)))

    def send(
        self, what: str, method: str, url: str, data: Any = None, **headers: str
    ) -> tuple[Any, list[Change], list[str]]:
        """Send it, undo it, and say what was wrong with the answer and with what it did."""
        self.requests[self.address] += 1
        client: Client = self.actor.client
        cookies = copy.deepcopy(client.cookies)  # what ends a session is undone in the browser too
        with self.rows.watched() as changes:
            response = getattr(client, method.lower())(url, data or {}, headers=headers)
            body = _text(response)
            problems = [f"tells {each}" for each in self._misdirected()] if method == "POST" else []
        client.cookies = cookies
        written.clear()  # what the plugin of canaries heard is undone too, and its keys will be others'
        problems += [f"shows {word}" for word in self._foreign_words(body)]
        problems += ["shows a secret"] if SECRET.search(body) else []
        problems += ["leads to another host"] if AWAY.match(response.get("Location", "")) else []
        problems += ["fails"] if response.status_code >= 500 and self.address != "readyz" else []
        problems += self._foreign_changes(changes)
        return response, changes, [f"{self.actor.name}: {method} {url} {what}: {each}" for each in problems]

    def _foreign_words(self, body: str) -> list[str]:
        """Canaries of rows that this actor may not see, unless they are shown here by another right."""
        words = matrix.foreign_words(body, self.planted, self.actor, self.known)
        return [word for word in words if not self._declared(SHOWN_BY_ANOTHER_RIGHT, type(self.planted[word]))]

    def _declared(self, rights: dict[tuple[str, str], str], model: type[models.Model]) -> bool:
        key = (self.route.name if self.route else "", model.__name__)
        self.used |= {key} & set(rights)
        return key in rights

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

    def _foreign_changes(self, changes: list[Change]) -> list[str]:
        """Foreign rows changed, foreign words copied into rows."""
        problems = []
        for change in changes:
            name = change.model._meta.label
            new = change.columns()
            if change.before is not None and self._is_foreign(change.model, change.key):
                problems.append(f"{name} {change.key}, a foreign row, is changed: {sorted(new)}")
            if change.model.__name__ in COPIED_BY_THE_SYSTEM:
                continue
            words = self._foreign_words(" ".join(map(str, new.values())))
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
        """Whether the actor may not see the row, or holds no role over what it belongs to."""
        row = model._base_manager.filter(pk=key).first()
        if row is None or row == self.actor.person or self._declared(CHANGED_BY_ANOTHER_RIGHT, model):
            return False
        if isinstance(row, Erasure) and row.person == self.actor.person:
            return False  # whoever is to be erased stops it; nobody else's is theirs to stop
        if says_who_may(model._default_manager.all()) and not matrix.may_see(self.actor.person, row):
            return True
        scopes = set(matrix.scopes_of(row))
        held = matrix.own_scopes(self.actor.person)
        return bool(scopes) and EVERYWHERE not in held and not scopes & held


def foreign_to(person: Person | None) -> list[Any]:
    """Of each model that says who may see it: what this person may not, a neighbour's and one from far."""
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
        found += near_and_far(model._base_manager.exclude(pk__in=seen).order_by("-pk")[:30], person)
    return found


def near_and_far(rows: Iterable[Any], person: Person | None) -> list[Any]:
    """Of these rows one that belongs to a scope in which the person holds a role, and one that does not."""
    own = matrix.own_scopes(person)
    kinds: dict[bool, Any] = {}
    for row in rows:
        kinds.setdefault(bool(own.intersection(matrix.scopes_of(row))), row)
        if len(kinds) == 2 or not own:
            break
    return list(kinds.values())


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
    scene.route = route
    problems = _from_outside(route, scene)
    things = own(route, scene.actor)
    if scene.few is not None and len(things) > 1:
        things = [_that_does_most(route, scene, things)]
    for thing in things:
        problems += _from_inside(route, scene, matrix.address(route, thing))
    return problems


def own(route: matrix.Route, actor: matrix.Actor) -> list[Any]:
    """What the actor may open by this route, in as many states as there are; None where it finds nothing."""
    finds = route.policy.finds
    if finds is None:
        opens = route.policy.is_open or matrix.expected_to_open(route, actor, None)
        if not opens or "id" not in route.parameters:
            return [None] if opens else []
        return [str(getattr(row, by)) for model, by in NAMED.get(route.name, ()) for row in model.objects.public()[:1]]
    things = matrix.things(finds, matrix.own_scopes(actor.person))
    return [thing for thing in things if matrix.expected_to_open(route, actor, thing)]


def _that_does_most(route: matrix.Route, scene: Scene, things: list[Any]) -> Any:
    """The thing whose form is carried out, or whose page opens at least; the first where none does."""
    opened = []
    for thing in things:
        url = matrix.address(route, thing)
        page, forms = scene.send("", "GET", url)[0], {}
        if "POST" in route.policy.methods:
            forms = _forms(page, scene, url)
            if any(_carried_out(*scene.send("(plain)", "POST", url, each.fields)[:2]) for each in forms):
                return thing
        opened += [thing] if page.status_code < 300 else []
    return (opened or things)[0]


def _from_outside(route: matrix.Route, scene: Scene) -> list[str]:
    """Foreign things in the address: as a page, as a fragment, as a sending."""
    if not route.parameters:
        return []
    problems = []
    finds = route.policy.finds
    things = scene.some(scene.foreign, 1) if finds is None else _closed(route, scene.actor)
    for thing in things:
        names = list(dict.fromkeys((str(getattr(thing, route.policy.by, thing.pk)), str(thing.pk))))
        ways: list[tuple[str, dict[str, str]]] = [("GET", {}), ("GET", FRAGMENT), ("POST", {})]
        if scene.few is not None:
            names, ways = names[:1], [ways[scene.few.randrange(2)], ways[2]]
        for named in names:
            url = "/" + matrix.PARAMETER.sub(named, route.address) if finds is None else matrix.address(route, named)
            for method, headers in ways:
                response, changes, wrong = scene.send("(foreign)", method, url, **headers)
                problems += wrong
                if finds is not None and not route.policy.is_open and not _as_missing(response, scene):
                    problems.append(f"{scene.actor.name}: {method} {url} is not as one that does not exist")
                problems += [f"{method} {url}: {each}" for each in scene.points_to(changes, thing)]
    return problems


def _closed(route: matrix.Route, actor: matrix.Actor) -> list[Any]:
    """What the route finds and the actor may not open: a neighbour's and one from far."""
    rows = route.policy.finds._base_manager.order_by("-pk")[:30]  # type: ignore[union-attr]
    return near_and_far((row for row in rows if not matrix.expected_to_open(route, actor, row)), actor.person)


def _as_missing(response: Any, scene: Scene) -> bool:
    """Whether the answer is that of a page that does not exist, of a method that none has, or the way to sign in."""
    if scene.actor.person is None:
        return response.status_code in {302, 401, 405}
    return response.status_code == 405 or (response.status_code == 404 and _plain(response) == scene.missing)


def _from_inside(route: matrix.Route, scene: Scene, url: str) -> list[str]:
    """Foreign things, and what no form has, sent to a page that the actor may open."""
    names = parameters_of(route)
    page, _changes, problems = scene.send("", "GET", url)
    if page.status_code >= 300 and page.status_code != 422:
        problems += _led_elsewhere(scene, url, names)
        return problems + (_sent(route, scene, url, _forms(page, scene, url), names) if _takes(route) else [])
    scene.opened[scene.address] += 1
    problems += _led_elsewhere(scene, url, names)
    if scene.few is None:
        problems += scene.send("(expansions)", "GET", url, EXPANSIONS)[2]
        problems += scene.send("(fragment)", "GET", url, **FRAGMENT)[2]
    if names:
        problems += _asked(scene, url, names)
    return problems + (_sent(route, scene, url, _forms(page, scene, url), names) if _takes(route) else [])


def _takes(route: matrix.Route) -> bool:
    return "POST" in route.policy.methods


def _led_elsewhere(scene: Scene, url: str, names: set[str]) -> list[str]:
    """Addresses of other hosts, one after the other; in a short attack one, together with all other marks."""
    if scene.few is not None:
        query = {**EXPANSIONS, **dict.fromkeys([*TURNS, *names], scene.few.choice(ELSEWHERE))}
        return scene.send("(elsewhere, expansions, fragment)", "GET", url, query, **FRAGMENT)[2]
    problems = []
    for there in ELSEWHERE:
        problems += scene.send("(elsewhere)", "GET", url, dict.fromkeys([*TURNS, *names], there))[2]
    return problems


def _asked(scene: Scene, url: str, names: set[str]) -> list[str]:
    """Foreign ids in every parameter of the page: no answer may tell them from ids that nothing has."""
    problems = []
    nothing = _plain(scene.send("(missing)", "GET", url, dict.fromkeys(names, matrix.MISSING))[0])
    for thing in scene.some(scene.foreign, 2):
        what = f"(asked for a foreign {thing._meta.model_name})"
        response, _c, wrong = scene.send(what, "GET", url, dict.fromkeys(names, thing.public_id))
        problems += wrong
        if _plain(response).replace(thing.public_id.encode(), matrix.MISSING.encode()) != nothing:
            problems.append(f"{scene.actor.name}: GET {url} tells a foreign {thing._meta.model_name} from none")
        problems += scene.send(what, "GET", url, dict.fromkeys(names, str(thing.pk)))[2]
    return problems


def _carried_out(response: Any, changes: list[Change]) -> bool:
    """Whether the form was carried out: something stands there now besides that something was read."""
    done = response.status_code in {200, 302, 303}
    return done and any(change.model is not SensitiveRead for change in changes)


def _sent(route: matrix.Route, scene: Scene, url: str, forms: list[Form], names: set[str]) -> list[str]:
    """The form as it stands, with more fields than it has, and with foreign ids in those that it has."""
    form, went_well, problems = forms[0], False, []
    for each in forms:  # as little as it needs; then all of it
        first, changes, wrong = scene.send("(plain)", "POST", url, each.fields)
        problems += wrong
        if _carried_out(first, changes):
            form, went_well = each, True
            scene.accepted[scene.address] += 1
            problems += _mass_assignment(route, scene, url, each, changes)
            break
    for there in scene.some(ELSEWHERE[:2], 1):
        problems += scene.send("(elsewhere)", "POST", url, {**dict.fromkeys(TURNS, there), **form.fields})[2]
    beyond = names - set(form.fields)
    for thing in scene.some(scene.foreign, 1) if beyond else []:
        for each in scene.some([thing.public_id, str(thing.pk)], 1):
            problems += _with(scene, url, thing, {**form.fields, **dict.fromkeys(beyond, each)})
    fitting = [(name, thing) for name in form.choosing for thing in scene.foreign if type(thing) in form.offers[name]]
    others = [
        (name, thing) for name in form.choosing for thing in scene.foreign if type(thing) not in form.offers[name]
    ]
    for name, thing in [*scene.some(fitting, 4 if went_well else 2), *scene.some(others, 1)]:
        ids = [str(thing.pk), thing.public_id]
        for each in ids if scene.few is None else [ids[name not in form.numbered]]:
            problems += _with(scene, url, thing, {**form.fields, name: each})
    return problems


def _with(scene: Scene, url: str, thing: Any, sending: dict[str, Any]) -> list[str]:
    """What goes wrong when the form is sent with a foreign thing in it."""
    _response, changes, wrong = scene.send(f"(sent a foreign {thing._meta.model_name})", "POST", url, sending)
    return wrong + [f"{scene.actor.name}: POST {url}: {each}" for each in scene.points_to(changes, thing)]


def _mass_assignment(route: matrix.Route, scene: Scene, url: str, form: Form, changes: list[Change]) -> list[str]:
    """Every column of the rows that the form writes, sent beside it, must change nothing in what is written."""
    again = scene.send("(again)", "POST", url, form.fields)[1]
    extra: dict[str, str] = {}
    for model in {change.model for change in changes} | ({route.policy.finds} - {None}):  # type: ignore[operator]
        for column in model._meta.concrete_fields:  # type: ignore[union-attr]
            other = [str(code) for code, _label in column.flatchoices or () if code]
            value = other[-1] if other else "1"
            extra |= {column.name: value, column.attname: value}
    more = {name: value for name, value in extra.items() if name not in form.names and name not in parameters_of(route)}
    _response, widened, problems = scene.send("(mass assignment)", "POST", url, {**form.fields, **more})
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


def _forms(page: Any, scene: Scene, url: str) -> list[Form]:
    """The form that this address takes, with as little as it needs and with all of it filled in.

    It stands on its own page; a door without one has its form on the page above.
    """
    element = found_in(page, url)
    if element is None and page.status_code >= 300:
        element = found_in(scene.send("(its form)", "GET", url.rstrip("/").rsplit("/", 1)[0] + "/")[0], url)
    if element is None:
        return [Form()]
    return [filled(element, whole=whole) for whole in (False, True)]


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
