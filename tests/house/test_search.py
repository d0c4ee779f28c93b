"""What search finds is what one may open: for every searchable model, for anybody and for an outsider, at any time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import translation

from saanjh.atlas.actions import initiatives
from saanjh.atlas.models import Initiative
from saanjh.awards.models import Award
from saanjh.calls.models import Application
from saanjh.events.actions import events
from saanjh.events.models import Event
from saanjh.ground import search
from saanjh.ground.access import Role, standing_of
from saanjh.ground.actions import organisations, places
from saanjh.ground.models import Organisation, Person, SearchEntry
from saanjh.learning.actions import lessons
from saanjh.learning.models import Lesson
from saanjh.networks.actions import networks, roadmap
from saanjh.networks.models import Network, RoadmapAction
from saanjh.programmes.actions import codelists, programmes
from saanjh.programmes.models import Programme, Scheme, Theme
from saanjh.research.actions import findings
from saanjh.research.models import Finding
from saanjh.web.links import ADDRESSES
from tests.factories import a_person, an_organisation, holding
from tests.programmes.factories import a_programme
from tests.web.access_matrix import break_seals

pytestmark = pytest.mark.django_db
MODELS = [pytest.param(model, id=model._meta.label) for model in search.searchable()]


def questions(model: Any) -> list[str]:
    """Every title of every row, hidden ones too: what somebody would type who knows what they look for."""
    titles = [thing.found_by()[:2] for thing in model._base_manager.all()]
    return sorted({title for pair in titles for title in pair if title})


def found(model: Any, narrowed: Callable[[Any], Any]) -> set[str]:
    """The ids of all rows of the model that one of these questions finds, after who asks was considered."""
    entries = (search.find(question, kinds=[model._meta.label_lower]) for question in questions(model))
    return {each for some in entries for each in narrowed(some).values_list("object_id", flat=True)}


def ids(rows: Any) -> set[str]:
    return set(rows.values_list("public_id", flat=True))


def fresh(model: Any) -> bool:
    """Whether each entry says what its row says today."""
    there = {entry.object_id: entry for entry in SearchEntry.objects.filter(kind=model._meta.label_lower)}
    today = {thing.public_id: search._entry(thing) for thing in model.objects.findable()}
    said = ("title_en", "title_ur", "text")
    return {key: [getattr(entry, name) for name in said] for key, entry in there.items()} == {
        key: [getattr(entry, name) for name in said] for key, entry in today.items()
    }


def holds(model: Any, outsider: Person) -> None:
    """The index says today's words, of which anybody gets what is public, and an outsider what they may open."""
    assert fresh(model), model._meta.label
    entries, standing = SearchEntry.objects.filter(kind=model._meta.label_lower), standing_of(outsider)
    got = [
        set(rows.values_list("object_id", flat=True))
        for rows in (search.public(entries), search.opened_by(entries, standing))
    ]
    opens = ids(model.objects.visible_to(standing)) & ids(model.objects.findable())
    assert got == [ids(model.objects.public()), opens], model._meta.label


@pytest.mark.parametrize("model", MODELS)
def test_anybody_finds_exactly_what_is_public(world: Any, model: Any) -> None:
    assert ids(model.objects.findable()), "the demo has none: nothing would be tested"
    assert found(model, search.public) == ids(model.objects.public())
    alone = {each for question in questions(model) for each in search.ids_of(question, model, public_only=True)}
    assert alone == ids(model.objects.public())


@pytest.mark.parametrize("model", MODELS)
def test_an_outsider_finds_exactly_what_they_may_open(world: Any, model: Any) -> None:
    with transaction.atomic():
        theirs = an_organisation()
        search.follow(theirs)
        for outsider in (a_person(), holding(Role.SIGNATORY, over=theirs.pk)):
            standing = standing_of(outsider)
            opens = ids(model.objects.visible_to(standing)) & ids(model.objects.findable())
            assert found(model, lambda entries: search.opened_by(entries, standing)) == opens  # noqa: B023
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", MODELS)
def test_all_that_is_public_is_findable(world: Any, model: Any) -> None:
    assert ids(model.objects.public()) <= ids(model.objects.findable())


@pytest.mark.parametrize("model", MODELS)
def test_what_is_found_has_a_page_at_the_desk(model: Any) -> None:
    assert model._meta.label_lower in ADDRESSES


def test_nothing_else_is_in_the_index(world: Any) -> None:
    kinds = {model._meta.label_lower for model in search.searchable()}
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == kinds
    assert search.amiss() == (0, 0)


# Whatever a person does then


def _officer(world: Any) -> Person:
    return world.people["programme_officer"]


def _hide_an_initiative(world: Any) -> None:
    shown = Initiative.objects.public().filter(award=None)[0]
    initiatives.exclude_for_safety(shown, by=_officer(world))


def _take_an_initiative_down_and_publish_it_again(world: Any) -> None:
    shown = Initiative.objects.public().filter(award=None)[0]
    initiatives.withdraw(shown, by=_officer(world))
    holds(Initiative, a_person())
    initiatives.publish(shown, by=_officer(world))


def _let_an_initiative_be_shown_again(world: Any) -> None:
    hidden = Initiative.objects.public().filter(award=None)[0]
    initiatives.exclude_for_safety(hidden, by=_officer(world))
    initiatives.readmit(hidden, by=holding(Role.SIGNATORY, over=hidden.organisation_id))


def _withdraw_a_lesson(world: Any) -> None:
    lessons.withdraw(Lesson.objects.public()[0], by=_officer(world))


def _withdraw_a_finding(world: Any) -> None:
    findings.withdraw(Finding.objects.public()[0], by=_officer(world))


