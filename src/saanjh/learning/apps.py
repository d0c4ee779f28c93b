"""Learning as a Django app."""

from django.apps import AppConfig


class Learning(AppConfig):
    name = "saanjh.learning"
    label = "learning"

    def ready(self) -> None:
        from saanjh.learning import notices, retention  # noqa: F401  (makes its messages and its clocks known)
