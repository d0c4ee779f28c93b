"""Findings are written, published by somebody else, and withdrawn."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, search, states
from saanjh.ground.models import Person
from saanjh.ground.naming import both
from saanjh.ground.notices import tell
from saanjh.ground.once import digest_of
from saanjh.ground.refusals import Conflict, Refusal, need_change
from saanjh.ground.writing import action, afresh
from saanjh.research import notices, rules
from saanjh.research.models import Finding, Passage, Study

WORDS = ("title_en", "title_ur", "statement", "strength", "written_in")


@action
def write(study: Study, *, passages: Collection[Passage], by: Person, **words: Any) -> Finding:
    """Begin a finding, as a draft, with the passages that it rests on."""
    rules.may_lead(study, by=by)
    rules.may_rest_on(study, passages)
    facts = {name: words[name] for name in WORDS if name in words}
    finding = Finding.objects.create(study=study, written_by=by, **facts)
    finding.passages.set(passages)
    history.record("finding_written", finding, by=by, study=study.public_id, passages=len(passages))
    return finding


@action
def rewrite(finding: Finding, *, passages: Collection[Passage], by: Person, **words: Any) -> Finding:
    """Change a draft; its writer alone does."""
    rules.may_lead(finding.study, by=by)
    rules.may_rest_on(finding.study, passages)
    if afresh(finding).state != Finding.State.DRAFT or finding.written_by_id != by.pk:
        raise Refusal(_("Only a draft is changed, and only by whoever wrote it."))
    changed = [name for name in WORDS if name in words and getattr(finding, name) != words[name]]
    rests_on_others = set(passages) != set(finding.passages.all())
    need_change([*changed, "passages"] if rests_on_others else changed)
    for name in changed:
        setattr(finding, name, words[name])
    finding.save(update_fields=changed)
    finding.passages.set(passages)
    history.record("finding_rewritten", finding, by=by, passages=len(passages))
    return finding


def digest_to_read(finding: Finding) -> str:
    """The digest of all that somebody reads before publishing: the words, and the passages that they rest on."""
    words = [(name, [str(getattr(finding, name))]) for name in WORDS]
    passages = finding.passages.order_by("pk").values_list("public_id", flat=True)
    return digest_of([*words, ("passages", list(passages))])


@action
def publish(finding: Finding, *, read: str, by: Person) -> Finding:
    """Put the finding on the public pages, with what it quotes: as it was `read`, which its digest proves.

    Raises Conflict when the words or the passages are no longer those that were read.
    """
    rules.may_publish(afresh(finding), by=by)
    if read != digest_to_read(finding):
        raise Conflict(
            _("This finding was changed after you opened it. Below it stands as it is now: read it, then publish it.")
        )
    states.move(finding, "publish", rules.MOVES)
    finding.published_by, finding.published_at = by, timezone.now()
    finding.save(update_fields=["state", "published_by", "published_at"])
    history.record("finding_published", finding, by=by)
    search.follow(finding)
    tell([finding.written_by], notices.PUBLISHED, finding, **both(finding))
    return finding


@action
def withdraw(finding: Finding, *, by: Person) -> Finding:
    """Take the finding off the public pages, at once."""
    rules.may_withdraw(finding, by=by)
    states.move(finding, "withdraw", rules.MOVES)
    finding.save(update_fields=["state"])
    search.follow(finding)
    history.record("finding_withdrawn", finding, by=by)
    return finding
