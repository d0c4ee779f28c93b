"""A name is told in the reader's language where it has one, in the other where it has not."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from saanjh.ground import notices
from saanjh.ground.models import Notice
from saanjh.ground.naming import both, named
from saanjh.networks.notices import JOINED


@pytest.mark.parametrize(
    ("english", "urdu", "language", "told"),
    [
        ("Water", "پانی", "en", "Water"),
        ("Water", "پانی", "ur", "پانی"),
        ("Water", "", "ur", "Water"),
        ("", "پانی", "en", "پانی"),
        ("", "", "ur", ""),
    ],
)
def test_a_name_is_told_in_the_readers_language_if_it_has_one(
    english: str, urdu: str, language: str, told: str
) -> None:
    thing = SimpleNamespace(title_en=english, title_ur=urdu)
    with override(language):
        assert named(thing) == told
        said = notices.words(Notice(kind=JOINED.code, facts=both(thing)))
    assert (said.count("Water"), said.count("پانی")) == (told == "Water", told == "پانی")
