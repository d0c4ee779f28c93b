"""The demo's application form, designed and published as an officer does it."""

import json
from pathlib import Path
from typing import Any

from saanjh.demo.world import World
from saanjh.questions.actions import forms
from saanjh.questions.models import FormVersion, Section

FILE = Path(__file__).with_name("questions.json")


def tell(world: World) -> FormVersion:
    """Make the form; returns the published version."""
    officer = world.people["programme_officer"]
    told = json.loads(FILE.read_text(encoding="utf-8"))
    version = forms.begin(world.programme.scopes()[0], **_pair("title", told), by=officer)
    for page in told["pages"]:
        words = _pair("title", page) | (_pair("intro", page) if "intro" in page else {})
        section = forms.add_section(version, **words, by=officer)
        for question in page["questions"]:
            _ask(section, question, world)
    return forms.publish(version, by=officer)


def _ask(section: Section, question: dict[str, Any], world: World) -> None:
    words = _pair("label", question) | (_pair("help", question) if "help" in question else {})
    facts = {name: value for name, value in question.items() if name not in {"label", "help", "choices"}}
    choices = [(english, urdu) for english, urdu in question.get("choices", [])]
    forms.add_question(section, **words, **facts, choices=choices, by=world.people["programme_officer"])


def _pair(name: str, told: dict[str, Any]) -> dict[str, str]:
    english, urdu = told[name]
    return {f"{name}_en": english, f"{name}_ur": urdu}
