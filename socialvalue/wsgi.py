import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")
application = get_wsgi_application()

# After Django is set up
from socialvalue.documents.services.receiving import sweep  # noqa: E402

sweep()
