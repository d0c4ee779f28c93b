"""The pages of baselines and targets, and what the pages of values say of them."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.awards.models import Award
from saanjh.ground.access import Role
from saanjh.results.models import Target
from tests.awards.factories import an_award
from tests.results.factories import a_value, chosen
from tests.results.test_targets import BASELINE, an_aim
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def words(client: Client, url: str) -> str:
    return " ".join(html.fromstring(client.get(url).content).xpath("string(//main)").split())


def link(client: Client, award: Award, kind: str) -> str:
    page = html.fromstring(client.get(f"/desk/awards/{award.public_id}/targets/").content)
    [url] = page.xpath(f"//main//a[contains(@href, 'kind={kind}')]/@href")
    return str(url)


def test_a_baseline_and_a_target_are_set_and_changed_with_a_reason(client: Client) -> None:
    award = an_award()
    chosen(award, frequency="baseline_endline")
    signed_in(client, Role.EDITOR, award.organisation_id)
    day = award.starts_on.isoformat()
    assert sent(client, link(client, award, "baseline"), by_day=day, n="۶۰", numerator="30").status_code == 303
    url = link(client, award, "target")
    facts = {"by_day": award.ends_on.isoformat(), "n": "60", "numerator": "36"}
    assert mended(sent(client, url, **{**facts, "numerator": "61"})) == ["id_numerator"]
    assert sent(client, url, **facts).status_code == 303
    assert "With 60 people in each round a survey cannot tell this target" in words(
        client, f"/desk/awards/{award.public_id}/targets/"
    )
    assert mended(sent(client, url, numerator="50")) == ["id_reason"]
    assert sent(client, url, numerator="50", reason="More schools joined.").status_code == 303
    said = words(client, f"/desk/awards/{award.public_id}/targets/")
    assert "More schools joined." in said
    assert "cannot tell" not in said
    assert list(Target.objects.order_by("pk").values_list("kind", "version")) == [
        ("baseline", 1), ("target", 1), ("target", 2)
    ]  # fmt: skip


def test_a_second_change_from_an_earlier_page_is_refused(client: Client) -> None:
    award = an_award()
    an_aim(award, chosen(award))
    signed_in(client, Role.EDITOR, award.organisation_id)
    url = link(client, award, "target")
    first, second = opened(client, url), opened(client, url)
    assert client.post(url, {**first, "numerator": "70", "reason": "More."}).status_code == 303
    assert client.post(url, {**second, "numerator": "80", "reason": "Still more."}).status_code == 409
    assert Target.objects.count() == 2


def test_the_page_of_a_value_says_what_was_aimed_at_and_how_far_it_is(client: Client) -> None:
    award = an_award()
    indicator = chosen(award)
    an_aim(award, indicator, 40, kind=BASELINE)
    an_aim(award, indicator, 60)
    value = a_value("verified", award, indicator)
    signed_in(client, Role.VERIFIER, award.programme_id)
    for url in (f"/desk/values/{value.public_id}/", "/desk/values/"):
        said = words(client, url)
        assert "40% (40 of 100)" in said
        assert "60% (60 of 100)" in said
        assert "cannot be told" in said
        assert "With 187 asked the range is 55.99% to 69.70% and has 60% in it" in said


def test_who_may_not_set_a_target_is_offered_no_link(client: Client) -> None:
    award = an_award()
    indicator = chosen(award)
    url = f"/desk/awards/{award.public_id}/targets/"
    signed_in(client, Role.VERIFIER, award.programme_id)
    assert "kind=" not in client.get(url).content.decode()
    assert client.get(f"{url}set/?indicator={indicator.code}&kind=target").status_code == 404
    signed_in(client, Role.EDITOR, award.organisation_id)
    for asked in (f"?indicator={indicator.code}&kind=guess", "?indicator=nonsense&kind=target"):
        assert client.get(f"{url}set/{asked}").status_code == 404
    assert client.get(f"{url}set/")["Location"] == url  # where one chooses
    signed_in(client, Role.EDITOR, an_award().organisation_id)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(client: Client, many: int, django_assert_num_queries: Any) -> None:
    award = an_award()
    for _each in range(many):
        an_aim(award, chosen(award))
    signed_in(client, Role.EDITOR, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/targets/"
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
