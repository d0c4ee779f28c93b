"""Districts hand in later: in bulk, with a reason, for all to see; never shortened, and never reviewed before."""

import datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.apps import apps
from django.utils.formats import date_format

from saanjh.calls import migrations, queries
from saanjh.calls.actions import applications, calls, enquiries, extensions
from saanjh.calls.models import Application, Call, Extension
from saanjh.calls.rules import deadlines
from saanjh.calls.rules import extensions as rules
from saanjh.calls.waiting import waiting
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import District, Line, Notice
from saanjh.ground.refusals import Refusal
from tests.calls.factories import DAY, a_call, an_application
from tests.factories import a_district, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECOND = datetime.timedelta(seconds=1)


class Flood:
    """A call with an organisation whose office is in Badin, one whose work is there, and one of elsewhere."""

    def __init__(self) -> None:
        self.call = a_call()
        self.officer = holding(Role.PROGRAMME_OFFICER, over=self.call.programme_id)
        self.badin, self.quetta = a_district(name_en="Badin"), a_district(name_en="Quetta")
        self.until = self.call.closes_at + 3 * DAY
        self.office, self.signs_there = self.applicant(self.badin, self.quetta)
        self.work, self.signs_work = self.applicant(self.quetta, self.badin)
        self.elsewhere, self.signs_elsewhere = self.applicant(self.quetta, self.quetta)

    def applicant(self, home: District, place: District) -> tuple[Application, Any]:
        organisation = an_organisation(home=home)
        application = an_application(self.call, organisation)
        application.districts.add(place)
        return application, holding(Role.SIGNATORY, over=organisation.pk)

    def extend(self, **facts: Any) -> Extension:
        facts = {"districts": [self.badin], "until": self.until, "reason": "disaster", "note": "The flood.", **facts}
        return extensions.extend(self.call, by=self.officer, **facts)


@pytest.fixture
def flood() -> Flood:
    return Flood()


def test_an_office_or_a_named_district_there_has_longer_and_others_have_not(flood: Flood) -> None:
    flood.extend()
    late = flood.call.closes_at + DAY
    applications.submit(flood.office, by=flood.signs_there, now=late)
    applications.submit(flood.work, by=flood.signs_work, now=flood.until - SECOND)
    with pytest.raises(Refusal, match="closed at the end of"):
        applications.submit(flood.elsewhere, by=flood.signs_elsewhere, now=late)
    flood.elsewhere.refresh_from_db()
    assert flood.elsewhere.state == "draft"


def test_a_second_after_the_later_closing_is_refused_and_the_draft_is_kept(flood: Flood) -> None:
    flood.extend()
    for moment in (flood.until, flood.until + SECOND):
        with pytest.raises(Refusal, match="For your district this call closed"):
            applications.submit(flood.office, by=flood.signs_there, now=moment)
        with pytest.raises(Refusal, match="What you wrote is kept"):
            applications.describe(flood.office, title_en="Later", by=flood.signs_there, now=moment)
    flood.office.refresh_from_db()
    assert (flood.office.state, flood.office.title_en) == ("draft", "Shared repairs")
    assert flood.office.sheet.answers == {"what": "Repairs of lanes and taps."}


def test_all_that_hangs_on_the_closing_follows_the_later_one(flood: Flood) -> None:
    flood.extend()
    late = flood.call.closes_at + DAY
    applications.submit(flood.office, by=flood.signs_there, now=late)
    applications.withdraw(flood.office, by=flood.signs_there, now=late)
    applications.reopen(flood.office, by=flood.signs_there, now=late)
    applications.submit(flood.office, by=flood.signs_there, now=late)
    with pytest.raises(Refusal, match="until closing only"):
        applications.withdraw(flood.office, by=flood.signs_there, now=flood.until)
    with pytest.raises(Refusal, match="closed"):
        applications.reopen(flood.office, by=flood.signs_there, now=flood.until)
    begun = an_organisation(home=flood.badin)
    editor = holding(Role.EDITOR, over=begun.pk)
    assert applications.start(flood.call, begun, by=editor, now=late).state == "draft"
    other = an_organisation(home=flood.quetta)
    writes = holding(Role.EDITOR, over=other.pk)
    with pytest.raises(Refusal, match="closed at the end of"):
        applications.start(flood.call, other, by=writes, now=late)
    assert enquiries.ask(flood.call, text="May we still?", by=editor, now=late).state == "asked"


