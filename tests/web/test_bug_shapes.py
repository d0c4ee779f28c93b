"""The attacks find each plausible mistake, and nothing in the same views done right."""

from typing import Any

import pytest
from django.test import Client

from saanjh.awards.models import Activity, Award
from saanjh.calls.models import Application
from tests import figures
from tests.web import access_matrix as matrix
from tests.web import attacks, bug_shapes
from tests.web.row_states import Rows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.urls("tests.web.bug_shapes"),
    pytest.mark.leaks_on_purpose,
]


@pytest.fixture(scope="module")
def planted(world: Any, django_db_blocker: Any) -> dict[str, Any]:
    """The demo with a canary in every free-text field."""
    with django_db_blocker.unblock():
        return matrix.plant_canaries()


@pytest.fixture
def scene(world: Any, planted: dict[str, Any]) -> attacks.Scene:
    """An editor, before whom everything of other organisations is foreign."""
    scene = attacks.Scene(matrix.Actor("editor", world.people["editor"]), planted, Rows())
    scene.foreign = [thing for thing in scene.foreign if isinstance(thing, (Application, Activity, Award))]
    return scene


def found(kind: str, scene: attacks.Scene, other: Any) -> dict[str, list[str]]:
    """For each shape what the attacks say of its view of this kind."""
    doors = {route.name: route for route in matrix.routes("tests.web.bug_shapes")}
    said = {name: attacks.attack(doors[f"{kind}-{name}"], scene) for name in bug_shapes.SHAPES}
    second = Client()
    second.force_login(other)
    if attacks.limit_shared(f"/desk/shapes/{kind}/limit/", scene.actor.client, second, {"sent": "1"}):
        said["limit"].append("what one sends too often stops another")
    return said


def test_every_wrong_view_is_caught(world: Any, scene: attacks.Scene) -> None:
    said = found("wrong", scene, world.editors[world.organisations[1].pk])
    assert [name for name, problems in said.items() if not problems] == []
    figures.note("matrix", "bug shapes", tried=len(said), caught=sum(map(bool, said.values())))


def test_no_alarm_is_raised_over_the_right_ones(world: Any, scene: attacks.Scene) -> None:
    said = found("right", scene, world.editors[world.organisations[1].pk])
    assert {name: problems for name, problems in said.items() if problems} == {}


def test_there_are_fifteen_shapes_or_more() -> None:
    assert len(bug_shapes.SHAPES) >= 15
