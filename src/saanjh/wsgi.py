"""Where the web server meets the project."""

import gc
import os

from saanjh.web.loading import (
    forget_descriptions,
    keep_addresses_once,
    keep_domains_as_text,
    load_when_used,
    without_type_checkers,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saanjh.settings")
with without_type_checkers(), load_when_used("sqlparse"):
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()

from django.conf import settings
from django.db import connection

from saanjh.ground import installation
from saanjh.web.bodies import WholeBodies

# One file, larger than any that is taken so that the form can refuse it in words, and the fields beside it
application = WholeBodies(django, largest=settings.UPLOAD_READ_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

installation.is_demo()  # so that the first page says it too when that page is one of an error, without a database
connection.close()  # those who serve open their own
keep_addresses_once()  # all pages are loaded now, not by the first visitor
keep_domains_as_text()
forget_descriptions()

# Django's requests are cycles: only the collector frees them, and it waits until they are a quarter of everything that
# stays. What is loaded by now stays for good; left out of that count, requests are freed much sooner.
gc.collect()
gc.freeze()
