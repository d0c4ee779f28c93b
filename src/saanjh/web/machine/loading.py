"""Loads the API's library without Django's test tools, which it would bring along."""

import sys
from types import ModuleType

from django.core import signals


def load_api_library() -> None:
    """django-ninja asks django.test for one signal, which Django keeps elsewhere; all of Django's test tools and
    Python's would come along, 2 MB a worker. While it is loaded that one signal stands in for them. Should it ask for
    more one day, it gets them all.
    """
    if "django.test" not in sys.modules:
        tests, theirs = ModuleType("django.test"), ModuleType("django.test.signals")
        theirs.setting_changed = signals.setting_changed  # type: ignore[attr-defined]
        sys.modules |= {"django.test": tests, "django.test.signals": theirs}
        try:
            import ninja
        except ImportError:
            for name in [each for each in sys.modules if each.partition(".")[0] == "ninja"]:
                del sys.modules[name]
        finally:
            del sys.modules["django.test"], sys.modules["django.test.signals"]
    import ninja  # noqa: F401
