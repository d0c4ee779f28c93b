"""Voices as a Django app."""

from django.apps import AppConfig


class Voices(AppConfig):
    name = "saanjh.voices"
    label = "voices"

    def ready(self) -> None:
        from saanjh.voices import notices, retention  # noqa: F401  (makes its messages and its clocks known)
