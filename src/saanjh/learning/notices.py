"""Messages about lessons."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

HANDED_IN = kind("lesson_handed_in", _("A lesson was handed in and waits to be read: %(title)s"))
PUBLISHED = kind("lesson_published", _("Your lesson is on the public pages: %(title)s"))
