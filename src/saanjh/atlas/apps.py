"""The room of the atlas as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Atlas(AppConfig):
    name = "saanjh.atlas"
    label = "atlas"
    verbose_name = _("Atlas")

    def ready(self) -> None:
        from saanjh.atlas import notices, partners, retention  # noqa: F401  (makes its messages, its clocks known)
