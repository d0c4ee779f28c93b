"""The machine door's addresses."""

from django.urls import URLPattern, URLResolver

from saanjh.web.machine import api, health, metrics

urlpatterns: list[URLPattern | URLResolver] = [*health.urlpatterns, *metrics.urlpatterns, *api.urlpatterns]
