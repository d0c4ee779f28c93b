"""What researchers are told."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

PUBLISHED = kind("finding_published", _("Your finding is on the public pages: %(title)s"))
