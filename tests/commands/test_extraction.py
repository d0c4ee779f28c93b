"""What `extract` finds in Python and in templates, and what the compiled catalogue gives back."""

import gettext
import io

import pytest

from saanjh.commands.catalogues import Message, compiled, read, write
from saanjh.commands.translations import extract

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext, pgettext

def gettext(word="not a message"):
    label = _("One thing " "in two pieces")
    return pgettext("verb", "Close"), ngettext("%d call", "%d calls", 2), npgettext("a day", "one", "many", 2)

nothing = _(label)
"""
PAGE = """
{% load i18n %}
    {# indented unlike Python, with an 'apostrophe and a (bracket #}
  {% translate "Send" %} {% translate "May" context "month" %}
      <p title="{{ _('Hint') }}">{% blocktranslate trimmed with name=person.name count n=calls|length %}
        {{ name }} has
        one call
      {% plural %}
        {{ name }} has {{ n }} calls
      {% endblocktranslate %}</p>
{% include "x.html" with label=_("Given on") only %}{{ title|default:_("Untitled") }}
{% comment %}{% translate "Never shown" %}{% endcomment %}
{% blocktranslate %}
50% of\u00a0it
{% endblocktranslate %}\u00a0”
"""


@pytest.fixture
def source(tmp_path):
    (tmp_path / "words.py").write_text(PYTHON, "utf-8")
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "page.css").write_text('_("A style sheet says nothing")', "utf-8")
    (tmp_path / "admin.py").write_text('_("The site has no admin")', "utf-8")
    return tmp_path


def test_python_and_templates_give_exactly_what_people_are_shown(source):
    assert extract(source) == {
        Message(None, "One thing in two pieces"): {"words.py"},
        Message("verb", "Close"): {"words.py"},
        Message(None, "%d call", "%d calls"): {"words.py"},
        Message("a day", "one", "many"): {"words.py"},
        Message(None, "Send"): {"page.html"},
        Message("month", "May"): {"page.html"},
        Message(None, "Hint"): {"page.html"},
        Message(None, "%(name)s has one call", "%(name)s has %(n)s calls"): {"page.html"},
        Message(None, "Given on"): {"page.html"},
        Message(None, "Untitled"): {"page.html"},
        Message(None, "\n50%% of\u00a0it\n"): {"page.html"},
    }


def test_words_said_with_and_without_a_plural_are_one_entry(tmp_path):
    (tmp_path / "a.py").write_text('_("%d call")', "utf-8")
    (tmp_path / "b.py").write_text('ngettext("%d call", "%d calls", 2)', "utf-8")
    assert extract(tmp_path) == {Message(None, "%d call", "%d calls"): {"a.py", "b.py"}}


def test_a_compiled_catalogue_answers_in_urdu(tmp_path):
    po = tmp_path / "django.po"
    messages = {
        Message(None, "Send"): ("بھیجیں",),
        Message("verb", "Close"): ("بند کریں",),
        Message(None, "%d call", "%d calls"): ("%d دعوت", "%d دعوتیں"),
        Message(None, "Not yet"): ("",),
    }
    write(po, {message: {"a.py"} for message in messages}, messages)
    assert read(po) == messages
    said = gettext.GNUTranslations(io.BytesIO(compiled(po)))
    assert said.gettext("Send") == "بھیجیں"
    assert said.pgettext("verb", "Close") == "بند کریں"
    assert [said.ngettext("%d call", "%d calls", n) for n in (1, 2)] == ["%d دعوت", "%d دعوتیں"]
    assert said.gettext("Not yet") == "Not yet"


def test_writing_what_was_read_changes_no_byte(tmp_path):
    po = tmp_path / "django.po"
    messages = {Message(None, f'Line {n}\nand a "quote" \\ {"long " * 40}'): (f"سطر {n}\n",) for n in range(3)}
    write(po, {message: {"b.py", "a.py"} for message in messages}, messages)
    first = po.read_bytes(), compiled(po)
    write(po, {message: {"a.py", "b.py"} for message in reversed(messages)}, read(po))
    assert (po.read_bytes(), compiled(po)) == first
