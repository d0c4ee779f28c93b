"""Who has something reckoned for a call, and when."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call, Reckoning
from saanjh.calls.models.applications import READERS
from saanjh.ground.access import ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal


def may_ask(call: Call, kind: str, *, by: Person) -> None:
    """Refusal unless `by` runs the call or decides in it, it has closed, and the same is not being reckoned already."""
    if by.username != SYSTEM and not may(by, *READERS, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(_("Only the programme’s officers and the chair of its panel ask for this."))
    if call.state not in {Call.State.CLOSED, Call.State.DECIDED}:
        raise Refusal(_("Wait until the call has closed: more applications can still come in."))
    if call.reckonings.filter(kind=kind, state=Reckoning.State.ASKED).exists():
        raise Refusal(_("It is being reckoned already. Open the page again in a moment."))