def test_the_call_is_not_closed_before_the_last_of_them_is_over(flood: Flood) -> None:
    flood.extend()
    with pytest.raises(Refusal, match="Some districts can still hand in"):
        calls.close(flood.call, by=flood.officer, now=flood.until - SECOND)
    assert calls.close(flood.call, by=flood.officer, now=flood.until).state == Call.State.CLOSED
    with pytest.raises(Refusal, match="not extended any more"):
        flood.extend(until=flood.until + DAY)


def test_it_can_be_given_after_the_closing_day_until_the_call_is_closed(flood: Flood) -> None:
    late = flood.call.closes_at + DAY
    with pytest.raises(Refusal, match="closed"):
        applications.submit(flood.office, by=flood.signs_there, now=late)
    flood.extend(now=late)
    applications.submit(flood.office, by=flood.signs_there, now=late)


def test_nothing_is_shortened_and_of_two_the_later_counts(flood: Flood) -> None:
    flood.extend()
    for until in (flood.until, flood.until - DAY):
        with pytest.raises(Refusal, match="never shortened") as refused:
            flood.extend(until=until, districts=[flood.quetta, flood.badin])
        assert "Badin" in str(refused.value.why)
        assert refused.value.field == "until_on"
    flood.extend(until=flood.until + DAY)
    assert deadlines.closing(flood.office) == flood.until + DAY
    assert deadlines.last(flood.call) == flood.until + DAY


def test_a_day_that_is_no_later_than_the_calls_own_is_said_to_be_so(flood: Flood) -> None:
    day = date_format(flood.call.closes_on)
    for until, said in (
        (flood.call.closes_at - DAY, f"The call itself closes later: at the end of {day}."),
        (flood.call.closes_at, f"The call itself closes then: at the end of {day}. Choose a later day."),
    ):
        with pytest.raises(Refusal) as refused:
            flood.extend(until=until)
        assert (str(refused.value.why), refused.value.field) == (said, "until_on")


def test_an_extension_that_outlasts_the_promised_screening_is_warned_of(flood: Flood) -> None:
    flood.call.screened_by = flood.call.closes_on + 2 * DAY
    assert rules.beyond_screening(flood.call, flood.call.closes_at + DAY) == ""
    day = date_format(flood.call.screened_by)
    said = rules.beyond_screening(flood.call, flood.call.closes_at + 2 * DAY)
    assert said.startswith(f"Screening is promised by {day}, and now some hand in until")


def test_what_is_not_sound_is_refused_on_its_field(flood: Flood) -> None:
    for facts, said, field in (
        ({"districts": []}, "Choose districts", "districts"),
        ({"now": flood.until}, "over already", "until_on"),
        ({"until": flood.call.closes_at + 60 * DAY}, "Decisions are promised", "until_on"),
        ({"reason": "weather"}, "not a valid choice", "reason"),
        ({"note": ""}, "blank", "note"),
        ({"note": "Ring 0300 1234567"}, "phone number", "note"),
    ):
        with pytest.raises(Refusal, match=said) as refused:
            flood.extend(**facts)
        assert (refused.value.field, Extension.objects.count()) == (field, 0)


def test_only_the_programmes_officer_extends_and_only_a_published_call(flood: Flood) -> None:
    facts = {"districts": [flood.badin], "until": flood.until, "reason": "security", "note": "Roads are closed."}
    for person in (flood.signs_there, holding(Role.PROGRAMME_OFFICER, over=a_call().programme_id)):
        with pytest.raises(Refusal, match="Only a programme officer"):
            extensions.extend(flood.call, by=person, **facts)
    draft = a_call("draft", programme=flood.call.programme)
    with pytest.raises(Refusal, match="is a draft"):
        extensions.extend(draft, by=flood.officer, **facts)


