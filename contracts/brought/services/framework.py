"""Priorities and measures by their codes, of the frameworks that the council has published."""

from collections.abc import Callable

from socialvalue.accounts.models import Organisation
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Measure, Priority

Tell = Callable[[str, str], None]


class Framework:
    """Read once a file."""

    def __init__(self, council: Organisation):
        published = {"version__status": VersionStatus.PUBLISHED, "version__framework__council": council}
        priorities = Priority.objects.filter(**published).select_related("version__framework")
        self.priorities: dict[str, list[Priority]] = {}
        for priority in priorities.order_by("version__framework__name", "version", "order", "pk"):
            self.priorities.setdefault(_plain(priority.code), []).append(priority)
        measures = Measure.objects.filter(outcome__priority__in=priorities).select_related(
            "outcome__priority__version__framework"
        )
        self.measures: dict[str, list[Measure]] = {}
        for measure in measures.order_by("outcome__priority__version", "order", "pk"):
            self.measures.setdefault(_plain(measure.code), []).append(measure)

    def found(self, priority: str | None, measure: str | None, tell: Tell) -> tuple[Priority | None, Measure | None]:
        """The records of both codes; what is not one of them is told with its heading. A measure brings its priority."""
        wanted = self.priorities.get(_plain(priority), []) if priority else []
        if priority and not wanted:
            codes = ", ".join(sorted({one.code for some in self.priorities.values() for one in some})) or "none is published"
            tell("priority", f"is no priority of the council’s framework: {codes}")
            return None, None
        if not measure:
            if len(wanted) > 1:
                tell("priority", f"is a code of several frameworks ({_of(wanted)}): say the measure too")
                return None, None
            return (wanted[0] if wanted else None), None
        found = self.measures.get(_plain(measure), [])
        if not found:
            tell("measure", "is no measure of the council’s framework")
            return None, None
        codes_wanted = {(one.code, one.version.framework_id) for one in wanted}
        fitting = [one for one in found if not wanted or _priority_of(one) in codes_wanted]
        if not fitting:
            tell(
                "measure",
                f"is a measure of the priority {found[0].outcome.priority.code}: choose that priority, or another measure",
            )
            return None, None
        if len(fitting) > 1:
            tell(
                "measure",
                f"is a code of several frameworks ({_of([one.outcome.priority for one in fitting])}): say the priority too",
            )
            return None, None
        return None, fitting[0]


def _priority_of(measure: Measure) -> tuple[str, int]:
    priority = measure.outcome.priority
    return priority.code, priority.version.framework_id


def _of(priorities: list[Priority]) -> str:
    return ", ".join(f"{one.version.framework.name}: {one.name}" for one in priorities)


def _plain(code: str) -> str:
    return "".join(code.split()).casefold()
