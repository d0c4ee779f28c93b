"""What is told when a copy is ready, when a person is to be erased, and when an organisation closes."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground import notices

READY = notices.kind("export_ready", _("The copy that you asked for is ready. It can be fetched for 24 hours."))
ASKED = notices.kind(
    "erasure_asked",
    _("Somebody asks that you be erased here. Another administrator must confirm it. If you do not want it, stop it."),
)
TO_CONFIRM = notices.kind("erasure_to_confirm", _("You are asked to confirm that somebody is erased."))
CONFIRMED = notices.kind(
    "erasure_confirmed", _("It was confirmed that you are erased, in a week. Until then you can stop it.")
)
WITHDRAWN = notices.kind("erasure_withdrawn", _("Nobody is erased: it was withdrawn."))
HELD_BACK = notices.kind(
    "erasure_held_back", _("Somebody could not be erased today: a duty is still open. See what to hand over.")
)
CLOSED = notices.kind(
    "organisation_closed", _("Your organisation was closed here, and your role in it has ended: %(name)s")
)
