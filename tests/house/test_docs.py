"""The pages under docs/ say what the code does: nothing is missing there, and nothing stands there that is gone."""

import ast
import re
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from saanjh.commands import described
from saanjh.commands.catalogues import po_path, read
from saanjh.commands.translations import required
from saanjh.ground.access import HELD_IN, Role, ScopeKind
from saanjh.web.machine import document
from saanjh.web.machine.api import ROUTES
from saanjh.web.machine.routes import PREFIX
from saanjh.web.public.urls import urlpatterns as public_addresses
from tests.house.code import parsed
from tests.house.pages import CODE_BLOCK, ROOT, anchors, code, dead_links, links, page, pages, rows, sections
from tests.house.test_set_up import script

SOURCE = ROOT / "src" / "saanjh"
VARIABLE = re.compile(r"\bSAANJH_[A-Z][A-Z_]*[A-Z]\b")
Move = tuple[str, str, str]  # from, verb, to


# Settings


def _scripts() -> Iterator[str]:
    journeys = ROOT / "tests" / "journeys" / "conftest.py"
    for file in [ROOT / "run", ROOT / "test", ROOT / ".ci" / "run", journeys, *SOURCE.rglob("*.py")]:
        yield file.read_text(encoding="utf-8")


def _variables(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in VARIABLE.findall(text)}


def _told_variables(text: str) -> set[str]:
    return {code(cells[0]) for cells in rows(text) if VARIABLE.fullmatch(code(cells[0]))}


def test_every_setting_has_its_line_and_every_line_its_setting() -> None:
    assert _told_variables(page("look-up/settings.md")) == _variables(_scripts())


def test_a_setting_without_a_line_would_be_found() -> None:
    told = _told_variables(page("look-up/settings.md"))
    assert _variables([*_scripts(), 'yes("SAANJH_NEW_THING")']) - told == {"SAANJH_NEW_THING"}
    assert "SAANJH_GONE" in _told_variables("| Name | What |\n|---|---|\n| `SAANJH_GONE` | gone |\n")


# Roles and scopes


def _told_roles(text: str) -> set[tuple[str, str, str]]:
    """(code, label, scope) of each row of the table of roles."""
    return {(code(cells[0]), cells[1], code(cells[2])) for cells in rows(text) if len(cells) == 5}


def test_every_role_says_where_it_is_held_and_what_it_may_do() -> None:
    in_code = {(role.value, str(role.label), HELD_IN[role].value) for role in Role}
    assert _told_roles(page("look-up/roles.md")) == in_code
    assert [cells for cells in rows(page("look-up/roles.md")) if len(cells) == 5 and not (cells[3] and cells[4])] == []


def test_every_scope_has_its_line() -> None:
    told = {
        (code(cells[0]), cells[1]) for cells in rows(page("look-up/roles.md")) if len(cells) == 3 and code(cells[0])
    }
    assert told == {(kind.value, str(kind.label)) for kind in ScopeKind}


def test_a_role_that_moved_to_another_scope_would_be_found() -> None:
    line = "| Code | Role | Scope | May | May not |\n|---|---|---|---|---|\n| `auditor` | Auditor | `call` | a | b |\n"
    assert _told_roles(line) == {("auditor", "Auditor", "call")}
    assert not _told_roles(line) <= {(role.value, str(role.label), HELD_IN[role].value) for role in Role}


def test_the_page_of_roles_says_whose_choice_the_observers_limit_is() -> None:
    assert "our choice" in page("look-up/roles.md")


# States


