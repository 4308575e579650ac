"""What timelines show of changes to a tender. Its readers are officers, who read its drafts as well.

Nothing of bids is here, and nothing of scores: their rooms list no field, so that no timeline shows any.
"""

from procurement.tendering.workflow import TENDER as TENDER_STATES
from socialvalue.audit.timelines import shares, shows

TENDER = "procurement.tender"
MOVES = [t.verb for t in TENDER_STATES.transitions]


def register() -> None:
    shows(
        TENDER,
        "edit",
        title="Title",
        description="What is wanted",
        value="Value",
        started_on="Procurement started",
        contract_starts_on="Contract starts",
        contract_ends_on="Contract ends",
        extension_months="Possible extension in months",
        suits_sme="Suitable for small and medium-sized organisations",
        suits_vcse="Suitable for voluntary, community and social enterprise organisations",
        reporting_burden="What the successful supplier will have to report",
        method="How social value counts",
        minimum_quality=shares("Gateway: minimum quality"),
        maximum_price="Gateway: highest price",
        deadline="Deadline for bids",
    )
    shows(TENDER, *MOVES, status="Status")
    shows(TENDER, "invite", invited="Invited to bid")
    shows("procurement.amendment", "amend", of=TENDER, deadline="Deadline for bids")
    shows(TENDER, "edit scale", level__="Level")
    shows(TENDER, "set weights", weight_of__=shares("Weight"))
    shows(
        TENDER,
        "edit criterion",
        of="procurement.criterion",
        key="Short name",
        title="Title",
        weight=shares("Weight"),
        form="Form",
        minimum="Lowest score that passes",
        formula="How the price is scored",
        ceiling="Highest price",
        floor="Lowest price",
    )
    shows(
        TENDER,
        "set question",
        of="procurement.question",
        wording="Question",
        guidance="Guidance",
        word_limit="Most words",
        requirements="Requirements",
        priority="Priority",
        asks_commitments="Commitments are asked for",
    )
    shows(
        TENDER,
        "mark by proxies",
        "judge again",
        "pin decision",
        of="procurement.proxymarking",
        values="Proxy values",
        full_marks_at="Full marks at",
        justification="The council’s decision",
    )
