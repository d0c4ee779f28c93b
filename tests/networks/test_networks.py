"""Networks are founded by officers; organisations join and leave; only those concerned see them at the desk."""

import pytest

from saanjh.ground import history, notices, search
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.refusals import Refusal
from saanjh.networks import queries
from saanjh.networks.actions import members, networks
from saanjh.networks.models import Membership, Network
from tests.factories import a_person, an_organisation, holding
from tests.networks.factories import a_kind, a_member, a_network, convenor_of, days_ago, officer_of, signatory_of
from tests.programmes.factories import a_programme, a_theme

pytestmark = pytest.mark.django_db

WORDS = {"title_en": "Network for youth", "title_ur": "نوجوانوں کا نیٹ ورک", "purpose_en": "Seats for young people."}


def test_an_officer_founds_a_network_that_everybody_can_find() -> None:
    programme = a_programme()
    officer = holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    network = networks.found(programme, kind=a_kind(), by=officer, **WORDS)
    assert (network.state, list(Network.objects.public())) == ("forming", [network])
    assert [line.verb for line in history.of(network)] == ["network_founded"]
    assert search.ids_of("نوجوانوں", Network, public_only=True) == [network.public_id]


def test_a_network_of_a_planned_programme_is_not_public_yet() -> None:
    programme = a_programme(state="draft")
    network = networks.found(programme, kind=a_kind(), by=holding(Role.PROGRAMME_OFFICER, over=programme.pk), **WORDS)
    assert list(Network.objects.public()) == []
    assert search.ids_of("youth", Network, public_only=True) == []
    assert search.ids_of("youth", Network) == [network.public_id]


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.FINANCE_OFFICER, Role.OBSERVER, Role.DONOR_VIEWER])
def test_nobody_else_of_the_programme_founds(role: Role) -> None:
    programme = a_programme()
    with pytest.raises(Refusal):
        networks.found(programme, kind=a_kind(), by=holding(role, over=programme.pk), **WORDS)
    assert Network.objects.count() == 0


def test_an_officer_of_another_programme_neither_founds_nor_closes() -> None:
    network = a_network()
    stranger = holding(Role.PROGRAMME_OFFICER, over=a_programme().pk)
    with pytest.raises(Refusal):
        networks.found(network.programme, kind=a_kind(), by=stranger, **WORDS)
    with pytest.raises(Refusal):
        networks.close(network, by=stranger)
    assert list(visible(stranger, Network)) == []


def test_the_kind_comes_from_its_own_list_and_the_name_once() -> None:
    programme = a_programme()
    officer = holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    with pytest.raises(Refusal) as refused:
        networks.found(programme, kind=a_theme(), by=officer, **WORDS)
    assert refused.value.field == "kind"
    networks.found(programme, kind=a_kind(), by=officer, **WORDS)
    with pytest.raises(Refusal) as refused:
        networks.found(programme, kind=a_kind(), by=officer, **WORDS)
    assert refused.value.field == "title_en"


def test_a_purpose_with_a_phone_number_is_refused() -> None:
    programme = a_programme()
    officer = holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    with pytest.raises(Refusal):
        networks.found(programme, kind=a_kind(), by=officer, title_en="Network", purpose_en="Call 0300 1234567.")


def test_a_closed_network_changes_no_more() -> None:
    network = a_network()
    officer = officer_of(network)
    networks.close(network, by=officer)
    with pytest.raises(Refusal):
        members.join(network, organisation=an_organisation(), by=officer)
    with pytest.raises(Refusal):
        networks.close(network, by=officer)
    assert list(Network.objects.public()) == [network]


@pytest.mark.parametrize("who", [convenor_of, officer_of])
def test_the_convenor_or_an_officer_enters_a_member_and_its_signatory_is_told(who: object) -> None:
    network, organisation = a_network(), an_organisation(is_public=True)
    signatory = holding(Role.SIGNATORY, over=organisation.pk)
    members.join(network, organisation=organisation, by=who(network))  # type: ignore[operator]
    assert [each.organisation for each in queries.public_members(network)] == [organisation]
    assert [notice.kind for notice in notices.of(signatory)] == ["network_joined"]
    assert list(visible(signatory, Network)) == [network]


def test_an_ordinary_member_enters_nobody() -> None:
    network = a_network()
    with pytest.raises(Refusal):
        members.join(network, organisation=an_organisation(), by=holding(Role.MEMBER, over=network.pk))


def test_an_organisation_belongs_once_and_may_come_back() -> None:
    network = a_network()
    convenor = convenor_of(network)
    membership = a_member(network)
    with pytest.raises(Refusal) as refused:
        members.join(network, organisation=membership.organisation, by=convenor)
    assert refused.value.field == "organisation"
    members.leave(membership, by=convenor)
    members.join(network, organisation=membership.organisation, by=convenor)
    assert Membership.objects.current().count() == 1
    assert Membership.objects.count() == 2


def test_nobody_joins_tomorrow_or_as_a_duplicate() -> None:
    network = a_network()
    convenor = convenor_of(network)
    with pytest.raises(Refusal) as refused:
        members.join(network, organisation=an_organisation(), since=days_ago(-1), by=convenor)
    assert refused.value.field == "since"
    with pytest.raises(Refusal) as refused:
        members.join(network, organisation=an_organisation(merged_into=an_organisation()), by=convenor)
    assert refused.value.field == "organisation"


def test_a_signatory_ends_the_membership_of_the_own_organisation_only() -> None:
    network = a_network()
    ours, theirs = a_member(network), a_member(network)
    signatory = signatory_of(ours)
    with pytest.raises(Refusal):
        members.leave(theirs, by=signatory)
    members.leave(ours, by=signatory)
    assert list(queries.public_members(network)) == [theirs]
    assert list(visible(signatory, Network)) == []


def test_a_membership_ends_once_and_not_before_it_began() -> None:
    network = a_network()
    convenor, membership = convenor_of(network), a_member(network)
    for until in (days_ago(31), days_ago(-1)):
        with pytest.raises(Refusal) as refused:
            members.leave(membership, until=until, by=convenor)
        assert refused.value.field == "until"
    members.leave(membership, by=convenor)
    with pytest.raises(Refusal):
        members.leave(membership, by=convenor)


def test_members_that_may_not_be_shown_are_not_even_counted() -> None:
    network = a_network()
    for kind in ("cso", "cso", "academic"):
        a_member(network, organisation=an_organisation(kind=kind, is_public=True))
    a_member(network, organisation=an_organisation(kind="media"))
    counted = queries.kinds_of_members([network.pk])[network.pk]
    assert [number for _kind, number in counted] == [2, 1]
    assert queries.public_members(network).count() == 3


def test_somebody_without_a_part_in_it_sees_no_network_at_the_desk() -> None:
    network = a_network()
    membership = a_member(network)
    for stranger in (a_person(), holding(Role.EDITOR, over=membership.organisation_id), convenor_of(a_network())):
        assert network not in visible(stranger, Network)
    assert list(visible(holding(Role.ADMINISTRATOR), Network)) == [network, *Network.objects.exclude(pk=network.pk)]
    assert network in visible(holding(Role.MEMBER, over=network.pk), Network)


def test_a_convenor_is_asked_for_terms_while_the_network_is_forming() -> None:
    network = a_network()
    waiting = queries.waiting(standing_of(convenor_of(network)))
    assert [(item.kind, item.id) for item in waiting] == [("networks.network", network.public_id)]
