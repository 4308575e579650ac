"""Bring obligations and KPIs of running contracts in: ``manage.py import_obligations FILE``. The headings: docs/imports.md."""

from contracts.brought.enums import Holds
from contracts.management.commands._brought import BringCommand


class Command(BringCommand):
    help = "Import obligations and KPIs of running contracts (CSV or XLSX), all of the file or nothing."
    holds = Holds.OBLIGATIONS
