"""Cheap roots for tests of grants; rows are written directly."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.awards.models import (
    Activity,
    Agreement,
    Amendment,
    Award,
    BudgetLine,
    CashLine,
    Consultation,
    Consulted,
    Headcount,
    Milestone,
    Pause,
    Permit,
    PermitFact,
    Resumption,
    Risk,
    RiskReview,
    StepMark,
    Tranche,
)
from saanjh.calls.models import Application, Call
from saanjh.ground.models import District, Organisation
from saanjh.programmes.models import Programme, Scheme
from saanjh.questions.models import AnswerSheet
from tests.calls.factories import a_call, an_application
from tests.events.factories import a_running_programme, days_ago
from tests.factories import a_district, a_person, an_organisation, count
from tests.programmes.factories import a_theme
from tests.questions.factories import a_draft, a_page, a_question, freeze

ONE_DAY = datetime.timedelta(days=1)


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
        "series": f"s{number}",
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


LINES = (  # within the limits of the codelist, for a grant of Rs 900,000
    ("A", "Two people", 225_000_00),
    ("B", "Meetings", 450_000_00),
    ("C", "Buses", 90_000_00),
    ("E", "Counting", 54_000_00),
    ("F", "Leaflets", 36_000_00),
    ("G", "Care for children", 45_000_00),
)


def a_call_with_budget(programme: Programme | None = None, **facts: Any) -> Call:
    """A call that is over, whose form asks for a budget in rupees."""
    programme = programme or a_running_programme()
    page = a_page(a_draft(programme.pk))
    a_question(page, "budget")
    return a_call("closed", programme, form_version=freeze(page.version), **facts)


def with_budget(call: Call | None = None, *, lines: Any = LINES, **facts: Any) -> Application:
    """A selected application for Rs 900,000, with its budget."""
    application = an_application(call or a_call_with_budget(), an_organisation(), "selected", **facts)
    rows = [
        {"heading": heading, "what": what, "quantity": "1", "cost": {"minor": minor, "currency": "PKR"}}
        for heading, what, minor in lines
    ]
    AnswerSheet.objects.filter(pk=application.sheet_id).update(answers={"budget": rows})
    application.sheet.refresh_from_db()
    return application


def an_agreement(award: Award, *, number: int | None = 1, lines: Any = LINES, **facts: Any) -> Agreement:
    """A version of what was agreed, in force since yesterday; with number=None one that is still written."""
    facts = {"amount_minor": award.amount_minor, "starts_on": award.starts_on, "ends_on": award.ends_on, **facts}
    facts = {"level": "moderate", "made_by": award.offered_by, "visibility": "A sign at the door.", **facts}
    agreement = Agreement.objects.create(award=award, **facts)
    agreement.districts.set(award.districts.all())
    BudgetLine.objects.bulk_create(
        BudgetLine(agreement=agreement, position=place, heading=code, label_en=code, what=what, amount_minor=minor)
        for place, (code, what, minor) in enumerate(lines, 1)
    )
    Milestone.objects.bulk_create(
        Milestone(agreement=agreement, position=place, code=f"M{place}", label_en=f"Step {place}", due_on=day)
        for place, day in enumerate([award.starts_on, days_ago(-10), award.ends_on])
    )
    Tranche.objects.create(
        agreement=agreement, position=1, percent=100, amount_minor=award.amount_minor, milestone="M0"
    )
    if number:
        Agreement.objects.filter(pk=agreement.pk).update(number=number, from_day=days_ago(1), is_fixed=True)
    agreement.refresh_from_db()
    return agreement


def an_amendment(award: Award, *, side: str = "organisation", **facts: Any) -> Amendment:
    """A proposal to end 60 days later, on the agreement in force, which is made where there is none."""
    now = Agreement.objects.in_force().filter(award=award).first() or an_agreement(award)
    later = an_agreement(award, number=None, ends_on=award.ends_on + ONE_DAY * 60)
    Agreement.objects.filter(pk=later.pk).update(is_fixed=True)
    facts = {"reason": "The roads were closed.", "effect": "Two meetings come later.", **facts}
    facts.setdefault("proposed_by", a_person())
    return Amendment.objects.create(award=award, kind="extension", side=side, changes=now, proposes=later, **facts)


def a_permit(award: Award, *facts: tuple[str, int, int | None], asked: int = 90, **more: Any) -> Permit:
    """A permission asked for so many days ago; of each fact: what, how many days ago, how many days ago it runs out."""
    more = {"kind": "district", "issuer": "district_administration", "recorded_by": award.offered_by, **more}
    permit = Permit.objects.create(award=award, applied_on=days_ago(asked), **more)
    for what, ago, expires in facts:
        until = None if expires is None else days_ago(expires)
        PermitFact.objects.create(
            permit=permit, what=what, day=days_ago(ago), expires_on=until, recorded_by=award.offered_by
        )
    return permit


def a_pause(award: Award, began: int, ended: int | None = None, **facts: Any) -> Pause:
    """A pause that began so many days ago, and ended so many days ago or lasts."""
    facts = {"why": "access", "paused_by": award.offered_by, **facts}
    pause = Pause.objects.create(award=award, from_day=days_ago(began), **facts)
    if ended is not None:
        Resumption.objects.create(pause=pause, day=days_ago(ended), resumed_by=award.offered_by)
    return pause


def a_risk(award: Award, next_in: int | None = 20, **facts: Any) -> RiskReview:
    """A risk that was looked at ten days ago; by default it is looked at again in twenty days."""
    risk = Risk.objects.create(award=award, kind="access", what="The road is closed", recorded_by=award.offered_by)
    return a_review_of(risk, next_in, **facts)


def a_review_of(risk: Risk, next_in: int | None = 20, **facts: Any) -> RiskReview:
    """A further look at a risk."""
    facts = {"day": days_ago(10), "likelihood": 3, "harm": 4, "doing": "We ask the driver each morning.", **facts}
    facts = {"owner": "editor", "reviewed_by": risk.recorded_by, **facts}
    return RiskReview.objects.create(risk=risk, next_on=None if next_in is None else days_ago(-next_in), **facts)


def a_consultation(award: Award, **facts: Any) -> Consultation:
    """Twelve young women were asked ten days ago, and it changed a step."""
    kind = facts.pop("with_whom", None) or a_theme(Scheme.TARGET_GROUPS)
    facts = {"day": days_ago(10), "said": "The hour is bad for us.", "has_changed": True, "step": "", **facts}
    facts = {"changed": "Meetings are in the morning.", "recorded_by": award.offered_by, **facts}
    made = Consultation.objects.create(award=award, with_whom=kind, **facts)
    Consulted.objects.create(consultation=made, sex="women", age_band="15-29", disability="unknown", people=12)
    return made


def a_step_mark(award: Award, step: str = "M1", days: int = 5) -> StepMark:
    """That a step was done so many days ago."""
    return StepMark.objects.create(award=award, step=step, done_on=days_ago(days), marked_by=award.offered_by)


def a_cash_line(award: Award, minor: int = 100_000_00, **facts: Any) -> CashLine:
    """Money that arrived at the bank today; `facts` make it another line."""
    facts = {"kind": "received", "pot": "bank", "what": "First part", "day": days_ago(0), **facts}
    facts = {"currency": award.currency, "paid_minor": minor, "amount_minor": minor, "bank_minor": minor, **facts}
    return CashLine.objects.create(award=award, recorded_by=award.offered_by, **facts)
