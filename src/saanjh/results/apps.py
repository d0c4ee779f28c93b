"""The room of results as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Results(AppConfig):
    name = "saanjh.results"
    label = "results"
    verbose_name = _("Results")

    def ready(self) -> None:
        from saanjh.results import notices, retention  # noqa: F401  (makes its messages and its clocks known)
