"""The pages of what else happened where a grant works."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.results.models import Circumstance
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.results.factories import a_value, chosen
from tests.results.test_circumstances import a_district, a_note
from tests.web.desk_forms import mended, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_a_note_is_written_read_beside_an_outcome_and_taken_out(client: Client) -> None:
    award = an_award()
    value = a_value("verified", award, chosen(award, level="outcome"))
    signed_in(client, Role.FIELD_OFFICER, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/circumstances/"
    assert "Nothing is noted yet" in client.get(url).content.decode()
    facts = {
        "district": str(a_district(award).pk), "first_day": days_ago(50).isoformat(),
        "last_day": days_ago(40).isoformat(), "what": "prices", "words": "Flour costs twice as much.",
    }  # fmt: skip
    assert mended(sent(client, f"{url}new/", **{**facts, "words": "Ask 0300 1234567"})) == ["id_words"]
    assert sent(client, f"{url}new/", **facts).status_code == 303
    for page in (url, f"/desk/values/{value.public_id}/"):
        said = html.fromstring(client.get(page).content).xpath("string(//main)")
        assert "Flour costs twice as much." in said
        assert "Prices or work changed" in said
    note = Circumstance.objects.get()
    assert sent(client, f"/desk/circumstances/{note.public_id}/take-out/").status_code == 303
    assert not Circumstance.objects.exists()


def test_the_public_reads_none_of_it(client: Client) -> None:
    award = an_award()
    a_note(award)
    for url in (f"/desk/awards/{award.public_id}/circumstances/", "/en/", "/ur/"):
        assert b"The river rose" not in client.get(url).content


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(client: Client, many: int, django_assert_num_queries: Any) -> None:
    award = an_award()
    for _each in range(many):
        a_note(award)
    signed_in(client, Role.EDITOR, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/circumstances/"
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
