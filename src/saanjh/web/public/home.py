"""The portal's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.web.guards import open_to_all


@open_to_all()
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html")


urlpatterns = [path("", home, name="home")]
