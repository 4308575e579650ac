"""The rooms of procurement: what each of them registers when the storey starts, listed here and nowhere else."""

from django.urls import register_converter

from procurement.award import tasks as award_tasks
from procurement.award import workflow as award_workflow
from procurement.award.models import AssessmentSummary
from procurement.award.services.lengthening import count_lengthened_by
from procurement.award.services.telling import JOB_KIND
from procurement.bidding import workflow as bidding_workflow
from procurement.bidding.models.address import BidAddress
from procurement.bidding.selectors import with_opened_bid
from procurement.bidding.services.files import SEALED_FILES
from procurement.commissioning import tasks as commissioning_tasks
from procurement.commissioning import timelines as commissioning_timelines
from procurement.commissioning import workflow as commissioning_workflow
from procurement.commissioning.models import FrozenDocument
from procurement.commissioning.pages import cycle
from procurement.commissioning.selectors.leaving import commissions_led
from procurement.engagement import timelines as engagement_timelines
from procurement.engagement.models import Event
from procurement.evaluation import workflow as evaluation_workflow
from procurement.panel import timelines as panel_timelines
from procurement.panel import workflow as panel_workflow
from procurement.panel.selectors import is_with_a_bidder, places_held
from procurement.pipeline import timelines as pipeline_timelines
from procurement.pipeline import workflow as pipeline_workflow
from procurement.tendering import timelines as tendering_timelines
from procurement.tendering import workflow as tendering_workflow
from procurement.tendering.selectors.leaving import tenders_drafted
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import navigation
from socialvalue.common.leaving import LeftBehind, left_behind
from socialvalue.common.navigation import Place, Section
from socialvalue.documents.services.holding import kept_by
from socialvalue.documents.visibility import owned_by
from socialvalue.jobs.services import handler
from socialvalue.law.services import counts_standstills
from socialvalue.suppliers.querysets.concern import concerned

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

COMMISSIONS = frozenset({P.VIEW_COMMISSIONS})
EVALUATES = frozenset({P.SCORE_BIDS, P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS})
POSTS = frozenset({P.POST_OPPORTUNITIES, P.APPROVE_OPPORTUNITIES})
BIDS = frozenset({P.BID})
# Where its pages belong: what is planned, then what is bought
SECTIONS = (
    Section(
        "commissions", "Commissions", Place.PLAN, 10, COMMISSIONS,
        pages=(
            "commission", "commission-*", "diagnostic", "diagnostic-*", "sought-outcomes", "outcome-*",
            "requirement", "requirement-*", "act-*", "plan", "plan-*",
            "key-questions", "remarks", "remark-*", "you-said", "you-said-*", "events", "event", "event-*", "idea-reply",
            "timetable", "timetable-*",
            # What the successful bidder wrote is read from the chain
            "answer",
        ),
    ),
    Section("diary", "Diary", Place.PLAN, 20, COMMISSIONS, ("diary-*",)),
    Section("forward-plan", "Forward plan", Place.PLAN, 30, pages=("forward-plan-*",)),
    Section(
        "public-events", "Events", Place.PLAN, 40, pages=("public-event", "public-event-ics"), also=(Place.VISITOR_EVENTS,)
    ),
    Section(
        "public-you-said-list", "You said, we did", Place.PLAN, 50, pages=("public-you-said",), also=(Place.VISITOR_EVENTS,)
    ),
    Section("ideas", "Ideas told in confidence", Place.PLAN, 60, BIDS, ("idea-new",)),
    Section(
        "tenders", "Tenders", Place.BUY, 10, COMMISSIONS,
        ("tender", "tender-*", "criterion-*", "clarification-*", "opening", "opening-*"),
    ),
    Section(
        "evaluations", "Evaluations and awards", Place.BUY, 20, EVALUATES,
        ("evaluation", "evaluation-*", "award", "award-*", "procurement-file", "assessment-summary"),
        # A supplier reads there what became of its bid
        also=(Place.SUPPLIER_BIDS,),
    ),
    Section(
        "opportunities", "Opportunities", Place.BUY, 30,
        pages=("opportunity", "opportunity-ask", "posting", "receipts", "receipts-*"),
    ),
    Section("postings", "Posted opportunities", Place.BUY, 40, POSTS, ("posting-*",)),
    Section("bids", "My bids", Place.BUY, 50, BIDS, ("bid", "bid-*"), also=(Place.SUPPLIER_BIDS,)),
)  # fmt: skip


def register() -> None:
    """Called once, by the storey's ``ready``."""
    for timelines in TIMELINES:
        timelines.register()
    register_converter(BidAddress, "bid")
    handler(commissioning_tasks.JOB)(commissioning_tasks.make_pdf)
    handler(JOB_KIND)(award_tasks.make_pdfs)
    counts_standstills(count_lengthened_by)
    owned_by("procurement.assessmentsummary", AssessmentSummary.objects.visible_to)
    owned_by("procurement.frozendocument", FrozenDocument.objects.visible_to)
    kept_by("procurement.sealedfile", SEALED_FILES)
    # An advertised event is public; its files are the council's own
    owned_by("procurement.event", Event.objects.inside)
    concerned(with_opened_bid, path="supplier")
    navigation.add(SECTIONS)
    cycle.keeps_out(is_with_a_bidder)
    left_behind(
        LeftBehind("Commissions they lead", P.EDIT_COMMISSIONS, P.VIEW_COMMISSIONS, commissions_led),
        LeftBehind("Tenders they were drafting", P.EDIT_COMMISSIONS, P.VIEW_COMMISSIONS, tenders_drafted),
        LeftBehind("Evaluations they lead or score", P.LEAD_EVALUATION, P.LEAD_EVALUATION, places_held),
    )
