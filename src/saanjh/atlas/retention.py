"""How long the atlas keeps what it knows: what was published stays, what was only begun does not."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from saanjh.atlas.models import Claim, FormerSlug, Initiative, Sweep
from saanjh.ground.holdings import told, untold
from saanjh.ground.models import Organisation, Person
from saanjh.ground.retention import clock, kept


@clock("initiative-drafts", Initiative, what="initiatives that were never published", starts="the draft was begun")
def drafts(before: datetime) -> QuerySet[Any]:
    return Initiative.objects.filter(state=Initiative.State.DRAFT, published_at=None, created_at__lt=before)


kept(FormerSlug, "an old public address, which goes on leading to its initiative")
kept(Claim, "what others have published")
kept(Sweep, "which districts were asked when: what makes “nothing known” mean something")

told(Person, Sweep, "confirmed_by", "public_id asked_on")
told(
    Organisation,
    Initiative,
    "organisation",
    "public_id slug title_en title_ur summary written_in starts_on ends_on amount_minor currency state "
    "public_precision excluded_for_safety published_at",
)
untold(Organisation, Initiative, "award__organisation", "the same initiatives, told by their organisation already")
told(Organisation, Initiative.partners.through, "organisation", "initiative__public_id initiative__title_en")
told(
    Organisation, Initiative.partners.through, "initiative__organisation", "initiative__public_id organisation__name_en"
)
told(Organisation, Initiative.districts.through, "initiative__organisation", "initiative__public_id district__slug")
told(Organisation, Initiative.activity_types.through, "initiative__organisation", "initiative__public_id theme__code")
told(Organisation, Initiative.target_groups.through, "initiative__organisation", "initiative__public_id theme__code")
told(Organisation, FormerSlug, "initiative__organisation", "initiative__public_id slug")
