"""The one write to the roles of the database. No audit event: who runs the service does it, and the record knows no roles."""

from django.db import connection, transaction

from socialvalue.health.calculations.roles import Change, changes
from socialvalue.health.selectors.roles import found, rights_wanted


@transaction.atomic
def put_right(*, web: str = "", worker: str = "", linker: str = "", passwords: dict[str, str]) -> list[Change]:
    """Make the four roles what they should be, as the owner, who is connected; all that was changed. Again does nothing.

    A new role without a password stays without one, and is the last that is told of it.
    """
    made = changes(found(web=web, worker=worker, linker=linker), rights_wanted(), passwords)
    with connection.cursor() as cursor:
        for change in made:
            if not change.sql.startswith("\\"):
                cursor.execute(change.sql)
    return made
