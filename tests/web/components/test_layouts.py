"""The pages' frames: language and direction, the way around, the way out, and errors that need nothing."""

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory, override_settings
from django.utils.translation import override
from lxml import html

from saanjh.web.components.gallery import page_two
from tests.web.components.reading import words

pytestmark = pytest.mark.usefixtures("_our_addresses")
ERRORS = ("400", "403", "404", "405", "413", "429", "500", "503")


@pytest.fixture
def _our_addresses():
    with override_settings(ROOT_URLCONF="tests.web.components.addresses"):
        yield


class Short(forms.Form):
    title = forms.CharField(label="Title")


def page(layout, blocks="", language="en", path="/en/lessons/", **context):
    """A page that extends the layout, read as a tree."""
    source = f'{{% extends "layouts/{layout}.html" %}}{blocks}'
    with override(language):
        request = RequestFactory().get(path)
        return html.document_fromstring(Template(source).render(Context({"request": request, **context})))


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_a_page_says_its_language_and_direction(language, direction):
    shown = page("public", language=language)
    assert (shown.get("lang"), shown.get("dir")) == (language, direction)


def test_a_page_fetches_one_style_sheet_and_one_mark_and_no_script():
    shown = page("public")
    assert [(link.get("rel"), link.get("href")) for link in shown.iter("link")] == [
        ("stylesheet", "/static/saanjh/look.css"),
        ("icon", "/static/saanjh/favicon.svg"),
    ]
    assert list(shown.iter("script", "style", "img")) == []
    assert [one for one in shown.iter() if "style" in one.attrib] == []


def test_the_first_link_leads_past_the_navigation():
    shown = page("public")
    first = next(shown.iter("a"))
    assert (first.get("href"), shown.get_element_by_id("main").tag) == ("#main", "main")


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/en/lessons/", [("Lessons", "page")]),
        ("/en/lessons/evening-sessions/", [("Lessons", "true")]),
        ("/en/", []),
    ],
)
def test_the_navigation_marks_where_one_is(path, current):
    shown = page("public", path=path)
    assert [(words(link), link.get("aria-current")) for link in shown.iter("a") if link.get("aria-current")] == current


def test_the_portal_has_seven_rooms_and_a_foot():
    navigations = {nav.get("aria-label"): nav for nav in page("public", source_url="https://code.example").iter("nav")}
    rooms = [words(link) for link in navigations["Main"].iter("a")]
    assert rooms == ["Map", "Initiatives", "Money", "Networks", "Lessons", "Claims", "Calls"]
    assert [link.get("href") for link in navigations["At the foot"].iter("a")] == [
        "/en/voices_new/",
        "/en/programmes/",
        "/en/indicators/",
        "/en/gatherings/",
        "/en/certificate_code/",
        "/en/findings/",
        "/en/districts/",
        "/en/how_we_count/",
        "/en/open_data/",
        "/en/privacy/",
        "https://code.example",
    ]


def test_the_other_language_is_one_link_in_its_own_words():
    shown = page("public", other_language="ur", other_language_url="/ur/lessons/")
    links = [link for link in shown.iter("a") if link.get("hreflang")]
    assert [(link.get("href"), link.get("lang"), link.get("dir"), link.text) for link in links] == [
        ("/ur/lessons/", "ur", "rtl", "اردو")
    ]
    assert [one.get("href") for one in shown.iter("link") if one.get("rel") == "alternate"] == ["/ur/lessons/"]


@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_says_so_before_all_else(demo):
    lines = page("public", demo=demo).find_class("demo")
    assert [words(line) for line in lines] == (
        ["Demo. Every organisation and figure here is invented."] if demo else []
    )


def test_a_failed_form_is_said_in_the_title_and_before_the_heading():
    blocks = "{% block title %}Apply{% endblock %}{% block lede %}<h1>Apply</h1>{% endblock %}"
    calm = page("public", blocks, form=Short())
    failed = page("public", blocks, form=Short({"title": ""}))
    assert (calm.find(".//title").text, failed.find(".//title").text) == ("Apply · Saanjh", "Error: Apply · Saanjh")
    assert [one.tag for one in failed.get_element_by_id("main")] == ["div", "h1"]
    assert calm.find_class("mend") == []


def test_the_desk_shows_its_own_navigation_and_signs_out_by_a_form():
    items = [{"label": "Waiting", "url": "/desk/waiting/", "current": True}, {"label": "Awards", "url": "/x/"}]
    shown = page("desk", path="/desk/waiting/", desk_nav=items, unread=3)
    navigations = {nav.get("aria-label"): nav for nav in shown.iter("nav")}
    assert [(words(link), link.get("href"), link.get("aria-current")) for link in navigations["Main"].iter("a")] == [
        ("Waiting", "/desk/waiting/", "page"),
        ("Awards", "/x/", None),
    ]
    assert "Notices (3)" in [words(link) for link in navigations["Account"].iter("a")]
    leaving = [form for form in shown.iter("form") if form.get("action") == "/desk/account_logout/"]
    assert [(form.get("method"), words(form)) for form in leaving] == [("post", "Sign out")]
    assert list(shown.iter("script")) == []


@pytest.mark.parametrize("status", ERRORS)
@pytest.mark.parametrize(("first", "second"), [("en", "ur"), ("ur", "en")])
def test_an_error_speaks_both_languages_and_needs_neither_request_nor_database(status, first, second):
    with override(first):
        shown = html.document_fromstring(render_to_string(f"errors/{status}.html"))
    parts = list(shown.iter("section"))
    assert shown.get("lang") == first
    assert [(part.get("lang"), part[0].tag) for part in parts] == [(first, "h1"), (second, "h2")]
    assert [part.find("p/a").get("href") for part in parts] == [f"/{first}/", f"/{second}/"]
    assert list(shown.iter("script", "form", "img")) == []


def test_an_error_takes_the_language_of_its_address():
    request = RequestFactory().get("/ur/nowhere/")
    with override("en"):
        missing = get_template("errors/404.html").template.render(Context({"request": request}))
    shown = html.document_fromstring(missing)
    assert (shown.get("lang"), shown.get("dir")) == ("ur", "rtl")


def test_an_error_shows_again_what_was_typed_as_words():
    hostile = "<script>alert(1)</script>"
    context = {"typed": [("", hostile)], "request_id": "a1"}
    shown = html.document_fromstring(render_to_string("errors/503.html", context))
    assert [words(one) for one in shown.iter("blockquote")] == [hostile]
    assert list(shown.iter("script")) == []
    assert {words(one) for one in shown.iter("bdi")} == {"سانجھ", "a1"}


def test_a_list_of_several_pages_leads_to_the_others_and_keeps_the_search():
    request = RequestFactory().get("/en/lessons/?q=water&page=2")
    with override("en"):
        markup = Template("{% pager page %}").render(Context({"request": request, "page": page_two()}))
    shown = html.fragment_fromstring(markup)
    assert [(link.get("rel"), link.get("href")) for link in shown.iter("a")] == [
        ("prev", "?q=water&page=1"),
        ("next", "?q=water&page=3"),
    ]
    assert words(shown.find(".//span")) == "Page 2 of 9"
