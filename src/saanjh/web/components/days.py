"""Days as people say them, in <time>: "18 February 2026" or "18 فروری 2026", the hour in the programme's zone."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as spell
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def day(value: date | datetime | None, *, weekday: bool = False, hour: bool = False) -> SafeString:
    """The day, with weekday or hour if asked; a moment is first brought into the current zone. None: "not known"."""
    if value is None:
        return format_html("{}", _("not known"))
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    pattern = "l j F Y" if weekday else "j F Y"
    if hour and isinstance(value, datetime):
        pattern += ", H:i"
    return format_html('<time datetime="{}">{}</time>', _exact(value, hour), spell(value, pattern))


def days(first: date, last: date) -> SafeString:
    """From one day to another, the month and year said once where they are the same."""
    if (first.year, first.month) == (last.year, last.month):
        pattern = "j"
    else:
        pattern = "j F" if first.year == last.year else "j F Y"
    start = format_html('<time datetime="{}">{}</time>', first.isoformat(), spell(first, pattern))
    return format_html(_("%(start)s to %(end)s") % {"start": "{0}", "end": "{1}"}, start, day(last))


def _exact(value: date | datetime, hour: bool) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes") if hour else value.date().isoformat()
    return value.isoformat()
