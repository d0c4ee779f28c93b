"""`./test long`: hypothesis tries fifty times as many examples."""

from hypothesis import settings

settings.register_profile("long", max_examples=5000, deadline=None)
settings.load_profile("long")
