"""R1 and R2: no column for what must never be kept, and every column of words refuses personal data."""

from django.apps import apps
from django.db import models

from saanjh.ground.fields import FreeLine, FreeText
from saanjh.kit.personal_data import forbidden_name

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
