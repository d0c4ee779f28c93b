"""Initiatives are written down, published, corrected, hidden for safety and taken down."""

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.atlas import labels, notices, rules
from saanjh.atlas.models import FormerSlug, Initiative, Precision
from saanjh.awards.models import Award
from saanjh.ground import batches, history, search, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.fields import reading_once
from saanjh.ground.models import District, Organisation, Person, RoleHeld
from saanjh.ground.notices import Kind, tell
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.kit import text
from saanjh.programmes.models import Programme, Theme

DRAFT, PUBLISHED = Initiative.State.DRAFT, Initiative.State.PUBLISHED
WORDS = ("title_en", "title_ur", "summary", "written_in", "public_theme", "funding_source_class")
LISTS = ("activity_types", "target_groups", "partners")
SETS = ("districts", "activity_types", "target_groups")
DIGESTED = ("public_id", "organisation_id", "slug", "title_en", "title_ur", "summary", "starts_on", "ends_on")


@dataclass(frozen=True)
class Work:
    """Somebody's work that no grant of ours pays, as an officer writes it down."""

    organisation: Organisation
    title_en: str
    title_ur: str
    summary: str
    starts_on: date
    ends_on: date
    districts: Collection[District]
    public_precision: str = Precision.DISTRICT
    written_in: str = "en"
    public_theme: Theme | None = None
    funding_source_class: Theme | None = None
    amount_minor: int | None = None
    currency: str = ""
    activity_types: Collection[Theme] = ()
    target_groups: Collection[Theme] = ()


@action
def make_from(
    award: Award,
    *,
    summary: str,
    written_in: str = "en",
    title_en: str = "",
    title_ur: str = "",
    public_theme: Theme | None = None,
    activity_types: Iterable[Theme] = (),
    target_groups: Iterable[Theme] = (),
    by: Person,
) -> Initiative:
    """Write the draft of a grant's public page: its public titles; its theme stays apart and inside."""
    rules.check_may_make_from(award, by=by)
    initiative = Initiative(
        programme=award.programme,
        organisation=award.organisation,
        award=award,
        title_en=title_en or award.title_en,
        title_ur=title_ur or award.title_ur,
        summary=summary,
        written_in=written_in,
        theme=award.theme,
        public_theme=public_theme,
        public_precision=award.public_precision,
        starts_on=award.starts_on,
        ends_on=award.last_day,
    )
    _put_down(initiative, award.districts.all(), activity_types, target_groups)
    history.record("initiative_made", initiative, by=by, award=award.public_id)
    return initiative


@action
def register(programme: Programme, organisation: Organisation, *, by: Person, **facts: Any) -> Initiative:
    """Write down somebody's work that no grant of ours pays, so that the map knows of it: the facts of a Work."""
    work = Work(organisation=organisation, **facts)
    rules.check_register(programme, work.starts_on, work.ends_on, by=by)
    initiative = _of_others(programme, work)
    _put_down(initiative, work.districts, work.activity_types, work.target_groups)
    history.record("initiative_registered", initiative, by=by, organisation=organisation.public_id)
    return initiative


@action
def register_many(programme: Programme, rows: Sequence[Work], *, by: Person) -> list[Initiative]:
    """Write down much of others' work at once, each row by the rules of `register`; RowsRefused where one fails."""
    taken = _slugs()

    def check(row: Work) -> Initiative:
        rules.check_register(programme, row.starts_on, row.ends_on, by=by)
        initiative = _of_others(programme, row)
        initiative.slug = _numbered(initiative, taken)
        initiative.kept_current_on = timezone.localdate()
        batches.guard(initiative)
        taken.add(initiative.slug)
        return initiative

    with reading_once():
        made = Initiative.objects.bulk_create(batches.each(rows, check))
    for name in SETS:
        _set_many(name, made, [getattr(row, name) for row in rows])
    digest = batches.digest_of(made, DIGESTED)
    history.record_many("initiatives_registered", Initiative, by=by, count=len(made), digest=digest)
    return made


@action
def correct(initiative: Initiative, *, by: Person, **facts: Any) -> Initiative:
    """Change what the page says. A new public label gives a new address; the old one leads there."""
    if not rules.may_write(initiative, by=by):
        raise Refusal(_("Only the programme officer and the organisation write about this initiative."))
    afresh(initiative)
    changed = [name for name in WORDS if name in facts and getattr(initiative, name) != facts[name]]
    for name in changed:
        setattr(initiative, name, facts[name])
    for name in LISTS:
        if name in facts and set(facts[name]) != set(getattr(initiative, name).all()):
            getattr(initiative, name).set(facts[name])
            changed.append(name)
    if "title_en" in changed:
        _rename(initiative)
    initiative.kept_current_on = timezone.localdate()
    initiative.save()
    if initiative.state == PUBLISHED:
        rules.check_ready(initiative)
    search.follow(initiative)
    history.record("initiative_corrected", initiative, by=by, fields=",".join(changed))
    return initiative


