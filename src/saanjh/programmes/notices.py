"""What the room tells people, in words made when they are read."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

OPENED = kind("programme_opened", _("A programme that you work for is open: the public can now see it."))
CLOSED = kind("programme_closed", _("A programme that you work for was closed: nothing new can start in it."))
PLEDGED = kind("contribution_pledged", _("A contribution of %(amount)s was pledged to your programme."))
RECEIVED = kind("contribution_received", _("%(amount)s of a contribution to your programme was received."))
STRUCK_OUT = kind(
    "receipt_struck_out",
    _("%(amount)s had been recorded by mistake as received for a programme of yours, and was struck out."),
)
