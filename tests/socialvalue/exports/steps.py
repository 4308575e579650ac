"""What the tests of long files do: a council with a few things that happened, and a worker."""

import re
from html import unescape

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.exports import services
from socialvalue.exports.documents import kind_of
from socialvalue.exports.models import Export
from socialvalue.jobs.services import run_job
from tests.builders import people

FILE = "/administration/audit.csv"


def administrator(council=None) -> User:
    return people.person(council or people.council(), Role.ADMINISTRATOR)


def asked(by: User, kind: str = "audit", **how) -> Export:
    return services.ask(kind_of(kind), by=people.fresh(by), **how)


def made(by: User, kind: str = "audit", **how) -> Export:
    """Asked for, and made by the worker."""
    export = asked(by, kind, **how)
    run_job(export.job_id)
    export.refresh_from_db()
    return export


def content(export: Export) -> str:
    with export.file.open("rb") as file:
        return file.read().decode("utf-8-sig")


def words_of(response) -> str:
    """What the page says, without how."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())
