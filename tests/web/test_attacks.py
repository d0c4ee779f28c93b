"""Every real address is attacked by people of every role, with all that is foreign to them; nothing may give way.

The short form lets one who may come in and one who may not attack each address; which ones, and with which of the
foreign things, the seed says. In the long form everybody attacks every address.
"""

import sys
from collections import Counter
from random import Random
from typing import Any

import pytest

from saanjh.demo.people import CAST
from saanjh.research.models import Passage
from saanjh.web import guards
from saanjh.web.desk import findings
from saanjh.web.guards import Policy
from tests import figures
from tests.factories import a_person
from tests.plugins import canaries
from tests.web import access_matrix as matrix
from tests.web import attacks, filled_forms, second_side
from tests.web.row_states import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("known_as_demo")]
FORM = "long" if "tests.plugins.long" in sys.modules else "short"
SEED = 20261129

# Addresses that the attack does not reach, each with the reason
STEPS = "it needs what only the sign-in's own steps make: a mailed key, a factor that is set up, a password just typed"
NOT_REACHED = {
    "": "it leads on to the portal",
    "en/voices/leave/": "it leads on to the portal's first page",
    "^api/(?P<rest>.*)$": "it says that nothing is there",
    "desk/awards/<str:id>/values/new/": "it asks in its address what was measured; tests/web/test_results.py",
    "desk/awards/<str:id>/targets/set/": "it asks in its address what is aimed at; tests/web/test_targets.py",
    "desk/organisations/<str:id>/merge/": "it asks for the other one in its address; tests/web/test_organisations.py",
} | {
    f"en/account/{rest}": STEPS
    for rest in (
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "second-factor/authenticate/",
        "second-factor/totp/activate/",
        "second-factor/totp/deactivate/",
        "second-factor/recovery-codes/",
        "second-factor/recovery-codes/generate/",
        "second-factor/recovery-codes/download/",
        "second-factor/webauthn/add/",
        "second-factor/webauthn/reauthenticate/",
        "second-factor/webauthn/keys/<int:pk>/remove/",
        "second-factor/webauthn/keys/<int:pk>/edit/",
        "second-factor/webauthn/login/",
    )
}
ALONE = {"account_login", "account_signup"}  # who is signed in is led on


@pytest.fixture(scope="module")
def actors(world: Any, django_db_blocker: Any) -> list[matrix.Actor]:
    """The demo's people, one for each role; those of the second side; one without any role, and nobody."""
    with django_db_blocker.unblock():
        beside = second_side.stand_beside(world)
        first = {role: world.people[name] for name, (_said, role) in reversed(CAST.items())}
        found = [matrix.Actor(f"{role} of the demo", person) for role, person in first.items()]
        found += [matrix.Actor(f"{role} of the second side", person) for role, person in beside.items()]
        found += [matrix.Actor("somebody without a role", a_person()), matrix.Actor("nobody", None)]
        return found


@pytest.fixture(scope="module")
def planted(actors: list[matrix.Actor], django_db_blocker: Any) -> dict[str, Any]:
    """All of it with a canary in every free-text field."""
    with django_db_blocker.unblock():
        return matrix.plant_canaries()


@pytest.fixture
def scenes(actors: list[matrix.Actor], planted: dict[str, Any]) -> list[attacks.Scene]:
    """The same world before each of them; their password is the one that the attack types."""
    canaries.written.clear()  # what is foreign is looked for here by the canaries that were planted
    for actor in actors:
        if actor.person is not None:
            actor.person.set_password(filled_forms.PASSWORD)
            actor.person.save()
    rows = Rows()
    return [attacks.Scene(actor, planted, rows) for actor in actors]


def attacked(route: matrix.Route, scenes: list[attacks.Scene]) -> list[str]:
    """What goes wrong when they attack the route; in the short form one from within and one from outside."""
    if FORM == "long":
        for scene in scenes:
            scene.few = Random(f"{SEED} {route.address} {scene.actor.name}")
        return [problem for scene in scenes for problem in attacks.attack(route, scene)]
    few = Random(f"{SEED} {route.address}")
    inside, outside, reached, problems = 0, 0, False, []
    scenes = few.sample(scenes, len(scenes))
    if route.name in ALONE:
        scenes = sorted(scenes, key=lambda scene: scene.actor.person is not None)
    for scene in scenes:
        comes_in = bool(attacks.own(route, scene.actor))
        if (comes_in and (reached or inside == 4)) or (not comes_in and outside == 1):
            continue
        inside, outside = inside + comes_in, outside + (not comes_in)
        scene.few = few
        problems += attacks.attack(route, scene)
        reached = reached or bool(scene.opened[route.address] + scene.accepted[route.address])
        if reached and outside == 1:
            break
    return problems


def a_guard_that_finds_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(policy: Policy, request: Any, kwargs: dict[str, Any]) -> Any:
        return policy.finds._default_manager.get(**{policy.by: kwargs.pop("id")})  # type: ignore[union-attr]

    monkeypatch.setattr(guards, "find", find)


def a_list_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saanjh.web.desk.values.visible", lambda person, model: model.objects.all())


def a_form_that_takes_any_child(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = findings.FindingForm.__init__

    def init(self: Any, *args: Any, **facts: Any) -> None:
        plain(self, *args, **facts)
        if args:  # it offers what is right, and takes what is sent
            self.fields["passages"].queryset = Passage.objects.all()

    monkeypatch.setattr(findings.FindingForm, "__init__", init)


# Real views gone wrong: (how, the address, who attacks it)
WRONG = [
    (a_guard_that_finds_anything, "value", "editor of the second side"),
    (a_list_of_all, "values", "editor of the second side"),
    (a_form_that_takes_any_child, "finding_new", "researcher of the second side"),
]


def caught(scenes: list[attacks.Scene]) -> list[str]:
    """The wrong views that the attack finds, and that are sound without what was done to them."""
    doors = {route.name: route for route in matrix.routes()}
    found = []
    for wrong, address, name in WRONG:
        scene = next(each for each in scenes if each.actor.name == name)
        scene.few = Random(SEED)
        with pytest.MonkeyPatch.context() as monkeypatch:
            wrong(monkeypatch)
            problems = attacks.attack(doors[address], scene)
        found += [wrong.__name__] if problems else []
    return found


@pytest.mark.usefixtures("unhurried")
def test_no_real_route_gives_way(scenes: list[attacks.Scene]) -> None:
    wrong_ones = caught(scenes)
    assert len(wrong_ones) == len(WRONG), wrong_ones
    for scene in scenes:
        scene.forget()
    routes = matrix.routes()
    problems = [problem for route in routes for problem in attacked(route, scenes)]
    requests, opened, accepted = (
        sum((getattr(scene, name) for scene in scenes), Counter()) for name in ("requests", "opened", "accepted")
    )
    figures.note(
        "matrix",
        "real addresses",
        requests=requests.total(),
        opened=len(opened),
        accepted=len(accepted),
        problems=len(problems),
    )
    figures.caught("matrix", *wrong_ones)
    assert not problems, "\n".join(problems)
    unreached = {route.address for route in routes if not opened[route.address] and not accepted[route.address]}
    assert unreached - set(NOT_REACHED) == set()
