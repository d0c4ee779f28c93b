"""The words of a certificate, in its own language; which course, when, where and by whom, never more of anybody."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saanjh.events.models import Event, Printing, written_number
from saanjh.formats.typeset.certificates import Sheet, Words, certificates
from saanjh.ground import installation
from saanjh.ground.naming import named


def papers(printing: Printing, first: int, names: Sequence[str], codes: Sequence[str]) -> bytes:
    """The PDF of these certificates, the first of which has this number; NotSet where no PDF can be set."""
    with translation.override(printing.language):
        words = words_of(printing)
        sheets = [
            Sheet(name, written_number(printing.event, first + at), address(printing.language, code))
            for at, (name, code) in enumerate(zip(names, codes, strict=True))
        ]
    moment = int(printing.created_at.timestamp())
    return certificates(words, sheets, fonts=Path(settings.FONTS), timestamp=moment)


def words_of(printing: Printing) -> Words:
    """All but what differs from one certificate to the next, in the language that is being spoken."""
    event = printing.event
    facts = [
        (pgettext("on a certificate", "Held"), _days(event)),
        (pgettext("on a certificate", "District"), named(event.district, "name")),
        (pgettext("on a certificate", "Hours"), str(printing.hours)),
        (pgettext("on a certificate", "Issued"), date_format(timezone.localdate(printing.created_at))),
    ]
    return Words(
        language=printing.language,
        issuer=named(event.programme),
        heading=pgettext("on a certificate", "Certificate of completion"),
        before=pgettext("on a certificate", "This is to certify that"),
        after=pgettext("on a certificate", "has completed"),
        course=named(event.course or event),
        facts=facts,
        signature=pgettext("on a certificate", "For the programme"),
        check=_("Whether this certificate is valid is told here; the page knows no name."),
        foot=_("Demo: everything here is invented.") if installation.is_demo() else "",
    )


def address(language: str, code: str) -> str:
    """Where a certificate is checked: what its QR code holds."""
    return f"{settings.PUBLIC_ADDRESS}/{language}/certificates/{code}/"


def _days(event: Event) -> str:
    first, last = date_format(event.starts_on), date_format(event.ends_on)
    return first if event.starts_on == event.ends_on else _("%(first)s to %(last)s") % {"first": first, "last": last}
