"""Claims: as stated, in the order of the alphabet, once."""

import pytest

from saanjh.atlas import queries
from saanjh.atlas.actions import claims
from saanjh.atlas.models import Claim
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def test_the_four_rates_of_the_paper_are_quoted_in_the_order_of_the_alphabet() -> None:
    claims.load(by=Person.objects.system())
    claims.load(by=Person.objects.system())
    assert [(each.name_en, each.stated) for each in queries.claims()] == [
        ("Paigham-e-Pakistan", "70%"),
        ("Sabaoon Rehabilitation Centre", "85%"),
        ("Women-led CVE Programs", "50%"),
        ("Youth Peace Initiatives", "60%"),
    ]


def test_what_the_source_does_not_state_stays_blank() -> None:
    claims.load(by=Person.objects.system())
    assert {(each.definition, each.n, each.method, each.period) for each in queries.claims()} == {("", "", "", "")}
    assert all(each.needs_en and each.needs_ur for each in queries.claims())


def test_a_stated_value_is_text_so_that_nothing_is_reckoned_with_it() -> None:
    assert Claim._meta.get_field("stated_value").get_internal_type() == "CharField"


def test_not_everybody_brings_in_claims() -> None:
    with pytest.raises(Refusal):
        claims.load(by=a_person())
    assert queries.claims() == []
