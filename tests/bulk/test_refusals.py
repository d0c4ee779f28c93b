"""What the single form of an action refuses, its bulk form refuses for that row in the same words, writing nothing."""

import datetime
import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from saanjh.atlas.actions import initiatives
from saanjh.ground.access import Role
from saanjh.ground.actions import organisations
from saanjh.ground.batches import RowsRefused
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Indicator
from saanjh.results import rules
from saanjh.results.actions import values
from tests.bulk.forms import FORMS, Small
from tests.bulk.tables import content, differences
from tests.factories import holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PHONE = "Ask at 0300 1234567."
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """A row that is refused: two good rows and that one, and who acts."""

    form: str
    rows: Callable[[Small], tuple[Any, Any, Any]]  # good, refused, good
    by: Callable[[Small], Person]
    together: bool = False  # the row is refused only because of the one before it
    everybody: bool = False  # it is the person who is refused: no row is looked at


def _facts(**wrong: Any) -> Callable[[Small], Any]:
    def rows(small: Small) -> Any:
        first, second, third = small.organisation_rows(3)
        return first, {**second, **wrong}, third

    return rows


def _named_as_before(small: Small) -> Any:
    first, second, third = small.organisation_rows(3)
    return first, {**second, "name_ur": first["name_ur"]}, third


def _work(**wrong: Any) -> Callable[[Small], Any]:
    def rows(small: Small) -> Any:
        first, second, third = small.works(3)
        return first, replace(second, **wrong), third

    return rows


def _page(**wrong: Any) -> Callable[[Small], Any]:
    """Drafts, the second of which says what must not be published."""

    def rows(small: Small) -> Any:
        works = _work(**{"districts": small.country.districts[:1], "public_precision": "district", **wrong})(small)
        return tuple(initiatives.register_many(small.world.programme, works, by=small.officer))

    return rows


def _page_with(change: Callable[[Small, Any], Any]) -> Callable[[Small], Any]:
    def rows(small: Small) -> Any:
        first, second, third = _page()(small)
        change(small, second)
        return first, second, third

    return rows


def _publish(small: Small, page: Any) -> None:
    initiatives.publish(page, by=small.officer)


def _told_place(small: Small) -> Any:
    place = small.country.districts[0]
    return _page(summary=f"Evenings in {place.name_en}.", public_precision="province")(small)


def _figures(unit: str = "percent", **wrong: Any) -> Callable[[Small], Any]:
    """Values of which the second has other figures, of an indicator with this unit."""

    def rows(small: Small) -> Any:
        good = [row for row in small.value_rows() if rules.is_share(row[1])]
        award, indicator, figures = good[1]
        if unit != "percent":
            indicator = _measured(small, unit)
            figures = replace(figures, numerator=None, value=Decimal(3), method="records", evidence_level=1)
        return good[0], (award, indicator, replace(figures, **wrong)), good[2]

    return rows


def _measured(small: Small, unit: str) -> Indicator:
    from saanjh.programmes.models import ChosenIndicator

    indicator = Indicator.objects.filter(unit=unit).order_by("pk")[0]
    programme = small.world.programme
    if not ChosenIndicator.objects.current().filter(programme=programme, indicator=indicator).exists():
        ChosenIndicator.objects.create(programme=programme, indicator=indicator, reason="It is tested.")
    return indicator


def _days(of: Callable[[Any], tuple[datetime.date, datetime.date]]) -> Callable[[Small], Any]:
    def rows(small: Small) -> Any:
        first, last = of(small.award)
        return _figures(period_start=first, period_end=last)(small)

    return rows


def _unmeasured(small: Small) -> Any:
    first, (award, _indicator, figures), third = _figures()(small)
    chosen = [each.pk for each in small.country.indicators]
    return first, (award, Indicator.objects.exclude(pk__in=chosen).filter(unit="percent")[0], figures), third


def _taken(small: Small) -> Any:
    first, second, third = _figures()(small)
    values.record(second[0], second[1], figures=second[2], by=small.editor)
    return first, second, third


def _twice(small: Small) -> Any:
    first, _second, third = _figures()(small)
    return first, first, third


def _not_accepted(small: Small) -> Any:
    first, (award, indicator, figures), third = _figures()(small)
    other = type(award).objects.get(pk=award.pk)
    other.state = "offered"
    return first, (other, indicator, figures), third


def _drafts(small: Small) -> list[Any]:
    return values.record_many([row for row in small.value_rows() if rules.is_share(row[1])][:3], by=small.editor)


def _one_submitted(small: Small) -> Any:
    first, second, third = _drafts(small)
    values.submit(second, by=small.editor)
    return first, second, third


