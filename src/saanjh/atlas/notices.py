"""What the room tells people, in words made when they are read. A notice never names the initiative."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

PUBLISHED = kind("initiative_published", _("An initiative of your organisation now has a public page."))
PUBLISHED_MANY = kind("initiatives_published", _("Initiatives now have public pages: %(count)s."))
WITHDRAWN = kind("initiative_withdrawn", _("The public page of an initiative was taken down."))
EXCLUDED = kind(
    "initiative_excluded", _("An initiative was taken off every public page for the safety of the people in it.")
)
PLACE_HIDDEN = kind("initiative_place_changed", _("The place of an initiative is now shown less exactly."))
READMITTED = kind(
    "initiative_readmitted", _("An initiative that was kept off the public pages may be published again.")
)
