"""Framework versions for tests, through the real services."""

from socialvalue.accounts.enums import Role
from socialvalue.framework import services
from socialvalue.framework.models import FrameworkVersion, Outcome
from tests.builders import people
from tests.fixtures.remembered import remembered

_numbers = iter(range(1, 10**9))


@remembered
def editor(council=None):
    """A commissioner, who edits the council's frameworks."""
    return people.person(council or people.council(), Role.COMMISSIONER)


@remembered
def draft(by, *, measures: int = 1, kind: str = "outcome") -> FrameworkVersion:
    """A draft with one priority, one outcome and so many measures."""
    code = f"fw-{next(_numbers)}"
    framework = services.create_framework(by=by, council=by.council, code=code, name=f"Framework {code}")
    version = services.start_version(framework, by=by)
    services.edit_details(version, by=by, source="A strategy", licence="Open Government Licence v3.0")
    priority = services.add_priority(version, by=by, code="LE", name="Local employment", description="Work for people here")
    outcome = services.add_outcome(priority, by=by, code="LE1", name="People are in lasting work")
    for number in range(1, measures + 1):
        services.add_measure(
            outcome, by=by, code=f"LE1.{number}", name=f"People in work, kind {number}", unit="people", kind=kind
        )
    return FrameworkVersion.objects.get(pk=version.pk)


@remembered
def published(by, **content) -> FrameworkVersion:
    return services.publish_version(draft(by, **content), by=by)


def an_outcome(version) -> Outcome:
    return Outcome.objects.filter(priority__version=version).first()
