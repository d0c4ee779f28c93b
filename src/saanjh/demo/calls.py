"""The demo's calls: one of last year with its decisions, one being read, one open now, one still a draft."""

import csv
import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import timezone

from saanjh.calls.actions import (
    aims,
    applications,
    assignments,
    calibrations,
    calls,
    capacities,
    costs,
    decisions,
    earlier,
    enquiries,
    gates,
    panels,
    portfolios,
    proposed_decisions,
    rankings,
    reckonings,
    reviews,
    tracks,
)
from saanjh.calls.capacity import questions
from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Application, Call, Gate, Review, TrialProposal
from saanjh.calls.portfolio_questions import begun_with
from saanjh.calls.rules.applications import themes_of
from saanjh.demo import appeals, applying, forms, panel
from saanjh.demo.agreements import BUDGET
from saanjh.demo.awards import PICTURE
from saanjh.demo.world import World
from saanjh.ground import intake
from saanjh.ground.models import Person
from saanjh.programmes.models import Scheme, Theme
from saanjh.questions.models import FormVersion

APPLICATIONS = Path(__file__).with_name("applications.csv")
TRIALS = Path(__file__).with_name("trials.csv")  # with the office's own scores, criterion by criterion
CALLS = Path(__file__).with_name("calls.csv")  # days ago below zero lie ahead
DRAFT, OPEN, TRIED = "NXT", "SSG", "NPG"
WRITTEN_ON, HANDED_IN_ON = 6, 15  # days after the opening
SCREENED_ON = 2  # days after the closing
REVIEWERS = panel.REVIEWERS
READS = {  # what each reads and knows, and the most that she takes
    "reviewer": (("en", "ur"), ("social_cohesion", "women"), 6),
    "second_reviewer": (("en", "ur"), ("youth",), 6),
    "third_reviewer": (("en",), ("social_cohesion", "networks"), 4),
}
RANKED = {"CPG": 32, "NPG": 2}  # code of a call → places
SEED = 20_261
BUDGET_AT = 6  # its place among the criteria
ONE_ITEM = 280_000_00  # what the 1000 dollars of the rule set come to, in paisa
AGAIN = ["harm", "plan"]  # what the organisation answered last year, and need not write twice
ASKED = (
    "May two organisations of neighbouring districts apply together?",
    "Is a rented room for meetings an office cost or an activity cost?",
)
ANSWERED = "Yes. One of them leads, signs and answers for the money; the other is named as a partner."
MONEY = 48_900_000_00  # what the panel has for the first call, in paisa
# How a row that is no further yet stands at the gates: what is told of eligibility, of do no harm; None: not closed.
STANDS = {
    "screening": ("", None),
    "not_eligible": ("The organisation was registered eight months ago; the call asks for two years or a host.", None),
    "conditions": ("", "Meet the two sides apart before they meet in public, and say so on the invitation."),
}
REASONS = {
    5: "Convincing, and shown with evidence from the place.",
    4: "Good. One point is still open.",
    3: "Understandable, but thin in what matters most here.",
    2: "Asserted rather than shown.",
}
HELPS = "Show what was done already, with one place and one month, and say who does the next step."
ON_RESERVE = "Karakoram Youth Exchange"
RESERVED = "A good idea that needs more money than was left. It may be called up if a grant falls through."
PROPOSED = "The two sides asked for it together, and the first step costs little."


def tell(world: World) -> None:
    """Tell the calls, their applications, and what became of them. `world.call` is the one that is decided."""
    first, second = forms.tell(world)
    published = {row["code"]: _call(world, row, second if row["code"] == OPEN else first) for row in _rows(CALLS)}
    world.call = published["CPG"]
    rows = _rows(APPLICATIONS)
    for row in rows:
        world.applications.append(apply(world, published[row["call"]], row))
    officer = world.people["programme_officer"]
    for code in ("CPG", "NPG"):
        call = published[code]
        for name in REVIEWERS:
            calls.name_reviewer(call, person=world.people[name], by=officer)
        calls.close(call, by=officer, now=at(call.closes_on, days=1))
        for name in REVIEWERS:
            for trial in call.trials.all():
                _try(world.people[name], trial)
    panel.widen(world, world.call)
    told = list(enumerate(zip(world.applications, rows, strict=True)))
    for number, (application, row) in told:
        read(world, application, row, number)
    choose(world, world.call)
    panel.depart(world, world.call)
    for number, (application, row) in told:
        decide(world, application, row)
        if row["state"] == "selected":
            _assess(world, application, number)
    for code, places in RANKED.items():
        rank(world, published[code], places)
    appeals.tell(world)
    calls.conclude(world.call, by=officer)
    suggest(world, next(each for each, row in zip(world.applications, rows, strict=True) if row["state"] == "ready"))
    propose(world, published["NPG"])
    lighten(world, published[DRAFT], forms.shorten(world, first))
    ask(world, published[OPEN])
    applying.tell(world, published[OPEN])


