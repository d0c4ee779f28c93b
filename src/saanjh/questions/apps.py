"""The room of questions as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Questions(AppConfig):
    name = "saanjh.questions"
    label = "questions"
    verbose_name = _("Questions")

    def ready(self) -> None:
        from saanjh.questions import retention  # noqa: F401  (says how long its records are kept)
