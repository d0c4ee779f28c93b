"""The pages of an agreement: read as of a day, written while the offer waits, changed by one side with the other."""

import calendar
import datetime
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saanjh.atlas.actions import initiatives
from saanjh.awards.actions import agreements, awards
from saanjh.awards.models import Agreement, Amendment, Award
from saanjh.formats.typeset import FONTS
from saanjh.ground.access import Role
from tests.awards.factories import LINES, an_agreement, an_amendment, an_award, with_budget
from tests.events.factories import days_ago
from tests.factories import holding
from tests.web.browsing import links, words
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
needs_fonts = pytest.mark.skipif(
    not all((Path(settings.FONTS) / name).is_file() for name in FONTS),
    reason="the fonts of a PDF are not installed: apt install fonts-noto-core",
)
WHY = {"reason": "The roads were closed.", "effect": "Two meetings come later."}


def offered() -> Award:
    """A grant that waits for its answer, with its agreement as it was begun."""
    award = an_award("offered", application=with_budget())
    agreements.bring_in(award, by=holding(Role.PROGRAMME_OFFICER, over=award.programme_id))
    return award


def running() -> Award:
    award = an_award(application=with_budget())
    an_agreement(award)
    return award


def at(award: Award, page: str = "") -> str:
    return f"/desk/awards/{award.public_id}/agreement/{page}"


def test_the_officer_writes_the_agreement_and_the_signatory_accepts_what_she_read(client: Client) -> None:
    award = offered()
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    assert at(award) in links(client.get(f"/desk/awards/{award.public_id}/"))
    pages = [at(award, page) for page in ("budget/", "steps/", "visibility/")]
    assert set(pages) <= set(links(client.get(at(award))))
    assert sent(client, pages[0], **{"lines-1-amount": "449,000", "lines-6-heading": "B"}).status_code == 422
    more = {"lines-6-heading": "B", "lines-6-what": "Tea", "lines-6-amount": "1,000"}
    assert sent(client, pages[0], **{"lines-1-amount": "449,000", **more}).status_code == 303
    response = sent(client, pages[1], level="low")
    assert (response.status_code, mended(response)) == (422, ["id_level_reason"])
    assert sent(client, pages[1], level="low", level_reason="Ten years of work.").status_code == 303
    assert mended(sent(client, pages[2], visibility="", is_unseen="on")) == ["id_visibility"]
    assert sent(client, pages[2], visibility="A sign at the door.").status_code == 303
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    said = words(client.get(at(award)))
    for part in ("Tea", "Rs 1,000", "50 %", "Ten years of work.", "A sign at the door.", "Baseline done"):
        assert part in said
    assert at(award) in links(client.get(f"/desk/awards/{award.public_id}/accept/"))
    assert sent(client, f"/desk/awards/{award.public_id}/accept/").status_code == 303
    assert Agreement.objects.get().number == 1


def test_an_agreement_that_was_changed_meanwhile_is_read_again_before_it_is_accepted(client: Client) -> None:
    award = offered()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/accept/"
    read = opened(client, url)
    Agreement.objects.update(visibility="Another sign.")
    response = client.post(url, read)
    assert response.status_code == 422
    assert "was changed since you opened it" in words(response)
    award.refresh_from_db()
    assert award.state == "offered"


