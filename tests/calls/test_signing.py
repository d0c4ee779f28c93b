"""Who writes is not always who signs: handing in names those who do, and one press tells them that it is ready."""

from typing import Any

import pytest

from saanjh.calls.actions import applications, partners
from saanjh.calls.models import Application
from saanjh.calls.waiting import waiting
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Notice
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_call, an_application
from tests.factories import a_district, an_organisation, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    made = an_application(a_call(through_host=True), an_organisation())
    made.districts.add(a_district())
    return made


@pytest.fixture
def editor(application: Application) -> Any:
    return holding(Role.EDITOR, over=application.organisation_id)


def titles(person: Any) -> list[str]:
    return [str(each.title) for each in waiting(standing_of(person))]


def test_who_writes_and_does_not_sign_is_told_who_does(application: Application, editor: Any) -> None:
    with pytest.raises(Refusal, match="Nobody signs for it yet"):
        applications.submit(application, by=editor)
    holding(Role.SIGNATORY, over=application.organisation_id, name="Saima Tariq")
    with pytest.raises(Refusal, match=r"Only a signatory .* Signatories are: \u2068Saima Tariq\u2069"):
        applications.submit(application, by=editor)


def test_those_who_sign_are_told_once_until_something_is_changed(application: Application, editor: Any) -> None:
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    applications.tell_ready(application, by=editor)
    assert Notice.objects.get().person == signatory
    assert titles(signatory) == ["An application is ready to be signed and handed in"]
    with pytest.raises(Refusal, match="told already"):
        applications.tell_ready(application, by=editor)
    page = application.call.form_version.sections.get()
    applications.answer(application, page, {"what": "Repairs of lanes."}, by=editor)
    assert titles(signatory) == ["Finish your application and hand it in"]
    applications.tell_ready(application, by=editor)
    applications.submit(application, by=signatory)


def test_of_what_is_not_ready_nobody_is_told(application: Application, editor: Any) -> None:
    with pytest.raises(Refusal, match="Nobody signs for it yet"):
        applications.tell_ready(application, by=editor)
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    with pytest.raises(Refusal, match="You sign yourself"):
        applications.tell_ready(application, by=signatory)
    with pytest.raises(Refusal, match="Only somebody who writes"):
        applications.tell_ready(application, by=holding(Role.FIELD_OFFICER, over=application.organisation_id))
    application.districts.clear()
    with pytest.raises(Refusal, match="still missing"):
        applications.tell_ready(application, by=editor)
    assert not Notice.objects.exists()


def test_where_a_host_signs_the_host_is_told(application: Application, editor: Any) -> None:
    host = an_organisation()
    signatory = holding(Role.SIGNATORY, over=host.pk)
    named = partners.name(application, role="host", organisation=host, does="Answers for the money.", by=editor)
    partners.agree(named, by=signatory)
    assert titles(signatory) == []
    applications.tell_ready(application, by=editor)
    assert titles(signatory) == ["An application is ready to be signed and handed in"]
    assert Notice.objects.get(kind="application_to_sign").person == signatory
