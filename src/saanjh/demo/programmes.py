"""The demo's programme: modelled on a real one, with invented words, givers and amounts."""

import csv
import datetime
from pathlib import Path

from saanjh.demo import people
from saanjh.demo.world import World
from saanjh.ground.access import ScopeKind
from saanjh.ground.actions import organisations
from saanjh.programmes.actions import contributions, indicators, objectives, programmes
from saanjh.programmes.models import Contribution, Indicator, Programme, Theme

CHOSEN = Path(__file__).with_name("chosen_indicators.csv")
SUMMARY = """\
Saath Saath gives small grants, with training and advice, to local organisations, universities and colleges that help \
neighbours to settle disputes early, to work on something together and to recover from what violence has done.

Each grant runs for six to ten months. What it did, whom it reached in numbers, what changed and what did not is \
published here, also when it did not work."""
OBJECTIVES = [
    (
        "Communities try out ways of their own to keep disputes and despair from turning into violence.",
        "بستیاں اپنے طریقے آزمائیں تاکہ جھگڑے اور مایوسی تشدد میں نہ بدلیں۔",
    ),
    (
        "Local organisations understand what drives violence where they work, and can run and account for a project.",
        "مقامی ادارے سمجھیں کہ ان کے علاقے میں تشدد کے پیچھے کیا ہے، اور منصوبہ چلا سکیں اور اس کا حساب دے سکیں۔",
    ),
    (
        "People who rarely meet do something together; more of them feel that they belong and can recover from a blow.",
        "جو لوگ کم ملتے ہیں وہ مل کر کچھ کریں؛ زیادہ لوگ خود کو شامل سمجھیں اور مشکل کے بعد سنبھل سکیں۔",
    ),
]
THEMES = {
    "npve_5r": ["revisit", "reach_out", "reduce_risk", "reinforce", "reintegrate"],
    "un_plan_of_action": ["dialogue", "communities", "youth", "gender"],
    "themes": ["social_cohesion", "youth", "women", "organisation_capacity", "networks"],
}
FUND = ("A fictional development fund (demo)", "ایک فرضی ترقیاتی فنڈ (ڈیمو)")
FOUNDATION = ("A fictional foundation for neighbours (demo)", "ہمسایوں کے لیے ایک فرضی فاؤنڈیشن (ڈیمو)")
SOCIETY = ("A fictional friendship society (demo)", "ایک فرضی انجمنِ دوستی (ڈیمو)")
OFFICE = (
    (
        "Saath Saath, the programme’s office (demo): second floor, above the public library, Neem Street, Islamabad. "
        "Monday to Friday, from nine to four. Ask at the reception: somebody writes for whoever wants to speak."
    ),
    (
        "ساتھ ساتھ، پروگرام کا دفتر (ڈیمو): دوسری منزل، عوامی کتب خانے کے اوپر، نیم سٹریٹ، اسلام آباد۔ "
        "پیر سے جمعہ، صبح نو بجے سے شام چار بجے تک۔ "
        "استقبالیہ پر پوچھیں: جو بول کر لکھوانا چاہے اس کے لیے کوئی لکھ دیتا ہے۔"
    ),
)


def tell(world: World) -> None:
    """Plan the programme, give its roles, say what it wants and measures, record who gives, and open it."""
    world.programme = programmes.plan(
        title_en="Saath Saath: small grants for neighbours (demo)",
        title_ur="ساتھ ساتھ: ہمسایوں کے لیے چھوٹی گرانٹس (ڈیمو)",
        summary=SUMMARY,
        written_in="en",
        office_en=OFFICE[0],
        office_ur=OFFICE[1],
        currency="PKR",
        starts_on=world.ago(420),
        ends_on=world.ago(-675),
        themes=[Theme.objects.get(scheme=scheme, code=code) for scheme, codes in THEMES.items() for code in codes],
        by=world.system,
    )
    people.tell_roles(world, ScopeKind.PROGRAMME, world.programme.pk)
    _say_what_for(world)
    _receive(world)
    programmes.open(world.programme, by=world.people["programme_officer"])


def _say_what_for(world: World) -> None:
    officer = world.people["programme_officer"]
    for text_en, text_ur in OBJECTIVES:
        objectives.add(world.programme, text_en=text_en, text_ur=text_ur, by=officer)
    with CHOSEN.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            indicator = Indicator.objects.get(code=row["code"])
            words = {name: row[name] for name in ("reason", "assumption", "written_in")}
            indicators.choose(world.programme, indicator=indicator, by=officer, **words)


def _receive(world: World) -> None:
    """Three pledges in two currencies: one has arrived in two parts, one in part, one not yet."""
    programme, finance = world.programme, world.people["finance_officer"]
    fund = _pledge(world, programme, FUND, 36_000_000_000, "PKR", world.ago(400), 30)
    for days, amount_minor in ((380, 18_000_000_000), (190, 18_000_000_000)):
        contributions.receive(fund, amount_minor=amount_minor, received_on=world.ago(days), by=finance)
    foundation = _pledge(
        world,
        programme,
        FOUNDATION,
        9_000_000_000,
        "PKR",
        world.ago(300),
        -45,
        earmark=("For grants led by women or young people", "خواتین یا نوجوانوں کی قیادت میں چلنے والی گرانٹس کے لیے"),
    )
    contributions.receive(foundation, amount_minor=4_500_000_000, received_on=world.ago(250), by=finance)
    _pledge(world, programme, SOCIETY, 15_000_000, "USD", world.ago(60), -20)


def _pledge(
    world: World,
    programme: Programme,
    names: tuple[str, str],
    amount_minor: int,
    currency: str,
    pledged_on: datetime.date,
    expected_in: int,
    earmark: tuple[str, str] = ("", ""),
) -> Contribution:
    donor = organisations.register(name_en=names[0], name_ur=names[1], kind="donor", is_public=True, by=world.system)
    return contributions.pledge(
        programme,
        donor=donor,
        amount_minor=amount_minor,
        currency=currency,
        pledged_on=pledged_on,
        expected_on=world.ago(expected_in),
        earmark_en=earmark[0],
        earmark_ur=earmark[1],
        by=world.people["finance_officer"],
    )