def _plan_a_gathering(world: Any) -> None:
    with translation.override("ur"):  # whoever writes in one language is found in both
        event = events.plan(
            world.programme,
            kind=Event.Kind.WORKSHOP,
            title_en="On the way to peace",
            district=next(iter(world.districts.values())),
            starts_on=world.today,
            ends_on=world.today,
            by=_officer(world),
        )
    assert event.public_id in search.ids_of("workshop", Event)
    assert event.public_id in search.ids_of("ورکشاپ", Event)


def _open_a_programme_with_a_network(world: Any) -> None:
    programme = a_programme(state="draft")
    officer = holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    search.follow(programme)
    network = networks.found(
        programme,
        kind=Theme.objects.of(Scheme.NETWORK_KINDS)[0],
        title_en="Youth voices in Bahawalpur",
        purpose_en="So that they are heard.",
        by=officer,
    )
    pillar = Theme.objects.of(Scheme.ROADMAP_PILLARS)[0]
    step = roadmap.add(programme, pillar=pillar, title_en="Print the map", horizon="0-6", lead_kind="cso", by=officer)
    for model in (Programme, Network, RoadmapAction):
        holds(model, a_person())
    programmes.open(programme, by=officer)
    assert network.public_id in search.ids_of("youth voices", Network, public_only=True)
    assert step.public_id in search.ids_of("print the map", RoadmapAction, public_only=True)


def _hide_an_organisation(world: Any) -> None:
    shown = Organisation.objects.public()[0]
    organisations.correct(shown, is_public=False, by=_officer(world))


def _rename_an_organisation(world: Any) -> None:
    organisation = Award.objects.all()[0].organisation
    organisations.correct(organisation, name_en="Peepal Circle", by=_officer(world))
    assert search.ids_of("peepal", Award)
    assert search.ids_of("peepal", Application)


def _join_two_organisations(world: Any) -> None:
    duplicate = Award.objects.all()[0].organisation
    into = Organisation.objects.current().exclude(applications__in=Application.objects.all())[0]
    organisations.merge(duplicate, into=into, by=_officer(world))


def _correct_a_label(world: Any) -> None:
    theme = Initiative.objects.public().exclude(public_theme=None)[0].public_theme
    administrator = holding(Role.ADMINISTRATOR)
    codelists.correct(theme, label_en="Zaytoon", label_ur="زیتون", by=administrator)
    assert search.ids_of("zaytoon", Initiative)


def _correct_the_name_of_a_district(world: Any) -> None:
    district = Event.objects.all()[0].district
    places.correct(district, name_en="Zaytoonabad", name_ur="زیتون آباد", by=holding(Role.ADMINISTRATOR))
    assert search.ids_of("zaytoonabad", Event)


STEPS = [
    _hide_an_initiative,
    _take_an_initiative_down_and_publish_it_again,
    _let_an_initiative_be_shown_again,
    _withdraw_a_lesson,
    _withdraw_a_finding,
    _plan_a_gathering,
    _open_a_programme_with_a_network,
    _hide_an_organisation,
    _rename_an_organisation,
    _join_two_organisations,
    _correct_a_label,
    _correct_the_name_of_a_district,
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__.strip("_"))
def test_after_anything_that_changes_who_may_open_it_search_follows_at_once(world: Any, step: Any) -> None:
    with transaction.atomic():
        step(world)
        outsider = a_person()
        for model in search.searchable():
            holds(model, outsider)
        transaction.set_rollback(True)


def names_of(model: Any) -> list[str]:
    """The columns that hold what its rows are called."""
    there = {field.name for field in model._meta.get_fields()}
    return [
        f"{name}_{code}" for name in ("title", "name", "label") for code in ("en", "ur") if f"{name}_{code}" in there
    ]


def found_through(model: Any, field: str) -> bool:
    """Whether a row is found by the name of a row that this key of its names, and none of the others that it says."""
    others = [name for name in getattr(model, "FOUND_THROUGH", ()) if name != field]
    for thing in model.objects.findable():
        said = set(search._entry(thing).text.split())
        known = {pk for name in others for pk in named_by(thing, name)}
        if any(f"qandeel{pk}" in said for pk in named_by(thing, field) - known):
            return True
    return False


def named_by(thing: Any, field: str) -> set[int]:
    key = type(thing)._meta.get_field(field)
    return set(
        type(thing)._base_manager.filter(pk=thing.pk, **{f"{key.name}__isnull": False}).values_list(field, flat=True)
    )


@pytest.mark.parametrize("model", MODELS)
def test_a_model_that_is_found_by_the_name_of_another_row_says_so(world: Any, model: Any) -> None:
    through = set()
    for field in model._meta.get_fields():
        if not isinstance(field, (models.ForeignKey, models.ManyToManyField)) or field.related_model is model:
            continue
        with transaction.atomic():
            break_seals()  # some are called what they are for good; the test’s ink goes below that
            called = Concat(Value("Qandeel"), Cast("pk", CharField()))
            for name in names_of(field.related_model):
                field.related_model._base_manager.update(**{name: called})
            if found_through(model, field.name):
                through.add(field.name)
            transaction.set_rollback(True)
    assert through == set(getattr(model, "FOUND_THROUGH", ()))


def test_an_index_that_lost_an_entry_or_kept_one_is_noticed_and_written_anew(world: Any) -> None:
    with transaction.atomic():
        SearchEntry.objects.filter(kind="networks.network")[0].delete()
        SearchEntry.objects.create(kind="learning.lesson", object_id="gone000000", text="gone")
        SearchEntry.objects.create(kind="gone.room", object_id="gone000000", text="gone")
        before = SearchEntry.objects.count()
        assert search.amiss() == (1, 2)
        assert search.rebuild() == before - 1
        assert search.amiss() == (0, 0)
        transaction.set_rollback(True)