def _states_in_code() -> dict[str, set[str]]:
    """`room.Model` -> the codes of its column `state`."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("saanjh."):
            for field in model._meta.concrete_fields:
                if field.name == "state":
                    found[model._meta.label] = {str(key) for key, _label in field.flatchoices}  # type: ignore[attr-defined]
    return found


def _moves_in_code() -> dict[str, set[Move]]:
    """room -> every move of every table in it whose name ends in MOVES."""
    found: dict[str, set[Move]] = {}
    for room in (config.name for config in apps.get_app_configs() if config.name.startswith("saanjh.")):
        package = import_module(room)
        for info in walk_packages(package.__path__, f"{room}."):
            if ".migrations" in info.name or ".management" in info.name:
                continue
            module = import_module(info.name)
            for table in (value for name, value in vars(module).items() if name.endswith("MOVES")):
                for (before, verb), after in table.items():
                    found.setdefault(room.removeprefix("saanjh."), set()).add((str(before), verb, str(after)))
    return found


def _told_states(text: str) -> tuple[dict[str, set[str]], dict[str, set[Move]]]:
    """(`room.Model` -> its states, room -> its moves) as the page has them."""
    states: dict[str, set[str]] = {}
    moves: dict[str, set[Move]] = {}
    for heading, below in sections(text).items():
        model = code(heading)
        if "." not in model:
            continue
        listed = next((line for line in below.splitlines() if line.startswith("States:")), "")
        states[model] = set(re.findall(r"`([a-z_]+)`", listed))
        for cells in rows(below):
            for before in re.findall(r"`([a-z_]+)`", cells[0]):
                move = (before, cells[1], code(cells[2]))
                assert {before, move[2]} <= states[model], (model, move)
                assert cells[3], f"{model}: who moves {move}?"
                moves.setdefault(model.split(".")[0], set()).add(move)
    return states, moves


def test_every_state_and_every_move_is_drawn() -> None:
    states, moves = _told_states(page("look-up/states.md"))
    assert states == _states_in_code()
    assert moves == _moves_in_code()


def test_a_move_that_is_not_drawn_would_be_found() -> None:
    text = page("look-up/states.md")
    _states, moves = _told_states(text)
    gone = "| `draft` | submit | `submitted` | a signatory of the organisation, until the call closes |\n"
    assert _told_states(text.replace(gone, ""))[1]["calls"] == moves["calls"] - {("draft", "submit", "submitted")}


# Commands


def _options(parser: ArgumentParser) -> set[str]:
    """The long options and the verbs of a command and of the commands below it; without those that all have."""
    base = BaseCommand().create_parser("saanjh", "any")
    common = {text for each in base._actions for text in each.option_strings}
    found: set[str] = set()
    for each in parser._actions:
        found |= {text for text in each.option_strings if text.startswith("--") and text not in common}
        if isinstance(each.choices, dict):  # commands below this one
            for name, below in each.choices.items():
                found |= {name, *_options(below)}
        elif each.choices and not each.option_strings:
            found |= {str(choice) for choice in each.choices}
    return found


def _commands() -> dict[str, set[str]]:
    return {
        name: _options(load_command_class(get_commands()[name], name).create_parser("saanjh", name))
        if name not in {"migrate", "check"}  # Django's own, with a step more
        else set()
        for name in described()
    }


def _told_commands(text: str) -> dict[str, str]:
    found = {code(heading): below for heading, below in sections(text).items()}
    return {name.removeprefix("saanjh "): below for name, below in found.items() if name.startswith("saanjh ")}


def test_every_command_and_every_option_has_its_line() -> None:
    told = _told_commands(page("look-up/commands.md"))
    known = _commands()
    assert told.keys() == known.keys()
    untold = {name: [word for word in words if f"`{word}" not in told[name]] for name, words in known.items()}
    assert untold == {name: [] for name in known}


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_options_of_run_and_test_have_their_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = next(
        below for heading, below in sections(page("look-up/commands.md")).items() if code(heading) == f"./{name}"
    )
    words = set(re.findall(r"--[a-z-]+", (ROOT / name).read_text().split("def arguments")[1].split("def ")[0]))
    if name == "test":
        words = {*script("test").LANES, *script("test").GROUPS}
    assert words
    assert [word for word in sorted(words) if f"`{word}" not in told] == []


def test_an_option_without_a_line_would_be_found() -> None:
    parser = BaseCommand().create_parser("saanjh", "any")
    parser.add_argument("--quite-new")
    assert _options(parser) == {"--quite-new"}


# The house


def _floors() -> list[str]:
    """The rooms from the top down, as the contract has them, those that are there."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    names = [room.strip(" ()") for line in contract["layers"] for room in line.split("|")]
    return [name for name in names if (SOURCE / name).is_dir() or (SOURCE / f"{name}.py").is_file()]


