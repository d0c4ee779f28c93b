"""Until when an organisation hands in: the one place where it is told whether that is still possible."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call
from saanjh.ground.refusals import Refusal


def must_be_open(call: Call, now: datetime.datetime) -> None:
    """Refusal before the call opens and after it closed."""
    if call.state == Call.State.OPEN and now < call.opens_at:
        raise Refusal(_("This call is not open yet. It opens on %(day)s.") % {"day": date_format(call.opens_on)})
    if not call.is_open(now):
        raise Refusal(
            _("This call closed at the end of %(day)s. What you wrote is kept, but can no longer be handed in.")
            % {"day": date_format(call.closes_on)}
        )
