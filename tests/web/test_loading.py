"""What a worker need not carry along: tools for developers, templates nobody asked for lately, words said twice."""

import io
import json
import subprocess
import sys

import pytest
from django.template import Context, engines
from django.utils import translation
from fido2 import rpid

from saanjh.kit.periods import Period
from saanjh.web import loading, templating
from saanjh.web.machine import document
from saanjh.web.machine.api import ROUTES
from tests.installations import installation

LOADED = """
import json, sys
import saanjh.wsgi
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def in_worker(tmp_path_factory):
    """What code prints as JSON in a process that loads all as a worker does."""
    with installation(tmp_path_factory.mktemp("worker")) as place:

        def run(code):
            command = [sys.executable, "-c", code]
            done = subprocess.run(command, env=place.environment, check=True, capture_output=True, text=True)
            return json.loads(done.stdout)

        yield run


@pytest.mark.slow
def test_a_worker_does_not_load_tools_for_developers(in_worker):
    """They are four megabytes of each worker."""
    loaded = set(in_worker(LOADED))
    assert {"msgspec", "django_tasks_db", "saanjh.web.desk.urls"} <= loaded
    assert not loaded & {
        "django.contrib.admin",
        "django_stubs_ext",
        "django.test",
        "unittest",
        "urllib.request",
        "sqlparse.sql",
    }


@pytest.fixture
def engine():
    return engines["django"].engine


def compiled(engine, source):
    return templating.LeanTemplate(source, engine=engine)


def test_a_compiled_template_keeps_no_source_and_its_pieces_once(engine):
    one = compiled(engine, "<p>{{ name }}</p>{% if name %}<p>{{ name }}</p>{% endif %}")
    other = compiled(engine, "<p>{{ name }}</p>")
    assert one.source == other.source == ""
    assert one.render(Context({"name": "Swat"})) == "<p>Swat</p><p>Swat</p>"
    assert one.nodelist[0] is other.nodelist[0]
    assert one.nodelist[1].filter_expression is other.nodelist[1].filter_expression
    assert one.nodelist[1].token is None


def test_what_is_translated_in_one_place_stays_as_it_is_in_another(engine):
    """An expression is shared: telling it to be translated must not reach those who show it as it stands."""
    shown = compiled(engine, "{{ word }}")
    told = compiled(engine, "{% load i18n %}{% translate word %}")
    with translation.override("ur"):
        assert told.render(Context({"word": "Status"})) != "Status"
        assert shown.render(Context({"word": "Status"})) == "Status"


def test_two_filters_of_one_name_stay_two(engine):
    """Only an expression whose filters are the same functions is the same expression."""
    first = compiled(engine, "{{ word|upper }}").nodelist[0].filter_expression
    again = compiled(engine, "{{ word|upper }}").nodelist[0].filter_expression
    other = compiled(engine, "{{ word|lower }}").nodelist[0].filter_expression
    assert first is again
    assert first is not other


def test_the_template_that_was_not_asked_for_longest_goes_first(engine, monkeypatch):
    loader = engine.template_loaders[0]
    monkeypatch.setattr(loader, "get_template_cache", {})
    monkeypatch.setattr(templating, "KEPT", 2)
    first = loader.get_template("errors/404.html")
    loader.get_template("errors/500.html")
    assert loader.get_template("errors/404.html") is first
    loader.get_template("errors/403.html")
    assert [template.name for template in loader.get_template_cache.values()] == ["errors/404.html", "errors/403.html"]


def test_a_line_is_in_one_text_only_whole():
    domains = loading.OneText({"pk", "com.pk", "blogspot.com"})
    assert [name in domains for name in ("pk", "com.pk", "m.pk", "com", "", "pk\ncom.pk")] == [True, True, *[False] * 4]


def test_the_passkeys_library_knows_the_same_domains_from_text():
    """Which domains may ask for a passkey of another is decided as before."""
    asked = [("example.org", "https://a.example.org"), ("com.pk", "https://a.com.pk"), ("org", "https://example.org")]
    before = [rpid.verify_rp_id(*each) for each in asked]
    kept = rpid._suffix_set, list(rpid.suffixes)
    try:
        loading.keep_domains_as_text()
        assert isinstance(rpid._suffix_set, loading.OneText)
        assert [rpid.verify_rp_id(*each) for each in asked] == before == [True, False, False]
    finally:
        rpid._suffix_set, rpid.suffixes[:] = kept


def test_a_module_is_loaded_when_it_is_used(monkeypatch):
    monkeypatch.delitem(sys.modules, "this", raising=False)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    with loading.load_when_used("this"):
        import this

    assert (sys.stdout.getvalue(), "this" in sys.modules) == ("", False)
    assert this.s.startswith("Gur Mra")
    assert sys.stdout.getvalue().startswith("The Zen")
    assert sys.modules["this"] is not this
    assert this.s is sys.modules["this"].s


ADDRESSES = """
import json
import saanjh.wsgi
from django.urls import get_resolver, reverse
from django.utils import translation
found = {}
for language in ("en", "ur"):
    with translation.override(language):
        found[language] = [reverse("home"), reverse("desk_call", args=["b4tt2xk9mw"])]
whole = get_resolver()
ways = [whole._reverse_dict[language].getlist("desk_call")[0] for language in ("en", "ur")]
print(json.dumps([found, ways[0] is ways[1], [len(part._reverse_dict) for part in whole.url_patterns[1:3]]]))
"""


@pytest.mark.slow
def test_addresses_are_kept_once_and_still_made_in_each_language(in_worker):
    found, is_one, parts = in_worker(ADDRESSES)
    assert found == {language: [f"/{language}/", "/desk/calls/b4tt2xk9mw/"] for language in ("en", "ur")}
    assert (is_one, parts) == (True, [0, 0])


DOCUMENT = """
import json
import saanjh.wsgi
from saanjh.kit.periods import Period
from saanjh.web.machine import document
from saanjh.web.machine.api import ROUTES
print(json.dumps([document.of(ROUTES), Period.__doc__]))
"""


@pytest.mark.slow
def test_the_document_of_the_api_is_whole_where_descriptions_are_forgotten(in_worker):
    said, period = in_worker(DOCUMENT)
    assert said == document.of(ROUTES)
    assert (period, bool(Period.__doc__)) == (None, True)
