"""The claims, in the order of the alphabet and in no other."""

from saanjh.atlas.models import Claim


def claims() -> list[Claim]:
    """Every claim. One query."""
    return list(Claim.objects.public().order_by("name_en", "pk"))
