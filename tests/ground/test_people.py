"""People: they join by invitation, come back with a one-time code, and hold roles that others gave them."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from saanjh.ground import history, queries
from saanjh.ground.access import Role, may, standing_of, visible
from saanjh.ground.actions import invitations, people, roles, sign_in
from saanjh.ground.models import Invitation, Line, Notice, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from tests.factories import a_person, an_organisation, holding, second_factor

pytestmark = pytest.mark.django_db
PASSWORD = "neem tree by the canal"


def invited(by: Person, over: int, role: Role = Role.EDITOR, **facts: str) -> tuple[Invitation, str]:
    return people.invite(role=role, over=over, by=by, **facts)


def join(code: str, username: str = "bilal") -> Person:
    return people.join(code, username=username, name="Bilal", password=PASSWORD, language="ur")


def test_an_invitation_makes_an_account_with_its_role() -> None:
    organisation = an_organisation()
    invitation, code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk, email="Bilal@Example.org")
    person = join(code.upper().replace("-", ""))
    assert may(person, Role.EDITOR, over=organisation.scopes())
    assert (person.email, person.language) == ("bilal@example.org", "ur")
    assert EmailAddress.objects.get(user=person).verified
    assert person.check_password(PASSWORD)
    invitation.refresh_from_db()
    assert invitation.person == person
    assert history.broken() is None


def test_the_code_itself_is_kept_nowhere() -> None:
    organisation = an_organisation()
    invitation, code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk)
    kept = f"{vars(invitation)} {list(Line.objects.values())}"
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_nobody_joins_under_a_name_that_holds_a_phone_number() -> None:
    organisation = an_organisation()
    _invitation, code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk)
    with pytest.raises(Refusal, match="Take out a phone number") as refused:
        people.join(code, username="bilal", name="Bilal 0300-1234567", password="neem tree by the canal")
    assert refused.value.field == "name"
    assert not Person.objects.filter(username="bilal").exists()


def test_a_code_works_once() -> None:
    organisation = an_organisation()
    _invitation, code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk)
    join(code)
    with pytest.raises(Refusal, match="not valid any more"):
        join(code, "somebody_else")
    assert not Person.objects.filter(username="somebody_else").exists()


def test_of_two_who_come_at_once_the_second_is_refused() -> None:
    organisation = an_organisation()
    invitation, _code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk)
    people._use(invitation, a_person())
    with pytest.raises(Refusal, match="not valid any more"):
        people._use(invitation, a_person())


def test_unknown_old_and_withdrawn_codes_get_the_same_answer() -> None:
    organisation = an_organisation()
    signatory = holding(Role.SIGNATORY, organisation.pk)
    old, old_code = invited(signatory, organisation.pk)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    withdrawn, withdrawn_code = invited(signatory, organisation.pk)
    people.withdraw(withdrawn, by=signatory)
    said = set()
    for code in ("bbbb-cccc-dddd-ffff-gggg", old_code, withdrawn_code, ""):
        with pytest.raises(Refusal) as refused:
            join(code)
        said.add(str(refused.value.why))
    assert said == {str(people.NOT_VALID)}


def test_an_invitation_of_somebody_who_may_no_longer_invite_gives_nothing() -> None:
    organisation = an_organisation()
    signatory = holding(Role.SIGNATORY, organisation.pk)
    _invitation, code = invited(signatory, organisation.pk)
    roles.take_back(signatory.roles_held.get(), by=holding(Role.ADMINISTRATOR))
    with pytest.raises(Refusal, match="not valid any more"):
        join(code)
    assert not Person.objects.filter(username="bilal").exists()


@pytest.mark.parametrize("role", [Role.SIGNATORY, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.REVIEWER])
def test_a_signatory_invites_nobody_above_an_editor(role: Role) -> None:
    organisation = an_organisation()
    with pytest.raises(Refusal):
        invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk, role)


def test_a_signatory_invites_nobody_into_another_organisation() -> None:
    with pytest.raises(Refusal):
        invited(holding(Role.SIGNATORY, an_organisation().pk), an_organisation().pk)


@pytest.mark.parametrize(
    ("username", "field"), [("amna", "username"), ("AMNA", "username"), ("x", "username"), ("نام", "username")]
)
def test_a_name_that_is_taken_or_malformed_is_refused_in_words(username: str, field: str) -> None:
    a_person(username="amna")
    organisation = an_organisation()
    invitation, code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk)
    with pytest.raises(Refusal) as refused:
        join(code, username)
    assert refused.value.field == field
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_a_weak_password_is_refused_and_the_code_still_works() -> None:
    organisation = an_organisation()
    _invitation, code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk)
    with pytest.raises(Refusal) as refused:
        people.join(code, username="bilal", name="Bilal", password="password12")
    assert refused.value.field == "password1"
    join(code)


def test_somebody_with_an_account_accepts_with_it() -> None:
    organisation = an_organisation()
    _invitation, code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk)
    person = a_person()
    people.accept(code, by=person)
    assert standing_of(person).roles == [Role.EDITOR]
    with pytest.raises(Refusal):
        people.accept(code, by=a_person())


def test_whoever_cannot_be_given_the_role_reads_why_in_words_for_her_and_whom_to_tell() -> None:
    organisation = an_organisation()
    signatory = holding(Role.SIGNATORY, organisation.pk, name="Nadia Khan")
    editor = holding(Role.EDITOR, organisation.pk)
    invitation, code = invited(signatory, organisation.pk)
    with pytest.raises(people.NotGiven, match=r"You hold this role already\. Tell .*Nadia Khan.*, who invited you"):
        people.accept(code, by=editor)
    assert queries.not_given([invitation]) == {}
    invitations.note_not_given(invitation, by=editor)
    assert queries.not_given([invitation]) == {invitation.public_id: [editor]}
    with pytest.raises(Refusal, match="holds this role already"):
        roles.may_give(Role(invitation.role), over=organisation.pk, to=editor, by=signatory)
    roles.take_back(editor.roles_held.get(), by=signatory)
    roles.take_back(signatory.roles_held.get(), by=holding(Role.ADMINISTRATOR))
    with pytest.raises(Refusal, match="not valid any more"):
        people.accept(code, by=editor)


def test_only_those_who_could_have_sent_it_withdraw_an_invitation() -> None:
    organisation = an_organisation()
    invitation, _code = invited(holding(Role.SIGNATORY, organisation.pk), organisation.pk)
    with pytest.raises(Refusal):
        people.withdraw(invitation, by=holding(Role.SIGNATORY, an_organisation().pk))
    people.withdraw(invitation, by=holding(Role.SIGNATORY, organisation.pk))


# Coming back


def test_a_signatory_helps_back_the_people_of_the_own_organisation() -> None:
    organisation = an_organisation()
    signatory, editor = holding(Role.SIGNATORY, organisation.pk), holding(Role.EDITOR, organisation.pk)
    code = people.help_back(editor, by=signatory)
    people.come_back(code, password=PASSWORD)
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
    assert list(Line.objects.values_list("verb", flat=True)) == ["recovery_given", "recovery_used"]
    with pytest.raises(Refusal):
        people.come_back(code, password=PASSWORD)


def test_whoever_gets_a_code_to_come_back_is_told() -> None:
    organisation = an_organisation()
    person = holding(Role.EDITOR, organisation.pk)
    people.help_back(person, by=holding(Role.SIGNATORY, organisation.pk))
    assert list(Notice.objects.values_list("person", "kind")) == [(person.pk, "sign_in_way_back_given")]


def test_coming_back_leaves_the_second_factor_in_its_place() -> None:
    organisation = an_organisation()
    person = second_factor(holding(Role.EDITOR, organisation.pk))
    people.come_back(people.help_back(person, by=holding(Role.SIGNATORY, organisation.pk)), password=PASSWORD)
    assert person.authenticator_set.exists()


def test_a_signatory_helps_nobody_back_who_holds_more_than_the_own_organisation() -> None:
    organisation = an_organisation()
    signatory, editor = holding(Role.SIGNATORY, organisation.pk), holding(Role.EDITOR, organisation.pk)
    RoleHeld.objects.create(person=editor, role=Role.REVIEWER, scope_kind="call", scope_id=1)
    with pytest.raises(Refusal):
        people.help_back(editor, by=signatory)


def test_nobody_helps_oneself_back() -> None:
    signatory = holding(Role.SIGNATORY, an_organisation().pk)
    with pytest.raises(Refusal):
        people.help_back(signatory, by=signatory)


def test_an_administrator_alone_gives_nobody_a_way_back() -> None:
    editor = holding(Role.EDITOR, an_organisation().pk)
    with pytest.raises(Refusal):
        people.help_back(editor, by=holding(Role.ADMINISTRATOR))


def test_a_code_to_come_back_is_no_invitation_and_the_other_way_round() -> None:
    organisation = an_organisation()
    signatory, editor = holding(Role.SIGNATORY, organisation.pk), holding(Role.EDITOR, organisation.pk)
    way_back = people.help_back(editor, by=signatory)
    _invitation, way_in = invited(signatory, organisation.pk)
    with pytest.raises(Refusal):
        join(way_back)
    with pytest.raises(Refusal):
        people.accept(way_back, by=a_person())
    with pytest.raises(Refusal):
        people.come_back(way_in, password=PASSWORD)


def test_everybody_ends_only_their_own_sessions() -> None:
    with pytest.raises(Refusal):
        sign_in.end_sessions(a_person(), by=holding(Role.ADMINISTRATOR))


def test_a_second_factor_is_set_up_for_nobody_who_has_used_the_account() -> None:
    """The demo's way to one, which nobody else can go."""
    system, secret = Person.objects.system(), "A" * 32
    fresh, used, has_one = a_person(), a_person(last_login=timezone.now()), second_factor(a_person())
    for person, by in [(fresh, fresh), (fresh, holding(Role.ADMINISTRATOR)), (used, system), (has_one, system)]:
        with pytest.raises(Refusal):
            sign_in.set_up_factor(person, secret=secret, by=by)
    assert not Line.objects.filter(verb="sign_in_changed").exists()
    sign_in.set_up_factor(fresh, secret=secret, by=system)
    line = Line.objects.get(verb="sign_in_changed")
    assert (line.object_id, line.facts) == (fresh.public_id, {"what": "factor_added"})
    assert secret not in Authenticator.objects.get(user=fresh, type="totp").data["secret"]  # sealed


# Who sees whom


def test_a_signatory_sees_the_people_who_are_here_now() -> None:
    organisation, other = an_organisation(), an_organisation()
    signatory, editor = holding(Role.SIGNATORY, organisation.pk), holding(Role.EDITOR, organisation.pk)
    gone, foreign = holding(Role.EDITOR, organisation.pk), holding(Role.EDITOR, other.pk)
    RoleHeld.objects.filter(person=gone).update(until=timezone.now())
    seen = set(visible(signatory, Person))
    assert seen == {signatory, editor}
    assert foreign not in seen


def test_others_see_themselves_only() -> None:
    organisation = an_organisation()
    editor = holding(Role.EDITOR, organisation.pk)
    holding(Role.SIGNATORY, organisation.pk)
    assert set(visible(editor, Person)) == {editor}