def test_an_agreement_without_a_budget_says_so_and_cannot_be_accepted(client: Client) -> None:
    award = an_award("offered")
    agreements.bring_in(award, by=holding(Role.PROGRAMME_OFFICER, over=award.programme_id))
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    assert "not written yet" in words(client.get(f"/desk/awards/{award.public_id}/accept/"))
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    assert "No budget is written yet" in words(client.get(at(award)))
    fields = opened(client, at(award, "budget/"))
    assert [fields[f"lines-{place}-heading"] for place in range(9)] == list("ABCDEFGHI")
    assert fields["lines-rows"] == "12"
    filled = {f"lines-{n}-what": what for n, (_code, what, _minor) in enumerate(LINES)}
    filled |= {f"lines-{n}-amount": str(minor // 100) for n, (_code, _what, minor) in enumerate(LINES)}
    filled |= {f"lines-{n}-heading": code for n, (code, _what, _minor) in enumerate(LINES)}
    assert sent(client, at(award, "budget/"), **filled).status_code == 303
    assert Agreement.objects.get().lines.count() == len(LINES)


def test_a_form_from_before_somebody_elses_change_undoes_nothing(client: Client) -> None:
    award = offered()
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    before = opened(client, at(award, "visibility/"))
    assert sent(client, at(award, "visibility/"), visibility="A sign.").status_code == 303
    assert client.post(at(award, "visibility/"), {**before, "visibility": "No sign."}).status_code == 409
    awards.accept(award, by=holding(Role.SIGNATORY, over=award.organisation_id))
    for page in ("visibility/", "steps/", "budget/"):
        assert "was answered" in words(client.get(at(award, page)))
        response = client.post(at(award, page), {"once": str(uuid.uuid4()), **before})
        assert response.status_code == 422
    assert Agreement.objects.get().visibility == "A sign."


def test_a_grant_from_before_says_so_and_its_officer_brings_the_agreement_in(client: Client) -> None:
    award = an_award(application=with_budget())
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    page = client.get(at(award))
    assert "goes on without" in words(page)
    assert at(award, "bring-in/") not in links(page)
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    assert at(award, "bring-in/") in links(client.get(at(award)))
    assert sent(client, at(award, "bring-in/")).status_code == 303
    assert Agreement.objects.get().number == 1


def test_the_agreement_is_read_as_of_any_day_with_what_changed(client: Client) -> None:
    award = running()
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    proposal = an_amendment(award)
    assert sent(client, f"/desk/amendments/{proposal.public_id}/accept/").status_code == 303
    said = words(client.get(at(award)))
    assert "Version 2, in force from" in said
    assert "Last day:" in said
    assert "instead of" in said
    earlier = words(client.get(at(award), {"on": days_ago(1)}))
    assert "Version 1, in force from" in earlier
    assert "A later version has taken its place." in earlier
    assert client.get(at(award), {"on": "someday"}).status_code == 200
    assert f"{at(award)}?version=1" in links(client.get(at(award)))
    assert "Version 1, in force from" in words(client.get(at(award), {"version": "1"}))
    assert "Version 2, in force from" in words(client.get(at(award), {"version": "9"}))


def test_one_side_proposes_and_the_other_answers(client: Client) -> None:
    award = running()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    assert at(award, "change/") in links(client.get(at(award)))
    kinds = [at(award, f"change/{kind}/") for kind in ("days", "budget", "districts")]
    assert set(kinds) <= set(links(client.get(at(award, "change/"))))
    response = sent(client, kinds[0], ends_on=award.programme.ends_on + datetime.timedelta(days=1), **WHY)
    assert mended(response) == ["id_ends_on"]
    response = sent(client, kinds[0], ends_on=award.ends_on + datetime.timedelta(days=90), **WHY)
    page = f"/desk/amendments/{Amendment.objects.get().public_id}/"
    assert response["Location"] == page
    assert f"{page}accept/" not in links(client.get(page))
    assert "waits for an answer" in words(client.get(at(award)))
    assert "it is answered or taken back first" in words(client.get(kinds[2]))
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    assert page in links(client.get("/desk/"))
    assert f"{page}accept/" in links(client.get(page))
    assert mended(sent(client, f"{page}decline/", reason="")) == ["id_reason"]
    assert sent(client, f"{page}decline/", reason="The report is due first.").status_code == 303
    assert "The report is due first." in words(client.get(page))


def test_a_small_shift_of_the_organisation_is_in_force_at_once(client: Client) -> None:
    award = running()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    url = at(award, "change/budget/")
    assert sent(client, url, **{"lines-1-amount": "451,000"}, **WHY).status_code == 422
    assert sent(client, url, **{"lines-1-amount": "451,000", "lines-2-amount": "89,000"}, **WHY).status_code == 303
    assert "In force by notice" in words(client.get(f"/desk/amendments/{Amendment.objects.get().public_id}/"))


def test_a_change_opened_before_another_came_into_force_undoes_nothing(client: Client) -> None:
    award = running()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    url = at(award, "change/budget/")
    before = opened(client, url)
    small: dict[str, Any] = {"lines-1-amount": "451,000", "lines-2-amount": "89,000", **WHY}
    assert sent(client, url, **small).status_code == 303
    response = client.post(url, {**before, "lines-1-amount": "452,000", "lines-2-amount": "88,000", **WHY})
    assert response.status_code == 409
    assert Amendment.objects.count() == 1


def test_the_public_page_of_the_grant_follows_whoever_accepts(client: Client) -> None:
    award = running()
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    page = initiatives.make_from(award, summary="Work.", by=officer)
    proposal = an_amendment(award, side="programme", proposed_by=officer)
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    assert sent(client, f"/desk/amendments/{proposal.public_id}/accept/").status_code == 303
    page.refresh_from_db()
    assert page.ends_on == proposal.proposes.ends_on


def test_the_other_organisation_sees_nothing(client: Client) -> None:
    award, other = running(), running()
    proposal = an_amendment(award)
    signed_in(client, Role.SIGNATORY, other.organisation_id)
    for url in (
        at(award),
        f"{at(award)[:-1]}.pdf",
        f"/desk/amendments/{proposal.public_id}/",
        at(award, "change/days/"),
    ):
        assert client.get(url).status_code == 404


def test_the_pages_ask_the_database_little_however_often_the_agreement_changed(client: Client) -> None:
    award = running()
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    counted = []
    for number in (2, 3):
        for url in (at(award), f"/desk/amendments/{an_amendment_of(award, number).public_id}/"):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            counted.append(len(asked))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 15


def an_amendment_of(award: Award, number: int) -> Amendment:
    """One more version in force, by a change that was accepted."""
    proposal = an_amendment(award)
    Amendment.objects.filter(pk=proposal.pk).update(
        state="accepted", answered_by=award.offered_by, answered_at=proposal.created_at
    )
    Agreement.objects.filter(pk=proposal.proposes_id).update(number=number, from_day=days_ago(0))
    return proposal


@needs_fonts
def test_the_agreement_is_taken_away_as_a_pdf_in_both_languages(client: Client) -> None:
    award = running()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/agreement.pdf"
    month = calendar.month_name[days_ago(1).month]
    for language in ("en", "ur"):
        response = client.get(url, {"language": language})
        assert response["Content-Type"] == "application/pdf"
        assert client.get(url, {"language": language}).content == response.content
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(response.content)).pages)
        assert "Care for children" in text
        assert (month in text) == (language == "en")


def test_without_an_agreement_there_is_no_pdf(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.SIGNATORY, award.organisation_id)
    response = client.get(f"/desk/awards/{award.public_id}/agreement.pdf")
    assert response.status_code == 422
    assert "No agreement is written" in words(response)
