"""What the room tells people, in words made when they are read."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

OFFERED = kind(
    "award_offered", _("Your organisation was offered a grant for application %(number)s. Read it and answer.")
)
ACCEPTED = kind("award_accepted", _("The grant for application %(number)s was accepted."))
DECLINED = kind("award_declined", _("The grant for application %(number)s was declined."))
CALLED_BACK = kind(
    "award_called_back", _("The offer of a grant for application %(number)s was called back. Read the reason.")
)
COMPLETED = kind("award_completed", _("The grant for application %(number)s is completed."))
ENDED_EARLY = kind("award_ended_early", _("The grant for application %(number)s was ended early. Read the reason."))