def lighten(world: World, call: Call, short: FormVersion) -> None:
    """The next call has a simplified track beside the full one."""
    officer = world.people["programme_officer"]
    tracks.offer(call, form_version=short, floor_minor=100_000_00, ceiling_minor=2_800_000_00, by=officer)


def ask(world: World, call: Call) -> None:
    """Two questions about the open call: one answered for all, one that waits."""
    editor = world.editor(world.organisations[0])
    first, _second = (enquiries.ask(call, text=text, by=editor) for text in ASKED)
    enquiries.answer(first, answer=ANSWERED, by=world.people["programme_officer"])


def choose(world: World, call: Call) -> None:
    """The set under the rules that the chair set, reckoned at once."""
    chair = world.people["panel_chair"]
    portfolios.set_rules(call, **{**begun_with(), "money_minor": MONEY, "seed": str(SEED)}, by=chair)
    reckonings.reckon.func(portfolios.choose(call, by=chair).public_id)


def rank(world: World, call: Call, places: int) -> None:
    """A ranking as the chair asked for it, reckoned at once: the demo has no worker that it could wait for."""
    asked = rankings.ask(call, places=places, least=60, seed=SEED, by=world.people["panel_chair"])
    reckonings.reckon.func(asked.public_id)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _call(world: World, row: dict[str, str], form: FormVersion) -> Call:
    officer = world.people["programme_officer"]
    opens, closes, answers = (world.ago(int(row[f"{name}_days_ago"])) for name in ("opens", "closes", "answers"))
    call = calls.draft(
        world.programme,
        code=f"{row['code']}-{opens.year}",
        **{name: row[name] for name in ("title_en", "title_ur", "purpose_en", "purpose_ur")},
        form_version=form,
        opens_on=opens,
        closes_on=closes,
        answers_on=answers,
        currency="PKR",
        floor_minor=500_000_00,
        ceiling_minor=3_000_000_00,
        min_months=6,
        max_months=10,
        by=officer,
    )
    if row["code"] in {OPEN, DRAFT}:
        costs.choose(call, "community", by=officer)
        costs.settle(call, {"unit": costs.Terms(amount_minor=ONE_ITEM)}, by=officer)
    objectives, hosts = list(world.programme.objectives.all()), row["code"] == OPEN
    aims.aim(call, objectives=objectives, with_partners=True, through_host=hosts, host_applies=hosts, by=officer)
    if row["code"] == TRIED:
        codes = [each.code for each in criteria_of(call)]
        texts = [
            calibrations.Text(each["title"], each["summary"], dict(zip(codes, map(int, each["scores"]), strict=True)))
            for each in _rows(TRIALS)
        ]
        calibrations.write(call, texts, by=officer)
    return call if row["code"] == DRAFT else calls.publish(call, by=officer, now=at(call.opens_on))


