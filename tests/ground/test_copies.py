"""A copy of what is held on an organisation of the demo: all its words, and nobody else's."""

from typing import Any

import pytest
from django.utils import timezone

from saanjh.ground import copies, holdings
from saanjh.ground.fields import FreeLine, FreeText
from saanjh.ground.models import Organisation, Person
from tests.ground.test_leaving import unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_copy_of_an_organisation_holds_all_its_words_and_nobody_elses(world: Any) -> None:
    award = world.awards[0]
    mine, other = award.organisation, Organisation.objects.exclude(pk=award.organisation_id)[0]
    _everything, text = unpacked(copies.copy_of(mine, at=timezone.now()))
    assert (award.title_en in text, str(mine) in text) == (True, True)
    assert other.name_en not in text
    assert [person.name for person in Person.objects.all() if len(person.name) > 8 and person.name in text] == []
    foreign = [
        value
        for model in (type(award), type(award.application))
        for value in model.objects.exclude(organisation=mine).values_list("title_en", flat=True)
        if value and value in text
    ]
    assert foreign == []
    for each in holdings.of(Organisation):
        free = [f.name for f in each.model._meta.concrete_fields if isinstance(f, (FreeLine, FreeText))]
        if each.columns and each.path in {"organisation", "award__organisation"}:
            assert set(free) <= {*each.columns}, each.label
