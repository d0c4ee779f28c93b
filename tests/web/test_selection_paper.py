"""The record of a selection to take away: as a PDF with the digest of its JSON, for those who follow the selection."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from saanjh.calls import selection_records
from saanjh.calls.actions import appeals, portfolios, raises, rankings
from saanjh.calls.digests import digest
from saanjh.calls.models import Call, Criterion
from saanjh.formats.typeset import FONTS
from saanjh.ground import working
from saanjh.ground.access import Role
from saanjh.web.desk import selection_paper
from tests.calls.appeals import GIVEN, an_officer, its_editor
from tests.calls.factories import decided
from tests.calls.panels import RULES, a_chair, a_panel, chosen, the
from tests.factories import holding, second_factor
from tests.web.browsing import client_of, links, words

needs_fonts = pytest.mark.skipif(
    not all((Path(settings.FONTS) / name).is_file() for name in FONTS),
    reason="the fonts of a PDF are not installed: apt install fonts-noto-core",
)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def call() -> Call:
    call = a_panel((5, 5), (4, 4), (5, 4))
    chair = a_chair(call)
    chosen(call, chair)
    chosen(call, chair, women_percent=0, points_least=60)
    rankings.ask(call, places=2, least=60, seed=7, by=chair)
    working.work_off()
    portfolios.depart(the(call, 2), reason="From a district without any grant.", by=chair)
    return call


def officer_of(call: Call) -> Any:
    return client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id)))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())


@needs_fonts
def test_an_officer_takes_the_record_as_a_pdf_that_names_the_digest_of_its_json(call: Call) -> None:
    client = officer_of(call)
    page = client.get(reverse("call_portfolio", args=[call.public_id]))
    addresses = [reverse(name, args=[call.public_id]) for name in ("selection_record_pdf", "selection_record_json")]
    assert set(addresses) <= set(links(page))
    taken, plain = (client.get(address) for address in addresses)
    assert taken["Content-Type"] == "application/pdf"
    said = text_of(taken.content)
    record = json.loads(plain.content)
    assert record == selection_records.record(call)
    for word in (
        f"{call.code}-0001",
        "dice-4-2-6",
        "From a district without any grant.",
        "Where the panel departed from the set",
        "Sets that were chosen before",
        "How far the reviewers agreed",
        "Seed 7",
        "numpy",
    ):
        assert word in said
    assert digest(record) in said.replace(" ", "")
    for review in the(call, 1).reviews.select_related("reviewer"):
        assert review.reviewer.name not in said


@needs_fonts
def test_the_criteria_say_whether_their_least_held(call: Call) -> None:
    Criterion.objects.filter(call=call).update(min_percent=50)
    address = reverse("selection_record_pdf", args=[call.public_id])
    assert "marked for those who decide; it is not left out" in text_of(officer_of(call).get(address).content)
    chosen(call, a_chair(call), criteria_least=True)
    said = text_of(officer_of(call).get(address).content)
    assert "not chosen, unless the panel departs and says why" in said
    assert "At least 50 % for “" in said
    portfolios.set_rules(call, by=a_chair(call), **{**RULES, "money_minor": 2_500_000_00})
    said = text_of(officer_of(call).get(address).content).replace("\xa0", " ")
    assert "This set is out of date. Since it was chosen: the rules were changed." in said
    assert "not chosen, unless the panel departs and says why" in said
    assert "When the set was chosen: Rs 2,000,000." in said


@needs_fonts
def test_appeals_stand_in_the_pdf_with_what_was_decided_before(call: Call) -> None:
    portfolios.take_back(the(call, 2), by=a_chair(call))
    application = the(call, 2)
    decided(application, "declined")
    appeal = appeals.lodge(application, **GIVEN, by=its_editor(application))
    appeals.answer(appeal, outcome="upheld", answer="The sheet was there, unread.", by=an_officer(application))
    said = text_of(officer_of(call).get(reverse("selection_record_pdf", args=[call.public_id])).content)
    assert "Decided before" in said
    assert "Upheld" in said
    assert "unread" not in said
    record = selection_records.record(call)
    assert selection_paper.latest(record, call).isoformat() == record["appeals"][0]["answered_at"]


@needs_fonts
def test_the_money_at_the_choosing_each_raise_and_the_money_now_stand_in_the_pdf(call: Call) -> None:
    portfolios.take_back(the(call, 2), by=a_chair(call))
    decided(the(call, 2), "declined")
    chair = a_chair(call)
    raises.raise_money(call, money_minor=2_700_000_00, reason="A second fund joined.", by=chair)
    said = text_of(officer_of(call).get(reverse("selection_record_pdf", args=[call.public_id])).content)
    for word in ("When the set was chosen: ", "2,000,000", "2,700,000", "A second fund joined.", "Panel chair"):
        assert word in said
    assert "Now: Rs 2,700,000. The set was not chosen again." in said.replace("\xa0", " ")
    assert "The panel talked it over." in said
    assert "out of date" not in said
    assert chair.name not in said


@needs_fonts
def test_the_command_writes_the_same_bytes_every_time_in_either_language(call: Call, tmp_path: Path) -> None:
    made = []
    for name, language in (("a", "en"), ("b", "en"), ("c", "ur")):
        call_command("selection", "record", call.code, "--pdf", str(tmp_path / name), "--language", language)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert made[2].startswith(b"%PDF")
    assert made[2] != made[0]


def test_without_fonts_command_and_page_say_what_to_install(call: Call, tmp_path: Path, settings: Any) -> None:
    settings.FONTS = str(tmp_path)
    with pytest.raises(CommandError, match="fonts-noto-core"):
        call_command("selection", "record", call.code, "--pdf", str(tmp_path / "record.pdf"))
    page = officer_of(call).get(reverse("selection_record_pdf", args=[call.public_id]))
    assert (page.status_code, "fonts-noto-core" in words(page)) == (422, True)


def test_nobody_else_takes_it(call: Call) -> None:
    other = officer_of(a_panel((5, 5)))
    for name in ("selection_record_pdf", "selection_record_json"):
        assert other.get(reverse(name, args=[call.public_id])).status_code == 404


@needs_fonts
def test_a_call_of_which_nothing_was_reckoned_has_a_record_that_says_so(tmp_path: Path) -> None:
    call = a_panel((5, 5))
    call_command("selection", "record", call.code, "--pdf", str(tmp_path / "a.pdf"))
    said = text_of((tmp_path / "a.pdf").read_bytes())
    assert "No ranking was reckoned." in said
    assert "No set was chosen." in said
