"""The rooms of procurement: what each of them registers when the storey starts, listed here and nowhere else."""

from procurement.award import tasks as award_tasks
from procurement.award import workflow as award_workflow
from procurement.award.models import AssessmentSummary
from procurement.award.services.lengthening import count_lengthened_by
from procurement.award.services.telling import JOB_KIND
from procurement.bidding import workflow as bidding_workflow
from procurement.commissioning import tasks as commissioning_tasks
from procurement.commissioning import timelines as commissioning_timelines
from procurement.commissioning import workflow as commissioning_workflow
from procurement.commissioning.models import FrozenDocument
from procurement.engagement import timelines as engagement_timelines
from procurement.engagement.models import Event
from procurement.evaluation import workflow as evaluation_workflow
from procurement.panel import timelines as panel_timelines
from procurement.panel import workflow as panel_workflow
from procurement.pipeline import timelines as pipeline_timelines
from procurement.pipeline import workflow as pipeline_workflow
from procurement.tendering import timelines as tendering_timelines
from procurement.tendering import workflow as tendering_workflow
from socialvalue.documents.visibility import owned_by
from socialvalue.jobs.services import handler
from socialvalue.law.services import counts_standstills

# What timelines may show of changes
TIMELINES = (
    commissioning_timelines,
    engagement_timelines,
    pipeline_timelines,
    tendering_timelines,
    panel_timelines,
)
# The tables of states, drawn in docs/states.md
WORKFLOWS = (
    award_workflow,
    bidding_workflow,
    commissioning_workflow,
    evaluation_workflow,
    panel_workflow,
    pipeline_workflow,
    tendering_workflow,
)


def register() -> None:
    """Called once, by the storey's ``ready``."""
    for timelines in TIMELINES:
        timelines.register()
    handler(commissioning_tasks.JOB)(commissioning_tasks.make_pdf)
    handler(JOB_KIND)(award_tasks.make_pdfs)
    counts_standstills(count_lengthened_by)
    owned_by("procurement.assessmentsummary", AssessmentSummary.objects.visible_to)
    owned_by("procurement.frozendocument", FrozenDocument.objects.visible_to)
    # An advertised event is public; its files are the council's own
    owned_by("procurement.event", Event.objects.inside)
