"""The watch over forms (lines.py) finds one that leaves no line of history."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import override_settings
from django.urls import path

from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.urls import urlpatterns as real
from saanjh.web.guards import DeskRequest, signed_in
from tests.factories import a_person
from tests.web.browsing import client_of
from tests.web.lines import FormWithoutLine

pytestmark = pytest.mark.django_db


@signed_in(methods=("POST",))
def forgets(request: DeskRequest) -> HttpResponse:
    """A page that changes something below the actions, and moves on."""
    Person.objects.filter(pk=request.user.pk).update(name="Another")
    return HttpResponseRedirect("/", status=303)


@signed_in(methods=("POST",))
def tells(request: DeskRequest) -> HttpResponse:
    history.record("language_chosen", request.user, by=request.user, language="ur")
    return HttpResponseRedirect("/", status=303)


urlpatterns = [*real, path("desk/forgets/", forgets, name="forgets"), path("desk/tells/", tells, name="tells")]


@override_settings(ROOT_URLCONF=__name__)
def test_a_form_that_leaves_no_line_is_found() -> None:
    client = client_of(a_person())
    assert client.post("/desk/tells/").status_code == 303
    with pytest.raises(FormWithoutLine, match="forgets was carried out"):
        client.post("/desk/forgets/")
