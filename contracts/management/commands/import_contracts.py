"""Import contracts: ``manage.py import_contracts FILE [--dry-run] [--map MAP.json]``. Exit 0 when imported, 2 when refused."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from contracts.imports.calculations.mapping import Meaning, meaning_of
from contracts.imports.documents.columns import HEADINGS
from contracts.imports.services import import_contracts
from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused


class Command(BaseCommand):
    help = "Import contracts (CSV or XLSX), all of it or nothing. The headings: docs/imports.md."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="Check the file, and do nothing.")
        parser.add_argument("--map", help="A JSON file that says what the headings and words of the file mean.")
        parser.add_argument("--council", help="Its name; needed only where there are several.")
        parser.add_argument("--by", help="The email address of the contract manager who imports it.")

    def handle(self, *args, **options):
        try:
            with clock.fixed():
                self.bring(options)
        except DomainError as refusal:
            for message in [m for _, m in refusal.problems] if isinstance(refusal, Refused) else [refusal.message]:
                self.stderr.write(message)
            self.stdout.write("0 created, 0 updated, 0 unchanged, 0 refused")
            sys.exit(2)

    def bring(self, options: dict[str, Any]) -> None:
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as failed:
            raise Refused(f"{path.name} cannot be opened: {failed.strerror}") from None
        council = self.council(options["council"])
        outcome = import_contracts(
            by=self.person(options["by"], council),
            council=council,
            data=data,
            name=path.name,
            dry_run=options["dry_run"],
            meaning=self.meaning(options["map"]),
        )
        for told in outcome.passed:
            self.stdout.write(told)
        for note in outcome.notes:
            self.stdout.write(str(note))
        if outcome.unknown:
            self.stdout.write(f"Headings not known, and not imported: {', '.join(outcome.unknown)}")
        for problem in outcome.problems:
            self.stderr.write(str(problem))
        for asked in outcome.open_questions:
            names = "; ".join(f"{one} {one.registration_number}".strip() for one in asked.candidates)
            lines = ", ".join(map(str, asked.lines))
            self.stderr.write(
                f"line {lines}, supplier: “{asked.name}” {asked.why} ({names}). Say which is meant: import the file on the page."
            )
        if options["dry_run"] and outcome.is_ready:
            for line, reference, did in outcome.lines:
                self.stdout.write(
                    f"line {line}: {reference} would be {did}" if did != "unchanged" else f"line {line}: {reference} unchanged"
                )
            self.stdout.write("Nothing was imported: this was a dry run.")
        if not outcome.is_ready:
            self.stderr.write("Nothing was imported: correct or answer these first.")
        self.stdout.write(outcome.summary)
        if not outcome.is_ready:
            sys.exit(2)

    def meaning(self, name: str | None) -> Meaning:
        """What the file of ``--map`` says. Raises Refused where it cannot be read or names what there is not."""
        if not name:
            return Meaning()
        try:
            return meaning_of(json.loads(Path(name).read_text(encoding="utf-8")), HEADINGS)
        except OSError as failed:
            raise Refused(f"{Path(name).name} cannot be opened: {failed.strerror}") from None
        except ValueError as wrong:
            raise Refused(f"{Path(name).name} cannot be read: {wrong}") from None

    def council(self, name: str | None) -> Organisation:
        councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL).order_by("pk")
        if name:
            found = councils.filter(name__iexact=name).first()
            if found is None:
                raise Refused(f"There is no council called “{name}”. There is: {', '.join(c.name for c in councils)}.")
            return found
        found = councils.first()
        if found is None:
            raise Refused("There is no council yet. Add one first.")
        return found

    def person(self, address: str | None, council: Organisation) -> User:
        """Who answers for the import in the audit record: the person named, or the council's first contract manager."""
        managers = User.objects.holding(Permission.EDIT_CONTRACTS, council).order_by("pk")
        found = managers.filter(email__iexact=address).first() if address else managers.first()
        if found is None:
            whose = f"{address} is" if address else "Nobody is"
            raise Refused(f"{whose} {'no ' if address else 'a '}contract manager of {council.name}")
        return found
