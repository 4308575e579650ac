"""Bring past returns of running contracts in: ``manage.py import_returns FILE``. The headings: docs/imports.md."""

from contracts.brought.enums import Holds
from contracts.management.commands._brought import BringCommand


class Command(BringCommand):
    help = "Import past returns of running contracts (CSV or XLSX), all of the file or nothing."
    holds = Holds.RETURNS

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--verified-by", help="The email address of the officer who says that verified returns were verified."
        )
