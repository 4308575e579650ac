"""Import contracts: ``manage.py import_contracts FILE [--dry-run] [--map MAP.json] [--good-lines]``.

Exit 0 when all of it came in, 1 when with ``--good-lines`` some lines wait, 2 when nothing came in.
"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from contracts.imports.calculations.mapping import Meaning, meaning_of
from contracts.imports.documents.columns import COLUMNS
from contracts.imports.documents.outcomes import Outcome
from contracts.imports.services import import_contracts
from contracts.imports.services.waiting import bring_good_lines
from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused


class Command(BaseCommand):
    help = "Import contracts (CSV or XLSX), all of it or nothing, or its good lines. The headings: docs/imports.md."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="Check the file, and do nothing.")
        parser.add_argument("--map", help="A JSON file that says what the headings and words of the file mean.")
        parser.add_argument("--good-lines", action="store_true", help="Import what is right, and keep the rest to be put right.")
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
        meaning, by = self.meaning(options["map"]), self.person(options["by"], council)
        if options["good_lines"] and not options["dry_run"]:
            outcome, _ = bring_good_lines(council, by=by, name=path.name, data=data, meaning=meaning, answers={})
        else:
            outcome = import_contracts(
                by=by, council=council, data=data, name=path.name, dry_run=options["dry_run"], meaning=meaning,
                good_lines=options["good_lines"],
            )  # fmt: skip
        self.tell(outcome, dry_run=options["dry_run"])

    def tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        """What the file says and what came of it; the exit says whether all, some or nothing came in."""
        self.tell_of_cells(outcome)
        comes_in = outcome.is_ready or (outcome.good_lines and bool(outcome.lines))
        if dry_run and comes_in:
            for line, reference, did in outcome.lines:
                self.stdout.write(
                    f"line {line}: {reference} would be {did}" if did != "unchanged" else f"line {line}: {reference} unchanged"
                )
            self.stdout.write("Nothing was imported: this was a dry run.")
        if not comes_in:
            self.stderr.write("Nothing was imported: correct or answer these first.")
        elif outcome.left and not dry_run:
            self.stdout.write("The other lines are kept on the page “Import contracts”, where they can be put right.")
        self.stdout.write(outcome.counts)
        if not comes_in:
            sys.exit(2)
        if outcome.left:
            sys.exit(1)

    def tell_of_cells(self, outcome: Outcome) -> None:
        for told in outcome.passed:
            self.stdout.write(told)
        for note in outcome.notes:
            self.stdout.write(str(note))
        if outcome.unknown:
            self.stdout.write(f"Headings not known, and not imported: {', '.join(outcome.unknown)}")
        if outcome.good_lines:
            for missing in outcome.missing:
                self.stdout.write(f"{missing}. It is imported, and stands on the list of missing managers.")
        for problem in outcome.problems:
            self.stderr.write(str(problem))
        for asked in outcome.open_questions:
            names = "; ".join(f"{one} {one.registration_number}".strip() for one in asked.candidates)
            lines = ", ".join(map(str, asked.lines))
            self.stderr.write(
                f"line {lines}, supplier: “{asked.name}” {asked.why} ({names}). Say which is meant: import the file on the page."
            )

    def meaning(self, name: str | None) -> Meaning:
        """What the file of ``--map`` says. Raises Refused where it cannot be read or names what there is not."""
        if not name:
            return Meaning()
        try:
            return meaning_of(json.loads(Path(name).read_text(encoding="utf-8")), [column.name for column in COLUMNS])
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
