"""Cheap roots for tests of the atlas; rows are written directly, at most five queries each."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.atlas.actions import initiatives
from saanjh.atlas.models import Initiative, Sweep
from saanjh.awards.models import Activity, Award, Headcount
from saanjh.calls.models import Application, Call
from saanjh.ground.access import Role
from saanjh.ground.models import District, Organisation, Person
from saanjh.learning.models import Lesson
from saanjh.programmes.models import Programme, Theme
from saanjh.questions.models import AnswerSheet, FormVersion
from tests.factories import a_district, a_person, an_organisation, count, holding
from tests.questions.factories import a_draft

TODAY = datetime.date(2026, 11, 20)


def a_programme(**facts: Any) -> Programme:
    """An open programme."""
    number = next(count)
    facts = {
        "title_en": f"Programme {number}",
        "title_ur": "پروگرام",
        "slug": f"programme-{number}",
        "currency": "PKR",
        "starts_on": datetime.date(2026, 1, 1),
        "ends_on": datetime.date(2027, 12, 31),
        "state": "open",
        **facts,
    }
    return Programme.objects.create(**facts)


def a_theme(label: str = "Social cohesion", scheme: str = "themes", **facts: Any) -> Theme:
    """A row of a list."""
    return Theme.objects.create(scheme=scheme, code=f"code{next(count)}", label_en=label, label_ur="موضوع", **facts)


def a_call(programme: Programme, version: FormVersion | None = None) -> Call:
    """A call whose answers were told."""
    number = next(count)
    return Call.objects.create(
        programme=programme,
        code=f"CPG-{number}",
        title_en=f"Call {number}",
        title_ur="دعوت",
        purpose_en="Peace",
        form_version=version or a_draft(programme.pk),
        opens_on=datetime.date(2026, 1, 1),
        closes_on=datetime.date(2026, 1, 31),
        answers_on=datetime.date(2026, 2, 28),
        floor_minor=100_00,
        ceiling_minor=9_000_000_00,
        state=Call.State.DECIDED,
        published_at=timezone.now(),
    )


def an_award(call: Call, organisation: Organisation, theme: Theme, **facts: Any) -> Award:
    """A running grant; its districts are set by whoever needs them."""
    number = next(count)
    sheet = AnswerSheet.objects.create(version_id=call.form_version_id, answers={})
    application = Application.objects.create(
        call=call,
        organisation=organisation,
        sheet=sheet,
        serial=number,
        number=f"{call.code}-{number:04}",
        title_en=f"Work {number}",
        amount_minor=4_000_000_00,
        months=8,
        state=Application.State.SELECTED,
        submitted_at=timezone.now(),
    )
    facts = {
        "title_en": f"Work {number}",
        "title_ur": "کام",
        "amount_minor": 4_000_000_00,
        "currency": "PKR",
        "starts_on": datetime.date(2026, 3, 1),
        "ends_on": datetime.date(2027, 2, 28),
        "state": Award.State.ACTIVE,
        "answered_at": timezone.now(),
        "offered_by": a_person(),
        **facts,
    }
    return Award.objects.create(
        application=application, programme=call.programme, organisation=organisation, theme=theme, **facts
    )


class Ground:
    """What most tests of the atlas stand on: a programme with its officer, an organisation with its signatory."""

    def __init__(self, **organisation: Any) -> None:
        self.programme = a_programme()
        self.officer = holding(Role.PROGRAMME_OFFICER, over=self.programme.pk)
        self.organisation = an_organisation(**{"is_public": True, **organisation})
        self.signatory = holding(Role.SIGNATORY, over=self.organisation.pk)
        self.district = a_district()

    def award(self, **facts: Any) -> Award:
        """A running grant in the district."""
        call = a_call(self.programme)
        award = an_award(
            call, self.organisation, a_theme(facts.pop("theme", "Return from armed groups"), "npve_5r"), **facts
        )
        award.districts.set([self.district])
        return award

    def draft(self, **facts: Any) -> Initiative:
        """An initiative without a grant, not yet published."""
        facts = {
            "title_en": f"Market-day conversations {next(count)}",
            "title_ur": "بازار کی گفتگو",
            "summary": "Shopkeepers choose one shared repair a month.",
            "starts_on": datetime.date(2026, 3, 1),
            "ends_on": datetime.date(2027, 2, 28),
            "districts": [self.district],
            **facts,
        }
        organisation = facts.pop("organisation", self.organisation)
        return initiatives.register(self.programme, organisation, by=self.officer, **facts)

    def published(self, **facts: Any) -> Initiative:
        """An initiative without a grant, with a public page."""
        return initiatives.publish(self.draft(**facts), by=self.officer)


def a_sweep(programme: Programme, by: Person, *districts: District, asked_on: datetime.date = TODAY) -> Sweep:
    """That it was asked in these districts."""
    sweep = Sweep.objects.create(programme=programme, asked_on=asked_on, how="network", confirmed_by=by)
    sweep.districts.set(districts)
    return sweep


def a_headcount(award: Award, district: District, by: Person, women: int = 0, men: int = 0) -> Activity:
    """An activity to which so many came."""
    activity = Activity.objects.create(
        award=award,
        series=f"s{next(count):09}"[:10],
        activity_type=award.theme,
        what="Session",
        district=district,
        day=award.starts_on,
        recorded_by=by,
    )
    Headcount.objects.bulk_create(
        Headcount(activity=activity, sex=sex, age_band="30-59", disability="unknown", people=people)
        for sex, people in (("women", women), ("men", men))
        if people
    )
    return activity


def a_lesson(award: Award, **facts: Any) -> Lesson:
    """A public lesson of a grant."""
    person = a_person()
    facts = {
        "title_en": f"Lesson {next(count)}",
        "title_ur": "سبق",
        "expected": "Everybody is free after work.",
        "happened": "Half of them came.",
        "why": "The way home after dark.",
        "next_time": "Ask about the way home first.",
        "confidence": 2,
        "state": "published",
        "written_by": person,
        "published_by": person,
        "published_at": timezone.now(),
        **facts,
    }
    return Lesson.objects.create(award=award, **facts)
