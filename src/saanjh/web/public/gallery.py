"""Every component in both directions, to look at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.web.components.gallery import gallery as specimens
from saanjh.web.guards import open_to_all


@open_to_all(cache=3600)
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery.html", specimens())


urlpatterns = [path("gallery/", gallery, name="gallery")]
