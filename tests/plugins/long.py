"""`./test long`: hypothesis tries fifty times as many examples."""

from hypothesis import HealthCheck, settings

settings.register_profile("long", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("long")
