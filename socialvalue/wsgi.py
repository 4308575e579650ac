import logging
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")
application = get_wsgi_application()

# After Django is set up
from socialvalue.documents.services.receiving import sweep  # noqa: E402

sweep()
if settings.PRODUCTION and not settings.CLAMD_URL:
    logging.getLogger(__name__).warning("CLAMD_URL is not set: no file that people upload is looked at by a virus scanner.")
