"""The room of calls as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Calls(AppConfig):
    name = "saanjh.calls"
    label = "calls"
    verbose_name = _("Calls")

    def ready(self) -> None:
        from saanjh.calls import duties, notices, queries, retention  # noqa: F401  (makes its messages and its clocks known)
        from saanjh.calls.actions import assignments, portfolios, rankings  # noqa: F401  (makes known what the worker reckons)
        from saanjh.calls.rules import reviews
        from saanjh.ground.access import ASKED_TOO, INSIDE, Role, ScopeKind

        INSIDE[ScopeKind.CALL] = queries.in_programmes
        ASKED_TOO[Role.REVIEWER] = reviews.may_be_given