def _told_rooms(text: str) -> list[str]:
    return [code(cells[0]).rstrip("/") for cells in rows(text) if code(cells[0]).endswith(("/", ".py"))]


def test_the_house_shows_every_room_on_its_floor() -> None:
    floors = sections(page("understand/house.md"))["The floors"]
    told = [name.removesuffix(".py") for name in _told_rooms(floors)]
    assert told == _floors()


def test_a_room_on_the_wrong_floor_would_be_found() -> None:
    table = "| Room | Holds |\n|---|---|\n| `kit/` | a |\n| `ground/` | b |\n"
    assert _told_rooms(table) == ["kit", "ground"]
    assert [name for name in _floors() if name in {"kit", "ground"}] == ["ground", "kit"]


# The machine's door


def test_every_address_of_the_api_has_its_line() -> None:
    told = {code(cells[0]) for cells in rows(page("look-up/api.md"))}
    in_code = set(document.of(ROUTES)["paths"])
    assert in_code - told == set()
    assert {path for path in told if path.startswith(f"/{PREFIX}")} - in_code == {f"/{PREFIX}openapi.json"}


# Public addresses


def _first_parts() -> set[str]:
    """The first part of every address of the portal, such as `map/` or `claims.csv`."""
    addresses = {str(pattern.pattern) for pattern in public_addresses}
    return {found.group() for address in addresses if (found := re.match(r"[^/<]+(?:/|$)", address))}


def test_every_page_of_the_portal_has_its_line() -> None:
    portal = sections(page("look-up/doors.md"))["The portal"]
    told = set(re.findall(r"`([a-z-]+(?:/|\.csv|\.xlsx))", portal))
    assert told == _first_parts()


# Codelists


def test_every_list_of_codes_has_its_line() -> None:
    told = {code(cells[0]) for cells in rows(page("look-up/codelists.md"))}
    assert {file.relative_to(SOURCE / "data").as_posix() for file in (SOURCE / "data").rglob("*.csv")} == told


# Words


def _terms(text: str) -> list[list[str]]:
    return [cells for cells in rows(text) if len(cells) == 4]


def test_every_word_of_the_glossary_stands_in_both_scripts() -> None:
    terms = _terms(page("glossary.md"))
    assert len(terms) > 50
    assert [cells[0] for cells in terms if not re.fullmatch(r"[A-Za-z0-9&,’ -]+", cells[0])] == []
    assert [cells[0] for cells in terms if not re.search(r"[\u0620-\u06d3]", cells[1])] == []
    assert [cells[0] for cells in terms if re.search(r"[A-Za-z]", cells[1])] == []
    assert [cells[0] for cells in terms if not cells[2]] == []
    assert len({cells[0] for cells in terms}) == len({cells[1] for cells in terms}) == len(terms)


def test_the_glossary_names_tables_that_exist() -> None:
    named = [code(cells[3]) for cells in _terms(page("glossary.md")) if code(cells[3])]
    assert named
    for name in named:
        room, _dot, thing = name.partition(".")
        there = apps.is_installed(f"saanjh.{room}") and thing.lower() in apps.all_models[room]
        assert there or _is_defined(name), name


def _is_defined(name: str) -> bool:
    """Whether `module.Name` below src/saanjh defines the class."""
    module, _dot, thing = name.rpartition(".")
    file = SOURCE / f"{module.replace('.', '/')}.py"
    return file.is_file() and bool(re.search(rf"^\s*(?:class|def) {thing}\b", file.read_text(), re.MULTILINE))


