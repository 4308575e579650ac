"""What each process may do in PostgreSQL, and for how long: ``manage.py database_roles``, as the owner, after every migrate."""

import os
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from socialvalue.health.calculations.roles import SERVING, changes
from socialvalue.health.selectors.roles import found, owners, rights_wanted
from socialvalue.health.services.roles import put_right

VARIABLE = "POSTGRES_{kind}_PASSWORD"


class Command(BaseCommand):
    help = (
        "Say, as SQL, what is to be changed so that the roles of the web processes, of the worker and of the linker have the "
        "rights and the time they need and no more; --apply does it. Connect as the owner of the tables. Their passwords come "
        "from POSTGRES_WEB_PASSWORD, POSTGRES_WORKER_PASSWORD and POSTGRES_LINKER_PASSWORD."
    )
    # Also while migrations wait: whatever is there has its rights
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true", help="Do it, and say what was changed.")
        parser.add_argument("--web", default="", help="The web processes' role; without it the owner's name and _web.")
        parser.add_argument("--worker", default="", help="The worker's role; without it the owner's name and _worker.")
        parser.add_argument(
            "--linker", default="", help="The role that links the record; without it the owner's name and _linker."
        )

    def handle(self, *args, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles: set DATABASE_URL to the owner's address.")
        named = {kind: options[kind] for kind in SERVING}
        passwords = {kind: os.environ.get(VARIABLE.format(kind=kind.upper()), "") for kind in SERVING}
        self.check_roles(named, passwords)
        with _refusals_said():
            if not options["apply"]:
                self.say(changes(found(**named), rights_wanted(), {}))
                return
            made = put_right(**named, passwords=passwords)
        # PostgreSQL only warns of a right that was not the owner's to take
        left = changes(found(**named), rights_wanted(), {})
        for change in made:
            if change.sql not in {one.sql for one in left}:
                self.stdout.write(change.says)
        if not made:
            self.stdout.write("Nothing to change.")
        if left:
            wanted = "\n".join(f"{one.sql};" for one in left)
            raise CommandError(f"The owner may not do this; the rest is done. A role that may runs, once:\n{wanted}")

    def check_roles(self, named: dict[str, str], passwords: dict[str, str]) -> None:
        """That the one who is connected owns what it is to grant, and gives three roles three names."""
        names = found(**named).names
        if len(set(names.values())) < len(names):
            raise CommandError("Owner, web, worker and linker are four roles: give each its own name, and connect as the owner.")
        others = [name for name in owners() if name != names["owner"]]
        if others:
            raise CommandError(f"There are tables that {names['owner']} does not own: connect as their owner, {others[0]}.")
        for kind, password in passwords.items():
            if not password.isascii():
                raise CommandError(f"{VARIABLE.format(kind=kind.upper())}: letters, digits, - and _ only.")

    def say(self, wanted) -> None:
        for change in wanted:
            self.stdout.write(f"-- {change.says}\n{change.sql}{'' if change.sql[0] == chr(92) else ';'}")
        if not wanted:
            self.stdout.write("-- Nothing to change.")


@contextmanager
def _refusals_said():
    """An owner that may not make roles is told what to do instead, without a trace."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as refused:
        raise CommandError(
            f"The database refused it, and nothing was changed: {str(refused).strip()}. A role that may (a superuser, or one "
            "with CREATEROLE) runs what this command prints without --apply."
        ) from refused
