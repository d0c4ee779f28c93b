"""What the worker is asked about reviewers and applications, and what of its proposal still holds, by application."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saanjh.calls.digests import digest
from saanjh.calls.models import Application, Call, HandChoice, Reckoning, Review, ReviewerProfile
from saanjh.calls.panels import profiles, reviewers
from saanjh.calls.queries import OPEN_STATES
from saanjh.calls.rules import closeness
from saanjh.calls.rules.screened import screened_of
from saanjh.calls.screening import past_gates
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated
from saanjh.programmes.models import Theme


def waiting(call: Call) -> list[Application]:
    """The applications that are past their gates and wait for a decision, by number."""
    rows = past_gates(call.applications.filter(state__in=OPEN_STATES)).select_related(
        "organisation__merged_into", "sheet", "call__simplified", "third_review"
    )
    return list(rows.order_by("serial", "pk"))


def standing(call: Call) -> list[Review]:
    """The reviews of the call that stand, with their reviewers."""
    rows = Review.objects.filter(application__call=call).standing()
    return list(rows.select_related("reviewer", "application").order_by("pk"))


def question(call: Call) -> dict[str, Any]:
    """All that a proposal depends on, in plain values: what is read and known, what stands, who is barred.

    Whoever has not said what she reads is there with what she was given by hand, and is proposed for nothing.
    """
    rows, reviews, people = waiting(call), standing(call), reviewers(call)
    known = profiles(call)
    prefetch_related_objects(rows, "themes")
    asked = {each.pk: each.public_id for each in rows}
    named = {person.pk: person.public_id for person in people}
    readers = named | {review.reviewer_id: review.reviewer.public_id for review in reviews}
    pairs = [(each.application_id, each.reviewer_id) for each in reviews]
    fixed = {(asked[application], readers[person]) for application, person in pairs if application in asked}
    closed = {pair for pair in screened_of(rows).by if pair[0] in named}
    close = closeness.close(list(named), rows, behind=closeness.circles(rows, of=call))
    barred = {(asked[application], named[person]) for person, application in close | closed}
    decided = [person for application, person in pairs if application not in asked]
    return {
        "applications": [
            {
                "id": each.public_id,
                "language": each.sheet.written_in,
                "themes": sorted(theme.code for theme in each.themes.all()),
                "wanted": each.readers,
            }
            for each in rows
        ],
        "reviewers": [
            {
                "id": id,
                "languages": known[person].languages if person in known and person in named else [],
                "themes": sorted(theme.code for theme in known[person].themes.all()) if person in known else [],
                "most": known[person].most if person in known and person in named else 0,
                "loaded": decided.count(person),
            }
            for person, id in sorted(readers.items())
        ],
        "barred": sorted(map(list, barred - fixed)),
        "fixed": sorted(map(list, fixed)),
    }


@dataclass(frozen=True)
class Place:
    """Somebody proposed for an application: how she fits, and why she can no longer be named, where she cannot."""

    person: Person
    reads_it: bool
    themes: list[Theme]
    wrong: Any = ""


@dataclass(frozen=True)
class Row:
    """An application with who reads it, who is proposed (or was chosen by hand), and how many are still missing.

    `own` is one of an organisation to which whoever looks belongs or belonged: who reads it is not for these eyes.
    """

    application: Application
    there: list[Person]
    places: list[Place]
    by_hand: bool
    missing: int
    own: bool
    wrong: Any = ""  # why these cannot be named as they stand

    @property
    def reviewers(self) -> list[Person]:
        return [place.person for place in self.places]


@dataclass(frozen=True)
class Advice:
    """Why some applications lack reviewers, and what to do about it."""

    words: Any
    rows: list[Row]


@dataclass(frozen=True)
class Load:
    """How many applications of the call a reviewer has, and would have, of the most that she takes."""

    person: Person
    profile: ReviewerProfile | None
    then: int

    @property
    def is_over(self) -> bool:
        return self.profile is not None and self.then > self.profile.most


@dataclass
class Plan:
    """The last proposal as it holds now: what came in since is looked at, nothing is taken for granted."""

    reckoning: Reckoning
    rows: list[Row]
    loads: list[Load]
    answer: Mapping[str, Any]
    people: Mapping[str, Person] = field(repr=False)
    barred: set[tuple[int, int]] = field(repr=False)  # (person, application), with those of whoever looks

    def row(self, application: Application) -> Row:
        """That of one application. Refusal where it waits for no decision."""
        row = next((row for row in self.rows if row.application == application), None)
        if row is None:
            raise Refusal(_("Reviewers are named for applications that wait for a decision."))
        return row

    @property
    def to_name(self) -> list[Row]:
        """Those for which somebody would be named by whoever looks."""
        return [row for row in self.rows if row.places and not row.own]

    @property
    def missing(self) -> list[Row]:
        return [row for row in self.rows if row.missing > 0]

    @property
    def stale(self) -> list[Row]:
        """Those that cannot be named as they stand."""
        return [row for row in self.to_name if row.wrong]

    @cached_property
    def digest(self) -> str:
        """What would be named, in few letters: whoever accepts says what was looked at."""
        named = {row.application.public_id: [each.public_id for each in row.reviewers] for row in self.to_name}
        return digest({"reckoning": self.reckoning.public_id, "named": named})[:16]

    @cached_property
    def advice(self) -> list[Advice]:
        """Why applications lack reviewers, the same reason said once."""
        why = {each["application"]: each for each in self.answer["uncovered"]}
        found: dict[str, Advice] = {}
        for row in self.missing:
            if not row.by_hand and row.application.public_id in why:
                words = _advised(why[row.application.public_id], row, self.people)
                found.setdefault(str(words), Advice(words, [])).rows.append(row)
        return list(found.values())


def last_done(call: Call) -> Reckoning | None:
    """The last proposal that was reckoned."""
    return Reckoning.objects.filter(call=call).last_done(Reckoning.Kind.ASSIGNMENT)


def last_named(application: Application) -> list[str]:
    """Whom the last proposal names for one application, by public ids; not whether it still holds."""
    done = last_done(application.call)
    pairs = (done.answer or {}).get("pairs", []) if done else []
    return [pair["reviewer"] for pair in pairs if pair["application"] == application.public_id and not pair["kept"]]


def plan(call: Call, done: Reckoning, *, by: Person) -> Plan:
    """This proposal as it holds now, and as `by` may see it. The same queries at any size."""
    answer: dict[str, Any] = done.answer or {}
    rows, people, known = waiting(call), reviewers(call), profiles(call)
    there: dict[int, list[Person]] = {}
    for review in standing(call):
        there.setdefault(review.application_id, []).append(review.reviewer)
    chosen = {each.application_id: each.reviewers for each in HandChoice.objects.filter(reckoning=done)}
    proposed: dict[str, list[str]] = {}
    for pair in answer["pairs"]:
        if not pair["kept"]:
            proposed.setdefault(pair["application"], []).append(pair["reviewer"])
    named = _with_former({person.public_id: person for person in people}, [*proposed.values(), *chosen.values()])
    near = closeness.known_of({by.pk, *(person.pk for person in people)})
    behind = closeness.circles(rows, of=call)
    barred = closeness.close([person.pk for person in people], rows, known=near, behind=behind)
    themes = {each["id"]: set(each["themes"]) for each in done.question["applications"]}
    own = {pk for pk, circle in behind.items() if circle & near.held[by.pk]}
    fits = _Fit({person.pk for person in people}, known, barred, themes, own)
    made = [
        fits.row(each, there.get(each.pk, []), chosen.get(each.pk), proposed.get(each.public_id, []), named)
        for each in rows
    ]
    more: dict[int, int] = {}
    for row in made:
        for person in row.reviewers:
            more[person.pk] = more.get(person.pk, 0) + 1
    loads = [Load(each, known.get(each.pk), each.load + more.get(each.pk, 0)) for each in people]  # type: ignore[attr-defined]
    return Plan(done, made, loads, answer, named, barred | {(by.pk, pk) for pk in own})


def last(call: Call, *, by: Person) -> Plan:
    """The last proposal that was reckoned, as it holds now. Refusal where there is none."""
    done = last_done(call)
    if done is None:
        raise Refusal(_("Nothing is proposed yet."))
    return plan(call, done, by=by)


def _with_former(known: dict[str, Person], chosen: Iterable[list[str]]) -> dict[str, Person]:
    """By public id; with those who were proposed and no longer review for the call."""
    gone = {id for ids in chosen for id in ids} - known.keys()
    return known | ({each.public_id: each for each in Person.objects.filter(public_id__in=gone)} if gone else {})


@dataclass(frozen=True)
class _Fit:
    """What is needed to see how people fit to applications."""

    now: set[int]
    known: Mapping[int, ReviewerProfile]
    barred: set[tuple[int, int]]
    themes: Mapping[str, set[str]]
    own: set[int]  # applications behind which whoever looks stands or stood

    def row(
        self,
        application: Application,
        there: list[Person],
        chosen: list[str] | None,
        proposed: list[str],
        named: Mapping[str, Person],
    ) -> Row:
        ids = proposed if chosen is None else chosen
        people = [named[id] for id in ids if id in named]
        places = [self.place(person, application) for person in people if person not in there]
        missing = application.readers - len(there) - len(places)
        wrong: Any = next((place.wrong for place in places if place.wrong), "")
        if missing < 0 and places:
            wrong = _("A reviewer was named meanwhile, and so these are too many.")
        own = application.pk in self.own
        return Row(application, there, places, chosen is not None, max(missing, 0), own, wrong)

    def place(self, person: Person, application: Application) -> Place:
        profile = self.known.get(person.pk)
        asked = self.themes.get(application.public_id, set())
        return Place(
            person,
            profile is not None and application.sheet.written_in in profile.languages,
            [theme for theme in profile.themes.all() if theme.code in asked] if profile else [],
            self._wrong(person, application),
        )

    def _wrong(self, person: Person, application: Application) -> Any:
        name = {"name": isolated(person.name)}
        if person.pk not in self.now:
            return _("%(name)s is not a reviewer of this call.") % name
        if (person.pk, application.pk) in self.barred:
            return _("%(name)s has a conflict of interest with this applicant.") % name
        return ""


def _advised(uncovered: Mapping[str, Any], row: Row, people: Mapping[str, Person]) -> Any:
    """The reason in words that say what to do. One reason is the same words for every application that shares it."""
    if uncovered["reason"] == "capacity":
        narrow = uncovered["bottleneck"]
        names = [isolated(people[id].name) for id in narrow["reviewers"] if id in people]
        words = _(
            "Only these reviewers can read them: %(names)s. Of them %(needed)s reviews are needed, and they take "
            "%(room)s more. Raise the most that somebody takes, or name another reviewer."
        )
        return words % {"names": ", ".join(names), "needed": narrow["needed"], "room": narrow["room"]}
    if uncovered["reason"] == "few-readers":
        words = _("Too few reviewers read %(language)s. Name one who does, or correct what is said of those named.")
        return words % {"language": row.application.sheet.get_written_in_display()}
    return OTHER_ADVICE[uncovered["reason"]]


OTHER_ADVICE: dict[str, str | Promise] = {
    "few-reviewers": _("The call has fewer reviewers than an application needs. Name more reviewers."),
    "conflicts": _("Enough reviewers read the language, but too many are too close to the applicant. Name another."),
}