def test_it_is_in_the_history_and_told_to_who_writes_a_draft_there(flood: Flood) -> None:
    flood.extend()
    line = Line.objects.get(verb="call_extended")
    assert (line.facts["districts"], line.facts["why"]) == (1, "disaster")
    told = set(Notice.objects.filter(kind="call_extended").values_list("person", flat=True))
    assert told == {flood.signs_there.pk, flood.signs_work.pk}


def test_the_district_that_keeps_it_open_cannot_be_taken_out(flood: Flood) -> None:
    flood.extend()
    late = flood.call.closes_at + DAY
    with pytest.raises(Refusal, match="Keep it"):
        applications.describe(flood.work, districts=[flood.quetta], by=flood.signs_work, now=late)
    applications.describe(flood.work, districts=[flood.quetta, flood.badin], by=flood.signs_work, now=late)
    applications.describe(flood.office, districts=[], by=flood.signs_there, now=late)  # its office is there


def test_a_district_that_is_named_after_the_extension_gives_no_more_time(flood: Flood) -> None:
    flood.extend()
    late = flood.call.closes_at + DAY
    applications.describe(flood.elsewhere, districts=[flood.quetta, flood.badin], by=flood.signs_elsewhere)
    applications.describe(flood.work, districts=[flood.quetta], by=flood.signs_work)
    assert set(deadlines.extensions(Application.objects.all())) == {flood.office.pk}
    applications.describe(flood.work, districts=[flood.quetta, flood.badin], by=flood.signs_work)
    ends = [deadlines.closing(each) for each in (flood.office, flood.work, flood.elsewhere)]
    assert ends == [flood.until, flood.until, flood.call.closes_at]
    with pytest.raises(Refusal, match="closed at the end of"):
        applications.describe(flood.elsewhere, districts=[flood.badin], by=flood.signs_elsewhere, now=late)
    flood.extend(until=flood.until + DAY)  # it is known now, and the next one holds for it
    assert deadlines.closing(flood.elsewhere) == flood.until + DAY


def test_what_was_given_before_this_was_kept_holds_for_who_names_a_district_then(flood: Flood) -> None:
    extension = flood.extend()
    extension.named_there.clear()
    name = next(each.name for each in iter_modules(migrations.__path__) if each.name.endswith("named_there"))
    import_module(f"{migrations.__name__}.{name}").as_they_stand(apps, None)
    assert list(extension.named_there.all()) == [flood.work]


def test_what_waits_follows_it_too(flood: Flood) -> None:
    Call.objects.update(closes_on=flood.call.closes_on - 12 * DAY)  # over since two days
    flood.call.refresh_from_db()
    assert [each.title for each in waiting(standing_of(flood.officer))] == ["Close the call"]
    flood.extend(until=flood.call.closes_at + 6 * DAY)
    assert waiting(standing_of(flood.officer)) == []
    assert [len(waiting(standing_of(person))) for person in (flood.signs_there, flood.signs_elsewhere)] == [1, 0]


def test_whole_provinces_are_named_as_such(flood: Flood) -> None:
    flood.extend(districts=list(District.objects.all()))
    longer = queries.extensions_of(flood.call)[0]
    assert ([each.name_en for each in longer.provinces], longer.districts) == (["Sindh"], [])
    flood.extend(districts=[flood.badin], until=flood.until + DAY)
    assert queries.extensions_of(flood.call)[0].districts == [flood.badin]


def test_who_has_longer_costs_the_same_queries_for_one_and_for_many(
    flood: Flood, django_assert_num_queries: Any
) -> None:
    flood.extend()
    rows = list(Application.objects.select_related("call", "organisation__merged_into"))
    for some in (rows[:1], rows):
        with django_assert_num_queries(3):
            deadlines.open_among(some, flood.call.closes_at)
    with django_assert_num_queries(0):
        deadlines.open_among(rows)
