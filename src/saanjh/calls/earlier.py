"""What an organisation answered in its earlier applications, offered where the same is asked again."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q

from saanjh.calls.models import Application
from saanjh.questions import earlier, queries

MOST_LOOKED_AT = 10  # applications, the latest first


@dataclass(frozen=True)
class Offer:
    """An earlier answer with the code of the call in which it was given; without one it stands in the profile."""

    earlier: earlier.Earlier
    call: str


def offers(application: Application, codes: Collection[str]) -> dict[str, Offer]:
    """What can be used again, by the code of the question, for questions of `codes` that have no answer yet.

    Only from applications of the same organisation, and of those that were joined with it. Three queries.
    """
    now = application.organisation.now
    rows = (
        Application.objects.filter(Q(organisation=now) | Q(organisation__merged_into=now))
        .exclude(pk=application.pk)
        .exclude(sheet__answers={})
        .select_related("sheet", "call")
        .order_by(F("submitted_at").desc(nulls_last=True), "-pk")[:MOST_LOOKED_AT]
    )
    before = {each.sheet_id: each for each in rows}
    sheet = application.sheet
    asked = [each for page in queries.sections(sheet.version) for each in page.questions.all() if each.code in codes]
    found = earlier.offered(asked, sheet.answers, [each.sheet for each in before.values()], now)
    return {each.question.code: Offer(each, before[each.sheet.pk].call.code if each.sheet else "") for each in found}
