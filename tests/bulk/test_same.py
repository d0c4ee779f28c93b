"""Told once by the single actions and once by their bulk forms, the same stands in every table."""

import inspect
from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from saanjh.atlas import queries as atlas
from saanjh.atlas.actions import initiatives
from saanjh.atlas.models import Initiative
from saanjh.ground import batches, history, search
from saanjh.ground.actions import organisations
from saanjh.ground.models import Line, Notice, Organisation
from saanjh.results.actions import values
from saanjh.results.models import Tally, Value
from saanjh.results.queries import tallies, tallies_amiss
from tests.bulk.forms import Small, told
from tests.bulk.tables import content, differences

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
QUESTIONS = ("shisham", "شیشم", "circles", "market", "repairs بازار")


def _seen() -> dict[str, Any]:
    """What the public is shown, and what searching finds, of what may be shown."""
    ids = {row.public_id: str(row) for model in (Organisation, Initiative) for row in model.objects.all()}
    return {
        "organisations": sorted(map(str, Organisation.objects.public())),
        "initiatives": sorted((each.title_en, each.slug, str(each.shown_districts)) for each in atlas.latest(1000)),
        "values": sorted(map(str, Value.objects.public())),
        "reach": atlas.reach(),
        "shown": atlas.shown(),
        "checked": atlas.checked(),
        "found": {
            asked: Counter(ids.get(e.object_id) for e in search.public(search.find(asked))) for asked in QUESTIONS
        },
    }


def _recipients(after: int) -> Counter[tuple[str, str]]:
    """Whom notices reached, by the kind of what they tell, and of how many things."""
    told: Counter[tuple[str, str]] = Counter()
    for notice in Notice.objects.filter(pk__gt=after).select_related("person"):
        kind = {"values_submitted": "value_submitted", "values_verified": "value_verified"}.get(
            notice.kind, notice.kind
        )
        kind = kind.replace("initiatives_published", "initiative_published")
        told[kind, notice.person.username] += notice.facts.get("count", 1)
    return told


def _outcome(world: Any, *, together: bool) -> tuple[dict[str, Counter[str]], dict[str, Any], Counter[tuple[str, str]]]:
    """What stands in the tables, what is seen, who was told; and nothing of it afterwards."""
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with transaction.atomic():
        told(Small(world), together=together)
        found = content(), _seen(), _recipients(last)
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def alone(world: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        return _outcome(world, together=False)


def test_both_forms_leave_the_same_rows_search_notices_and_pages(world: Any, alone: Any) -> None:
    tables, seen, recipients = _outcome(world, together=True)
    assert differences(alone[0], tables) == []
    assert seen == alone[1]
    assert recipients == alone[2]
    assert sum(alone[2].values()) > 30


def test_a_batch_leaves_one_line_with_a_digest_that_the_rows_still_give(world: Any) -> None:
    small = Small(world)
    before = Line.objects.count()
    written = values.record_many(small.value_rows(), by=small.editor)
    line = Line.objects.order_by("-number")[0]
    assert Line.objects.count() == before + 1
    assert (line.verb, line.kind, line.facts["count"]) == ("values_recorded", "results.value", 24)
    stands = Value.objects.filter(pk__in=[each.pk for each in written]).order_by("pk")
    assert batches.digest_of(stands, values.DIGESTED) == line.facts["digest"]
    assert history.broken() is None


def test_a_batch_costs_as_many_queries_as_a_small_one(world: Any) -> None:
    small = Small(world)
    counts = []
    for rows in (small.value_rows(12), small.value_rows(40)[12:]):
        with CaptureQueriesContext(connection) as count:
            written = values.record_many(rows, by=small.editor)
            values.submit_many(written, by=small.editor)
            values.verify_many(written, by=small.verifier)
        counts.append(len(count))
    assert counts[0] == counts[1]


def test_the_tally_is_what_the_values_say_and_check_would_see_that_it_is_not(world: Any) -> None:
    small = Small(world)
    told(small, together=True)
    assert tallies_amiss() == 0
    assert {row["award_id"] for row in tallies()} == set(Tally.objects.values_list("award_id", flat=True))
    Tally.objects.filter(award=small.award).update(verified=1)
    assert tallies_amiss() == 1


# A bulk form that lacks something: (where, which form, what is cut out of it, what stands there instead).
MUTANTS = {
    "no search entries of organisations": (organisations, "register_many", "search.follow(*made)", "pass"),
    "no search entries of initiatives": (initiatives, "publish_many", "search.follow(*done)", "pass"),
    "no tally": (values, "verify_many", "    _tally({value.award_id for value in done})\n", ""),
    "nobody is told of what waits": (
        values,
        "submit_many",
        "tell(_verifiers(programme), notices.SUBMITTED_MANY, count=number)",
        "pass",
    ),
    "nobody is told of pages": (initiatives, "publish_many", "    _tell_many(done, notices.PUBLISHED_MANY, by)\n", ""),
    "kinds and groups are left out": (initiatives, "register_many", "for name in SETS", "for name in SETS[:1]"),
    "the time of publishing is left out": (initiatives, "publish_many", '"published_at", "kept', '"kept'),
    "no search name": (
        organisations,
        "register_many",
        "organisation = _new(facts)",
        "organisation = Organisation(**facts)",
    ),
    "the second of two labels takes the first one's address": (
        initiatives,
        "register_many",
        "_numbered(initiative, taken)",
        "initiative.public_id",
    ),
}


def mutant(module: Any, name: str, cut: str, instead: str) -> Any:
    """The action with something in it replaced."""
    source = inspect.getsource(getattr(module, name))
    assert source.count(cut) == 1, (name, cut)
    space = dict(vars(module))
    exec(source.replace(cut, instead), space)
    return space[name]


@pytest.mark.parametrize("name", MUTANTS)
def test_a_bulk_form_that_lacks_something_is_found(name: str, world: Any, alone: Any, monkeypatch: Any) -> None:
    module, form, cut, instead = MUTANTS[name]
    monkeypatch.setattr(module, form, mutant(module, form, cut, instead))
    try:
        tables, seen, recipients = _outcome(world, together=True)
    except IntegrityError:  # the database itself refused what the mutant wrote
        return
    assert differences(alone[0], tables) or seen != alone[1] or recipients != alone[2]
