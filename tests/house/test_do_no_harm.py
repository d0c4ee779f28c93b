"""Do no harm: no column for what is never kept, words are guarded, and each rule is proved or waits for a subject."""

import re

from django.apps import apps
from django.db import models

from saanjh.ground.fields import FreeLine, FreeText
from saanjh.kit.personal_data import forbidden_name
from tests.house.pages import page, rows

# Text columns that hold no free words: codes, digests, tokens, ids, or the account's own address and name.
NOT_WORDS = {
    "ground.Person": {"password", "username", "email", "name"},
    "ground.Invitation": {"digest", "email", "role"},
}
PLACES = {"centre_lat", "centre_lon"}  # of a district: for distances, never published


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("saanjh.")]


def test_no_column_has_a_forbidden_name() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in _ours()
        for field in model._meta.get_fields()
        if forbidden_name(field.name) and field.name not in PLACES
    ]
    accounts = {"ground.Person.email", "ground.Invitation.email"}
    assert set(found) - accounts == set()


def test_the_deny_list_knows_what_it_denies() -> None:
    for name in ("cnic", "father_name", "religion", "sect", "phone_number", "riskLevel", "latitude"):
        assert forbidden_name(name), name
    for name in ("title_en", "district", "people", "women_led", "summary"):
        assert not forbidden_name(name), name


def test_long_texts_are_guarded() -> None:
    """A TextField or a wide CharField that people fill is FreeText or FreeLine; codes are short or have choices."""
    unguarded = [
        f"{model._meta.label}.{field.name}"
        for model in _ours()
        if model._meta.app_label != "ground"
        for field in model._meta.concrete_fields
        if type(field) is models.TextField
        or (type(field) is models.CharField and not field.choices and (field.max_length or 0) > 80)
        if not isinstance(field, (FreeText, FreeLine))
    ]
    assert unguarded == []


# Later subjects that rules wait for, as the page names them.
SUBJECTS = {"devices", "eligibility", "selection", "stories", "surveys", "the dataset"}


def _unproved(text: str) -> list[str]:
    """The rules that are missing, or whose row names neither a test nor a later subject."""
    told = {cells[0]: cells[3] for cells in rows(text) if len(cells) == 4}
    waits = {name: set(re.findall(r"[Oo]pen: comes with ([a-z ]+)", cell)) for name, cell in told.items()}
    return [
        name
        for name in (f"R{number}" for number in range(1, 26))
        if name not in told or not (waits[name] or "::test_" in told[name]) or waits[name] - SUBJECTS
    ]


def test_every_rule_is_proved_or_waits_for_a_subject_that_is_named() -> None:
    assert _unproved(page("look-up/do-no-harm.md")) == []


def test_a_rule_without_a_row_or_a_proof_would_be_found() -> None:
    text = page("look-up/do-no-harm.md")
    without = "\n".join(line for line in text.splitlines() if not line.startswith("| R15 |"))
    assert _unproved(without) == ["R15"]
    assert _unproved(text.replace("comes with stories", "comes with luck")) == ["R10", "R11", "R12"]
