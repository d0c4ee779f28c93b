"""Invitations to review that cannot be taken up: words for whoever is invited, and for whoever invited her."""

import pytest
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.ground.actions import people
from saanjh.ground.models import Line
from tests.calls.factories import a_call, an_application
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, mistakes, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_whoever_applies_reads_why_she_does_not_review_and_the_officer_reads_it_too() -> None:
    call, own = a_call(), an_organisation()
    officer = second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id, name="Nadia Khan"))
    signatory = holding(Role.SIGNATORY, over=own.pk, name="Rehana")
    application = an_application(call, own)
    invitation, code = people.invite(role=Role.REVIEWER, over=call.pk, by=officer)
    for _again in range(2):
        refused = send(client_of(signatory), reverse("accept"), code=code)
        assert refused.status_code == 422
        (said,) = mistakes(refused)
        assert "You belong to an organisation that applies in this call" in said
        assert "Nadia Khan\u2069, who invited you" in said
        assert "Name somebody else" not in said
    assert Line.objects.filter(verb="invitation_not_given", person=signatory.public_id).count() == 1
    assert "could not be given: see why" in words(client_of(officer).get(reverse("invitations")))
    page = reverse("invitation", args=[invitation.public_id])
    shown = words(client_of(officer).get(page))
    assert "Rehana took it up, and could not be given the role." in shown
    assert "belongs to an organisation that applies in this call" in shown
    application.delete()
    assert "it can be taken up again" in words(client_of(officer).get(page))
