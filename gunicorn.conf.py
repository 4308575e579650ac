"""What every gunicorn started from this folder does: it says nothing of itself, and its log says no token."""

from gunicorn.glogging import Logger
from gunicorn.http.wsgi import Response

from socialvalue.common.logs import HideSecrets


class QuietLogger(Logger):
    """A link in an email is let in by the token in its address: who reads the log must not be."""

    def setup(self, cfg):
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.addFilter(HideSecrets())


def _without_server(headers=Response.default_headers):
    return lambda self: [line for line in headers(self) if not line.startswith("Server:")]


Response.default_headers = _without_server()
logger_class = QuietLogger
