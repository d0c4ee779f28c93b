"""Partners and hosts are organisations named in a draft, which answer themselves before it is handed in."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.awards.actions import awards
from saanjh.calls import duties
from saanjh.calls.actions import applications, partners
from saanjh.calls.models import Application, ApplicationPartner
from saanjh.calls.rules import closeness
from saanjh.calls.rules.applications import WITH, lacks
from saanjh.calls.waiting import waiting
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.actions import organisations
from saanjh.ground.models import Line, Notice
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Programme, Scheme, Theme
from tests.calls.factories import DAY, a_call, a_review, a_reviewer, an_application
from tests.factories import a_district, a_person, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Pair:
    """An organisation with a whole draft and its people, and another with a signatory."""

    def __init__(self, **flags: Any) -> None:
        self.call = a_call(**{"with_partners": True, "through_host": True, **flags})
        self.lead, self.other = an_organisation(name_ur="نیم"), an_organisation(name_ur="سانجھ")
        self.editor, self.signatory = (holding(role, over=self.lead.pk) for role in (Role.EDITOR, Role.SIGNATORY))
        self.there = holding(Role.SIGNATORY, over=self.other.pk)
        self.application = an_application(self.call, self.lead)
        self.application.districts.add(a_district())

    def name(self, **facts: Any) -> ApplicationPartner:
        return partners.name(
            self.application, by=self.editor, **{"organisation": self.other, "does": "Lends the room.", **facts}
        )

    def missing(self) -> list[str]:
        return [str(lack.why) for lack in lacks(self.application) if lack.step == WITH]


@pytest.fixture
def pair() -> Pair:
    return Pair()


def test_a_partner_is_asked_and_handing_in_waits_for_its_yes(pair: Pair) -> None:
    named = pair.name(share_minor=200_000_00)
    assert [each.title for each in waiting(standing_of(pair.there))] == [
        "Say whether your organisation takes part in an application"
    ]
    assert Notice.objects.get(person=pair.there).kind == "partner_asked"
    with pytest.raises(Refusal, match="still missing"):
        applications.submit(pair.application, by=pair.signatory)
    assert pair.missing() == ["It has not answered yet. A signatory there finds the question under what waits."]
    partners.agree(named, by=pair.there)
    assert Notice.objects.filter(person=pair.editor, kind="partner_agreed").exists()
    assert not waiting(standing_of(pair.there))
    applications.submit(pair.application, by=pair.signatory)
    with pytest.raises(Refusal, match="what was agreed stands"):
        partners.decline(named, by=pair.there)
    line = Line.objects.get(verb="partner_named")
    assert line.facts == {"takes_part": "partner", "organisation": pair.other.public_id}


def test_one_that_declines_holds_it_up_until_it_is_taken_out_or_agrees(pair: Pair) -> None:
    named = pair.name()
    partners.decline(named, by=pair.there)
    assert pair.missing() == ["It does not take part. Take it out, or ask it to answer again."]
    partners.agree(named, by=pair.there)
    partners.decline(named, by=pair.there)  # a yes is taken back until it is handed in
    partners.take_out(named, by=pair.editor)
    assert pair.missing() == []
    assert not Notice.objects.filter(kind="partner_taken_out").exists()  # it had said no itself
    partners.take_out(pair.name(), by=pair.editor)
    assert Notice.objects.get(kind="partner_taken_out").person == pair.there


def test_one_that_is_not_known_here_is_named_and_nobody_confirms_it(pair: Pair) -> None:
    named = pair.name(organisation=None, name="  Village  Committee ")
    assert (named.state, named.called, pair.missing()) == ("named", "Village  Committee", [])
    with pytest.raises(Refusal, match="named in the application already"):
        pair.name(organisation=None, name="village committee")
    with pytest.raises(Refusal, match="named in the application already"):
        pair.name(organisation=None, name=pair.lead.name_en)
    with pytest.raises(Refusal, match="Only a signatory of the organisation that is named"):
        partners.agree(named, by=pair.there)
    with pytest.raises(Refusal, match="phone number"):
        pair.name(organisation=None, name="Ring 0300 1234567")


@pytest.mark.parametrize(
    ("facts", "said", "field"),
    [
        ({"role": "friend"}, "whether it is a partner", "role"),
        ({"organisation": None}, "Choose an organisation", "name"),
        ({"name": "Village Committee"}, "Choose an organisation", "name"),
        ({"organisation": None, "name": "Village Committee", "role": "host"}, "must be registered", "organisation"),
        ({"share_minor": 0}, "more than nothing", "share_minor"),
        ({"share_minor": 900_000_01}, "more than the grant", "share_minor"),
        ({"does": " "}, "what it does in the project", "does"),
        ({"does": "x" * 501}, "500 characters", "does"),
    ],
)
def test_what_cannot_be_named_is_refused_on_its_field(pair: Pair, facts: Any, said: str, field: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        pair.name(**facts)
    assert (refused.value.field, ApplicationPartner.objects.count()) == (field, 0)


def test_nobody_is_named_twice_nor_partner_of_itself_nor_where_nobody_could_answer(pair: Pair) -> None:
    pair.name()
    for organisation, said in (
        (pair.other, "named in the application already"),
        (pair.lead, "your own organisation"),
        (an_organisation(), "Nobody signs for this organisation"),
    ):
        with pytest.raises(Refusal, match=said):
            pair.name(organisation=organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationPartner.objects.create(application=pair.application, organisation=pair.other, role="host")


def test_a_call_takes_partners_and_hosts_only_where_it_says_so() -> None:
    alone = Pair(with_partners=False, through_host=False)
    with pytest.raises(Refusal, match="one organisation at a time"):
        alone.name()
    with pytest.raises(Refusal, match="nobody applies through a host"):
        alone.name(role="host")
    assert alone.application.partners_named() == []


def test_shares_that_no_longer_fit_the_grant_are_named_before_handing_in(pair: Pair) -> None:
    partners.agree(pair.name(share_minor=500_000_00), by=pair.there)
    Application.objects.update(amount_minor=400_000_00)
    pair.application.refresh_from_db()
    assert "more than the grant" in pair.missing()[0]


def test_only_those_who_write_name_and_only_while_the_call_is_open(pair: Pair) -> None:
    with pytest.raises(Refusal, match="Only somebody who writes"):
        partners.name(pair.application, organisation=pair.other, by=pair.there)
    with pytest.raises(Refusal, match="What you wrote is kept"):
        pair.name(now=pair.call.closes_at)
    named = pair.name()
    for person in (pair.editor, pair.signatory, holding(Role.EDITOR, over=pair.other.pk), a_person()):
        with pytest.raises(Refusal, match="Only a signatory of the organisation that is named"):
            partners.agree(named, by=person)
    with pytest.raises(Refusal, match="What you wrote is kept"):
        partners.agree(named, by=pair.there, now=pair.call.closes_at + DAY)


def test_a_partner_sees_what_it_is_asked_and_not_the_draft_but_a_host_reads_it_once_it_agreed(pair: Pair) -> None:
    named = pair.name()
    assert list(visible(pair.there, ApplicationPartner)) == [named]
    partners.agree(named, by=pair.there)
    assert not visible(fresh(pair.there), Application).exists()
    assert not visible(a_person(), ApplicationPartner).exists()
    third = an_organisation()
    host_there = holding(Role.SIGNATORY, over=third.pk)
    host = pair.name(organisation=third, role="host")
    assert not visible(fresh(host_there), Application).exists()
    partners.agree(host, by=host_there)
    assert list(visible(fresh(host_there), Application)) == [pair.application]
    partners.decline(host, by=host_there)
    assert not visible(fresh(host_there), Application).exists()


def test_a_host_signs_receives_the_money_and_is_told(pair: Pair) -> None:
    partners.agree(pair.name(role="host"), by=pair.there)
    with pytest.raises(Refusal, match="only a signatory of the host"):
        applications.submit(pair.application, by=pair.signatory)
    applications.submit(pair.application, by=pair.there)
    assert set(Notice.objects.filter(kind="application_received").values_list("person", flat=True)) == {
        person.pk for person in (pair.editor, pair.signatory, pair.there)
    }
    applications.reopen(pair.application, by=pair.signatory)  # either may take it back
    applications.submit(pair.application, by=pair.there)
    applications.withdraw(pair.application, by=pair.there)
    Application.objects.update(state="selected")
    pair.application.refresh_from_db()
    theme = Theme.objects.create(scheme=Scheme.THEMES, code="peace", label_en="Peace")
    officer = holding(Role.PROGRAMME_OFFICER, over=pair.call.programme_id)
    first = pair.call.answers_on + 10 * DAY
    Programme.objects.update(ends_on=first + 300 * DAY)
    pair.application.call.programme.refresh_from_db()
    offered = awards.offer(
        pair.application,
        title_en="Shared repairs",
        theme=theme,
        amount_minor=900_000_00,
        starts_on=first,
        ends_on=first + 240 * DAY,
        districts=list(pair.application.districts.all()),
        by=officer,
    )
    assert offered.organisation == pair.other


def test_a_host_does_not_close_while_what_it_signed_waits(pair: Pair) -> None:
    partners.agree(pair.name(role="host"), by=pair.there)
    assert list(duties.applications_hosted(pair.other)) == []
    applications.submit(pair.application, by=pair.there)
    assert pair.application.number in str(next(duties.applications_hosted(pair.other)))
    for state, waits in (("under_review", 1), ("reserve", 1), ("declined", 0)):
        Application.objects.filter(pk=pair.application.pk).update(state=state)
        assert len(list(duties.applications_hosted(pair.other))) == waits, state


def test_a_host_does_not_apply_for_itself_unless_the_call_lets_it(pair: Pair) -> None:
    own = an_application(pair.call, pair.other)
    own.districts.add(a_district())
    host = pair.name(role="host")
    applications.submit(own, by=pair.there)
    with pytest.raises(Refusal, match="has applied to this call itself"):
        partners.agree(host, by=pair.there)
    applications.reopen(own, by=pair.there)
    partners.agree(host, by=pair.there)
    with pytest.raises(Refusal, match="agreed to be the host of another"):
        applications.submit(own, by=pair.there)
    pair.call.host_applies = True
    pair.call.save()
    own.refresh_from_db()
    applications.submit(Application.objects.get(pk=own.pk), by=pair.there)


def test_there_is_one_host(pair: Pair) -> None:
    pair.name(role="host")
    third = an_organisation()
    holding(Role.SIGNATORY, over=third.pk)
    with pytest.raises(Refusal, match="A host is named already"):
        pair.name(organisation=third, role="host")


def fresh(person: Any) -> Any:
    """The person as a new request finds them."""
    return type(person).objects.get(pk=person.pk)


def test_who_was_ever_of_a_partner_is_too_close_to_judge_in_both_places_that_say_so(pair: Pair) -> None:
    Application.objects.update(state="submitted", serial=1, number="T-0001", submitted_at=pair.call.created_at)
    pair.application.refresh_from_db()
    close, apart = a_reviewer(pair.call), a_reviewer(pair.call)
    for person in (close, apart):
        a_review(pair.application, person)
    held = holding(Role.EDITOR, over=pair.other.pk)
    held.roles_held.update(person=close, until=pair.call.created_at)
    assert list(visible(fresh(close), Application)) == [pair.application]
    ApplicationPartner.objects.create(application=pair.application, organisation=pair.other, role="partner")
    assert closeness.close([close.pk, apart.pk], [pair.application]) == {(close.pk, pair.application.pk)}
    assert closeness.has_conflict(close, pair.application)
    assert list(closeness.among(pair.call, close)) == [pair.application]
    assert list(closeness.among(pair.call, apart)) == []
    assert not visible(fresh(close), Application).exists()
    assert list(visible(fresh(apart), Application)) == [pair.application]


def test_what_is_near_is_found_in_as_many_queries_for_many_applications(
    pair: Pair, django_assert_num_queries: Any
) -> None:
    rows = [pair.application, *(an_application(pair.call, an_organisation(), "submitted") for _more in range(3))]
    for each in rows:
        ApplicationPartner.objects.create(application=each, organisation=pair.other, role="partner")
    loaded = list(Application.objects.select_related("organisation__merged_into"))
    with django_assert_num_queries(3):
        found = closeness.close([pair.there.pk], loaded)
    assert len(found) >= len(rows)


def test_partners_go_along_when_two_organisations_are_joined(pair: Pair) -> None:
    named = pair.name()
    third = an_organisation()
    admin = holding(Role.ADMINISTRATOR)
    organisations.merge(pair.other, into=third, by=admin)
    named.refresh_from_db()
    assert named.organisation == third
    assert named in list(visible(fresh(pair.there), ApplicationPartner))
    organisations.merge(third, into=pair.lead, by=admin)
    named.refresh_from_db()
    assert named.organisation == third  # the one that leads is not made its own partner
    assert pair.missing() == ["It is part of your own organisation by now: take it out."]


def test_who_takes_part_and_who_writes_is_told_when_the_draft_is_thrown_away(pair: Pair) -> None:
    partners.agree(pair.name(), by=pair.there)
    with pytest.raises(Refusal, match="by whoever began it"):
        applications.discard(pair.application, by=pair.editor)
    with pytest.raises(Refusal, match="by whoever began it"):
        applications.discard(pair.application, by=pair.there)
    applications.discard(pair.application, by=pair.signatory)
    assert not Application.objects.exists()
    assert Notice.objects.filter(person=pair.there, kind="partner_taken_out").exists()
    assert Notice.objects.filter(person=pair.editor, kind="application_discarded").exists()
    assert not Notice.objects.filter(person=pair.signatory, kind="application_discarded").exists()
