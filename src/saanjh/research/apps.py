"""Research as a Django app."""

from django.apps import AppConfig


class Research(AppConfig):
    name = "saanjh.research"
    label = "research"

    def ready(self) -> None:
        from saanjh.research import notices, retention  # noqa: F401  (makes its messages and its clocks known)
