from django.db import models

# The council's own least: three-week windows kept small providers out (Select Committee 6.2.8), so four weeks
OWN_TENDER_DAYS = 28


class CommissionKind(models.TextChoices):
    CONTRACT = "contract", "Contract"
    GRANT = "grant", "Grant"
    IN_HOUSE = "in_house", "In-house service"


class Stage(models.TextChoices):
    ANALYSE = "analyse", "Analyse"
    PLAN = "plan", "Plan"
    DO = "do", "Do"
    REVIEW = "review", "Review"
    CLOSED = "closed", "Closed"


class Category(models.TextChoices):
    """The four kinds of difference (Together for Social Value, definition of social value outcomes)."""

    SAME_PEOPLE = "same_people", "More for the people who use the service"
    PEOPLE_WHO_ENGAGE = "people_who_engage", "People who come into contact with the service"
    COMMUNITIES = "communities", "Other people and communities"
    PLACE = "place", "Environment and economy"


class SoughtStatus(models.TextChoices):
    PROVISIONAL = "provisional", "Provisional"
    APPROVED = "approved", "Approved"
    DROPPED = "dropped", "Dropped"


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for approval"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved"


class EntryKind(models.TextChoices):
    """Sections of the diagnostic report."""

    NEED = "need", "Needs"
    DIFFERENCE = "difference", "Added differences wanted"
    BECOME_CORE = "become_core", "Differences that should become core"
    AT_RISK = "at_risk", "Differences at risk if the service is recommissioned"
    OTHER_CONTRACT = "other_contract", "Outcomes that other contracts could deliver"
    SIMILAR_SERVICE = "similar_service", "Similar services bought elsewhere in the council"


class RequirementUse(models.TextChoices):
    SCORED = "scored", "Scored in the tender"
    UNSCORED = "unscored", "Not scored: a KPI in the contract"


class Period(models.TextChoices):
    TERM = "term", "over the whole contract"
    YEAR = "year", "a year"
    QUARTER = "quarter", "a quarter"
    MONTH = "month", "a month"


class ActPoint(models.TextChoices):
    """What section 1 of the Public Services (Social Value) Act 2012 asks to be considered, and the exception."""

    IMPROVE = "1_3_a", "How the service might improve the well-being of the area: section 1(3)(a)"
    SECURE = "1_3_b", "How the procurement might be run to secure that improvement: section 1(3)(b)"
    PROPORTIONATE = "1_6", "Only what is relevant, and in proportion: section 1(6)"
    CONSULT = "1_7", "Whether to consult: section 1(7)"
    URGENCY = "1_8", "Urgency that made considering impractical: section 1(8)"
