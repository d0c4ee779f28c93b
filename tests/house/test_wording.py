"""Every verb that is written into history is said in words somewhere, with facts that the line has."""

import ast
import re
from functools import cache
from pathlib import Path

from saanjh.web import wording
from tests.house.code import parsed

SOURCE = Path(__file__).resolve().parents[2] / "src" / "saanjh"
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def recorded(code: str) -> list[tuple[str, set[str] | None]]:
    """(verb, names of its facts) of each `history.record("verb", …)` or `record_many`; None where some come by `**`."""
    found = []
    tree = parsed(code)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        if not ast.unparse(node.func).endswith(("history.record", "history.record_many")):
            continue
        names = {keyword.arg for keyword in node.keywords}
        facts = None if None in names else {str(name) for name in names - {"by"}}
        found += [(verb, facts) for verb in strings(node.args[0], tree)]
    return found


def strings(node: ast.expr, tree: ast.AST) -> list[str]:
    """What the expression can be: a string, one of two, or what a name was set to in the same file."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return strings(node.body, tree) + strings(node.orelse, tree)
    if isinstance(node, ast.Name):
        settings = [each for each in ast.walk(tree) if isinstance(each, ast.Assign)]
        return [
            verb for each in settings if ast.unparse(each.targets[0]) == node.id for verb in strings(each.value, tree)
        ]
    return []


@cache
def everywhere() -> list[tuple[str, set[str] | None]]:
    return [pair for file in sorted(SOURCE.rglob("*.py")) for pair in recorded(file.read_text())]


def test_every_verb_has_its_words() -> None:
    assert sorted({verb for verb, _facts in everywhere()} - set(wording.verbs())) == []


def test_the_words_name_only_facts_that_some_line_has() -> None:
    facts: dict[str, set[str]] = {}
    open_ended = {verb for verb, names in everywhere() if names is None}
    for verb, names in everywhere():
        facts.setdefault(verb, {"person"}).update(names or set())
    wrong = {
        verb: sorted(set(PLACEHOLDER.findall(str(words))) - facts[verb])
        for verb, words in wording.verbs().items()
        if verb in facts and verb not in open_ended and set(PLACEHOLDER.findall(str(words))) - facts[verb]
    }
    assert wrong == {}


def test_no_words_are_left_of_verbs_that_nobody_records() -> None:
    assert sorted(set(wording.verbs()) - {verb for verb, _facts in everywhere()}) == []


def test_a_verb_without_words_would_be_found() -> None:
    assert recorded('history.record("thing_done", thing, by=by, number=1)') == [("thing_done", {"number"})]
    assert "thing_done" not in wording.verbs()
