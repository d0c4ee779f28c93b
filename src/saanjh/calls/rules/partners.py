"""Who names partners and a host in an application, who answers for them, and what handing in waits for."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, ApplicationPartner
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.kit import text
from saanjh.kit.text import isolated

MOST = 8  # more than so many is a network, which does not share one small grant
As, State = ApplicationPartner.Role, ApplicationPartner.State


def signatories(organisation: Organisation) -> QuerySet[Person]:
    """Who signs for the organisation, or for the one that it is part of now."""
    return Person.objects.holding(Role.SIGNATORY, over=(ScopeKind.ORGANISATION, organisation.now.pk))


def may_name(application: Application, *, role: str, organisation: Organisation | None, name: str) -> None:
    """Refusal where the call takes none in this role, or the application cannot have this one."""
    allowed = {As.PARTNER.value: application.call.with_partners, As.HOST.value: application.call.through_host}
    if role not in allowed:
        raise Refusal(_("Say whether it is a partner or the host."), field="role")
    if not allowed[role]:
        raise Refusal(NOT_TAKEN[As(role)], field="role")
    there = application.partners_named()
    if len(there) >= MOST:
        raise Refusal(_("Name at most %(most)s: those who do a part of the work.") % {"most": MOST})
    if role == As.HOST:
        if organisation is None:
            words = _("A host signs, and receives the money: it must be registered here. Choose it.")
            raise Refusal(words, field="organisation")
        if any(each.role == As.HOST for each in there):
            raise Refusal(_("A host is named already. Take that one out first: there is one."), field="role")
    if bool(organisation) == bool(name.strip()):
        raise Refusal(_("Choose an organisation that is known here, or write the name of another."), field="name")
    if organisation is None:
        _must_be_new_by_name(application, name, there)
    else:
        _must_be_another(application, organisation, there)


NOT_TAKEN = {
    As.PARTNER: _("This call is for one organisation at a time: nobody applies together with another."),
    As.HOST: _("In this call nobody applies through a host: each organisation applies for itself."),
}


def _must_be_another(application: Application, organisation: Organisation, there: list[ApplicationPartner]) -> None:
    """Refusal for the applicant itself, one that is named already, and one where nobody could answer."""
    if organisation.now == application.organisation.now:
        raise Refusal(_("This is your own organisation, which leads. Name the others."), field="organisation")
    if any(each.organisation and each.organisation.now == organisation.now for each in there):
        raise Refusal(_("This organisation is named in the application already."), field="organisation")
    if not signatories(organisation).exists():
        words = _("Nobody signs for this organisation here, so it could not answer. Write its name instead.")
        raise Refusal(words, field="organisation")


def _must_be_new_by_name(application: Application, name: str, there: list[ApplicationPartner]) -> None:
    """Refusal for a name that stands there already, or that is the applicant's own."""
    known = [application.organisation, *(each.organisation for each in there if each.organisation)]
    names = {each.name for each in there} | {word for one in known for word in (one.name_en, one.name_ur)}
    if text.normalise(name).strip() in {text.normalise(each).strip() for each in names if each}:
        raise Refusal(_("This organisation is named in the application already."), field="name")


def share_is_wrong(application: Application, share_minor: int | None) -> Any:
    """Why this share cannot be one of the grant, together with those that stand there; or nothing."""
    if share_minor is None:
        return ""
    if share_minor < 1:
        return _("A share is more than nothing. Leave it blank where none is agreed.")
    return _too_much(application, share_minor)


def _too_much(application: Application, more: int = 0) -> Any:
    shares = sum(each.share_minor or 0 for each in application.partners_named()) + more
    if application.amount_minor is not None and shares > application.amount_minor:
        return _("The shares come to more than the grant that you ask for. Lower them, or ask for more.")
    return ""


def may_answer(partner: ApplicationPartner, *, by: Person) -> None:
    """Refusal unless `by` signs for the organisation that is named, and the application was not handed in yet."""
    organisation = partner.organisation
    if organisation is None or not may(by, Role.SIGNATORY, over=organisation.scopes()):
        raise Refusal(_("Only a signatory of the organisation that is named answers for it."))
    if partner.application.state != Application.State.DRAFT:
        raise Refusal(_("This application was handed in: what was agreed stands."))


def may_agree(partner: ApplicationPartner, *, by: Person) -> None:
    """Refusal unless `by` may answer, and no host would also apply for itself where the call forbids it."""
    may_answer(partner, by=by)
    if partner.role == As.HOST and partner.organisation and _leads_one(partner.application, partner.organisation):
        raise Refusal(
            _("Your organisation has applied to this call itself. Here a host does not: withdraw that, or decline.")
        )


def _leads_one(application: Application, host: Organisation) -> bool:
    """Whether a host has handed in an application of its own, in a call that does not let it."""
    call = application.call
    own = call.applications.all().handed_in().filter(Q(organisation=host.now) | Q(organisation__merged_into=host.now))
    return not call.host_applies and bool(own.exists())


def may_lead(application: Application) -> None:
    """Refusal for the application of an organisation that is host of another, where the call forbids it."""
    call = application.call
    if call.host_applies or not call.through_host:
        return
    now = application.organisation.now
    hosted = ApplicationPartner.objects.filter(role=As.HOST, state=State.AGREED, application__call=call)
    hosted = hosted.filter(Q(organisation=now) | Q(organisation__merged_into=now))
    if hosted.exclude(application__state=Application.State.WITHDRAWN).exists():
        raise Refusal(
            _("Your organisation agreed to be the host of another application to this call: here it cannot apply.")
        )


def lacking(application: Application) -> Iterator[tuple[Any, Any]]:
    """(who, why) of each partner for which handing in waits, and of shares that are too much."""
    there = application.partners_named()
    for each in there:
        if each.organisation and each.organisation.now == application.organisation.now:
            yield each.called, _("It is part of your own organisation by now: take it out.")
        elif each.state == State.ASKED:
            yield each.called, _("It has not answered yet. A signatory there finds the question under what waits.")
        elif each.state == State.DECLINED:
            yield each.called, _("It does not take part. Take it out, or ask it to answer again.")
        elif each.role == As.HOST and each.organisation and _leads_one(application, each.organisation):
            yield each.called, _("It has applied to this call itself, and here a host does not. Name another host.")
    if there and (why := _too_much(application)):
        yield _("Shares of the budget"), why


def who_signs(organisation: Organisation) -> Any:
    """The names of those who sign for an organisation, in words for its own people; or that nobody does."""
    names = [isolated(name) for name in signatories(organisation).values_list("name", flat=True)]
    if not names:
        return _("Nobody signs for it yet: ask the programme’s office to make somebody a signatory.")
    return _("Signatories are: %(names)s.") % {"names": ", ".join(names)}
