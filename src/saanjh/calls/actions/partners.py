"""Partners and a host are named in a draft, answer by whoever signs for them, and are taken out again."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls.models import Application, ApplicationPartner
from saanjh.calls.rules import applications as application_rules
from saanjh.calls.rules import deadlines
from saanjh.calls.rules import partners as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history, notices, states
from saanjh.ground.models import Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

State = ApplicationPartner.State
MOVES = {
    (State.ASKED, "agree"): State.AGREED,
    (State.ASKED, "decline"): State.DECLINED,
    (State.AGREED, "decline"): State.DECLINED,
    (State.DECLINED, "agree"): State.AGREED,
}


@action
def name(
    application: Application,
    *,
    role: str = ApplicationPartner.Role.PARTNER,
    organisation: Organisation | None = None,
    name: str = "",
    share_minor: int | None = None,
    does: str = "",
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> ApplicationPartner:
    """Name an organisation in a draft. One that is known here is asked, and answers itself."""
    application_rules.may_edit(afresh(application), by=by, now=clock(now))
    rules.may_name(application, role=role, organisation=organisation, name=name)
    if why := rules.share_is_wrong(application, share_minor):
        raise Refusal(why, field="share_minor")
    if not does.strip():
        raise Refusal(_("Say in a sentence what it does in the project: it is asked on this."), field="does")
    facts = {"role": role, "organisation": organisation, "share_minor": share_minor, "written_in": written_in}
    state = State.ASKED if organisation else State.NAMED
    partner = ApplicationPartner(application=application, name=name.strip(), does=does, state=state, **facts)
    _check(partner)
    partner.save()
    history.record("partner_named", application, by=by, takes_part=role, organisation=_id(organisation))
    if organisation:
        _tell_signatories(partner, ASKED[ApplicationPartner.Role(partner.role)])
    return partner


ASKED = {ApplicationPartner.Role.PARTNER: told.PARTNER_ASKED, ApplicationPartner.Role.HOST: told.HOST_ASKED}


@action
def take_out(partner: ApplicationPartner, *, by: Person, now: datetime.datetime | None = None) -> Application:
    """Take it out of a draft. Whoever signs for it is told."""
    application = partner.application
    application_rules.may_edit(afresh(application), by=by, now=clock(now))
    afresh(partner)
    history.record(
        "partner_taken_out", application, by=by, takes_part=partner.role, organisation=_id(partner.organisation)
    )
    if partner.organisation and partner.state != State.DECLINED:
        _tell_signatories(partner, told.PARTNER_TAKEN_OUT, about=application.call)
    partner.delete()
    return application


@action
def agree(partner: ApplicationPartner, *, by: Person, now: datetime.datetime | None = None) -> ApplicationPartner:
    """Say yes for the organisation that is named. A host then reads the application, signs and receives the money."""
    rules.may_agree(_fresh(partner), by=by)
    _answer(partner, "agree", by=by, now=clock(now))
    application = partner.application
    facts = {"takes_part": partner.role, "organisation": _id(partner.organisation)}
    history.record("partner_agreed", application, by=by, **facts)
    notices.tell(told.applicants(application), told.PARTNER_AGREED, application)
    return partner


@action
def decline(partner: ApplicationPartner, *, by: Person, now: datetime.datetime | None = None) -> ApplicationPartner:
    """Say no for it, or take a yes back before the application is handed in."""
    rules.may_answer(_fresh(partner), by=by)
    _answer(partner, "decline", by=by, now=clock(now))
    application = partner.application
    facts = {"takes_part": partner.role, "organisation": _id(partner.organisation)}
    history.record("partner_declined", application, by=by, **facts)
    notices.tell(told.applicants(application), told.PARTNER_DECLINED, application)
    return partner


def _fresh(partner: ApplicationPartner) -> ApplicationPartner:
    """The row as it is now, and its application locked: nobody hands in meanwhile."""
    application = afresh(partner.application)
    afresh(partner)
    partner.application = application
    return partner


def _answer(partner: ApplicationPartner, verb: str, *, by: Person, now: datetime.datetime) -> None:
    deadlines.must_be_open(partner.application, now)
    states.move(partner, verb, MOVES)
    partner.answered_by, partner.answered_at = by, now
    partner.save(update_fields=["state", "answered_by", "answered_at"])


def _tell_signatories(partner: ApplicationPartner, what: notices.Kind, about: Any = None) -> None:
    """Tell whoever signs for the organisation that is named. Who leads is read on the page, not in the message."""
    if partner.organisation is not None:
        people = rules.signatories(partner.organisation)
        notices.tell(people, what, about or partner, call=partner.application.call.code)


def _id(organisation: Organisation | None) -> str:
    return organisation.public_id if organisation else ""


def _check(partner: ApplicationPartner) -> None:
    try:
        partner.clean_fields(exclude=["application", "organisation", "answered_by"])
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field) from found
