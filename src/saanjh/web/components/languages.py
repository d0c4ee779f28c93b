"""Words in two languages: the programme's own titles with a fallback, and people's own text as they wrote it."""

import re

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

OURS = ("en", "ur")
FROM_THE_RIGHT = frozenset(
    {"ar", "bal", "bgn", "bcc", "bcp", "brh", "fa", "hno", "khw", "ks", "pnb", "ps", "sd", "skr", "ur"}
)
NAMES = {
    "ar": _("Arabic"),
    "bal": _("Balochi"),
    "brh": _("Brahui"),
    "en": _("English"),
    "fa": _("Persian"),
    "hno": _("Hindko"),
    "khw": _("Khowar"),
    "ks": _("Kashmiri"),
    "pnb": _("Punjabi"),
    "ps": _("Pashto"),
    "sd": _("Sindhi"),
    "skr": _("Saraiki"),
    "ur": _("Urdu"),
}


def direction(language: str) -> str:
    """The value of `dir` for a language code: "rtl" for what is written in Arabic letters in Pakistan, else "ltr"."""
    return "rtl" if language.partition("-")[0] in FROM_THE_RIGHT else "ltr"


def active() -> str:
    """The language of the page, "en" or "ur"."""
    language = (get_language() or "en").partition("-")[0]
    return language if language in OURS else "en"


def asked(request: HttpRequest) -> str | None:
    """The language of ours that the browser asks for before the other; None where it wants neither or does not say."""
    for code, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code != "*" and weight > 0:
            try:
                return str(get_supported_language_variant(code))
            except LookupError:
                continue
    return None


def worded(thing: object, field: str) -> tuple[str, str]:
    """`thing.field_en` or `thing.field_ur`: the text in the page's language, else in the other, and its language."""
    first = active()
    for language in (first, *(code for code in OURS if code != first)):
        if text := getattr(thing, f"{field}_{language}"):
            return str(text), language
    return "", first


def in_language(thing: object, field: str, *, note: bool = True) -> SafeString:
    """The field in the page's language; in the other one marked so, with "not yet translated" if `note`."""
    text, language = worded(thing, field)
    if language == active():
        return format_html("{}", text)
    words = format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), text)
    return words + untranslated() if note else words


def untranslated() -> SafeString:
    """The remark that stands after words in the other language."""
    return format_html(' <small class="untranslated">{}</small>', _("not yet translated"))


def written(text: str, language: str, *, block: bool = False, note: bool = True) -> SafeString:
    """What a person wrote, in the language they wrote it in, never translated by a machine.

    As a phrase (<bdi>), or as a `block` of paragraphs; in another language than the page's with a remark if `note`.
    """
    if not text:
        return SafeString("")
    turned = direction(language)
    foreign = note and language.partition("-")[0] != active()
    if not block:
        words = format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, turned, text)
        return words + untranslated() if foreign else words
    words = format_html('<div lang="{}" dir="{}">{}</div>', language, turned, paragraphs(text))
    if not foreign:
        return words
    remark = _("Written in %(language)s; not yet translated.") % {"language": NAMES.get(language, language)}
    return words + format_html('<p class="small">{}</p>', remark)


def paragraphs(text: str) -> SafeString:
    """The text escaped, a paragraph wherever a line was left empty, a new line wherever there was one."""
    parts = [part.splitlines() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())]
    return format_html_join(
        "", "<p>{}</p>", ((format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)),) for lines in parts)
    )
