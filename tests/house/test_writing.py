"""Only actions write."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "saanjh"
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "force_insert"}
# Where rows are written that are no business of a programme's: keys, mail, jobs, search entries, the chain itself.
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
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            on_rows = name == "update" and any(keyword.arg for keyword in node.keywords)
            if name in WRITES or on_rows:
                yield node.lineno, ast.unparse(node.func)


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


def test_every_action_is_marked() -> None:
    unmarked = []
    for file in sorted(SOURCE.glob("*/actions/*.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and any(True for _write in _writes(ast.unparse(node))):
                marked = any("action" in ast.unparse(decorator) for decorator in node.decorator_list)
                if not marked and not node.name.startswith("_"):
                    unmarked.append(f"{file.relative_to(SOURCE)}: {node.name}")
    assert unmarked == []
