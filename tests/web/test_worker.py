"""What a worker of the web server has done before its first visitor comes."""

from pathlib import Path

import pytest

from tests.installations import Installation, environment_for, installation

pytestmark = pytest.mark.slow


def test_a_worker_carries_no_test_tools_along_and_no_source_of_its_templates(tmp_path: Path) -> None:
    environment = environment_for(tmp_path) | {"SAANJH_SECRET_KEY": "only for this"}
    said = Installation(tmp_path, environment).python(
        "import sys, saanjh.wsgi\n"
        "print({'django.test', 'unittest'} & set(sys.modules))\n"
        "import gc, pathlib, saanjh.web\n"
        "from django.template import Node, Template, engines\n"
        "root = pathlib.Path(saanjh.web.__path__[0], 'templates')\n"
        "names = [str(each.relative_to(root)) for each in root.rglob('*.html')]\n"
        "kept = [engines['django'].get_template(name).template for name in names]\n"
        "nodes = [each for each in gc.get_objects() if isinstance(each, Node)]\n"
        "print(len(nodes) > 2000, {each.source for each in kept}, sum(each.token is not None for each in nodes))"
    )
    assert said.splitlines() == ["set()", "True {''} 0"]


def test_a_worker_knows_from_its_start_that_it_shows_a_demo(tmp_path: Path) -> None:
    """So that a page of an error, which asks no database, says so too before any other page was shown."""
    with installation(tmp_path) as here:
        here.python(
            "from saanjh.ground.actions import installation\n"
            "from saanjh.ground.models import Person\n"
            "installation.mark_demo(by=Person.objects.system())"
        )
        said = here.python(
            "import saanjh.wsgi\nfrom saanjh.ground import installation\nprint(installation.is_known_as_demo())"
        )
    assert said == "True"


def test_a_worker_has_loaded_every_page_and_leaves_it_out_of_what_the_collector_counts(tmp_path: Path) -> None:
    environment = environment_for(tmp_path) | {"SAANJH_SECRET_KEY": "only for this"}
    said = Installation(tmp_path, environment).python(
        "import gc, sys, saanjh.wsgi\n"
        "pages = [f'saanjh.web.{door}.urls' in sys.modules for door in ('public', 'desk', 'machine')]\n"
        "print(*pages, gc.get_freeze_count() > 10 * len(gc.get_objects()))"
    )
    assert said == "True True True True"
