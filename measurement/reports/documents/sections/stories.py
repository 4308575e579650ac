"""What people say: stories told with consent, in verified returns of the period."""

from contracts.evidence.models import Story
from contracts.register.models import Contract
from contracts.schedule.enums import ReturnStatus
from measurement.reports.documents.sections.material import Material
from measurement.reports.documents.sections.section import Part
from measurement.reports.models import Report
from socialvalue.common.templatetags.formats import plain_day

STORIES_SHOWN = 8
NO_STORY = "No story told with consent came with the verified returns of this period."


def _freeze(material: Material) -> dict:
    """The latest first."""
    contract, scope = "kpi_return__due__kpi__obligation__contract", material.scope
    rows = (
        Story.objects.filter(
            consent=True,
            kpi_return__status=ReturnStatus.VERIFIED,
            kpi_return__due__ends_on__range=(scope.starts_on, scope.ends_on),
            **{f"{contract}__in": scope.contracts()},
        )
        .select_related(contract)
        .prefetch_related(f"{contract}__parties")
        .order_by("-kpi_return__due__ends_on", "-pk")[:STORIES_SHOWN]
    )
    return {"stories": [_story(s) for s in rows]}


def _story(story: Story) -> dict:
    due = story.kpi_return.due
    contract: Contract = due.kpi.obligation.contract
    return {
        "title": story.title,
        "text": story.text,
        "contract": contract.title,
        "supplier": ", ".join(contract.suppliers_on(due.due_on)),
        "period": f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}",
    }


def _texts(report: Report) -> list[str]:
    return [] if report.content["stories"] else [NO_STORY]


PART = Part("stories", "What people say", "stories", _texts, _freeze)
