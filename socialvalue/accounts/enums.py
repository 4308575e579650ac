from django.db import models


class OrganisationKind(models.TextChoices):
    COUNCIL = "council", "Council"
    SUPPLIER = "supplier", "Supplier"
    PARTNER = "partner", "Partner authority or main contractor"


class Side(models.TextChoices):
    """An account is on one side for good. Suppliers and partners both stand outside, and neither sees a council from within."""

    INSIDE = "inside", "The council"
    OUTSIDE = "outside", "Suppliers and partners"


SIDES: dict[str, Side] = {
    OrganisationKind.COUNCIL: Side.INSIDE,
    OrganisationKind.SUPPLIER: Side.OUTSIDE,
    OrganisationKind.PARTNER: Side.OUTSIDE,
}


class Role(models.TextChoices):
    COMMISSIONER = "commissioner", "Commissioner"
    PROCUREMENT_OFFICER = "procurement_officer", "Procurement officer"
    EVALUATOR = "evaluator", "Evaluator"
    EVALUATION_LEAD = "evaluation_lead", "Evaluation lead"
    CONTRACT_MANAGER = "contract_manager", "Contract manager"
    LEAD_DIRECTOR = "lead_director", "Lead director"
    MEMBER = "member", "Elected member"
    SUPPLIER = "supplier", "Supplier"
    PARTNER = "partner", "Partner officer"
    ADMINISTRATOR = "administrator", "Administrator"


class Permission(models.TextChoices):
    """What the code asks for. Roles give permissions; the code never asks for a role."""

    VIEW_COMMISSIONS = "view_commissions", "See the council's commissions and their records"
    EDIT_COMMISSIONS = "edit_commissions", "Draft commissions, plans and tenders"
    APPROVE_PLANS = "approve_plans", "Approve or return commissioning plans"
    CHECK_TENDERS = "check_tenders", "Check, publish, amend and close tenders"
    OPEN_BIDS = "open_bids", "Take part in opening sealed bids"
    SCORE_BIDS = "score_bids", "Score the questions one is given"
    LEAD_EVALUATION = "lead_evaluation", "Set up panels, moderate, recommend an award"
    DECIDE_AWARDS = "decide_awards", "Decide on award recommendations"
    VIEW_CONTRACTS = "view_contracts", "See the council's contracts and returns"
    EDIT_CONTRACTS = "edit_contracts", "Create contracts, agree obligations, log returns"
    VERIFY_RETURNS = "verify_returns", "Verify KPI returns"
    VIEW_OVERSIGHT = "view_oversight", "See the oversight dashboard"
    PREPARE_REPORTS = "prepare_reports", "Prepare periodic reports"
    APPROVE_REPORTS = "approve_reports", "Approve periodic reports for members"
    CONFIRM_SUPPLIERS = "confirm_suppliers", "Confirm who a supplier is, and who acts for it"
    EDIT_FRAMEWORKS = "edit_frameworks", "Edit the framework library"
    APPROVE_OPPORTUNITIES = "approve_opportunities", "Approve opportunities posted by others"
    BID = "bid", "Bid for tenders and report on contracts for a supplier"
    POST_OPPORTUNITIES = "post_opportunities", "Post opportunities for approval"
    ADMINISTER = "administer", "Manage people, roles and settings; read the whole audit record"
    CONFIRM_ROLES = "confirm_roles", "Confirm that somebody else is given a role that needs a second person"


class Duty(models.TextChoices):
    """What somebody who is away can pass on. Scores, the lead of an evaluation and interests are personal: nobody can."""

    EVERYTHING = "everything", "Everything that can be passed on"
    CONTRACTS = "contracts", "Contract management"
    APPROVALS = "approvals", "Checks and approvals"


