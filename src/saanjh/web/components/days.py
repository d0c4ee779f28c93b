"""Days as people say them, in <time>: "18 February 2026" or "18 فروری 2026", the hour in the programme's zone."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def day(value: date | datetime | None, *, weekday: bool = False, hour: bool = False) -> SafeString:
    """The day, with weekday or hour if asked; a moment is first brought into the current zone. None: "not known"."""
    if value is None:
        return format_html("{}", _("not known"))
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    words = date_format(value, "DATETIME_FORMAT" if hour and isinstance(value, datetime) else "DATE_FORMAT")
    if weekday:
        words = f"{date_format(value, 'l')} {words}"
    return format_html('<time datetime="{}">{}</time>', _exact(value, hour), words)


def days(first: date, last: date) -> SafeString:
    """From one day to another, the month and year said once where they are the same."""
    if (first.year, first.month) == (last.year, last.month):
        pattern = "j"
    else:
        pattern = "j F" if first.year == last.year else "j F Y"
    start = format_html('<time datetime="{}">{}</time>', first.isoformat(), date_format(first, pattern))
    return format_html(_("%(start)s to %(end)s") % {"start": "{0}", "end": "{1}"}, start, day(last))


def _exact(value: date | datetime, hour: bool) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes") if hour else value.date().isoformat()
    return value.isoformat()
