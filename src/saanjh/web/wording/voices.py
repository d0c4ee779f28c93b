"""How the history of messages is worded. Nothing is known of who sent them."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "message_received": _("A message came in on %(day)s; the system noted it on a later day"),
    "message_acknowledged": _("%(person)s acknowledged the message"),
    "message_answered": _("%(person)s answered the message"),
    "message_closed": _("%(person)s closed the message"),
    "message_protected": _("%(person)s left the message to the focal persons"),
}
KINDS = {"voices.message": _("Messages")}