@action
def publish(initiative: Initiative, *, by: Person) -> Initiative:
    """Give the initiative its public page. Raises Refusal when it names what the public is not to be told."""
    rules.check_publish(afresh(initiative), by=by)
    states.move(initiative, "publish", rules.MOVES)
    _take_from_grant(initiative)
    initiative.published_at = timezone.now()
    initiative.kept_current_on = timezone.localdate()
    initiative.save()
    search.follow(initiative)
    history.record("initiative_published", initiative, by=by, precision=str(initiative.precision.value))
    _tell(initiative, notices.PUBLISHED, by)
    return initiative


@action
def publish_many(initiatives: Sequence[Initiative], *, by: Person) -> list[Initiative]:
    """Publish many at once, each by the rules of `publish`; whom it concerns gets one notice, with their number.

    Those of grants take days and districts from the grant one by one, as `publish` has them do.
    """
    rows = Initiative.objects.select_for_update(of=("self",)).select_related("award", "organisation", "programme")
    fresh = rows.order_by("pk").in_bulk([each.pk for each in initiatives])
    labels.with_names(list(fresh.values()))
    states_now, moment, today = states.of(initiatives), timezone.now(), timezone.localdate()

    def check(asked: Initiative) -> Initiative:
        initiative = fresh[asked.pk]
        rules.check_publish(initiative, by=by)
        states.step(initiative, states_now, "publish", rules.MOVES)
        _take_from_grant(initiative)
        initiative.published_at, initiative.kept_current_on = moment, today
        return initiative

    done = batches.each(initiatives, check)
    Initiative.objects.bulk_update(done, ["state", "starts_on", "ends_on", "published_at", "kept_current_on"])
    search.follow(*done)
    digest = batches.digest_of(done, DIGESTED)
    history.record_many("initiatives_published", Initiative, by=by, count=len(done), digest=digest)
    _tell_many(done, notices.PUBLISHED_MANY, by)
    return done


@action
def withdraw(initiative: Initiative, *, by: Person) -> Initiative:
    """Take the page down; the initiative can be published again."""
    rules.check_withdraw(afresh(initiative), by=by)
    states.move(initiative, "withdraw", rules.MOVES)
    initiative.save(update_fields=["state"])
    search.follow(initiative)
    history.record("initiative_withdrawn", initiative, by=by)
    _tell(initiative, notices.WITHDRAWN, by)
    return initiative


@action
def exclude_for_safety(initiative: Initiative, *, by: Person) -> Initiative:
    """Take it off every public page, export and search at once, whatever its state. Nobody is asked for a reason."""
    rules.check_exclude(afresh(initiative), by=by)
    initiative.excluded_for_safety = True
    initiative.save(update_fields=["excluded_for_safety"])
    search.follow(initiative)
    history.record("initiative_excluded", initiative, by=by)
    _tell(initiative, notices.EXCLUDED, by)
    return initiative


@action
def readmit(initiative: Initiative, *, by: Person) -> Initiative:
    """Let it be shown again. It comes back as a draft, which waits for an officer to look at it and publish it."""
    rules.check_readmit(afresh(initiative), by=by)
    initiative.excluded_for_safety = False
    initiative.state = DRAFT
    initiative.save(update_fields=["excluded_for_safety", "state"])
    history.record("initiative_readmitted", initiative, by=by)
    _tell(initiative, notices.READMITTED, by)
    return initiative


@action
def show_place(initiative: Initiative, *, precision: str, by: Person) -> Initiative:
    """Show the place more or less exactly. A page whose words still name what is now untold is taken down with it."""
    rules.check_place(afresh(initiative), precision, by=by)
    before = initiative.precision
    initiative.public_precision = precision
    if initiative.state == PUBLISHED and labels.place_named(initiative, precision):
        states.move(initiative, "withdraw", rules.MOVES)
    initiative.save(update_fields=["public_precision", "state"])
    search.follow(initiative)
    history.record("initiative_place_changed", initiative, by=by, precision=precision, state=str(initiative.state))
    if initiative.precision != before:
        _tell(initiative, notices.PLACE_HIDDEN, by)
    return initiative


@action
def follow_grant(initiative: Initiative, *, by: Person) -> Initiative:
    """Have the page say what days and districts the grant has now: it was ended early, or its agreement changed.

    Whatever the page's state.
    """
    if not rules.may_follow(initiative, by=by):
        raise Refusal(_("Only an officer of the programme or a signatory has a page follow its grant."))
    _take_from_grant(afresh(initiative))
    initiative.save(update_fields=["starts_on", "ends_on"])
    history.record("initiative_followed", initiative, by=by, until=initiative.ends_on.isoformat())
    return initiative


