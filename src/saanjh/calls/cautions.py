"""What an officer is told before a call is published, and forbids nothing: on what people may stumble."""

import csv
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saanjh.calls.models import Call
from saanjh.calls.models.tracks import simplified
from saanjh.ground.naming import named
from saanjh.kit.text import isolated
from saanjh.questions import queries
from saanjh.questions.models import FormVersion, Question, Section
from saanjh.questions.models.forms import Kind, Track

FILE = Path(__file__).resolve().parent.parent / "data" / "selection" / "short_form.csv"
# Kinds of answer that can tell who applies: a person writes or chooses it freely, or a paper has its letterhead.
TELLING = {Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.TABLE, Kind.DISTRICTS, Kind.FILE, Kind.PRACTICES}


@dataclass(frozen=True)
class Caution:
    """What to know, in words; and where one mends it: a field of the call, "simplified", a form; else its programme."""

    why: Any
    field: str = ""
    form: FormVersion | None = None


@cache
def short_form() -> int:
    """How many questions a short form asks at most (data/selection/short_form.csv, which says from where)."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return int(next(csv.DictReader(rows))["number"])


def cautions(call: Call, *, today: datetime.date | None = None) -> list[Caution]:
    """All that is worth a second look in a draft, in the order of the call's page. A query for each list it looks at;
    what a published form asks is read once a process."""
    pages = queries.sections(call.form_version)
    return [
        *_days(call, today or timezone.localdate(timezone=timezone.get_default_timezone())),
        *_languages(call),
        *_unsaid(call.form_version, pages),
        *_short(call),
        *_telling(call, pages),
    ]


def _days(call: Call, today: datetime.date) -> Iterator[Caution]:
    if call.opens_on < today <= call.closes_on:
        words = _("The opening day, %(day)s, is over already: the call opens at once.")
        yield Caution(words % {"day": date_format(call.opens_on)}, field="opens_on")


def _languages(call: Call) -> Iterator[Caution]:
    """What has one language only: whoever reads the other one gets it in that."""
    said = {
        "title_en": _("The title has no English."),
        "title_ur": _("The title has no Urdu."),
        "purpose_en": _("The purpose has no English."),
        "purpose_ur": _("The purpose has no Urdu."),
    }
    yield from (Caution(words, field=name) for name, words in said.items() if not getattr(call, name))
    if bare := sum(not each.text_ur for each in call.objectives.all()):
        words = ngettext(
            "%(number)s objective that the call names has no Urdu.",
            "%(number)s objectives that the call names have no Urdu.",
            bare,
        )
        yield Caution(words % {"number": bare})


def _unsaid(form: FormVersion, pages: Iterable[Section]) -> Iterator[Caution]:
    """How much of the form has no Urdu; English it always has."""
    bare = sum(not page.title_ur for page in pages)
    bare += sum(not _has_urdu(each) for page in pages for each in _all(page))
    if bare:
        words = ngettext(
            "%(number)s page or question of the form “%(form)s” has no Urdu: applicants read it in English.",
            "%(number)s pages and questions of the form “%(form)s” have no Urdu: applicants read them in English.",
            bare,
        )
        yield Caution(words % {"number": bare, "form": isolated(named(form.form))}, form=form)


def _all(page: Section) -> Iterator[Question]:
    """The questions of a page, each with its columns after it."""
    for question in page.questions.all():
        yield question
        yield from question.columns.all()


def _has_urdu(question: Question) -> bool:
    helped = bool(question.help_ur) or not question.help_en
    return bool(question.label_ur) and helped and all(each.label_ur for each in question.choices.all())


def _short(call: Call) -> Iterator[Caution]:
    """What makes the form of the simplified track less than short."""
    track = simplified(call)
    if track is None:
        return
    pages = queries.sections(track.form_version)
    asked = [each for page in pages for each in page.questions.all()]
    if len(asked) > short_form():
        words = _("The short form asks %(number)s questions. Small groups are asked %(most)s, as a rule.")
        yield Caution(words % {"number": len(asked), "most": short_form()}, field="simplified")
    if any(each.kind == Kind.BUDGET and each.track == Track.FULL for each in asked):
        yield Caution(_("The budget of the short form keeps the limits of the full track."), form=track.form_version)
    yield from _unsaid(track.form_version, pages) if track.form_version_id != call.form_version_id else ()
    yield from _telling(call, pages)


def _telling(call: Call, pages: Iterable[Section]) -> Iterator[Caution]:
    """What the reviewers of a blind call see all the same, and may tell them who applies."""
    asked = [each for page in pages for each in page.questions.all()]
    open_ones = [each for each in asked if each.kind in TELLING and not each.names_applicant] if call.is_blind else []
    papers = [each for each in open_ones if each.kind == Kind.FILE]
    others = [each for each in open_ones if each.kind != Kind.FILE]
    for found, words in (
        (papers, _("Reviewers will open these files, which may have a letterhead or a stamp: %(questions)s.")),
        (others, _("Reviewers will read these answers, which may tell who applies: %(questions)s.")),
    ):
        if found:
            labels = " · ".join(f"“{isolated(named(each, 'label'))}”" for each in found)
            yield Caution(words % {"questions": labels}, form=found[0].version)
