"""The thin story, floor by floor, in both languages: small groups on a phone without scripts, the rest at a desk."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from saanjh.kit.text import ascii_digits
from tests.journeys.conftest import DESK, PHONE, Site

pytestmark = pytest.mark.journey
LANGUAGES = ["en", "ur"]
# What people write: in Urdu and with Urdu digits, whichever language the desk speaks.
PLAN = "پہلے مہینے ہم محلے سے پوچھیں گے کہ سایہ کہاں چاہیے، پھر درخت لگائیں گے اور باری باری پانی دیں گے۔"
CARE = "کوئی ناراض ہو سکتا ہے کہ درخت اس کی دکان کے سامنے ہے۔ ہم پہلے ہر دکان دار سے پوچھیں گے۔"
TITLE, WORD = "One table in the town hall", {"en": "town hall table", "ur": "میز"}
NEW_PASSWORD = "the-river-remembers-rain"


def _today() -> datetime.date:
    """The day in the programme's zone."""
    return datetime.datetime.now(ZoneInfo("Asia/Karachi")).date()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_applies_on_a_phone_without_scripts(language: str, fresh_site: Site, walk: Any) -> None:
    """The editor finishes the draft that lies half-written; the signatory hands it in and gets a number."""
    editor = walk(fresh_site, language, PHONE, scripts=False).sign_in("editor")
    editor.follow("/desk/applications/")
    editor.follow("/about/")
    editor.send()
    editor.follow("/answers/1/")  # past who takes part
    if language == "ur":
        editor.shot("apply-ur-360")
    editor.send()
    editor.fill(q__plan=PLAN, q__people="۱۲۰")
    editor.choose("q-work", "dialogue")
    editor.send()
    for box in editor.page.locator("main textarea").all():
        if not box.input_value():
            box.fill(CARE)
    editor.send()
    editor.send()  # steps and budget stand there already
    editor.send()  # papers and practices need not be named
    assert editor.page.url.endswith("/check/")
    assert editor.says(PLAN)
    signatory = walk(fresh_site, language, PHONE, scripts=False).sign_in("signatory")
    signatory.follow("/desk/applications/")
    signatory.follow("/check/")
    signatory.send()
    assert signatory.says("SSG-2026-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_reviews_to_a_verified_result_on_the_portal(language: str, fresh_site: Site, walk: Any) -> None:
    def at_the_desk(who: str) -> Any:
        return walk(fresh_site, language, DESK).sign_in(who)

    officer = at_the_desk("programme_officer")
    if language == "en":
        officer.shot("waiting-en-1366")
    screen_all(at_the_desk("gate_checker"))
    _name_reviewers(officer)
    for reviewer in ("reviewer", "second_reviewer", "third_reviewer"):
        review_all(at_the_desk(reviewer))
    _propose_all(at_the_desk("panel_chair"))
    _confirm_all(officer)
    answer_appeal(at_the_desk("second_officer"))
    award = _conclude_and_offer(officer)
    _write_the_budget(officer, award)
    administrators = [at_the_desk(who) for who in ("administrator", "second_administrator")]
    signatory = _come_back(*administrators, walk(fresh_site, language, PHONE, scripts=False))
    signatory.open(f"{award}accept/")
    signatory.send()
    _write_down_an_activity(signatory, award)
    value = _hand_in_a_value(signatory, award)
    verifier = at_the_desk("verifier")
    verifier.open(f"{value}verify/")
    verifier.send()
    _make_and_publish_an_initiative(officer, award)
    _see_it_on_the_portal(walk(fresh_site, language, PHONE, scripts=False))
    checked = fresh_site.installation.saanjh("check")
    assert checked.returncode == 0, checked.stderr


def screen_all(checker: Any) -> None:
    """Answer each open gate with yes and close it."""
    checker.open("/desk/")
    while checker.page.locator("main a[href*='/gates/']").count():
        checker.follow("/gates/")
        for choice in checker.page.locator("input[type=radio][value='yes']").all():
            choice.check()
        if checker.page.locator("input[name=outcome]").count():
            checker.choose("outcome", "passed")
        checker.send()  # save
        checker.send()  # and close
        checker.open("/desk/")


def _name_reviewers(officer: Any) -> None:
    """Two of three for each application that waits for its reviewers."""
    for _each in range(2):
        officer.open("/desk/")
        officer.follow("/reviewers/")
        for at in (1, 2):
            officer.page.locator("input[name=reviewers]").nth(at).check()
        officer.send()


def review_all(reviewer: Any) -> None:
    """Score and hand in each review that waits."""
    reviewer.open("/desk/")
    while reviewer.page.locator("main a[href*='/desk/reviews/']").count():
        reviewer.follow("/desk/reviews/")
        for choice in reviewer.page.locator("input[type=radio][value='4']").all():
            choice.check()
        for box in reviewer.page.locator("main textarea").all():
            box.fill("The need is shown, and the work fits the place.")
        reviewer.send()
        if "/hand-in/" not in reviewer.page.url:
            reviewer.follow("/hand-in/")
        reviewer.send()
        reviewer.open("/desk/")


def _propose_all(chair: Any) -> None:
    """One is proposed to be selected already; the others are to be declined, each with its reason."""
    chair.open("/desk/")
    while chair.page.locator("main a[href*='/decide/']").count():
        chair.follow("/decide/")
        chair.choose("outcome", "declined")
        chair.choose("written_in", "en")
        chair.fill(reason="A good wish; no first step is described yet.")
        chair.send()
        chair.open("/desk/")


def _confirm_all(officer: Any) -> None:
    """The second person confirms each of them."""
    officer.open("/desk/")
    while officer.page.locator("main a[href*='/decision/']").count():
        officer.follow("/decision/")
        officer.choose("answer", "confirm")
        officer.choose("written_in", "en")
        officer.send()
        officer.open("/desk/")


def answer_appeal(second: Any) -> None:
    """Somebody who had no hand in it dismisses the appeal that waits."""
    second.open("/desk/")
    second.follow("/desk/appeals/")
    second.choose("outcome", "dismissed")
    second.fill(answer="It was before both readers, who name it. Nothing was left out.")
    second.send()


def _conclude_and_offer(officer: Any) -> str:
    """Conclude the call and offer the grant; returns the award's address."""
    officer.open("/desk/calls/")
    officer.page.locator("main tr", has_text="NPG-2026").locator("a").first.click()
    officer.follow("/conclude/")
    officer.send()
    officer.open("/desk/")
    officer.follow("/offer/")
    ends = _today() + datetime.timedelta(days=240)
    officer.fill(starts_on=_today().isoformat(), ends_on=ends.isoformat())
    officer.page.select_option("[name=theme]", index=2)
    officer.send()
    return str(officer.page.url.removeprefix(officer.site.address))


def _write_the_budget(officer: Any, award: str) -> None:
    """What the grant pays for, heading by heading, to the last rupee: the application's form asked for no budget."""
    officer.open(f"{award}agreement/budget/")
    amount = int("".join(filter(str.isdigit, ascii_digits(officer.page.locator(".lede").inner_text()))))
    parts = {place: amount * percent // 100 for place, percent in enumerate((30, 0, 5, 5, 6, 5, 5))}
    parts[1] = amount - sum(parts.values())  # activities take the rest
    for place, part in parts.items():
        officer.fill(**{f"lines__{place}__what": "For the meetings", f"lines__{place}__amount": str(part)})
    officer.send()


def _come_back(administrator: Any, second: Any, phone: Any) -> Any:
    """A signatory without e-mail who lost the password: one administrator asks for a code, another one confirms it and
    reads it out, and the signatory is back."""
    administrator.open("/desk/people/?q=signatory_15")
    administrator.follow("/desk/people/")
    administrator.follow("/ask-way-back/")
    administrator.send()
    second.open(administrator.page.url.removeprefix(administrator.site.address))
    second.follow("/confirm/")
    second.send()
    code = second.page.locator("main .secret").first.inner_text().strip()
    phone.open(f"/{phone.language}/return/")
    phone.fill(code=code, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    phone.send()
    return phone.enter("signatory_15", NEW_PASSWORD)


def _write_down_an_activity(signatory: Any, award: str) -> None:
    signatory.open(f"{award}activities/new/")
    signatory.page.select_option("[name=activity_type]", index=3)
    places = signatory.page.locator("[name=district] option")
    signatory.page.select_option("[name=district]", index=places.count() - 1)
    signatory.fill(what="Neighbours chose who speaks first", day=_today().isoformat())
    signatory.page.select_option("[name=written_in]", "en")
    signatory.page.fill("[name='all_women_15-29']", "۱۲")
    signatory.page.fill("[name='all_men_30-59']", "14")
    signatory.send()
    assert signatory.says("26")


def _hand_in_a_value(signatory: Any, award: str) -> str:
    """39 of 60, from a slip box; returns the value's address."""
    signatory.open(f"{award}values/")
    signatory.follow("indicator=COH-02")
    today = _today().isoformat()
    signatory.fill(period_start=today, period_end=today, n="60", numerator="۳۹", source="A slip box at the door.")
    signatory.page.select_option("[name=method]", "survey")
    signatory.page.select_option("[name=written_in]", "en")
    signatory.choose("evidence_level", "1")
    signatory.send()
    value = str(signatory.page.url.removeprefix(signatory.site.address))
    signatory.open(f"{value}submit/")
    signatory.send()
    return value


def _make_and_publish_an_initiative(officer: Any, award: str) -> None:
    officer.open(f"{award}initiative/")
    officer.fill(summary="Neighbours of several streets sit at one table each month and settle what divides them.")
    officer.send()
    officer.follow("/publish/")
    officer.send()


def _see_it_on_the_portal(reader: Any) -> None:
    """The result stands on the initiative's page with its n and its range, for a reader without account or script."""
    reader.open(f"/{reader.language}/initiatives/")
    reader.fill(q=WORD[reader.language])
    reader.page.locator("main form button:not(.unseen)").first.click()
    reader.follow("/initiatives/one-table")
    assert reader.says("65")  # 39 of 60
    assert reader.says("60")
    assert reader.context.cookies() == []


def test_the_first_page_needs_no_script_and_leads_to_the_other_language(site: Site, walk: Any) -> None:
    reader = walk(site, "en", DESK, scripts=False)
    reader.open("/en/")
    reader.shot("home-en-1366")
    reader.page.locator("header a[hreflang=ur]").click()
    assert reader.page.url == f"{site.address}/ur/"
    reader.page.set_viewport_size(PHONE)
    reader.shot("home-ur-360")
    assert reader.page.locator("html").get_attribute("dir") == "rtl"
    assert reader.context.cookies() == []
