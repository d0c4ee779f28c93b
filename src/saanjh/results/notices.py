"""What the room tells people, in words made when they are read."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

SUBMITTED = kind("value_submitted", _("A value of %(indicator)s was handed in for %(number)s and waits to be checked."))
SUBMITTED_MANY = kind("values_submitted", _("Values were handed in at once and wait to be checked: %(count)s."))
VERIFIED_MANY = kind("values_verified", _("Values that you handed in were verified at once: %(count)s."))
VERIFIED = kind("value_verified", _("Your value of %(indicator)s for %(number)s was verified."))
RETURNED = kind("value_returned", _("Your value of %(indicator)s for %(number)s came back with a reason."))
