"""Networks as a Django app."""

from django.apps import AppConfig


class Networks(AppConfig):
    name = "saanjh.networks"
    label = "networks"

    def ready(self) -> None:
        from saanjh.networks import duties, notices, retention  # noqa: F401  (makes its messages and its clocks known)
