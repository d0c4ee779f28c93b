"""Whoever belongs to an organisation that works with the applicant does not read its application."""

from typing import Any

import pytest

from saanjh.atlas import partners
from saanjh.atlas.models import Initiative
from saanjh.calls.rules import closeness
from saanjh.calls.rules.reviews import has_conflict
from saanjh.ground.models import Organisation
from tests.calls.factories import a_call, a_programme, a_reviewer, an_application
from tests.factories import an_organisation

pytestmark = pytest.mark.django_db


def together(*organisations: Organisation) -> Initiative:
    """A draft of an initiative of the first, with the others as partners."""
    leading, *others = organisations
    programme = a_programme()
    facts: dict[str, Any] = {"title_en": "Lanes and taps", "slug": f"lanes-{programme.pk}", "summary": "Repairs."}
    facts |= {"starts_on": programme.starts_on, "ends_on": programme.ends_on, "kept_current_on": programme.starts_on}
    initiative = Initiative.objects.create(programme=programme, organisation=leading, **facts)
    initiative.partners.set(others)
    return initiative


def test_those_of_one_initiative_work_together_and_no_others() -> None:
    leading, first, second, stranger = (an_organisation() for _each in range(4))
    together(leading, first, second)
    together(stranger)
    pairs = set(partners.worked_together([first.pk, stranger.pk]))
    assert pairs == {(first.pk, leading.pk), (first.pk, second.pk)}
    assert set(partners.worked_together([leading.pk])) == {(leading.pk, first.pk), (leading.pk, second.pk)}
    assert list(partners.worked_together([])) == []


def test_a_reviewer_from_a_partner_is_barred_from_the_applicants_application() -> None:
    call, own, partner = a_call("closed"), an_organisation(), an_organisation()
    application, other = (an_application(call, each, "submitted") for each in (own, an_organisation()))
    reviewer = a_reviewer(call)
    reviewer.roles_held.create(role="editor", scope_kind="organisation", scope_id=partner.pk)
    assert not has_conflict(reviewer, application)
    together(own, partner)
    assert closeness.close([reviewer.pk], [application, other]) == {(reviewer.pk, application.pk)}
