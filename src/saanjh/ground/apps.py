"""The ground as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Ground(AppConfig):
    name = "saanjh.ground"
    label = "ground"
    verbose_name = _("Ground")

    def ready(self) -> None:
        from saanjh.ground import (  # noqa: F401  (registers checks, clocks and kinds of notices)
            checks,
            clocks,
            departures,
            duties,
            leaving_notices,
            purging,
            recovery_notices,
            sign_in_notices,
            watch_notices,
        )
