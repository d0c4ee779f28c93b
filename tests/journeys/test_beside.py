"""What stands before and beside a grant, from the programme to the networks: through pages, in both languages."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import DESK, PHONE, Site

pytestmark = pytest.mark.journey
LANGUAGES = ["en", "ur"]
PROGRAMME = {"title_en": "Shade for the lanes", "title_ur": "گلیوں کے لیے سایہ"}
CALL = {"title_en": "One lane, one season", "title_ur": "ایک گلی، ایک موسم"}
FORM = {"title_en": "A short form", "title_ur": "ایک چھوٹا فارم"}
PAGE = {"title_en": "What you want to do", "title_ur": "آپ کیا کرنا چاہتے ہیں"}
ASKED = {"label_en": "What will you plant?", "label_ur": "آپ کیا لگائیں گے؟"}
GRANT = {"title_en": "Neem trees for two lanes", "title_ur": "دو گلیوں کے لیے نیم کے درخت"}
PLANTED = "دونوں گلیوں میں نیم کے ۲۰ درخت، جنہیں محلے کے لوگ باری باری پانی دیں گے۔"
WORKSHOP = {"title_en": "Who waters the trees", "title_ur": "درختوں کو پانی کون دے"}
LESSON = {"title_en": "Ask the shopkeepers first", "title_ur": "پہلے دکان داروں سے پوچھیں"}
QUESTION = "ہماری گلی میں درخت کب لگیں گے؟"
ANSWER = "اگلے مہینے کے پہلے ہفتے میں۔ اعلان محلے کی نشست میں کیا جائے گا۔"
SOURCE = {"title_en": "Notes of four meetings", "title_ur": "چار نشستوں کے نوٹ", "citation": "Our own notes, 2026"}
PASSAGE = "Nobody had asked the shopkeepers."
FINDING = {"title_en": "Who is asked first stays", "title_ur": "جس سے پہلے پوچھا جائے وہ ساتھ رہتا ہے"}
NETWORK = {"title_en": "Those who water", "title_ur": "پانی دینے والے"}
ACTION = {"title_en": "Share one water cart", "title_ur": "پانی کی ایک گاڑی مل کر چلائیں"}


def _day(ahead: int = 0) -> str:
    """The day in the programme's zone, so many days ahead."""
    today = datetime.datetime.now(ZoneInfo("Asia/Karachi")).date()
    return (today + datetime.timedelta(days=ahead)).isoformat()


def _here(walker: Any) -> str:
    """The address of the page, without the site's."""
    return str(walker.page.url.removeprefix(walker.site.address)).partition("#")[0]


