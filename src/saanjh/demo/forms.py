"""The demo's application form, designed and published as an officer does it, and the draft of its next version."""

import json
from pathlib import Path
from typing import Any

from saanjh.demo.world import World
from saanjh.ground.models import Person
from saanjh.questions.actions import forms, parts
from saanjh.questions.models import FormVersion, Question, Section

NOT_IN_SHORT = ("groups", "begins", "own_share")
FILE = Path(__file__).with_name("questions.json")


def tell(world: World) -> tuple[FormVersion, FormVersion]:
    """Make the form; returns the version of the first calls, and the next, which asks for steps and a budget too."""
    officer = world.people["programme_officer"]
    told = json.loads(FILE.read_text(encoding="utf-8"))
    first = forms.begin(world.programme.scopes()[0], **_pair("title", told), by=officer)
    _fill(first, told["pages"], officer)
    forms.publish(first, by=officer)
    second = forms.revise(first.form, by=officer)
    _fill(second, told["next_pages"], officer)
    forms.publish(second, by=officer)
    _revise(second, officer)
    return first, second


def shorten(world: World, version: FormVersion) -> FormVersion:
    """The short form of a simplified track: a copy of this one that asks five questions."""
    officer, titles = world.people["programme_officer"], {"title_en": "Short form", "title_ur": "مختصر فارم"}
    short = forms.copy(version, world.programme.scopes()[0], **titles, by=officer)
    for code in NOT_IN_SHORT:
        parts.remove_question(short.questions.get(code=code, table=None), by=officer)
    return forms.publish(short, by=officer)


def _fill(version: FormVersion, pages: list[dict[str, Any]], officer: Person) -> None:
    for page in pages:
        words = _pair("title", page) | (_pair("intro", page) if "intro" in page else {})
        section = parts.add_section(version, **words, by=officer)
        for question in page["questions"]:
            _ask(section, question, officer)


def _revise(version: FormVersion, officer: Person) -> None:
    """Begin the form of next year: one question asked more plainly, and one before another."""
    draft = forms.revise(version.form, by=officer)
    plan, begins = (draft.questions.get(code=code, table=None) for code in ("plan", "begins"))
    parts.reword_question(
        plan, label_en="What will you do, step by step?", label_ur="آپ قدم بہ قدم کیا کریں گے؟", by=officer
    )
    parts.move_question(begins, up=True, by=officer)


def _ask(place: Section | Question, question: dict[str, Any], officer: Person) -> None:
    words = _pair("label", question) | (_pair("help", question) if "help" in question else {})
    facts = {name: value for name, value in question.items() if name not in {"label", "help", "choices", "columns"}}
    choices = [(english, urdu) for english, urdu in question.get("choices", [])]
    asked = parts.add_question(place, **words, **facts, choices=choices, by=officer)
    for column in question.get("columns", []):
        _ask(asked, column, officer)


def _pair(name: str, told: dict[str, Any]) -> dict[str, str]:
    english, urdu = told[name]
    return {f"{name}_en": english, f"{name}_ur": urdu}
