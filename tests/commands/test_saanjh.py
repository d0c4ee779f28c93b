"""The command `saanjh`: its help, its exit codes."""

from pathlib import Path

import pytest
from django.core.management import call_command

from saanjh import commands
from saanjh.ground.models import Person
from tests.factories import a_person
from tests.installations import Installation, environment_for, installation

FOLDER = Path(commands.__file__).parent / "management" / "commands"


def test_every_command_of_ours_says_in_a_line_what_it_does() -> None:
    described = commands.described()
    assert set(described) == {file.stem for file in FOLDER.glob("*.py")} - {"__init__"}
    assert [name for name, words in described.items() if not words.endswith(".")] == []


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_alone_or_asked_for_help_it_lists_our_commands(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["/somewhere/saanjh", *words])
    commands.main()
    said = capsys.readouterr().out
    listed = [line.split()[0] for line in said.splitlines() if line.startswith("  ")]
    assert listed == sorted(commands.described())
    assert max(map(len, said.splitlines())) <= 120


@pytest.fixture
def site(tmp_path: Path) -> Installation:
    """An installation without a database: these commands do not come so far."""
    return Installation(tmp_path, environment_for(tmp_path))


@pytest.mark.slow
def test_a_command_tells_its_own_options(site: Installation) -> None:
    done = site.saanjh("serve", "--help")
    assert (done.returncode, done.stdout.split()[:3]) == (0, ["usage:", "saanjh", "serve"])


@pytest.mark.slow
def test_an_unknown_command_and_a_wrong_option_are_errors(site: Installation) -> None:
    assert (site.saanjh("nonsense").returncode, site.saanjh("serve", "--nonsense").returncode) == (1, 2)


@pytest.mark.slow
def test_a_wrong_setting_is_told_in_one_line(site: Installation) -> None:
    wrong = Installation(site.data, {**site.environment, "SAANJH_LOCAL": "perhaps"})
    done = wrong.saanjh("serve")
    assert (done.returncode, done.stderr) == (1, "saanjh: SAANJH_LOCAL must be 1 or 0, not 'perhaps'.\n")


@pytest.mark.slow
def test_migrating_makes_the_cache_too_and_may_be_repeated(tmp_path: Path) -> None:
    with installation(tmp_path) as site:
        assert site.python("from django.core.cache import cache; cache.set('a', 1); print(cache.get('a'))") == "1"
        assert site.saanjh("migrate", "--no-input").returncode == 0


@pytest.mark.django_db
def test_the_demo_of_run_leaves_a_database_that_holds_other_things_alone(capsys: pytest.CaptureFixture[str]) -> None:
    a_person()
    call_command("demo", if_empty=True)
    assert (Person.objects.count(), capsys.readouterr().out) == (1, "")


COUNTED = (
    "from saanjh.ground.models import District, Person; print(District.objects.count(), "
    "Person.objects.exclude(username='system').count())"
)


@pytest.mark.slow
def test_a_database_that_holds_other_things_is_never_emptied(tmp_path: Path) -> None:
    with installation(tmp_path) as site:
        assert site.saanjh("places", "import").returncode == 0
        refused = site.saanjh("demo", "--reset")
        assert (refused.returncode, site.python(COUNTED)) == (1, "160 0")
        assert "this database holds something other than a demo" in refused.stderr


@pytest.mark.slow
def test_a_demo_begins_anew(tmp_path: Path) -> None:
    with installation(tmp_path) as site:
        site.python(
            "from saanjh.ground.actions.installation import mark_demo; from saanjh.ground.actions import people; "
            "from saanjh.ground.models import Person; mark_demo(by=Person.objects.system()); "
            "people.add(username='earlier', name='Earlier (demo)', by=Person.objects.system())"
        )
        done = site.saanjh("demo", "--reset")
        assert done.returncode == 0, done.stderr
        left = "from saanjh.ground.models import Person; print(Person.objects.filter(username='earlier').count())"
        assert site.python(left) == "0"