def _one_stale(small: Small) -> Any:
    """The second was handed in behind the back of whoever holds this row."""
    first, second, third = _drafts(small)
    values.submit(type(second).objects.get(pk=second.pk), by=small.editor)
    return first, second, third


def _one_draft(small: Small) -> Any:
    first, second, third = _drafts(small)
    values.submit_many([first, third], by=small.editor)
    return first, second, third


def _submitted(small: Small) -> Any:
    return tuple(values.submit_many(_drafts(small), by=small.editor))


def _one_of_the_verifier(small: Small) -> Any:
    first, second, third = _drafts(small)
    values.submit_many([first, third], by=small.editor)
    verifier = small.verifier
    small.world.give("verifier", Role.EDITOR, small.award.organisation_id)
    values.submit(second, by=verifier)
    for held in verifier.roles_held.filter(role=Role.EDITOR):
        held.delete()
    verifier.__dict__.pop("_standing", None)
    return first, second, third


def _one_verified_meanwhile(small: Small) -> Any:
    first, second, third = _submitted(small)
    values.verify(type(second).objects.get(pk=second.pk), by=small.verifier)
    return first, second, third


def _system(small: Small) -> Person:
    return small.world.system


def _officer(small: Small) -> Person:
    return small.officer


def _editor(small: Small) -> Person:
    return small.editor


def _verifier(small: Small) -> Person:
    return small.verifier


def _stranger(role: Role) -> Callable[[Small], Person]:
    return lambda small: holding(role)


def _of_the_organisation(small: Small) -> Person:
    person = holding(Role.VERIFIER, over=small.world.programme.pk)
    small.world.people["tested"] = person
    small.world.give("tested", Role.FIELD_OFFICER, small.award.organisation_id)
    person.__dict__.pop("_standing", None)
    return person


ORG, REG, PUB = "organisations.register", "initiatives.register", "initiatives.publish"
REC, SUB, VER = "values.record", "values.submit", "values.verify"
CASES = {
    "who may register": Case(ORG, _facts(), _stranger(Role.AUDITOR), everybody=True),
    "a name that stands already": Case(ORG, _facts(name_en="Neem Chhaon Trust"), _system),
    "an Urdu name that stands already": Case(ORG, _facts(name_ur="نیم چھاؤں ٹرسٹ"), _system),
    "a name of an earlier row": Case(ORG, _named_as_before, _system, together=True),
    "a phone number of an organisation": Case(ORG, _facts(about=PHONE), _system),
    "a name that is too long": Case(ORG, _facts(name_en="N" * 201), _system),
    "who runs the programme": Case(REG, _work(), _stranger(Role.PROGRAMME_OFFICER)),
    "days in order": Case(REG, _work(ends_on=datetime.date(2000, 1, 1)), _officer),
    "a phone number of an initiative": Case(REG, _work(summary=PHONE), _officer),
    "a title that is too long": Case(REG, _work(title_en="N" * 161), _officer),
    "who publishes": Case(PUB, _page(), _editor),
    "a closed word": Case(PUB, _page(title_en="Against terrorism"), _officer),
    "a place that is not told": Case(PUB, _told_place, _officer),
    "no district": Case(PUB, _page(districts=[]), _officer),
    "off for safety": Case(
        PUB,
        _page_with(lambda small, page: type(page).objects.filter(pk=page.pk).update(excluded_for_safety=True)),
        _officer,
    ),
    "published already": Case(
        PUB, _page_with(lambda small, page: initiatives.publish(page, by=small.officer)), _officer
    ),
    "who writes": Case(REC, _figures(), _stranger(Role.EDITOR)),
    "a grant that was not accepted": Case(REC, _not_accepted, _editor),
    "a period that ends before it begins": Case(REC, _days(lambda a: (a.starts_on + DAY, a.starts_on)), _editor),
    "a period ahead": Case(REC, _days(lambda a: (a.starts_on, timezone.localdate() + DAY)), _editor),
    "a period before the grant": Case(REC, _days(lambda a: (a.starts_on - DAY, a.starts_on + DAY)), _editor),
    "what is not measured": Case(REC, _unmeasured, _editor),
    "a period that is taken": Case(REC, _taken, _editor),
    "a period of an earlier row": Case(REC, _twice, _editor, together=True),
    "nobody asked": Case(REC, _figures(n=0), _editor),
    "a share without its part": Case(REC, _figures(numerator=None), _editor),
    "a part beyond the whole": Case(REC, _figures(numerator=1000), _editor),
    "evidence of too few": Case(REC, _figures(n=12, numerator=3), _editor),
    "no value": Case(REC, _figures("count", value=None), _editor),
    "half a person": Case(REC, _figures("count", value=Decimal("1.5")), _editor),
    "off the scale": Case(REC, _figures("points_0_10", value=Decimal(11)), _editor),
    "a sample without its range": Case(REC, _figures("points_0_10", method="survey"), _editor),
    "half a range": Case(REC, _figures("points_0_10", low=Decimal(2)), _editor),
    "outside its range": Case(REC, _figures("points_0_10", low=Decimal(4), high=Decimal(5)), _editor),
    "a phone number in a source": Case(REC, _figures(source=PHONE), _editor),
    "who hands in": Case(SUB, lambda small: tuple(_drafts(small)), _stranger(Role.EDITOR)),
    "handed in already": Case(SUB, _one_submitted, _editor),
    "handed in meanwhile": Case(SUB, _one_stale, _editor),
    "who verifies": Case(VER, _submitted, _stranger(Role.VERIFIER)),
    "one's own": Case(VER, _one_of_the_verifier, _verifier),
    "of one's own organisation": Case(VER, _submitted, _of_the_organisation),
    "not handed in": Case(VER, _one_draft, _verifier),
    "verified meanwhile": Case(VER, _one_verified_meanwhile, _verifier),
}


