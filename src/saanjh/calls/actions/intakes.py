"""An officer enters what came on paper, by voice or in person; its organisation is told, and can correct it."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError

from saanjh.calls import notices as told
from saanjh.calls.models import Application, Call, Intake, Track
from saanjh.calls.models.tracks import terms
from saanjh.calls.rules import applications as application_rules
from saanjh.calls.rules import intakes as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history, notices
from saanjh.ground.models import District, Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.questions.actions import answers


@action
def enter(
    call: Call,
    organisation: Organisation,
    *,
    came: str,
    received_on: datetime.date,
    districts: Collection[District],
    track: str = Track.FULL,
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> Application:
    """Begin the organisation's application from what came; `by` then fills it in and hands it in.

    Whoever writes for the organisation here is told, sees it, and changes it until the call closes for it.
    """
    rules.may_enter(afresh(call), by=by)
    rules.sound(call, afresh(organisation), received_on=received_on, districts=districts, by=by, now=clock(now))
    application_rules.may_take(call, track)
    sheet = answers.begin(terms(call, track).form_version, written_in=written_in, by=by)
    application = Application.objects.create(call=call, organisation=organisation, sheet=sheet, track=track)
    application.districts.set(districts)
    intake = Intake(application=application, came=came, received_on=received_on, entered_by=by)
    try:
        intake.clean_fields(exclude=["application", "entered_by"])
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field) from found
    intake.save()
    history.record("application_entered", application, by=by, call=call.code, came=came, on=received_on.isoformat())
    notices.tell(told.applicants(application), told.ENTERED, application, call=call.code)
    return application


@action
def drop(application: Application, *, by: Person) -> Call:
    """Take out what was entered by mistake and never handed in. Whoever writes for the organisation is told."""
    call = application.call
    rules.may_drop(afresh(application), by=by)
    notices.tell(told.applicants(application), told.ENTRY_DROPPED, call, call=call.code)
    history.record("application_entry_dropped", application, by=by, call=call.code)
    sheet = application.sheet
    application.delete()
    sheet.delete()
    return call


@action
def take_over(application: Application, *, by: Person) -> Application:
    """Go on with what an officer began who left the programme. Whoever left judges it as little as before."""
    rules.may_take_over(afresh(application), by=by)
    intake = application.intake
    before = intake.entered_by
    intake.earlier.add(before)
    intake.earlier.remove(by)  # who had it once, and has it again
    intake.entered_by = by
    intake.save(update_fields=["entered_by"])
    history.record(
        "application_entry_taken_over", application, by=by, call=application.call.code, earlier=before.public_id
    )
    return application
