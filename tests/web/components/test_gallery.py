"""The gallery: every component in both directions, in valid pieces, with nothing that the policy forbids."""

from collections import Counter

import pytest
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory, override_settings
from django.utils.translation import override
from lxml import html

from saanjh.web.components.gallery import SPECIMENS, gallery
from tests.web.components.reading import words


@pytest.fixture(params=["en", "ur"])
def page(request):
    asked = RequestFactory().get(f"/{request.param}/gallery/")
    with override(request.param), override_settings(ROOT_URLCONF="tests.web.components.addresses"):
        context = Context({"request": asked, **gallery()})
        return html.document_fromstring(get_template("gallery.html").template.render(context))


def test_every_component_is_shown_in_the_language_of_the_page(page):
    sections = [section for section in page.iter("section") if section.get("id")]
    assert [section.get("id") for section in sections] == [name for name, _title in SPECIMENS]
    assert all(words(section) for section in sections)


def test_no_id_is_used_twice_and_every_reference_is_met(page):
    ids = Counter(one.get("id") for one in page.iter() if one.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    wanted = {one.get("for") for one in page.iter("label")} - {None}
    wanted |= {name for one in page.iter() for name in (one.get("aria-describedby") or "").split()}
    wanted |= {one.get("href")[1:] for one in page.iter("a") if (one.get("href") or "").startswith("#")}
    districts = {one.get("href")[1:] for one in page.xpath("//svg//a")}
    assert wanted - districts - set(ids) == set()


def test_nothing_stands_in_a_style_or_in_a_script(page):
    assert list(page.iter("script", "style")) == []
    assert [
        one.tag for one in page.iter() if any(name == "style" or name.startswith("on") for name in one.attrib)
    ] == []


def test_every_picture_is_named_or_decoration(page):
    for svg in page.iter("svg"):
        if svg.getparent().tag != "svg":
            assert svg.find("title") is not None or svg.get("aria-hidden") == "true"


def test_the_claim_is_never_drawn_as_a_chart_and_never_shown_as_ours(page):
    for claim in page.find_class("claim"):
        assert list(claim.iter("svg")) == []
        assert claim.find_class("ours") == []
        assert words(claim.find("blockquote"))[0] in "“”"


def test_the_results_say_how_sure_they_are(page):
    for result in page.find_class("result"):
        assert len(result.find_class("evidence")) == 1
        assert result.find("p/time").get("datetime") == "2026-10-02"