def _refused_alone(case: Case, world: Any) -> tuple[str, str]:
    with transaction.atomic():
        small = Small(world)
        rows, by, form = case.rows(small), case.by(small), FORMS[case.form]
        if case.together:
            form.alone(small, rows[0], by)
        with pytest.raises(Refusal) as refused:
            form.alone(small, rows[1], by)
        transaction.set_rollback(True)
    return str(refused.value.why), refused.value.field


def _refused_together(case: Case, world: Any) -> tuple[list[tuple[int, str, str]], list[str]]:
    """(the refused rows, what was written all the same)."""
    with transaction.atomic():
        small = Small(world)
        rows, by = case.rows(small), case.by(small)
        before, found = content(), []
        try:
            FORMS[case.form].together(small, rows, by)
        except RowsRefused as refused:
            found = [(row.number, str(row.why), row.field) for row in refused.rows]
        except Refusal as refused:
            found = [(0, str(refused.why), refused.field)]
        written = differences(before, content())
        transaction.set_rollback(True)
    return found, written


def _differs(case: Case, world: Any) -> str:
    """What the two forms do not do alike, or an empty text."""
    why, field = _refused_alone(case, world)
    found, written = _refused_together(case, world)
    everybody = [(number, why, field) for number in (1, 2, 3)]
    if found not in ([(0 if case.everybody else 2, why, field)], everybody):
        return f"alone: {why} ({field}); together: {found}"
    return "; ".join(written)


@pytest.mark.parametrize("name", CASES)
def test_the_bulk_form_refuses_what_the_single_form_refuses(name: str, world: Any) -> None:
    assert _differs(CASES[name], world) == ""


# What is cut out of a bulk form, and one case that it then no longer refuses.
MUTANTS = {
    "names are not compared": (organisations, "register_many", "_refuse_taken(organisation, taken)", ORG),
    "names of the batch are not compared": (organisations, "register_many", "taken.update(", ORG),
    "words are not read": (organisations, "register_many", "batches.guard(organisation)", ORG),
    "nobody asks who registers": (organisations, "register_many", "may_register(by)", ORG),
    "rules of registering": (initiatives, "register_many", "rules.check_register(", REG),
    "rules of publishing": (initiatives, "publish_many", "rules.check_publish(initiative, by=by)", PUB),
    "who writes": (values, "record_many", "rules.may_write(award, by=by)", REC),
    "whether it fits": (values, "record_many", "rules.fits(", REC),
    "periods of the batch": (values, "record_many", "known.taken.add(", REC),
    "words of values": (values, "record_many", "batches.guard(value)", REC),
    "who hands in": (values, "submit_many", "rules.may_submit(value, by=by,", SUB),
    "the state of what is handed in": (values, "submit_many", "states.step(", SUB),
    "who verifies": (values, "verify_many", "rules.may_check(value, by=by,", VER),
    "the state of what is verified": (values, "verify_many", "states.step(", VER),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_bulk_form_that_skips_a_rule_is_found(name: str, world: Any, monkeypatch: Any) -> None:
    module, form, cut, action = MUTANTS[name]
    source = inspect.getsource(getattr(module, form))
    line = next(each for each in source.splitlines() if each.strip().startswith(cut))
    space = dict(vars(module))
    exec(source.replace(line, line[: len(line) - len(line.lstrip())] + "pass"), space)
    monkeypatch.setattr(module, form, space[form])
    assert any(_differs_or_fails(case, world) for case in CASES.values() if case.form == action)


def _differs_or_fails(case: Case, world: Any) -> str:
    """The same where the database itself may refuse what a rule should have."""
    try:
        return _differs(case, world)
    except DatabaseError as refused:
        return str(refused)
