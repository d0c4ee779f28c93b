"""One call from its publishing to an appeal: applicants on phones without scripts, the programme at a desk.

They apply on both tracks, with a partner and through a host. Only the calendar is turned by hand, where the call opens
and where it closes: no journey can wait for weeks.
"""

import datetime
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import DESK, PHONE, Site
from tests.journeys.test_story import CARE, PLAN, review_all, screen_all

pytestmark = pytest.mark.journey
FULL, PARTNER, LIGHT, HOSTED, HOST = (
    *("Neem Chhaon Trust", "Pul Theatre Group", "Kareez Women's Forum", "Sehan Learning Society"),
    "Chinar Youth Circle",
)
PEOPLE = """
import json
from saanjh.bench.visits import cookie_of
from saanjh.ground.models import Organisation, RoleHeld
found = {}
for held in RoleHeld.objects.filter(role="signatory", until=None).select_related("person").order_by("-pk"):
    organisation = Organisation.objects.filter(pk=held.scope_id).first()
    if organisation:
        found[organisation.name_en] = cookie_of(held.person).partition("=")[::2]
print(json.dumps(found))
"""
CALENDAR = """
import datetime
from django.utils import timezone
from saanjh.calls.models import Call
today = timezone.localdate()
print(Call.objects.filter(code__startswith="NXT").update(
    opens_on=today + datetime.timedelta(days={opens}), closes_on=today + datetime.timedelta(days={closes})
))
"""
QUESTION = "May a school lend its yard as a share of the cost?"
ANSWER = "Yes. Say in the application what it would cost to rent one."
WRONG = "The letter of the school that was handed in with the answers was not read by anybody."
RIGHT = "The letter was before both readers, who name it. Nothing was left out."


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_call_from_its_publishing_to_an_appeal(language: str, fresh_site: Site, walk: Any) -> None:
    cookies = json.loads(fresh_site.installation.python(PEOPLE))

    def at_the_desk(who: str) -> Any:
        return walk(fresh_site, language, DESK).sign_in(who)

    def signatory_of(organisation: str) -> Any:
        """On a phone without scripts, signed in already."""
        there = walk(fresh_site, language, PHONE, scripts=False)
        name, value = cookies[organisation]
        there.context.add_cookies([{"name": name, "value": value, "url": fresh_site.address}])
        there.open("/desk/")
        switch = there.page.locator(f"form[action='/desk/language/']:has(input[value={language}]) button")
        if switch.count():
            switch.first.click()
        return there

    officer, chair = at_the_desk("programme_officer"), at_the_desk("panel_chair")
    call = _publish(officer)
    _turn(fresh_site, opens=-1, closes=20)
    full, light, hosted = (signatory_of(name) for name in (FULL, LIGHT, HOSTED))
    _ask(full, officer, walk(fresh_site, language, PHONE, scripts=False), call)

    _begin(full, call, "full", 1_400_000)
    _name(full, "partner", PARTNER)
    _take_part(signatory_of(PARTNER))
    first = _finish(full)
    _begin(light, call, "simplified", 400_000)
    second = _finish(light)
    _begin(hosted, call, "full", 1_300_000)
    _name(hosted, "host", HOST)
    host = signatory_of(HOST)
    _take_part(host)
    third = _finish(hosted, signs=host)

    _turn(fresh_site, opens=-40, closes=-1)
    _name_readers(officer, call)
    officer.open(f"{call}close/")
    officer.send()
    screen_all(at_the_desk("gate_checker"))
    for application, readers in ((first, 2), (second, 1), (third, 2)):
        officer.open(f"{application}reviewers/")
        for at in range(readers):
            officer.page.locator("input[name=reviewers]").nth(at).check()
        officer.send()
    for who in ("reviewer", "second_reviewer", "third_reviewer"):
        reviewer = at_the_desk(who)
        _describe(reviewer)
        review_all(reviewer)

    _choose(chair, call)
    _decide(chair, officer, call)
    declined, address = (full, first) if _may_appeal(full, first) else (hosted, third)
    _appeal(declined, address)
    _answer(at_the_desk("second_officer"), call)
    officer.open(f"{call}conclude/")
    officer.send()
    reader = walk(fresh_site, language, PHONE, scripts=False)
    reader.open(f"/{language}{call.removeprefix('/desk')}results/")
    assert reader.context.cookies() == []
    record = fresh_site.installation.saanjh("selection", "record", _code(officer, call))
    assert record.returncode == 0, record.stderr
    assert json.loads(record.stdout)["portfolio"]
    checked = fresh_site.installation.saanjh("check")
    assert checked.returncode == 0, checked.stderr


def _turn(site: Site, *, opens: int, closes: int) -> None:
    """The calendar, so many days from today."""
    assert site.installation.python(CALENDAR.format(opens=opens, closes=closes)).strip() == "1"


def _day(days: int) -> str:
    today = datetime.datetime.now(ZoneInfo("Asia/Karachi")).date()
    return (today + datetime.timedelta(days=days)).isoformat()


def _publish(officer: Any) -> str:
    """The draft that has two tracks takes partners and hosts, and is published; returns its address at the desk."""
    officer.open("/desk/calls/")
    officer.page.locator("main tr", has_text="NXT-").locator("a").first.click()
    call = str(officer.page.url.removeprefix(officer.site.address))
    officer.follow("/aims/")
    for name in ("with_partners", "through_host"):
        officer.page.check(f"[name={name}]")
    officer.send()
    officer.open(f"{call}publish/")
    officer.send()
    return call


