"""What a worker of the web server has done before its first visitor comes."""

from pathlib import Path

from tests.installations import Installation, environment_for


def test_a_worker_has_loaded_every_page_and_leaves_it_out_of_what_the_collector_counts(tmp_path: Path) -> None:
    environment = environment_for(tmp_path) | {"SAANJH_SECRET_KEY": "only for this"}
    said = Installation(tmp_path, environment).python(
        "import gc, sys, saanjh.wsgi\n"
        "pages = [f'saanjh.web.{door}.urls' in sys.modules for door in ('public', 'desk', 'machine')]\n"
        "print(*pages, gc.get_freeze_count() > 10 * len(gc.get_objects()))"
    )
    assert said == "True True True True"
