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
AMENDMENT_PROPOSED = kind(
    "amendment_proposed",
    _("A change of the agreement on the grant for application %(number)s is proposed. Read it and answer."),
)
AMENDMENT_ACCEPTED = kind(
    "amendment_accepted", _("The change of the agreement on the grant for application %(number)s was accepted.")
)
AMENDMENT_DECLINED = kind(
    "amendment_declined",
    _("The change of the agreement on the grant for application %(number)s was declined. Read the reason."),
)
AMENDMENT_TAKEN_BACK = kind(
    "amendment_taken_back",
    _("The change of the agreement on the grant for application %(number)s was taken back: nothing changes."),
)
AMENDED_BY_NOTICE = kind(
    "amended_by_notice",
    _("The organisation changed the agreement on the grant for application %(number)s by its notice. Read it."),
)
PAUSED = kind(
    "award_paused", _("The work on the grant for application %(number)s is paused. Its deadlines stand still.")
)
RESUMED = kind("award_resumed", _("The work on the grant for application %(number)s goes on."))
