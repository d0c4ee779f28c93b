"""The machine door's addresses."""

from saanjh.web.machine import api, health

urlpatterns = [*health.urlpatterns, *api.urlpatterns]
