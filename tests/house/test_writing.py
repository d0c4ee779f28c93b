"""Only actions write."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.code import parsed

SOURCE = Path(__file__).resolve().parents[2] / "src" / "saanjh"
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "force_insert"}
# Where rows are written that are no business of a programme's: keys, mail, jobs, search entries, the chain itself.
LIBRARIES = ("allauth", "django_tasks", "django_tasks_db")
# What is called of a library whose own functions write rows, outside actions: these only read.
ONLY_READ = {
    "get_authentication_records",
    "is_mfa_enabled",
    "decrypt",
    "format_hotp_value",
    "hotp_value",
    "ratelimit.consume",  # writes to the cache, which no programme relies on
    "task",
    "truncate_ip",
}
BELOW_ACTIONS = {
    "ground/history.py",
    "ground/notices.py",
    "ground/once.py",
    "ground/search.py",
    "ground/reads.py",
    "ground/sending.py",
    "ground/jobs.py",
    "ground/working.py",
    "ground/models/people.py",
    "ground/files.py",
    "ground/clocks.py",
    "ground/erasing.py",
}
TAKEN_BY_A_CLOCK = "retention.py"  # of each room: called by the action of the purge, with the rows that ran out


def _writes(code: str) -> Iterator[tuple[int, str]]:
    """(line, call) for each call of a method that writes rows."""
    for node in ast.walk(parsed(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            on_rows = name == "update" and any(keyword.arg for keyword in node.keywords)
            if name in WRITES or on_rows:
                yield node.lineno, ast.unparse(node.func)


def _calls_of_libraries(code: str) -> Iterator[tuple[int, str]]:
    """(line, call) for each call of something that comes from a library which keeps rows of its own.

    What goes through `objects` is left to `_writes`, which knows the words of a queryset.
    """
    tree = parsed(code)
    theirs = {
        each.asname or each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in LIBRARIES
        for each in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.partition(".")[0] in theirs and ".objects." not in name and name not in ONLY_READ:
                yield node.lineno, name


def _elsewhere() -> Iterator[tuple[str, str]]:
    for file in sorted(SOURCE.rglob("*.py")):
        place = file.relative_to(SOURCE).as_posix()
        if (
            "migrations/" in place
            or "actions/" in place
            or place in BELOW_ACTIONS
            or place.endswith(TAKEN_BY_A_CLOCK)
            or place.startswith(("bench/", "formats/"))  # formats knows no row: it may not import Django
        ):
            continue
        yield place, file.read_text()


def test_rows_are_written_by_actions_only() -> None:
    allowed = ("form.save", "hashlib", "super().save", "session", "digest.update", "image.save")
    found = [
        f"{place}:{line} {call}"
        for place, code in _elsewhere()
        for line, call in _writes(code)
        if not any(word in call for word in allowed)
    ]
    assert found == []


def test_a_write_in_a_page_would_be_found() -> None:
    assert list(_writes("def page(request):\n    Thing.objects.create(name='x')"))
    assert list(_writes("Thing.objects.filter(pk=1).update(state='x')"))
    assert not list(_writes("{}.update({'a': 1})"))


def test_no_library_writes_rows_outside_actions() -> None:
    found = [f"{place}:{line} {call}" for place, code in _elsewhere() for line, call in _calls_of_libraries(code)]
    assert found == []


@pytest.mark.parametrize("call", ["TOTP.activate(person, secret)", "TOTP(row).instance.save()"])
def test_a_library_that_writes_a_row_would_be_found(call: str) -> None:
    assert list(_calls_of_libraries(f"from allauth.mfa.totp.internal.auth import TOTP\n{call}"))
    assert not list(_calls_of_libraries("from allauth.mfa.models import A\nA.objects.filter(pk=1).exists()"))


def test_every_action_is_marked() -> None:
    unmarked = []
    for file in sorted(SOURCE.glob("*/actions/*.py")):
        for node in parsed(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and any(True for _write in _writes(ast.unparse(node))):
                marked = any("action" in ast.unparse(decorator) for decorator in node.decorator_list)
                if not marked and not node.name.startswith("_"):
                    unmarked.append(f"{file.relative_to(SOURCE)}: {node.name}")
    assert unmarked == []