P = Permission
# What each duty needs, of what the person who is away holds
DUTY_PERMISSIONS: dict[str, frozenset[str]] = {
    Duty.CONTRACTS: frozenset({P.EDIT_CONTRACTS, P.VERIFY_RETURNS, P.PREPARE_REPORTS}),
    Duty.APPROVALS: frozenset({P.APPROVE_PLANS, P.CHECK_TENDERS, P.DECIDE_AWARDS, P.APPROVE_REPORTS, P.APPROVE_OPPORTUNITIES}),
}
DUTY_PERMISSIONS[Duty.EVERYTHING] = frozenset({P.EDIT_COMMISSIONS}).union(*DUTY_PERMISSIONS.values())
ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.COMMISSIONER: frozenset({P.VIEW_COMMISSIONS, P.EDIT_COMMISSIONS, P.VIEW_CONTRACTS, P.VIEW_OVERSIGHT, P.EDIT_FRAMEWORKS}),
    Role.PROCUREMENT_OFFICER: frozenset(
        {
            P.VIEW_COMMISSIONS,
            P.APPROVE_PLANS,
            P.CHECK_TENDERS,
            P.OPEN_BIDS,
            P.VIEW_CONTRACTS,
            P.VIEW_OVERSIGHT,
            P.APPROVE_OPPORTUNITIES,
            P.CONFIRM_SUPPLIERS,
            P.EDIT_FRAMEWORKS,
        }
    ),
    Role.EVALUATOR: frozenset({P.SCORE_BIDS}),
    Role.EVALUATION_LEAD: frozenset({P.VIEW_COMMISSIONS, P.LEAD_EVALUATION, P.OPEN_BIDS}),
    Role.CONTRACT_MANAGER: frozenset(
        {
            P.VIEW_COMMISSIONS,
            P.VIEW_CONTRACTS,
            P.EDIT_CONTRACTS,
            P.VERIFY_RETURNS,
            P.VIEW_OVERSIGHT,
            P.PREPARE_REPORTS,
            P.CONFIRM_SUPPLIERS,
        }
    ),
    Role.LEAD_DIRECTOR: frozenset(
        {
            P.VIEW_COMMISSIONS,
            P.APPROVE_PLANS,
            P.DECIDE_AWARDS,
            P.VIEW_CONTRACTS,
            P.VERIFY_RETURNS,
            P.VIEW_OVERSIGHT,
            P.APPROVE_REPORTS,
            P.CONFIRM_ROLES,
        }
    ),
    Role.MEMBER: frozenset({P.VIEW_OVERSIGHT, P.VIEW_CONTRACTS}),
    Role.SUPPLIER: frozenset({P.BID}),
    Role.PARTNER: frozenset({P.POST_OPPORTUNITIES}),
    Role.ADMINISTRATOR: frozenset({P.ADMINISTER, P.CONFIRM_ROLES, P.EDIT_FRAMEWORKS, P.VIEW_OVERSIGHT}),
}


# Whoever opens, checks, approves, decides, verifies or administers signs in with a second step: a stolen password alone
# must not be one of two people
SECOND_FACTOR_FOR: frozenset[str] = frozenset(
    {
        P.APPROVE_PLANS,
        P.CHECK_TENDERS,
        P.OPEN_BIDS,
        P.DECIDE_AWARDS,
        P.VERIFY_RETURNS,
        P.APPROVE_REPORTS,
        P.APPROVE_OPPORTUNITIES,
        P.ADMINISTER,
    }
)


def roles_with(permission: str) -> list[str]:
    """The roles that include ``permission``: the one place that reads the table backwards."""
    return [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]


# What opens, checks, approves, decides, verifies or administers: one person alone gives nobody a role with any of it
PRIVILEGED: frozenset[str] = frozenset(
    {
        P.APPROVE_PLANS,
        P.CHECK_TENDERS,
        P.OPEN_BIDS,
        P.DECIDE_AWARDS,
        P.VERIFY_RETURNS,
        P.APPROVE_REPORTS,
        P.APPROVE_OPPORTUNITIES,
        P.ADMINISTER,
        P.CONFIRM_ROLES,
    }
)


def is_privileged(role: str) -> bool:
    """Whether a second person has to confirm that somebody is given this role."""
    return bool(ROLE_PERMISSIONS[role] & PRIVILEGED)
