"""The tables of the atlas, one file a noun."""

from saanjh.atlas.models.claims import Claim
from saanjh.atlas.models.initiatives import FormerSlug, Initiative, Precision
from saanjh.atlas.models.sweeps import Sweep

__all__ = ["Claim", "FormerSlug", "Initiative", "Precision", "Sweep"]
