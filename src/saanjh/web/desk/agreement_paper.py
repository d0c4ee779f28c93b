"""The agreement of a grant as a document to print and sign: terms, budget, steps, tranches, visibility."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saanjh.awards import agreement_queries as queries
from saanjh.awards.models import Agreement
from saanjh.formats.typeset import typeset
from saanjh.ground import installation
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import amount

Plain = dict[str, Any]
DIGITS = 16


def pdf(agreement: Agreement, language: str) -> bytes:
    """The version as a PDF in this language; the same version gives the same bytes. NotSet where none can be set."""
    with translation.override(language):
        document = paper(agreement)
    day = agreement.from_day or timezone.localdate(agreement.created_at)
    moment = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return typeset(document, fonts=Path(settings.FONTS), timestamp=int(moment.timestamp()))


def paper(agreement: Agreement) -> Plain:
    """The document, in the language that is being spoken (see formats/typeset/record.typ)."""
    award = agreement.award
    mark = _("Demo: everything here is invented.") + " " if installation.is_demo() else ""
    return {
        "language": translation.get_language(),
        "title": _("Agreement on a grant: %(number)s") % {"number": award.application.number},
        "lede": mark + worded(award, "title")[0],
        "foot": f"{award.application.number} · SHA-256 {queries.digest(agreement)[:DIGITS]}",
        "sections": list(_parts(agreement)),
    }


def version(agreement: Agreement) -> str:
    """Which version it is, and from when it is in force."""
    if agreement.number is None or agreement.from_day is None:
        return _("as offered, not in force")
    facts = {"number": agreement.number, "day": date_format(agreement.from_day)}
    return _("version %(number)s, in force from %(day)s") % facts


def _parts(agreement: Agreement) -> Iterator[Plain]:
    yield _terms(agreement)
    yield _budget(agreement)
    steps = {step.code: step for step in agreement.milestones.all()}
    rows = [[step.code, date_format(step.due_on), worded(step, "label")[0]] for step in steps.values()]
    yield {"heading": _("Steps"), "words": [], "table": _table([_("Code"), _("Day"), _("Step")], rows)}
    yield _tranches(agreement, {code: worded(step, "label")[0] for code, step in steps.items()})
    shown = [agreement.visibility] if agreement.visibility else [_("Nothing is written about it.")]
    waived = [_("Visibility is waived for safety.")] if agreement.is_unseen else []
    yield {"heading": _("Visibility"), "words": [*waived, *shown]}
    measured = [[each.indicator.code, worded(each.indicator, "name")[0]] for each in agreement.indicators.all()]
    if measured:
        yield {"heading": _("What is measured"), "words": [], "table": _table([_("Code"), _("Indicator")], measured)}
    side = [_("For the organisation"), ""], [_("For the programme"), ""]
    yield {"heading": _("Signatures"), "words": [], "table": _table(["", _("Name, day, signature")], list(side))}


def _table(head: list[str], rows: list[list[str]], *numbers: int) -> Plain:
    return {"head": head, "rows": rows, "numbers": list(numbers)}


def _terms(agreement: Agreement) -> Plain:
    award = agreement.award
    places = pgettext("between items of a list", ", ").join(
        worded(each, "name")[0] for each in sorted(agreement.districts.all(), key=lambda each: each.name_en)
    )
    rows = [
        [_("Version"), version(agreement)],
        [_("Organisation"), worded(award.organisation, "name")[0]],
        [_("Programme"), worded(award.programme, "title")[0]],
        [_("Amount"), amount(agreement.amount_minor, award.currency)],
        [_("First day"), date_format(agreement.starts_on)],
        [_("Last day"), date_format(agreement.ends_on)],
        [_("Districts"), places],
        [_("Level of risk"), str(agreement.get_level_display())],
    ]
    return {"heading": _("Terms"), "words": [], "table": _table(["", ""], rows)}


def _budget(agreement: Agreement) -> Plain:
    currency, lines = agreement.award.currency, list(agreement.lines.all())
    if not lines:
        return {"heading": _("Budget"), "words": [_("No budget is written yet.")]}
    rows = [[line.heading, worded(line, "label")[0], line.what, amount(line.amount_minor, currency)] for line in lines]
    total = ["", _("Total"), "", amount(sum(line.amount_minor for line in lines), currency)]
    head = [_("Code"), _("Heading"), _("What it is for"), _("Amount")]
    return {"heading": _("Budget"), "words": [], "table": _table(head, [*rows, total], 3)}


def _tranches(agreement: Agreement, steps: dict[str, str]) -> Plain:
    rows = [
        [
            f"{part.percent} %",
            amount(part.amount_minor, agreement.award.currency),
            steps.get(part.milestone, part.milestone),
        ]
        for part in agreement.tranches.all()
    ]
    if not rows:
        return {"heading": _("Tranches"), "words": [_("The grant is paid back against receipts.")]}
    head = [_("Share"), _("Amount"), _("Paid with this step")]
    return {"heading": _("Tranches"), "words": [], "table": _table(head, rows, 0, 1)}
