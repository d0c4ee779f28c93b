"""The doors as a Django app: templates, static files, template tags."""

from django.apps import AppConfig


class Web(AppConfig):
    name = "saanjh.web"
    label = "web"

    def ready(self) -> None:
        from saanjh.web import idle  # noqa: F401  (hears of every sign-in)
        from saanjh.web.components import inputs

        inputs.word_lengths()
