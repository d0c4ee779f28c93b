"""Pages at a size: lists that are not counted to their end, organisations that are typed, results in pages."""

from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from saanjh.ground.models import Organisation
from saanjh.web import pages
from saanjh.web.components.choosing import MOST, OneOf, one_organisation
from saanjh.web.pages import Pages
from tests.atlas.factories import Ground
from tests.events.factories import days_ago
from tests.factories import an_organisation
from tests.results.factories import a_value, chosen
from tests.web.browsing import parsed

pytestmark = pytest.mark.django_db


def test_a_long_list_is_counted_to_a_bound_and_says_that_it_goes_on(monkeypatch: Any) -> None:
    monkeypatch.setattr(pages, "MOST", 4)
    for _each in range(4):
        an_organisation()
    whole = Pages(Organisation.objects.order_by("pk"), 2)
    assert (whole.num_pages, whole.goes_on) == (2, False)
    an_organisation()
    longer = Pages(Organisation.objects.order_by("pk"), 2)
    assert (longer.num_pages, longer.goes_on) == (2, True)
    assert len(longer.get_page(2).object_list) == 2


def test_few_organisations_are_chosen_from_a_list_and_many_are_typed(monkeypatch: Any) -> None:
    neem = an_organisation(name_en="Neem Trust", name_ur="نیم ٹرسٹ", search_name="neem trust نیم ٹرسٹ")
    assert isinstance(one_organisation(Organisation.objects.all(), label="Which?"), OneOf)
    Organisation.objects.bulk_create(
        Organisation(name_en=f"Banyan {number}", kind="cso", search_name=f"banyan {number}") for number in range(MOST)
    )
    field = one_organisation(Organisation.objects.order_by("pk"), label="Which?")
    for typed in ("neem  trust", "نيم ٹرسٹ", neem.public_id):
        assert field.clean(typed) == neem
    for typed, said in (("Peepal", "No organisation of this name"), ("Banyan", "Which of these"), ("", "required")):
        with pytest.raises(forms.ValidationError, match=said):
            field.clean(typed)


def _codes(page: Any) -> list[str]:
    return [each.text for each in page.xpath("//table//th[@scope='row']//bdi") if each.text]


def test_the_results_of_a_grant_stand_in_pages_with_the_latest_values_and_each_with_all(client: Client) -> None:
    ground = Ground()
    award = ground.award()
    indicators = [chosen(award) for _each in range(7)]
    for indicator in indicators:
        for month in range(4):
            days = {"period_start": days_ago(200 - month * 20), "period_end": days_ago(190 - month * 20)}
            a_value("verified", award, indicator, **days)
    from saanjh.atlas.actions import initiatives

    made = initiatives.make_from(award, summary="Work.", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    url = reverse("initiative", args=[made.slug])
    first, second = parsed(client.get(url)), parsed(client.get(url, {"page": "2"}))
    shown = [*_codes(first), *_codes(second)]
    assert (len(_codes(first)), len(shown), len(set(shown))) == (5, 7, 7)
    assert len(first.xpath("//table//td//strong")) == 5 * 3
    one = parsed(client.get(url, {"indicator": indicators[0].code}))
    assert _codes(one) == [indicators[0].code]
    assert len(one.xpath("//table//td//strong")) == 4
    assert len(_codes(parsed(client.get(url, {"indicator": "nothing"})))) == 5
