"""What ``import_obligations`` and ``import_returns`` have in common."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from contracts.brought.documents.columns import names_of
from contracts.brought.documents.outcome import Outcome
from contracts.brought.enums import Holds
from contracts.brought.services import bring_in
from contracts.imports.calculations.mapping import Meaning, meaning_of
from contracts.management.commands.import_contracts import Command as RegisterCommand
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused

NOTHING = "0 created, 0 updated, 0 unchanged, 0 refused"


class BringCommand(BaseCommand):
    """Exit 0 when everything came in, 1 when with ``--good-lines`` some lines wait, 2 when nothing came in."""

    holds: Holds

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="Check the file, and do nothing.")
        parser.add_argument("--good-lines", action="store_true", help="Import the lines that are right, although others are not.")
        parser.add_argument("--map", help="A JSON file that says what the headings and words of the file mean.")
        parser.add_argument("--council", help="Its name; needed only where there are several.")
        parser.add_argument("--by", help="The email address of the contract manager who imports it.")

    def handle(self, *args, **options):
        try:
            with clock.fixed():
                outcome = self.bring(options)
        except DomainError as refusal:
            for _, message in refusal.problems:
                self.stderr.write(message)
            self.stdout.write(NOTHING)
            sys.exit(2)
        self.say(outcome)
        if outcome.code:
            sys.exit(outcome.code)

    def bring(self, options: dict[str, Any]) -> Outcome:
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as failed:
            raise Refused(f"{path.name} cannot be opened: {failed.strerror}") from None
        register = RegisterCommand()
        council = register.council(options["council"])
        return bring_in(
            by=register.person(options["by"], council),
            council=council,
            holds=self.holds,
            data=data,
            name=path.name,
            dry_run=options["dry_run"],
            good_lines=options["good_lines"],
            verified_by=self.second(options.get("verified_by"), council),
            meaning=self.meaning(options["map"]),
        )

    def second(self, address: str | None, council: Organisation) -> User | None:
        """Who stands for what was verified. Raises Refused where the address is nobody's who verifies returns of the council."""
        if not address:
            return None
        found = User.objects.holding(Permission.VERIFY_RETURNS, council).filter(email__iexact=address).first()
        if found is None:
            raise Refused(f"{address} is nobody who verifies returns of {council.name}")
        return found

    def meaning(self, name: str | None) -> Meaning:
        """What the file of ``--map`` says. Raises Refused where it cannot be read or names what there is not."""
        if not name:
            return Meaning()
        try:
            return meaning_of(json.loads(Path(name).read_text(encoding="utf-8")), names_of(self.holds))
        except OSError as failed:
            raise Refused(f"{Path(name).name} cannot be opened: {failed.strerror}") from None
        except ValueError as wrong:
            raise Refused(f"{Path(name).name} cannot be read: {wrong}") from None

    def say(self, outcome: Outcome) -> None:
        for told in outcome.passed:
            self.stdout.write(told)
        for note in outcome.notes:
            self.stdout.write(str(note))
        if outcome.unknown:
            self.stdout.write(f"Headings not known, and not imported: {', '.join(outcome.unknown)}")
        for problem in outcome.problems:
            self.stderr.write(str(problem))
        if outcome.is_ready and outcome.dry_run:
            for line in outcome.lines:
                did = line.did if line.did == "unchanged" else f"would be {line.did}"
                self.stdout.write(f"line {line.line}: {line.contract}, {line.what}: {did}")
            self.stdout.write("Nothing was imported: this was a dry run.")
        if not outcome.is_ready:
            self.stderr.write("Nothing was imported: correct these first, or choose --good-lines.")
        self.stdout.write(outcome.summary)
