"""What is held on somebody is told whole and alone; a person is erased, an organisation closed, nothing else goes."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone

from saanjh.ground import copies, departures, duties, files, holdings, installation, retention
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.actions import closures, erasures, exports, roles
from saanjh.ground.actions.installation import mark_demo
from saanjh.ground.actions.retention import purge
from saanjh.ground.models import (
    Closure,
    Erasure,
    Invitation,
    Line,
    Mark,
    Notice,
    OnceKey,
    Organisation,
    Person,
    RoleHeld,
    StoredFile,
)
from saanjh.ground.refusals import Refusal
from tests.awards.factories import an_activity, an_award
from tests.calls.factories import a_call, a_review, an_application
from tests.factories import a_person, an_organisation, holding, second_factor

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


# What is told


@pytest.mark.parametrize("subject", [Person, Organisation])
def test_every_key_to_somebody_says_whether_it_is_told(subject: Any) -> None:
    assert holdings.silent(subject) == []
    assert [each.label for each in holdings.of(subject) if bool(each.columns) == bool(each.why)] == []


@isolate_apps("tests.house")
def test_a_new_key_that_says_nothing_would_be_found() -> None:
    class Diary(models.Model):
        writer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
        host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "house"

    assert holdings.silent(Person, [Diary]) == ["house.Diary.writer"]
    assert holdings.silent(Organisation, [Diary]) == ["house.Diary.host"]


@pytest.mark.parametrize("subject", [Person, Organisation])
def test_no_column_that_is_told_is_a_key_to_a_person_or_a_secret(subject: Any) -> None:
    secrets = {"password", "digest", "salt", "stretched", "session_key", "data", "key", "selector"}
    wrong = []
    for each in holdings.of(subject):
        for column in each.columns:
            model, *rest = each.model, *column.split("__")
            for name in rest:
                field = model._meta.get_field(name)
                model = field.related_model or model
            if (model is Person and each.model is not Person) or rest[-1] in secrets - {"digest"}:
                wrong.append(f"{each.label}: {column}")
    assert wrong == []


def unpacked(content: bytes) -> tuple[dict[str, Any], str]:
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        texts = [folder.read(name).decode("utf-8", "replace") for name in folder.namelist()]
        return json.loads(folder.read("all.json")), "\n".join([*folder.namelist(), *texts])


def test_a_copy_of_a_person_brings_the_files_they_handed_in(data_folder: Path) -> None:
    person, other = a_person(email="mine@example.org"), a_person(email="other@example.org")
    for who, content in ((person, b"my evidence"), (other, b"not mine")):
        facts = {"size": 11, "media_type": "application/pdf", "handed_in_by": who}
        StoredFile.objects.create(digest=files.keep(content), **facts)
    everything, text = unpacked(copies.copy_of(person, at=timezone.now()))
    assert everything["ground.Person.pk"][0]["email"] == "mine@example.org"
    assert ("my evidence" in text, "not mine" in text, "other@example.org" in text) == (True, False, False)


def test_a_copy_from_a_demo_says_that_it_is_invented_and_no_other_does(data_folder: Path) -> None:
    mark_demo(by=Person.objects.system())
    demo = unpacked(copies.copy_of(a_person(), at=timezone.now()))[1]
    Mark.objects.all().delete()
    installation.forget()
    earnest = unpacked(copies.copy_of(a_person(), at=timezone.now()))[1]
    said = "This is a demo: everything in here is invented."
    assert (said in demo, said in earnest) == (True, False)


def test_a_copy_is_made_by_a_job_and_is_gone_after_its_day(
    data_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    person = a_person()
    export = exports.ask(by=person)
    with pytest.raises(Refusal, match="being made already"):
        exports.ask(by=person)
    exports.make_copy.func(export.public_id)
    export.refresh_from_db()
    assert zipfile.is_zipfile(io.BytesIO(exports.fetch(export, by=person)))
    assert export.file is not None
    assert b"PK" not in files.path_of(export.file.digest).read_bytes()[:4]  # encrypted on the disk
    assert Notice.objects.get(person=person).kind == "export_ready"
    with pytest.raises(Refusal, match="Only whoever asked"):
        exports.fetch(export, by=a_person())
    with django_capture_on_commit_callbacks(execute=True):
        assert purge(retention.CLOCKS["exports"], now=timezone.now() + timedelta(hours=25)) == 1
    assert not files.path_of(export.file.digest).exists()


def test_a_copy_cannot_be_fetched_after_24_hours(data_folder: Path) -> None:
    person = a_person()
    export = exports.make(exports.ask(by=person), by=Person.objects.system())
    export.ready_at = timezone.now() - timedelta(hours=24, seconds=1)
    with pytest.raises(Refusal, match="no longer be fetched"):
        exports.fetch(export, by=person)


def test_only_a_signatory_asks_for_a_copy_of_an_organisation() -> None:
    organisation = an_organisation()
    with pytest.raises(Refusal, match="Only a signatory"):
        exports.ask(organisation=organisation, by=holding(Role.EDITOR, over=organisation.pk))
    assert exports.ask(organisation=organisation, by=holding(Role.SIGNATORY, over=organisation.pk)).pk


# Erasing a person


def two_administrators() -> tuple[Person, Person]:
    return holding(Role.ADMINISTRATOR), holding(Role.ADMINISTRATOR)


def erased(person: Person) -> Erasure:
    """The person, erased as it is done in earnest."""
    _first, second = two_administrators()
    erasure = erasures.confirm(erasures.ask(person, by=person), by=second)
    Erasure.objects.filter(pk=erasure.pk).update(due_at=timezone.now())
    departures.carry_out_erasures.func()
    erasure.refresh_from_db()
    return erasure


def test_all_by_which_a_person_is_known_goes_and_a_pseudonym_stays() -> None:
    person = second_factor(a_person(name="Zarmina Canary", username="zarmina.canary", email="zarmina@example.org"))
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    Notice.objects.create(person=person, kind="x", state="kept")
    OnceKey.objects.create(key="1" * 32, person=person.public_id, route="r", digest="d", answer="/")
    Invitation.objects.create(
        purpose="join", digest="x", email=person.email, expires_at=timezone.now(), person=person, invited_by=a_person()
    )
    assert erased(person).state == "done"
    person.refresh_from_db()
    assert (person.name, person.email, person.is_active) == (f"left-{person.public_id}", "", False)
    assert not person.has_usable_password()
    rows = [
        str(row)
        for model in (Person, EmailAddress, Authenticator, Notice, Invitation)
        for row in model.objects.values()
    ]
    assert [row for row in rows if "zarmina" in row.lower() or "canary" in row.lower()] == []
    assert (Authenticator.objects.count(), Notice.objects.filter(person=person).count()) == (0, 0)
    assert OnceKey.objects.filter(person=person.public_id).count() == 0
    assert Line.objects.get(verb="person_erased").object_id == person.public_id


def test_it_takes_another_administrator_and_a_week() -> None:
    first, second = two_administrators()
    person = a_person()
    erasure = erasures.ask(person, by=first)
    for nobody in (first, person, a_person()):
        with pytest.raises(Refusal, match="Another administrator"):
            erasures.confirm(erasure, by=nobody)
    erasures.confirm(erasure, by=second)
    departures.carry_out_erasures.func()
    erasure.refresh_from_db()
    assert erasure.due_at is not None
    assert erasure.decided_at is not None
    assert (erasure.state, erasure.due_at - erasure.decided_at) == ("confirmed", WEEK)
    with pytest.raises(Refusal, match="week is not over"):
        erasures.carry_out(erasure, by=Person.objects.system())
    assert {each.kind for each in Notice.objects.filter(person=person)} == {"erasure_asked", "erasure_confirmed"}


def test_the_person_stops_it_while_the_week_lasts() -> None:
    first, second = two_administrators()
    person = a_person()
    erasure = erasures.confirm(erasures.ask(person, by=first), by=second)
    with pytest.raises(Refusal, match="Only the person or an administrator"):
        erasures.withdraw(erasure, by=a_person())
    assert erasures.withdraw(erasure, by=person).state == "withdrawn"


def test_the_last_administrator_stays() -> None:
    only = holding(Role.ADMINISTRATOR)
    with pytest.raises(Refusal, match="Nobody else is Administrator here"):
        erasures.ask(only, by=only)


def test_an_open_duty_is_named_and_handed_over_first() -> None:
    two_administrators()
    review = a_review(an_application(a_call(), an_organisation(), "under_review"))
    with pytest.raises(Refusal, match="A review is still open"):
        erasures.ask(review.reviewer, by=review.reviewer)
    organisation = an_organisation(name_en="Sukh Trust")
    signatory = holding(Role.SIGNATORY, over=organisation.pk)
    with pytest.raises(Refusal, match="Sukh Trust"):
        erasures.ask(signatory, by=signatory)
    holding(Role.SIGNATORY, over=organisation.pk)
    assert erasures.ask(signatory, by=signatory).state == "asked"


def test_a_duty_that_came_within_the_week_holds_the_person_back() -> None:
    first, second = two_administrators()
    person = a_person()
    erasure = erasures.confirm(erasures.ask(person, by=first), by=second)
    a_review(an_application(a_call(), an_organisation(), "under_review"), person)
    Erasure.objects.filter(pk=erasure.pk).update(due_at=timezone.now())
    departures.carry_out_erasures.func()
    erasure.refresh_from_db()
    assert erasure.state == "confirmed"
    assert Notice.objects.filter(person=second, kind="erasure_held_back").count() == 1


def test_an_account_that_nobody_uses_is_erased_by_its_clock() -> None:
    unused, used = a_person(), holding(Role.EDITOR, over=1)
    assert purge(retention.CLOCKS["people-unused"], now=timezone.now() + timedelta(days=731)) == 1
    assert [Person.objects.get(pk=each.pk).is_erased for each in (unused, used)] == [True, False]


# Closing an organisation


def test_roles_end_and_what_was_public_stays() -> None:
    organisation = an_organisation(is_public=True)
    signatory = holding(Role.SIGNATORY, over=organisation.pk)
    editor = holding(Role.EDITOR, over=organisation.pk)
    closures.close(organisation, by=signatory)
    assert RoleHeld.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=organisation.pk, until=None).count() == 0
    assert Organisation.objects.public().filter(pk=organisation.pk).exists()
    assert [each.kind for each in Notice.objects.filter(person=editor)] == ["organisation_closed"]
    assert Line.objects.get(verb="organisation_closed").facts["number"] == 2
    with pytest.raises(Refusal, match="closed"):
        roles.give(a_person(), Role.EDITOR, over=organisation.pk, by=holding(Role.ADMINISTRATOR))


def test_a_running_grant_stands_in_the_way_in_words() -> None:
    award = an_award()
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    with pytest.raises(Refusal, match=f"A grant still runs: .*{award.application.number}"):
        closures.close(award.organisation, by=officer)


def test_an_application_that_waits_stands_in_the_way_in_words() -> None:
    application = an_application(a_call(), an_organisation(), "submitted")
    assert [text[:33] for text in duties.standing_in_the_way(application.organisation)] == [
        "An application waits for its answ"
    ]


def test_within_thirty_days_it_is_opened_again_with_its_roles() -> None:
    organisation = an_organisation()
    signatory = holding(Role.SIGNATORY, over=organisation.pk)
    past = RoleHeld.objects.create(
        person=a_person(), role="editor", scope_kind="organisation", scope_id=organisation.pk, until=timezone.now()
    )
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    closures.reopen(closures.close(organisation, by=officer), by=officer)
    assert signatory.roles_held.filter(until=None).count() == 1
    past.refresh_from_db()
    assert past.until is not None
    closure = closures.close(organisation, by=officer)
    Closure.objects.filter(pk=closure.pk).update(closed_at=timezone.now() - timedelta(days=31))
    with pytest.raises(Refusal, match="thirty days"):
        closures.reopen(closure, by=officer)


def test_drafts_of_a_closed_organisation_go_with_time() -> None:
    application = an_application(a_call(), an_organisation())
    closures.close(application.organisation, by=holding(Role.PROGRAMME_OFFICER, over=1))
    later = timezone.now() + timedelta(days=181)
    call = type(application.call).objects
    call.update(closes_on=later.date(), answers_on=later.date() + timedelta(days=9))
    assert purge(retention.CLOCKS["drafts"], now=later) == 1


def test_closing_touches_no_activity() -> None:
    award = an_award("completed")
    activity = an_activity(award)
    closures.close(award.organisation, by=holding(Role.PROGRAMME_OFFICER, over=award.programme_id))
    assert type(activity).objects.filter(pk=activity.pk).exists()
