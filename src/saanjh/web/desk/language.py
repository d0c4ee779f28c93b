"""A person's language at the desk."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from saanjh.ground.actions import people
from saanjh.web.guards import DeskRequest, signed_in


@signed_in(methods=("POST",))
def set_language(request: DeskRequest) -> HttpResponse:
    """Change the language and go back to the page one came from."""
    people.speak(request.user, language=request.POST.get("language", ""), by=request.user)
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if safe else reverse("waiting"), status=303)


urlpatterns = [path("language/", set_language, name="set_language")]
