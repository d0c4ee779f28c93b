"""How long programmes are kept: for as long as somebody can ask what was intended and paid."""

from saanjh.ground.retention import kept
from saanjh.programmes.models import (
    ChosenIndicator,
    Contribution,
    Indicator,
    Objective,
    Programme,
    Receipt,
    StrikeOut,
    Theme,
)

for each in (Programme, Objective, Indicator, ChosenIndicator, Theme):
    kept(each, "public: what is intended and how it is measured")
for money in (Contribution, Receipt, StrikeOut):
    kept(money, "money that was given is accounted for as long as the programme")