def _ask(applicant: Any, officer: Any, reader: Any, call: str) -> None:
    """A question about the call is answered for all."""
    applicant.open(f"{call}ask/")
    applicant.fill(text=QUESTION)
    applicant.send()
    officer.open(f"{call}questions/")
    officer.follow("/answer/")
    officer.fill(answer=ANSWER)
    officer.send()
    reader.open(f"/{reader.language}{call.removeprefix('/desk')}answers/")
    assert reader.says(QUESTION)
    assert reader.says(ANSWER)


def _begin(applicant: Any, call: str, track: str, rupees: int) -> None:
    """Choose the way, and say what the project is."""
    applicant.open(f"{call}apply/")
    applicant.choose("track", track)
    applicant.choose("written_in", "en")
    applicant.send()
    applicant.fill(title_en=f"A yard for all, {track}", amount_minor=str(rupees), months="8")
    applicant.page.locator("[name=districts]").first.select_option("badin")
    applicant.page.locator("[name=themes]").first.check()
    for name in ("women_led", "youth_led"):
        applicant.choose(name, "no")
    applicant.send()


def _name(applicant: Any, role: str, organisation: str) -> None:
    """Name a partner or a host, and go on."""
    assert "/partners/" in applicant.page.url
    applicant.choose("role", role)
    applicant.fill(organisation=organisation, does="It lends the yard, and tells its members.")
    applicant.choose("written_in", "en")
    applicant.send()
    assert applicant.says("Pul" if role == "partner" else "Chinar") or applicant.language == "ur"


def _take_part(signatory: Any) -> None:
    """Whoever is named says yes."""
    signatory.open("/desk/")
    signatory.follow("/desk/partners/")
    signatory.follow("/agree/")
    signatory.send()


def _finish(applicant: Any, signs: Any = None) -> str:
    """Answer every page of the form and hand it in; returns the application's address."""
    address = "/".join(applicant.page.url.removeprefix(applicant.site.address).split("/")[:4]) + "/"
    number = 1
    applicant.open(f"{address}answers/1/")
    while f"/answers/{number}/" in applicant.page.url:
        _fill_page(applicant)
        applicant.send()
        number += 1
    who = signs or applicant
    who.open(f"{address}check/")
    who.send()
    assert who.says("NXT-")
    return address


def _fill_page(applicant: Any) -> None:
    """Something plausible in every field of a page."""
    page = applicant.page
    for box in page.locator("main form textarea").all():
        box.fill(CARE if "harm" in (box.get_attribute("name") or "") else PLAN)
    for box in page.locator("main form input[type=text], main form input:not([type])").all():
        box.fill("60")
    for box in page.locator("main form input[type=date]").all():
        box.fill(_day(90))
    names = {box.get_attribute("name") for box in page.locator("main form input[type=radio]").all()}
    for name in names:
        page.locator(f"main form input[type=radio][name='{name}']").first.check()
    for name in {box.get_attribute("name") for box in page.locator("main form input[type=checkbox]").all()}:
        page.locator(f"main form input[type=checkbox][name='{name}']").first.check()


def _name_readers(officer: Any, call: str) -> None:
    """The call has the three reviewers of the cast."""
    for who in ("reviewer", "second_reviewer", "third_reviewer"):
        officer.open(f"{call}reviewers/")
        officer.fill(person=who)
        officer.send()


def _describe(reviewer: Any) -> None:
    """Say what one reads, and how many applications one takes."""
    reviewer.open("/desk/")
    reviewer.follow("/desk/reviews/calls/")
    reviewer.choose("languages", "en")
    reviewer.fill(most="9")
    reviewer.send()


def _choose(chair: Any, call: str) -> None:
    """The panel has money for two of the three."""
    chair.open(f"{call}panel-rules/")
    chair.fill(money_minor="1900000", women_percent="", first_time_percent="", points_least="")
    chair.send()
    chair.open(f"{call}portfolio/choose/")
    chair.send()
    for _each in range(60):  # the worker reckons it
        chair.open(f"{call}portfolio/")
        if chair.page.locator("main a[href*='/portfolio/applications/']").count():
            return
        chair.page.wait_for_timeout(1000)
    raise AssertionError(chair.page.locator("main").inner_text())


def _decide(chair: Any, officer: Any, call: str) -> None:
    """The chair proposes all three at once, the officer confirms them."""
    chair.open(f"{call}decisions/propose/?reserve=0")
    chair.page.locator("main form:not(.filters) button:not(.unseen)").first.click()
    officer.open(f"{call}decisions/confirm/")
    boxes = officer.page.locator("main input[type=checkbox]").all()
    assert len(boxes) == 3
    for box in boxes:
        box.check()
    officer.send()


def _may_appeal(applicant: Any, application: str) -> bool:
    applicant.open(application)
    return bool(applicant.page.locator("main a[href*='/appeal/']").count())


def _appeal(applicant: Any, application: str) -> None:
    """What was declined is appealed once, on the procedure."""
    applicant.open(application)
    applicant.follow("/appeal/")
    applicant.page.locator("input[name=ground]").first.check()
    applicant.fill(what_happened=WRONG)
    applicant.send()


def _answer(second: Any, call: str) -> None:
    """Somebody who decided nothing answers it."""
    second.open(f"{call}appeals/")
    second.follow("/desk/appeals/")
    second.choose("outcome", "dismissed")
    second.fill(answer=RIGHT)
    second.send()


def _code(officer: Any, call: str) -> str:
    officer.open(call)
    text: str = officer.page.locator("main").inner_text()
    return next(word for word in text.split() if word.startswith("NXT-"))
