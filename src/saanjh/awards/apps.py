"""The room of awards as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Awards(AppConfig):
    name = "saanjh.awards"
    label = "awards"
    verbose_name = _("Awards")

    def ready(self) -> None:
        from saanjh.awards import duties, notices, queries, retention  # noqa: F401  (makes its messages and its clocks known)
        from saanjh.calls.bounds import GIVEN_UP

        GIVEN_UP.append(queries.given_up)
