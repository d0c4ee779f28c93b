"""How long the atlas keeps what it knows: what was published stays, what was only begun does not."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from saanjh.atlas.models import Claim, FormerSlug, Initiative, Sweep
from saanjh.ground.retention import clock, kept


@clock("initiative-drafts", Initiative, what="initiatives that were never published", starts="the draft was begun")
def drafts(before: datetime) -> QuerySet[Any]:
    return Initiative.objects.filter(state=Initiative.State.DRAFT, published_at=None, created_at__lt=before)


kept(FormerSlug, "an old public address, which goes on leading to its initiative")
kept(Claim, "what others have published")
kept(Sweep, "which districts were asked when: what makes “nothing known” mean something")