def _of_others(programme: Programme, work: Work) -> Initiative:
    """The draft of what somebody does without a grant, not yet saved."""
    facts = {field.name: getattr(work, field.name) for field in fields(work) if field.name not in SETS}
    facts["currency"] = work.currency if work.amount_minor else ""
    return Initiative(programme=programme, **facts)


def _set_many(name: str, initiatives: Sequence[Initiative], lists: Sequence[Iterable[Any]]) -> None:
    """Fill one list of many new initiatives."""
    through = getattr(Initiative, name).through
    column = next(field.attname for field in through._meta.fields if field.name in {"district", "theme"})
    through.objects.bulk_create(
        through(initiative_id=initiative.pk, **{column: pk})
        for initiative, things in zip(initiatives, lists, strict=True)
        for pk in dict.fromkeys(thing.pk for thing in things)
    )


def _put_down(
    initiative: Initiative, districts: Iterable[District], kinds: Iterable[Theme], groups: Iterable[Theme]
) -> None:
    """Save a new draft with its lists."""
    initiative.slug = _free_slug(initiative)
    initiative.kept_current_on = timezone.localdate()
    initiative.save()
    initiative.districts.set(districts)
    initiative.activity_types.set(kinds)
    initiative.target_groups.set(groups)


def _take_from_grant(initiative: Initiative) -> None:
    """Take days and districts from the grant as it stands now: it may have ended since the draft."""
    if initiative.award:
        initiative.starts_on, initiative.ends_on = initiative.award.starts_on, initiative.award.last_day
        initiative.districts.set(initiative.award.districts.all())


def _rename(initiative: Initiative) -> None:
    """A new address from the new label; the old one is kept and leads here."""
    old, initiative.slug = initiative.slug, _free_slug(initiative)
    if old != initiative.slug:
        initiative.former_slugs.create(slug=old)


def _free_slug(initiative: Initiative) -> str:
    """The label's slug, numbered when another initiative has or had it; its id where the label has no Latin letters."""
    return _numbered(initiative, _slugs(_plain_slug(initiative), initiative))


def _plain_slug(initiative: Initiative) -> str:
    return text.slug(initiative.title_en) or initiative.public_id


def _slugs(beginning: str = "", but: Initiative | None = None) -> set[str]:
    """The addresses that initiatives have or had, as far as they begin so."""
    own = Initiative.objects.filter(slug__startswith=beginning).exclude(pk=but.pk if but else None)
    former = FormerSlug.objects.filter(slug__startswith=beginning)
    return {*own.order_by().values_list("slug", flat=True), *former.order_by().values_list("slug", flat=True)}


def _numbered(initiative: Initiative, taken: Container[str]) -> str:
    plain, number = _plain_slug(initiative), 1
    while (slug := plain if number == 1 else f"{plain}-{number}") in taken:
        number += 1
    return slug


def _tell(initiative: Initiative, what: Kind, by: Person) -> None:
    """Tell those who run the programme and who sign for the organisation, but not who did it."""
    tell(_concerned(initiative.programme_id, initiative.organisation_id).exclude(pk=by.pk), what, initiative)


def _tell_many(initiatives: Sequence[Initiative], what: Kind, by: Person) -> None:
    """Tell each of the same people once, with how many of these concern them."""
    run = Counter(each.programme_id for each in initiatives)
    own = Counter(each.organisation_id for each in initiatives)
    both = Counter((each.programme_id, each.organisation_id) for each in initiatives)
    held: dict[Person, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for row in _roles(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER, run):
        held[row.person][0].add(row.scope_id)
    for row in _roles(ScopeKind.ORGANISATION, Role.SIGNATORY, own):
        held[row.person][1].add(row.scope_id)
    held.pop(by, None)
    for person, (programmes, organisations) in held.items():
        twice = sum(both[programme, organisation] for programme in programmes for organisation in organisations)
        number = sum(run[pk] for pk in programmes) + sum(own[pk] for pk in organisations) - twice
        tell([person], what, count=number)


def _roles(kind: ScopeKind, role: Role, scopes: Iterable[int]) -> QuerySet[RoleHeld]:
    rows = RoleHeld.objects.filter(until=None, role=role, scope_kind=kind, scope_id__in=list(scopes))
    return rows.select_related("person").order_by("pk")


def _concerned(programme: int, organisation: int) -> QuerySet[Person]:
    concerned = Person.objects.filter(
        roles_held__until=None,
        roles_held__role=Role.PROGRAMME_OFFICER,
        roles_held__scope_kind=ScopeKind.PROGRAMME,
        roles_held__scope_id=programme,
    ) | Person.objects.filter(
        roles_held__until=None,
        roles_held__role=Role.SIGNATORY,
        roles_held__scope_kind=ScopeKind.ORGANISATION,
        roles_held__scope_id=organisation,
    )
    return concerned.distinct()
