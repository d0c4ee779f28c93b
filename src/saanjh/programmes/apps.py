"""Programmes as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Programmes(AppConfig):
    name = "saanjh.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        from saanjh.programmes import notices, retention  # noqa: F401  (makes its messages and its clocks known)
