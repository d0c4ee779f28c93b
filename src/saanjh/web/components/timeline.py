"""What happened and what is still ahead, one under another, the oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from saanjh.web.components.days import day, days


@dataclass(frozen=True)
class Moment:
    """A day, or the first of several, and what it brought or will bring (`ahead`)."""

    day: date
    words: str
    ahead: bool = False
    until: date | None = None


def timeline(moments: Iterable[Moment]) -> SafeString:
    """The moments as an ordered list in the order given."""
    items = format_html_join(
        "",
        "<li{}><p>{}</p>{}</li>",
        ((SafeString(' class="ahead"') if moment.ahead else "", _when(moment), moment.words) for moment in moments),
    )
    return format_html('<ol class="timeline">{}</ol>', items)


def _when(moment: Moment) -> SafeString:
    return days(moment.day, moment.until) if moment.until else day(moment.day)
