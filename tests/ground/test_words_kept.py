"""Lines and texts as they are saved: readable, and without what would turn the words around them."""

import pytest

from saanjh.ground.models import Organisation
from saanjh.ground.refusals import Refusal
from tests.factories import an_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["\u200b\u200c", "\u202e\u2066", "…"])
def test_a_name_that_nobody_can_read_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="There is no letter and no digit in this") as refused:
        an_organisation(name_en=name, search_name="")
    assert refused.value.field == "name_en"


def test_a_name_is_saved_without_signs_that_turn_its_direction() -> None:
    made = an_organisation(name_en="Neem\u202e Trust\u2069", name_ur="نیم\u200cٹرسٹ")
    assert (made.name_en, made.name_ur) == ("Neem Trust", "نیم\u200cٹرسٹ")
    assert Organisation.objects.get(pk=made.pk).name_en == "Neem Trust"
