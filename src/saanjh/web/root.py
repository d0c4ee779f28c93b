"""The bare address leads to the portal in the reader's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from saanjh.web.guards import open_to_all


@open_to_all(cache=0)
def choose_language(request: HttpRequest) -> HttpResponse:
    """To /ur/ for a browser that asks for Urdu first, else to /en/."""
    response = HttpResponseRedirect(f"/{get_language()}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
