"""The same stack with one page more, which is empty: what every other page is compared with."""

from saanjh.wsgi import application as application  # isort: skip  (it sets Django up, which the rest needs)

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from saanjh.bench.servers import EMPTY
from saanjh.urls import urlpatterns as real
from saanjh.web.guards import open_to_all


@open_to_all(cache=0)
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>empty</title>")


urlpatterns = [*real, path(EMPTY.strip("/") + "/", empty, name="bench_empty")]
settings.ROOT_URLCONF = "saanjh.bench.empty"
