"""The site's own settings, and one wrong thing besides (apps.py)."""

import os

from saanjh.settings import *  # noqa: F403
from saanjh.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.lasting.wrong.apps.Wrong"]

if os.environ["LASTING_MUTANT"] == "synchronous_normal":
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")  # type: ignore[index]
