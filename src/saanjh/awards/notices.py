"""What the room tells people, in words made when they are read."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

OFFERED = kind(
    "award_offered", _("Your organisation was offered a grant for application %(number)s. Read it and answer.")
)
ACCEPTED = kind("award_accepted", _("The grant for application %(number)s was accepted."))
DECLINED = kind("award_declined", _("The grant for application %(number)s was declined."))
