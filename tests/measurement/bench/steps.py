"""People who buy, and a crowd of suppliers, for what is measured of procurement."""

from random import Random

from measurement.bench.rows import Crowd
from measurement.bench.tenders import Staff
from socialvalue.accounts.enums import Role
from socialvalue.framework.models import FrameworkVersion
from tests.builders import people

from .test_loading import around


def staff(council) -> Staff:
    return Staff(
        commissioner=people.person(council, Role.COMMISSIONER),
        procurement=people.person(council, Role.PROCUREMENT_OFFICER),
        lead=people.person(council, Role.EVALUATION_LEAD),
        council=council,
        framework=FrameworkVersion.objects.get(framework__council=council),
    )


def crowd() -> tuple[Staff, Crowd]:
    about = around()
    return staff(about.council), Crowd(about, Random(7))
