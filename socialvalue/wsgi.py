import logging
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from socialvalue.common.arrival import stamped

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")
application = stamped(get_wsgi_application())

# After Django is set up
from django.db import connection  # noqa: E402

from socialvalue.documents.services.receiving import sweep  # noqa: E402
from socialvalue.health.selectors.roles import role_warning  # noqa: E402

sweep()
if settings.PRODUCTION:
    log = logging.getLogger(__name__)
    if not settings.CLAMD_URL:
        log.warning("CLAMD_URL is not set: no file that people upload is looked at by a virus scanner.")
    if warning := role_warning():
        log.warning(warning)
    # What it asked with is not the first request's
    connection.close()