def apply(world: World, call: Call, row: dict[str, str]) -> Application:
    """Begin, describe and answer as the organisation's editor; hand in as its signatory; withdraw where so told."""
    organisation = next(each for each in world.organisations if each.name_en == row["organisation"])
    editor, signatory = world.editor(organisation), world.signatory(organisation)
    begun = at(call.opens_on, days=WRITTEN_ON)
    application = applications.start(call, organisation, written_in=row["written_in"], by=editor, now=begun)
    applications.describe(
        application,
        title_en=row["title_en"],
        title_ur=row["title_ur"],
        amount_minor=int(row["rupees"]) * 100,
        months=int(row["months"]),
        districts=[world.districts[slug] for slug in row["districts"].split(";")],
        women_led=organisation.women_led,
        youth_led=organisation.youth_led,
        themes=_themes(call, row),
        written_in=row["written_in"],
        by=editor,
        now=begun,
    )
    given = _answers(call, row)
    if is_again := (row["state"], row["call"]) == ("draft", OPEN):
        given = {code: value for code, value in given.items() if code not in AGAIN}
    for section in call.form_version.sections.all():
        applications.answer(application, section, given, by=editor, now=begun)
    if is_again:  # the first is used once more, the others wait to be
        earlier.use(application, AGAIN[:1], by=editor, now=begun)
    if papers := call.form_version.questions.filter(code="papers").first():
        picture = intake.looked_at(BytesIO(PICTURE.read_bytes()))
        applications.attach(application, papers, picture, by=editor, now=begun)
    if row["state"] != "draft":
        applications.submit(application, by=signatory, now=at(call.opens_on, days=_handed_in(call)))
    if row["state"] == "withdrawn":
        applications.withdraw(application, by=signatory, now=at(call.closes_on, days=-1))
    return application


def _themes(call: Call, row: dict[str, str]) -> list[Theme]:
    """The theme that all of them share, and those of the groups that a project is for."""
    codes = {"social_cohesion", *row["groups"].split(";")}
    return [each for each in themes_of(call) if each.code in codes]


def _handed_in(call: Call) -> int:
    """Days from the opening: never ahead of the demo's today, for the call that is still open."""
    return min(HANDED_IN_ON, (timezone.localdate() - call.opens_on).days)


def _answers(call: Call, row: dict[str, str]) -> dict[str, Any]:
    return {
        "problem": row["problem"],
        "plan": row["plan"],
        "harm": row["harm"],
        "groups": row["groups"].split(";"),
        "work": row["work"],
        "people": row["people"] if row["people"] != "0" else None,
        "begins": call.answers_on + datetime.timedelta(days=30),
        "own_share": int(row["rupees"]) * 10,  # a tenth of what is asked for, in paisa
        "together": "yes",
        "partner_does": "It lends the room and tells its members.",
        "steps": [
            {"what": "Talks with everybody who is concerned", "month": 1, "people": 40},
            {"what": "The work itself, week by week", "month": 2},
            {"what": "A day for all, to look at what came of it", "month": int(row["months"]), "people": 120},
        ],
        "budget": [_line(row, *line) for line in BUDGET],
    }


def _line(row: dict[str, str], heading: str, what: str, percent: int) -> dict[str, Any]:
    """A line of a budget that takes so much of what is asked for."""
    return {"heading": heading, "what": what, "quantity": 1, "cost": int(row["rupees"]) * percent}


def screen(world: World, application: Application, row: dict[str, str]) -> None:
    """The gate checker goes through both gates, as far as the row is; one is passed with conditions."""
    if row["state"] in {"draft", "withdrawn", "submitted"}:
        return
    told = STANDS.get("conditions" if row["state"] == "ready" else row["state"], ("", ""))
    for gate, words in zip(Gate, told, strict=True):
        if words is None:
            return
        _at_gate(world, application, gate, row["reason"] or words if row["state"] == "not_eligible" else words)
        if application.state == Application.State.NOT_ELIGIBLE:
            return


def _at_gate(world: World, application: Application, gate: Gate, words: str) -> None:
    """Every point is answered with yes; where something is told of the gate, the first one with no."""
    checker, call = world.people["gate_checker"], application.call
    codes = call.gate_items.filter(gate=gate).values_list("code", flat=True)
    given = dict.fromkeys(codes, ("yes", ""))
    if words:
        given[codes[0]] = ("no", "See the reasons.")
    outcome = "" if gate == Gate.ELIGIBILITY else "conditions" if words else "passed"
    gates.answer(application, gate, given, outcome=outcome, reason=words, by=checker)
    gates.close(application, gate, by=checker, now=at(call.closes_on, days=SCREENED_ON))


def _assess(world: World, application: Application, number: int) -> None:
    """What the organisation can carry: well on the whole, weaker from one to the next, each weak in other points."""
    scores = {each.code: max(0, 3 - (place * (number % 4 + 1)) % 4) for place, each in enumerate(questions())}
    capacities.assess(
        application,
        scores,
        basis="The papers handed in, and a talk of an hour.",
        by=world.people["programme_officer"],
        now=at(application.call.answers_on, days=-3),
    )


