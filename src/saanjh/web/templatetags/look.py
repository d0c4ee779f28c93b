"""The tags of the look: one for each component, so that a page says what it shows and not how."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_from_path

from saanjh.web.components import bars, browsers, languages, quantities
from saanjh.web.components.days import day
from saanjh.web.components.dots import dots
from saanjh.web.components.evidence import evidence
from saanjh.web.components.fields import Drawn, drawn, faults
from saanjh.web.components.spark import spark
from saanjh.web.components.tile_map import tile_key, tile_map
from saanjh.web.components.timeline import timeline

register = template.Library()

for drawing in (bars.bar, bars.columns, day, dots, evidence, spark, tile_key, tile_map, timeline):
    register.simple_tag(drawing)
register.filter("browser", browsers.named)
for words in (languages.in_language, languages.written, quantities.number, quantities.amount):
    register.simple_tag(words)


@register.filter
def worded(thing: object, field: str) -> str:
    """`{{ place|worded:"name" }}`: plain text in the page's language, else in the other; for titles and attributes."""
    return languages.worded(thing, field)[0]


@register.filter
def direction(language: str) -> str:
    """`{{ language|direction }}`: "rtl" or "ltr"."""
    return languages.direction(language)


# Forms


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **attrs: Any) -> dict[str, Drawn]:
    """`{% field form.title %}`: label, help, error and input, for every widget; more attributes go to the input."""
    return {"field": drawn(bound, **attrs)}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """`{% error_summary form %}`: what to mend, with links, before the h1; forms, formsets or lists of them."""
    return {"faults": faults(*forms)}


@register.simple_tag
def failed(*forms: Any) -> bool:
    """`{% failed form as wrong %}`: whether any of them was sent with a mistake; the page's title says so first."""
    return bool(faults(*forms))


@register.inclusion_tag("components/steps.html")
def steps(names: Sequence[str], current: int) -> dict[str, Any]:
    """`{% steps names 3 %}`: the steps of a long form, the third of which is this page."""
    return {"names": names, "current": current, "name": names[current - 1]}


# Finding one's way


@register.simple_tag(takes_context=True)
def nav_link(context: Context, url: str, words: str, current: bool | None = None) -> SafeString:
    """An entry of a navigation; where `current` is not said, it is current on its own page and on all below it."""
    path = getattr(context.get("request"), "path", "")
    if current is None:
        current = bool(url) and path.startswith(url)
    mark = format_html(' aria-current="{}"', "page" if path == url else "true") if current else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', url, mark, words)


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], newest_first: bool = False) -> dict[str, Any]:
    """`{% pager page %}`: earlier and later pages of a list, keeping the search; nothing where there is one page."""
    return {"page": page, "newest_first": newest_first, "query": getattr(context.get("request"), "GET", QueryDict())}


@register.simple_tag(takes_context=True)
def both_languages(context: Context) -> list[str]:
    """The languages of an error page, that of its address first."""
    request = context.get("request")
    first = (request and get_language_from_path(request.path)) or languages.active()
    return sorted(languages.OURS, key=lambda code: code != first)


# Marks and blocks


@register.simple_tag
def status(words: str, kind: str = "") -> SafeString:
    """`{% status "Running" %}`: a word in a frame; kind "waiting" dashes it, "late" fills it, and nothing else may."""
    if kind not in {"", "waiting", "late"}:
        raise ValueError(f"A status is plain, waiting or late, not {kind!r}.")
    return format_html('<span class="status{}">{}</span>', f" {kind}" if kind else "", words)


@register.simple_block_tag
def figure(content: str, number: str) -> SafeString:
    """`{% figure "61 of 160" %}districts have …{% endfigure %}`, inside <div class="figures">: number and sentence."""
    return format_html("<p><b>{}</b> {}</p>", str(number).replace(quantities.NO_BREAK, " "), content)


@register.simple_block_tag
def fact(content: str, name: str) -> SafeString:
    """`{% fact "Where" %}…{% endfact %}`, inside <dl class="facts">; nothing where the content is blank."""
    if not content.strip():
        return SafeString("")
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", name, content)


@register.simple_tag
def nothing(words: str) -> SafeString:
    """`{% nothing "…" %}`: what an empty list says: that there is nothing, and what will appear here."""
    return format_html('<p class="nothing">{}</p>', words)


@register.simple_block_tag
def claim(content: str, said: str, language: str = "en") -> SafeString:
    """Somebody else's number, as stated: dashed, in quotation marks; the content: who stated it, what is missing."""
    context = {"said": said, "language": language, "content": content}
    return render_to_string("components/claim.html", context)


@register.simple_block_tag
def result(content: str, value: str, checked: date | datetime, level: int) -> SafeString:
    """Our own number, when it was checked, its evidence; the content: of how many, its range, its value before."""
    context = {"value": value, "checked": checked, "level": level, "content": content}
    return render_to_string("components/result.html", context)


@register.simple_block_tag
def quotation(content: str, said: str, language: str, translation: str = "") -> SafeString:
    """What a person said, in their language, with its translation if there is one; the content is the provenance."""
    context = {"said": said, "language": language, "translation": translation, "content": content}
    return render_to_string("components/quotation.html", context)
