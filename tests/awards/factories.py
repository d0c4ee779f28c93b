"""Cheap roots for tests of grants; rows are written directly."""

from typing import Any

from django.utils import timezone

from saanjh.awards.models import Activity, Award, Headcount
from saanjh.calls.models import Application
from saanjh.ground.models import District, Organisation
from saanjh.programmes.models import Programme, Scheme
from tests.calls.factories import a_call, an_application
from tests.events.factories import a_running_programme, days_ago
from tests.factories import a_district, a_person, an_organisation, count
from tests.programmes.factories import a_theme


def a_selected_application(
    programme: Programme | None = None, organisation: Organisation | None = None, **facts: Any
) -> Application:
    """An application that the panel selected: Rs 900,000 for 8 months, in a call of up to Rs 3,000,000."""
    call = a_call("closed", programme or a_running_programme())
    return an_application(call, organisation or an_organisation(), "selected", **facts)


def an_award(
    state: str = "active",
    *,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
    district: District | None = None,
    **facts: Any,
) -> Award:
    """A grant that began 100 days ago and ends in 140, in one district; one that is over ended yesterday."""
    application = facts.pop("application", None) or a_selected_application(programme, organisation)
    facts = {**(an_end(state) if state in {"called_back", "completed", "ended_early"} else {}), **facts}
    facts = {
        "title_en": f"Shared repairs {next(count)}",
        "title_ur": "مل جل کر مرمت",
        "theme": facts.pop("theme", None) or a_theme(),
        "amount_minor": 900_000_00,
        "currency": "PKR",
        "starts_on": days_ago(100),
        "ends_on": days_ago(-140),
        "offered_by": facts.pop("offered_by", None) or a_person(),
        "answered_at": None if state in {"offered", "called_back"} else timezone.now(),
        **facts,
    }
    award = Award.objects.create(
        application=application,
        programme=application.call.programme,
        organisation=application.organisation,
        state=state,
        **facts,
    )
    award.districts.add(district or a_district())
    return award


def an_end(state: str) -> dict[str, Any]:
    """What a grant in one of the states of being over says besides."""
    days = {"starts_on": days_ago(240), "ends_on": days_ago(10)} if state == "completed" else {}
    return {"ended_on": days_ago(1), "ended_by": a_person(), "reason": "Agreed by both sides.", **days}


def an_activity(award: Award, women: int = 0, **facts: Any) -> Activity:
    """An activity of ten days ago to which so many young women came."""
    number = next(count)
    facts = {
        "series": f"series{number}",
        "activity_type": facts.pop("activity_type", None) or a_theme(Scheme.ACTIVITY_TYPES),
        "what": f"Meeting {number}",
        "district": facts.pop("district", None) or award.districts.get(),
        "day": days_ago(10),
        "recorded_by": award.offered_by,
        **facts,
    }
    activity = Activity.objects.create(award=award, **facts)
    if women:
        Headcount.objects.create(activity=activity, sex="women", age_band="15-29", disability="unknown", people=women)
    return activity
