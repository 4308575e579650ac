"""What several tests of independent checks do."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.independent.services import Look
from contracts.returns.models import Return
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people

NOW = datetime(2026, 1, 20, 9, tzinfo=clock.LONDON)
AGREES = Look(finding="agrees", how="files", looked_at="The three contracts of employment.")
DIFFERS = Look(
    finding="differs", how="records", looked_at="The pay roll of April to June.", words="Only two of the three were paid."
)
CANNOT = Look(finding="cannot", words="The provider has not kept the lists of that quarter.")


def verified(who=None) -> tuple[Return, build.Parties]:
    """A return that the manager verified; the contract is of the council's first directorate."""
    contract, who = build.active_contract(who)
    return build.verified_return(build.first_due(contract), who), who


def outsider(who):
    """Somebody who verifies returns and has nothing to do with the contract."""
    return people.person(who.council, Role.LEAD_DIRECTOR)


def report(name: str = "report.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"We looked at the pay roll and found two of three.")
