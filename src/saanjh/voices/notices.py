"""What staff are told: that something came, and nothing about it."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.notices import kind

CAME = kind("message_came", _("Somebody has told us something. You find it under “Voices”."))
