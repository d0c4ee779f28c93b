"""The room of events as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Events(AppConfig):
    name = "saanjh.events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from saanjh.events import retention  # noqa: F401  (says how long its records are kept)
