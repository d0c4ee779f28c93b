"""The machine door's addresses."""

from saanjh.web.machine import health

urlpatterns = [*health.urlpatterns]
