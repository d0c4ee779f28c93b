"""Messages about networks."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

JOINED = kind(
    "network_joined",
    _("Your organisation was entered as a member of a network: %(title)s. You can end the membership at any time."),
)
PROPOSED = kind("network_terms_proposed", _("Terms of reference were put forward and wait for you: %(title)s"))
ADOPTED = kind("network_terms_adopted", _("The network has new terms of reference: %(title)s"))
LATE = kind("roadmap_action_late", _("An action of the roadmap is late: %(title)s"))
