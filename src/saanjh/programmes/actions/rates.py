"""Exchange rates are recorded, each with its day and its source; none is changed."""

import datetime
from decimal import Decimal

from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.writing import action
from saanjh.kit import money
from saanjh.programmes import rules
from saanjh.programmes.models import ExchangeRate, Programme


@action
def record(
    programme: Programme, *, of: str, into: str, value: Decimal, day: datetime.date, source: str, by: Person
) -> ExchangeRate:
    """Record what one `of` was worth in `into` on a day. Of two for a day, the one recorded later holds."""
    rules.may_keep_accounts(programme, by=by)
    rules.sound_currency(of, field="of")
    rules.sound_currency(into, field="into")
    rules.sound_rate(of, into, value, day)
    rate = ExchangeRate.objects.create(
        programme=programme, of=of, into=into, value=value, day=day, source=source, recorded_by=by
    )
    history.record("rate_recorded", programme, by=by, of=of, into=into, value=money.plain(value), day=day.isoformat())
    return rate
