from django.db import models

from socialvalue.accounts.enums import OrganisationKind


class Phase(models.TextChoices):
    """Phases of a timetable, first to last; it is planned backwards from the contract start."""

    ENGAGEMENT = "engagement", "Engagement and co-production"
    NOTICE = "notice", "Documents and notice"
    TENDER = "tender", "Tender period"
    EVALUATION = "evaluation", "Evaluation and approval"
    STANDSTILL = "standstill", "Standstill"
    TRANSFER = "transfer", "Staff transfer"
    MOBILISATION = "mobilisation", "Mobilisation"


# What a picture of many timetables tells apart; its phases have their names in the list
PHASE_GROUPS: dict[str, str] = {
    Phase.ENGAGEMENT.label: "Before the tender",
    Phase.NOTICE.label: "Before the tender",
    Phase.TENDER.label: "Tender period",
    Phase.EVALUATION.label: "Evaluation, approval and standstill",
    Phase.STANDSTILL.label: "Evaluation, approval and standstill",
    Phase.TRANSFER.label: "Getting ready for the start",
    Phase.MOBILISATION.label: "Getting ready for the start",
}


class PostingKind(models.TextChoices):
    QUOTATION = "quotation", "Request for quotation"
    SUBCONTRACT = "subcontract", "Subcontract of a main contractor"
    OTHER_AUTHORITY = "other_authority", "Tender of another authority"
    GRANT = "grant", "Grant"


class PostingStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for approval"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


# What a body may post: a council its own small business, a supplier its subcontracts, a partner anything
KINDS_OF = {
    OrganisationKind.COUNCIL: (PostingKind.QUOTATION, PostingKind.GRANT),
    OrganisationKind.SUPPLIER: (PostingKind.SUBCONTRACT,),
    OrganisationKind.PARTNER: tuple(PostingKind),
}
