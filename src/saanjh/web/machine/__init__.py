"""The machine door: the API, health, what devices speak."""

import sys
from types import ModuleType

from django.core import signals

# django-ninja asks django.test for one signal, which Django keeps elsewhere; all of Django's test tools and Python's
# would come along, 2 MB a worker. While it is loaded that one signal stands in for them.
if "django.test" not in sys.modules:
    tests, theirs = ModuleType("django.test"), ModuleType("django.test.signals")
    theirs.setting_changed = signals.setting_changed  # type: ignore[attr-defined]
    sys.modules |= {"django.test": tests, "django.test.signals": theirs}
    try:
        import ninja  # noqa: F401
    finally:
        del sys.modules["django.test"], sys.modules["django.test.signals"]
