"""What a call is for, who may apply to it, and whether an organisation and its districts fit."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call
from saanjh.ground.models import District, Organisation
from saanjh.ground.models.organisations import OrganisationKind
from saanjh.ground.naming import named
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Objective, Scheme, Theme

SCHEMES = (Scheme.THEMES, Scheme.TARGET_GROUPS, Scheme.DRIVERS)  # of which a call says what it is for
KINDS = {"for_csos": OrganisationKind.CSO, "for_academia": OrganisationKind.ACADEMIC}


def sound(
    call: Call, objectives: Collection[Objective], themes: Collection[Theme], *, open_to: Collection[str]
) -> None:
    """Refusal for an objective of another programme, a row of another list, or a call that nobody may apply to."""
    if any(each.programme_id != call.programme_id for each in objectives):
        raise Refusal(_("Choose objectives of the call’s own programme."), field="objectives")
    if any(each.scheme not in SCHEMES for each in themes):
        raise Refusal(_("Choose among themes, groups and what people struggle with."), field="themes")
    if not open_to:
        raise Refusal(_("Say who may apply: nobody could."), field="for_csos")


def kinds_of(call: Call) -> list[OrganisationKind]:
    """Which kinds of organisation may apply."""
    return [kind for field, kind in KINDS.items() if getattr(call, field)]


def barrier(call: Call, organisation: Organisation) -> Any:
    """Why this organisation may not apply to the call, in words, or nothing."""
    kinds = kinds_of(call)
    if organisation.kind in kinds:
        return ""
    return _("This call is for others: %(kinds)s.") % {"kinds": ", ".join(str(kind.label) for kind in kinds)}


def outside(call: Call, districts: Collection[District]) -> Any:
    """Why these districts of work are not all the call's, in words that name the others, or nothing."""
    allowed = set(call.districts.values_list("pk", flat=True))
    others = [each for each in districts if each.pk not in allowed] if allowed else []
    if not others:
        return ""
    names = ", ".join(named(each, "name") for each in others)
    return _("This call is not for work in these districts: %(names)s.") % {"names": names}
