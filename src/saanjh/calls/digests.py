"""The digest of plain values, by which the history's chain covers what was asked of the worker and answered."""

import hashlib
import json
from typing import Any


def digest(plain: dict[str, Any]) -> str:
    """SHA-256 of the values in one fixed writing."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