def judge(world: World, application: Application, row: dict[str, str], number: int) -> None:
    """Screened, read and decided, as far as the row is."""
    read(world, application, row, number)
    decide(world, application, row)


def read(world: World, application: Application, row: dict[str, str], number: int) -> None:
    """Screened; two of the call's reviewers in turn; as many reviews as there are scores."""
    screen(world, application, row)
    if row["state"] not in {"selected", "declined", "ready", "reviewing"}:
        return
    pair = panel.pair(world, application, number)
    made = reviews.assign(application, reviewers=pair, by=world.people["programme_officer"])
    scores = row["scores"].split(";")
    for review, given in zip(made, scores, strict=False):
        _review(application, review, given, by=review.reviewer)
    if len(scores) > len(made):
        third = world.people[REVIEWERS[(number + 2) % 3]]
        more = reviews.assign(application, reviewers=[third], by=world.people["programme_officer"])
        _review(application, more[0], scores[2], by=third)
    if row["state"] == "ready":
        _again(world, application, made[1], scores[1])


def _again(world: World, application: Application, review: Review, scores: str) -> None:
    """A reviewer misread the budget: the office opens the review again, and it is handed in anew, one point higher."""
    reason = "The budget was read as if it were for a year; it is for eight months."
    begun = reviews.reopen(review, reason=reason, by=world.people["programme_officer"])
    higher = "".join(str(min(5, int(score) + (place == BUDGET_AT))) for place, score in enumerate(scores))
    _review(application, begun, higher, by=begun.reviewer)


def _try(person: Person, trial: TrialProposal) -> None:
    """Each scores a little otherwise than the office."""
    shift = len(person.username) % 3 - 1
    given = {code: max(1, min(5, score + shift)) for code, score in trial.key.items()}
    calibrations.score(trial, given, by=person)


def decide(world: World, application: Application, row: dict[str, str]) -> None:
    """The decision, if any; one was on the reserve first."""
    if row["state"] not in {"selected", "declined"}:
        return
    if row["organisation"] == ON_RESERVE:
        _decide(world, application, "reserve", RESERVED, "en", at(application.call.answers_on, days=-7))
    decided = at(application.call.answers_on, days=-5)
    _decide(world, application, row["state"], row["reason"], row["written_in"], decided)


def _decide(
    world: World, application: Application, outcome: str, reason: str, written_in: str, now: datetime.datetime
) -> None:
    """The chair proposes, an officer confirms."""
    proposal = proposed_decisions.propose(
        application, outcome=outcome, reason=reason, written_in=written_in, by=world.people["panel_chair"], now=now
    )
    decisions.confirm(proposal, by=world.people["programme_officer"], now=now)


def suggest(world: World, application: Application) -> None:
    """A decision that waits for a second person."""
    proposed_decisions.propose(application, outcome="selected", reason=PROPOSED, by=world.people["panel_chair"])


def _review(application: Application, review: Any, scores: str, *, by: Person) -> None:
    criteria = application.call.criteria.all()
    given = {
        criterion.code: (int(score), REASONS[int(score)]) for criterion, score in zip(criteria, scores, strict=True)
    }
    comment = HELPS if any(int(score) <= reviews.LOW for score in scores) else ""
    reviews.score(review, given, for_applicant=comment, by=by)
    reviews.submit(review, by=by)


def propose(world: World, call: Call) -> None:
    """The reviewers say what they read and know; a proposal waits to be looked at for what has no reviewers yet."""
    officer = world.people["programme_officer"]
    for name, (languages, themes, most) in READS.items():
        person = world.people[name]
        known = Theme.objects.of(Scheme.THEMES).filter(code__in=themes)
        panels.describe(call, person, languages=languages, themes=list(known), most=most, by=person)
    counts = {"reviewers": len(REVIEWERS), "reviewers_women": 2, "reviewers_young": 1, "panel": 1}
    panels.count(call, counts, by=officer)
    asked = assignments.propose(call, by=officer)
    reckonings.reckon.func(asked.public_id)  # here and now: the demo waits for no worker


def at(day: datetime.date, *, days: int = 0) -> datetime.datetime:
    """Noon of the day so many days later."""
    noon = datetime.datetime.combine(day + datetime.timedelta(days=days), datetime.time(12))
    return timezone.make_aware(noon)
