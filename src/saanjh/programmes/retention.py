"""How long programmes are kept: for as long as somebody can ask what was intended and paid."""

from saanjh.ground.holdings import told
from saanjh.ground.models import Organisation, Person
from saanjh.ground.retention import kept
from saanjh.programmes.models import (
    ChosenIndicator,
    Contribution,
    ExchangeRate,
    Indicator,
    Objective,
    Programme,
    Receipt,
    StrikeOut,
    Theme,
)

for each in (Programme, Objective, Indicator, ChosenIndicator, Theme):
    kept(each, "public: what is intended and how it is measured")
for money in (Contribution, Receipt, StrikeOut, ExchangeRate):
    kept(money, "money that was given is accounted for as long as the programme")

told(Person, StrikeOut, "struck_out_by", "struck_out_at")
told(Person, ExchangeRate, "recorded_by", "of into value day")
told(
    Organisation, Contribution, "donor", "public_id amount_minor currency pledged_on expected_on earmark_en earmark_ur"
)
told(Organisation, Receipt, "contribution__donor", "amount_minor received_on")
told(Organisation, StrikeOut, "receipt__contribution__donor", "reason struck_out_at")