def _title(walker: Any, titles: dict[str, str]) -> str:
    """The title in the language of the walk."""
    return titles[f"title_{walker.language}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_programme_to_an_application_from_a_phone(language: str, fresh_site: Site, walk: Any) -> None:
    """An officer plans and opens a programme, designs its form and publishes its call; an editor begins on a phone."""
    officer = walk(fresh_site, language, DESK).sign_in("programme_officer")
    programme = _plan_and_open_a_programme(officer)
    _design_and_publish_a_form(officer)
    _draft_and_publish_a_call(officer, programme)
    editor = walk(fresh_site, language, PHONE, scripts=False)
    _begin_at_the_call(editor)
    _fill_in(editor)
    signatory = walk(fresh_site, language, PHONE, scripts=False).sign_in("signatory")
    signatory.open(_here(editor))
    signatory.send()
    assert signatory.says("SHD-2026-0001")
    _found_a_network(officer, walk(fresh_site, language, DESK).sign_in("administrator"))
    _write_its_terms(walk(fresh_site, language, DESK).sign_in("convenor"))
    _adopt_and_act(officer)
    reader = walk(fresh_site, language, PHONE, scripts=False)
    _see(reader, "/programmes/", _title(reader, PROGRAMME), "COH-02")
    _see(reader, "/networks/", _title(reader, NETWORK), _title(reader, ACTION))


def _plan_and_open_a_programme(officer: Any) -> str:
    """With an objective, a theme and an indicator; returns its address at the desk."""
    officer.open("/desk/programmes/")
    officer.follow("/plan/")
    officer.fill(**PROGRAMME, summary="Small grants for lanes that want shade.")
    officer.fill(starts_on=_day(-1), ends_on=_day(700))
    officer.choose("written_in", "en")
    officer.page.locator("input[name=themes]").first.check()
    officer.send()
    programme = _here(officer)
    officer.follow("/objectives/add/")
    officer.fill(text_en="Every lane has shade at noon.", text_ur="ہر گلی میں دوپہر کو سایہ ہو۔")
    officer.send()
    officer.follow("/indicators/choose/")
    code = officer.page.locator("[name=indicator] option", has_text="COH-02").get_attribute("value")
    officer.page.select_option("[name=indicator]", code)
    officer.fill(reason="Shade is kept by neighbours who talk to each other.")
    officer.choose("written_in", "en")
    officer.send()
    officer.follow("/open/")
    officer.send()
    return programme


def _design_and_publish_a_form(officer: Any) -> None:
    """One page with one question."""
    officer.open("/desk/forms/")
    officer.page.locator("main a[href$='/forms/new/']").first.click()
    officer.fill(**FORM)
    officer.send()
    form = _here(officer)
    officer.open(f"{form}pages/new/")
    officer.fill(**PAGE)
    officer.send()
    officer.open(f"{form}questions/new/")
    officer.fill(**ASKED, word_limit="۱۰۰")
    officer.page.select_option("[name=kind]", "long_text")
    officer.send()
    officer.open(f"{form}publish/")
    officer.send()


def _draft_and_publish_a_call(officer: Any, programme: str) -> None:
    officer.open(f"{programme}calls/new/")
    officer.fill(
        **CALL, code="SHD-2026", purpose_en="Shade where people wait.", purpose_ur="جہاں لوگ رکتے ہیں وہاں سایہ۔"
    )
    officer.fill(opens_on=_day(), closes_on=_day(30), answers_on=_day(60))
    officer.fill(floor_minor="۱۰۰,۰۰۰", ceiling_minor="900,000")
    officer.send()
    officer.follow("/publish/")
    officer.send()


def _begin_at_the_call(editor: Any) -> None:
    """From the open call on the portal through the sign-in, which leads back, to an application of one's own."""
    editor.open(f"/{editor.language}/calls/")
    editor.page.get_by_role("link", name=_title(editor, CALL)).first.click()
    editor.follow("/apply/")
    row = editor.site.sign_ins["editor"]
    editor.fill(login=row["username"], password=row["password"])
    editor.send()
    assert editor.page.url.endswith("/apply/")
    switch = editor.page.locator(f"form[action='/desk/language/']:has(input[value={editor.language}]) button")
    if switch.count():
        switch.first.click()
    editor.choose("written_in", "ur")
    editor.send()
    assert editor.page.url.endswith("/about/")


def _fill_in(editor: Any) -> None:
    """The project, then the one page that the form has."""
    editor.fill(**GRANT, amount_minor="۲۵۰,۰۰۰", months="۶")
    editor.page.locator("select[name=districts]").first.select_option(index=3)
    editor.page.locator("input[name=themes]").first.check()
    for name in ("women_led", "youth_led"):
        editor.choose(name, "no")
    editor.send()
    editor.page.locator("main textarea").first.fill(PLANTED)
    editor.send()
    assert editor.page.url.endswith("/check/")
    assert editor.says(PLANTED)


def _found_a_network(officer: Any, administrator: Any) -> None:
    """The officer founds it and enters a member; an administrator says who convenes it."""
    officer.open("/desk/networks/")
    officer.follow("/networks/new/")
    officer.page.select_option("[name=programme]", label=_title(officer, PROGRAMME))
    officer.page.select_option("[name=kind]", index=1)
    officer.fill(**NETWORK, purpose_en="Water for young trees.", purpose_ur="نئے درختوں کے لیے پانی۔")
    officer.send()
    officer.follow("/join/")
    officer.fill(organisation="Pul Theatre Group")
    officer.send()
    administrator.open("/desk/people/?q=convenor")
    administrator.follow("/desk/people/")
    administrator.follow("/give-role/")
    administrator.follow("role=convenor")
    administrator.page.select_option("[name=where]", label=_title(administrator, NETWORK))
    administrator.send()


def _write_its_terms(convenor: Any) -> None:
    _open_by_title(convenor, "/desk/networks/", NETWORK)
    convenor.follow("/terms/new/")
    convenor.send()
    convenor.follow("/desk/terms-sections/")
    convenor.fill(text="ہر گلی سے ایک شخص، ہر ہفتے۔")
    convenor.choose("written_in", "ur")
    convenor.send()
    convenor.follow("/propose/")
    convenor.send()


def _adopt_and_act(officer: Any) -> None:
    _open_by_title(officer, "/desk/networks/", NETWORK)
    network = _here(officer)
    officer.follow("/desk/terms/")
    officer.follow("/adopt/")
    officer.send()
    officer.open(f"{network}roadmap/new/")
    officer.page.select_option("[name=pillar]", index=1)
    officer.fill(**ACTION)
    officer.choose("horizon", "0-6")
    officer.send()


def _open_by_title(walker: Any, place: str, titles: dict[str, str]) -> None:
    """From a list to the thing of this title."""
    walker.open(place)
    walker.page.locator("main").get_by_role("link", name=_title(walker, titles)).first.click()
    walker.page.wait_for_load_state()


def _see(reader: Any, place: str, title: str, words: str) -> None:
    """On the portal, from the list to the thing itself."""
    reader.open(f"/{reader.language}{place}")
    reader.page.locator("main").get_by_role("link", name=title).first.click()
    assert reader.says(words), f"{reader.page.url} does not say {words}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_learned_asked_and_found_beside_a_grant(language: str, fresh_site: Site, walk: Any) -> None:
    officer = walk(fresh_site, language, DESK).sign_in("programme_officer")
    stranger = walk(fresh_site, language, PHONE, scripts=False)
    code = _tell_something(stranger)
    _count_who_came(officer)
    signatory = walk(fresh_site, language, PHONE, scripts=False).sign_in("signatory")
    officer.open(_write_a_lesson(signatory))
    officer.follow("/publish/")
    officer.send()
    _answer_the_message(officer)
    finding = _find(walk(fresh_site, language, DESK).sign_in("researcher"))
    coder = walk(fresh_site, language, DESK).sign_in("coder")
    coder.open(f"{finding}publish/")
    coder.send()
    _see(stranger, "/gatherings/", _title(stranger, WORKSHOP), "20")  # 19 and 18, each rounded to the nearest 5
    _see(stranger, "/lessons/", _title(stranger, LESSON), "Their doors were shut.")
    _see(stranger, "/findings/", _title(stranger, FINDING), PASSAGE)
    _read_the_answer(stranger, code)
    _see_the_claims(stranger)
    assert stranger.context.cookies() == []


def _tell_something(stranger: Any) -> str:
    """Without an account; returns the receipt's code."""
    stranger.open(f"/{stranger.language}/voices/")
    stranger.choose("category", "question")
    stranger.fill(text=QUESTION)
    stranger.choose("written_in", "ur")
    stranger.send()
    return str(stranger.page.locator("main .figures bdi").inner_text())


def _count_who_came(officer: Any) -> None:
    officer.open("/desk/events/")
    officer.follow("/events/new/")
    officer.page.select_option("[name=kind]", "workshop")
    officer.page.select_option("[name=district]", index=3)
    officer.fill(**WORKSHOP, starts_on=_day(), ends_on=_day())
    officer.send()
    officer.follow("/attendance/")
    officer.page.fill("[name='all_women_15-29']", "۱۹")
    officer.page.fill("[name='all_men_30-59']", "18")
    officer.send()
    assert officer.says("37")


def _write_a_lesson(signatory: Any) -> str:
    """Written and handed in; returns its address."""
    signatory.open("/desk/lessons/")
    signatory.follow("/lessons/new/")
    signatory.fill(**LESSON, expected="Shopkeepers would join.", happened="Their doors were shut.")
    signatory.fill(why="We had asked them last.", next_time="Ask them first.")
    signatory.page.select_option("[name=written_in]", "en")
    signatory.choose("confidence", "2")
    signatory.send()
    lesson = _here(signatory)
    signatory.follow("/hand-in/")
    signatory.send()
    return lesson


def _answer_the_message(officer: Any) -> None:
    """The newest message, which no notice spoke of: a line or a notice would keep its hour."""
    officer.open("/desk/voices/")
    for link in officer.page.locator("main tbody a[href*='/desk/voices/']").all():
        address = link.get_attribute("href")
        reading = officer.context.new_page()
        reading.goto(officer.site.address + address)
        found = QUESTION in reading.locator("main").inner_text()
        reading.close()
        if found:
            break
    officer.open(address)
    officer.follow("/acknowledge/")
    officer.send()
    officer.open(f"{address}answer/")
    officer.fill(text=ANSWER)
    officer.choose("written_in", "ur")
    officer.send()


def _read_the_answer(stranger: Any, code: str) -> None:
    stranger.open(f"/{stranger.language}/voices/answer/")
    stranger.fill(code=code)
    stranger.send()
    assert stranger.says(ANSWER)


def _find(researcher: Any) -> str:
    """A source, a passage marked in it, and a finding that rests on the passage; returns the finding's address."""
    researcher.open("/desk/studies/")
    researcher.follow("/desk/studies/")
    study = _here(researcher)
    researcher.open(f"{study}sources/new/")
    researcher.fill(**SOURCE, text=f"We met four times. {PASSAGE} At the fifth meeting nobody came.")
    researcher.page.select_option("[name=licence]", "own")
    researcher.choose("written_in", "en")
    researcher.send()
    researcher.follow("/passages/new/")
    researcher.fill(words=PASSAGE, stands_in="page 1")
    researcher.send()
    researcher.open(f"{study}findings/new/")
    researcher.fill(**FINDING, statement="Shopkeepers who were asked first stayed.", strength="One set of notes.")
    researcher.page.locator("main label", has_text=PASSAGE).first.click()
    researcher.choose("written_in", "en")
    researcher.send()
    return _here(researcher)


def _see_the_claims(reader: Any) -> None:
    """The paper's four rows, stated and not comparable, each with what is not stated."""
    reader.open(f"/{reader.language}/claims/")
    words = {"en": "Stated by others, not comparable", "ur": "قابلِ موازنہ نہیں"}
    rows = reader.page.locator("main .claim tbody tr")
    assert rows.count() == 4
    assert all(row.is_visible() for row in rows.all())
    assert reader.says(words[reader.language])