def test_the_pages_use_the_words_of_the_glossary() -> None:
    """Where a word of the glossary is itself a message, its Urdu there is the Urdu here."""
    urdu = {
        message.singular.lower(): words[0]
        for message, words in read(po_path("saanjh")).items()
        if message.context is None and not message.plural
    }
    differ = [
        (cells[0], cells[1], urdu[cells[0].lower()])
        for cells in _terms(page("glossary.md"))
        if urdu.get(cells[0].lower(), cells[1]) not in {cells[1], ""}
    ]
    assert differ == []


# Do no harm


def _functions(file: Path) -> set[str]:
    return {
        node.name for node in ast.walk(parsed(file.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }


def _missing_tests(text: str) -> list[str]:
    """Tests that the page names and that are not there."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    return [
        f"{path}::{name}" for path, name in named if not (ROOT / path).is_file() or name not in _functions(ROOT / path)
    ]


def test_every_requirement_names_the_test_that_proves_it_or_what_it_waits_for() -> None:
    text = page("look-up/do-no-harm.md")
    lines = {cells[0]: cells for cells in rows(text)}
    assert list(lines) == [f"R{number}" for number in range(1, 26)]
    for name, cells in lines.items():
        proven, waits = "::test_" in cells[3], re.search(r"[Oo]pen: comes with \w+", cells[3])
        assert proven or waits, name
        assert cells[1], name
        assert cells[2], name
    assert _missing_tests(text) == []


def test_a_test_that_is_not_there_would_be_found() -> None:
    here = "tests/house/test_docs.py"
    assert _missing_tests(f"`{here}::test_a_test_that_is_not_there_would_be_found`") == []
    assert _missing_tests(f"`{here}::test_nothing`") == [f"{here}::test_nothing"]


# Links, pictures, paths


@pytest.mark.parametrize("file", pages(), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(file: Path) -> None:
    assert dead_links(file, file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "[gone](gone.md)",
        "![gone](docs/gone.png)",
        '<img src="docs/gone.svg" alt="">',
        "[gone](docs/glossary.md#no-such-heading)",
        "[outside](../outside.md)",
        "[see [1]](gone.md)",
    ],
)
def test_a_dead_link_would_be_found(line: str) -> None:
    assert len(dead_links(ROOT / "README.md", line)) == 1


def test_links_are_read_as_a_reader_would() -> None:
    text = '# One & two\n## One & two\n`[code](no)`\n```\n[block](no)\n```\n[a](https://example.org) ![b](c.png "d")\n'
    assert links(text) == ["https://example.org", "c.png"]
    assert anchors(text) == {"one--two", "one--two-1"}


def test_every_page_of_the_docs_is_linked_from_another() -> None:
    linked = {
        (file.parent / target.partition("#")[0]).resolve()
        for file in pages()
        for target in links(file.read_text(encoding="utf-8"))
    }
    ours = {file for file in pages() if ROOT / "docs" in file.parents and "decisions" not in file.parts}
    assert {file.relative_to(ROOT).as_posix() for file in ours - linked} == set()


def test_every_picture_has_words() -> None:
    wordless = [
        (file.name, found)
        for file in pages()
        for found in re.findall(r"!\[\s*\]\([^)]*\)|<img(?![^>]*\balt=\"[^\"]+\")[^>]*>", file.read_text("utf-8"))
    ]
    assert wordless == []


PATHS = re.compile(r"`((?:src|tests|docs)/[\w./-]+[\w/])(?:::\w+)?`")


def test_every_path_that_is_named_exists() -> None:
    gone = [
        (file.relative_to(ROOT).as_posix(), path)
        for file in pages()
        for path in PATHS.findall(file.read_text(encoding="utf-8"))
        if not (ROOT / path).exists()
    ]
    assert gone == []


def test_a_path_that_does_not_exist_would_be_found() -> None:
    assert PATHS.findall("see `src/saanjh/gone.py` and `tests/house/`") == ["src/saanjh/gone.py", "tests/house/"]


# Words on buttons


def _not_on_any_page(text: str, said: set[str]) -> list[str]:
    """What stands *like this*, which in a how-to is the words of a link or button, and is said by no page."""
    bare = re.sub(r"\*\*.*?\*\*|`[^`]*`", "", CODE_BLOCK.sub("", text), flags=re.DOTALL)
    words = [" ".join(found.split()) for found in re.findall(r"(?<![*\w])\*([^*\n][^*]*?)\*(?![*\w])", bare)]
    return [each for each in words if each not in said]


@pytest.mark.slow
@pytest.mark.parametrize("file", [*(ROOT / "docs" / "do").glob("*.md"), *(ROOT / "docs" / "learn").glob("*.md")])
def test_the_words_of_buttons_are_those_on_the_pages(file: Path) -> None:
    said = {message.singular for name in ("saanjh", "libraries") for message in required(name)}
    assert _not_on_any_page(file.read_text(encoding="utf-8"), said) == []


def test_a_button_that_is_called_otherwise_would_be_found() -> None:
    assert _not_on_any_page("Press *Accept* or *Go\naway*, **not this**.", {"Accept"}) == ["Go away"]


# Decisions


DECISION = re.compile(
    r"# (\d+)\. [^\n]+\n\n\w+ \d{4} · (?:in force|superseded by \[\d+\]\([\w.-]+\))\n\n"
    r"\*\*Why\.\*\* [^\n]+\n\n\*\*Decided\.\*\* .+\n\n\*\*It follows\.\*\* [^\n]+\n",
    re.DOTALL,
)


def _misshapen(texts: dict[str, str]) -> list[str]:
    """The pages of decisions that lack a part, or stand under another number than they have."""
    found = {name: DECISION.fullmatch(text) for name, text in texts.items()}
    return [name for name, match in found.items() if not match or int(match[1]) != int(name[:4])]


def test_every_decision_says_why_what_and_what_follows_and_none_is_left_out() -> None:
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs" / "decisions").glob("*.md"))}
    assert [int(name[:4]) for name in texts] == list(range(1, len(texts) + 1))
    assert _misshapen(texts) == []


def test_a_decision_without_its_reason_would_be_found() -> None:
    text = page("decisions/0007-sent-once.md")
    assert _misshapen({"0007-sent-once.md": text.replace("**Why.**", "**Perhaps.**")}) == ["0007-sent-once.md"]
    assert _misshapen({"0008-sent-once.md": text}) == ["0008-sent-once.md"]


def test_what_is_built_in_its_own_way_has_its_decision() -> None:
    """What two good engineers would build differently, and we have built, is told: by a word of each page's title."""
    titles = " ".join(
        file.read_text(encoding="utf-8").partition("\n")[0] for file in (ROOT / "docs" / "decisions").glob("*.md")
    )
    subjects = ["Person", "A role", "History", "SQLite", "sent twice", "Background work", "django.contrib.admin"]
    subjects += ["Files lie under", "Search", "Who opened what", "Backups are encrypted", "Money", "Addresses"]
    assert [subject for subject in subjects if subject.lower() not in titles.lower()] == []


# Pages that need a script


def test_every_template_that_brings_a_script_is_listed_or_works_without() -> None:
    templates = SOURCE / "web" / "templates"
    snippet = "mfa/webauthn/snippets/scripts.html"
    bring = {
        file.relative_to(templates).as_posix()
        for file in templates.rglob("*.html")
        if "<script" in (text := file.read_text(encoding="utf-8")) or snippet in text
    }
    listed = {code(cells[1]) for cells in rows(page("look-up/doors.md")) if code(cells[-1]).endswith(".html")}
    works_without = {"mfa/authenticate.html", "mfa/webauthn/snippets/login_script.html", snippet}
    assert bring == listed | works_without
