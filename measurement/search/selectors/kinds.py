"""What is searched: each kind of record by its own ``visible_to``, in one query, with the fields its text is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from contracts.obligations.models import Kpi, Obligation
from contracts.register.models import Contract
from measurement.reports.models import Report
from procurement.award.models import Award
from procurement.bidding.models import Bid
from procurement.bidding.querysets import READERS
from procurement.commissioning.models import Commission
from procurement.engagement.models import Event, PrivateIdea
from procurement.panel.models import Evaluation
from procurement.pipeline.models import Posting
from procurement.tendering.models import Tender
from socialvalue.accounts.administration.selectors import people_of
from socialvalue.accounts.enums import OrganisationKind
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import Organisation, User
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Framework, FrameworkVersion, Measure, Outcome, Priority


@dataclass(frozen=True)
class Kind:
    """``fields``: what the text is made of, “#” before a number; ``who``: the permissions that open it, empty for everybody."""

    name: str
    rows: Callable[[User], QuerySet]
    fields: tuple[str, ...]
    order: tuple
    who: frozenset[str] = field(default_factory=frozenset)
    before: str = ""
    # Its own reference, by which one may go straight to it
    has_reference: bool = False

    def is_for(self, user) -> bool:
        """Whether it is worth asking for this person: the rows themselves are chosen by ``visible_to``."""
        return not self.who or user.is_authenticated and any(user.can(permission) for permission in self.who)


def _planned(user) -> QuerySet:
    """The public forward plan, without what this person finds as a commission."""
    inside = user.organisations_where(P.VIEW_COMMISSIONS) if user.is_authenticated else []
    return Commission.objects.public().exclude(council__in=inside).select_related("council", "directorate")


def _suppliers(user) -> QuerySet:
    """The suppliers of the contracts this person sees: who only bids is found by nobody."""
    return Organisation.objects.filter(
        kind=OrganisationKind.SUPPLIER, pk__in=Contract.objects.visible_to(user).values("suppliers")
    )


def _people(user) -> QuerySet:
    """The list of people of the council that this person administers."""
    council = next((m.organisation for m in user.current_memberships if user.can(P.ADMINISTER, m.organisation)), None)
    return people_of(council).prefetch_related(None) if council else User.objects.holding(P.ADMINISTER, [])


def _own_ideas(user) -> QuerySet:
    ideas = PrivateIdea.objects.visible_to(user).filter(supplier__in=user.organisations_where(P.BID))
    return ideas.select_related("commission__council")


def _versions(user) -> QuerySet:
    """What is in force, and the drafts this person edits."""
    return FrameworkVersion.objects.visible_to(user).exclude(status=VersionStatus.RETIRED)


def _frameworks(user) -> QuerySet:
    return Framework.objects.visible_to(user).filter(pk__in=_versions(user).values("framework")).select_related("council")


VERSION = "version__framework__council"
SEES_CONTRACTS = frozenset({P.VIEW_CONTRACTS, P.BID})
KINDS = (
    Kind(
        "commissions",
        lambda user: Commission.objects.visible_to(user).select_related("directorate"),
        ("reference", "title"),
        ("-created_at", "-pk"),
        frozenset({P.VIEW_COMMISSIONS}),
        has_reference=True,
    ),
    Kind("plans", _planned, ("reference", "title"), (F("starts_on").desc(nulls_last=True), "-pk"), has_reference=True),
    Kind(
        "tenders",
        lambda user: Tender.objects.visible_to(user).select_related("commission__council"),
        ("reference", "title"),
        ("-created_at", "-pk"),
        has_reference=True,
    ),
    Kind(
        "postings",
        lambda user: Posting.objects.visible_to(user).select_related("posted_for"),
        ("reference", "title"),
        ("-closes_at", "-pk"),
        has_reference=True,
    ),
    Kind(
        "bids",
        lambda user: (
            Bid.objects.read_whole_by(user)
            .select_related("tender", "supplier")
            .prefetch_related("submissions", "tender__amendments", "summaries__award")
            .defer("sealed_draft")
        ),
        ("tender__reference", "tender__title", "supplier__name"),
        ("-started_at", "-pk"),
        frozenset({P.BID, *READERS}),
    ),
    Kind(
        "evaluations",
        lambda user: Evaluation.objects.visible_to(user).select_related("tender"),
        ("tender__reference", "tender__title"),
        ("-created_at", "-pk"),
        frozenset({P.SCORE_BIDS, P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS}),
    ),
    Kind(
        "awards",
        lambda user: Award.objects.visible_to(user).select_related("tender"),
        ("tender__reference", "tender__title"),
        ("-recommended_at", "-pk"),
        frozenset({P.LEAD_EVALUATION, P.DECIDE_AWARDS, P.CHECK_TENDERS, P.EDIT_CONTRACTS}),
    ),
    Kind(
        "contracts",
        lambda user: Contract.objects.visible_to(user).select_related("directorate"),
        ("reference", "title"),
        ("title", "pk"),
        SEES_CONTRACTS,
        has_reference=True,
    ),
    Kind(
        "kpis",
        lambda user: Kpi.objects.visible_to(user).select_related("obligation__contract"),
        ("#number", "wording"),
        ("-pk",),
        SEES_CONTRACTS,
        before="KPI",
    ),
    Kind(
        "obligations",
        lambda user: Obligation.objects.visible_to(user).select_related("contract"),
        ("code", "wording"),
        ("-pk",),
        SEES_CONTRACTS,
    ),
    Kind("suppliers", _suppliers, ("name", "registration_number"), ("name", "pk"), SEES_CONTRACTS),
    Kind(
        "reports",
        lambda user: Report.objects.visible_to(user).select_related("council").defer("content"),
        ("reference", "kind", "summary"),
        ("-ends_on", "-pk"),
        frozenset({P.VIEW_OVERSIGHT, P.PREPARE_REPORTS, P.APPROVE_REPORTS}),
        before="report",
        has_reference=True,
    ),
    Kind(
        "events",
        lambda user: Event.objects.visible_to(user).select_related("commission__council"),
        ("title", "place"),
        ("-starts_at", "-pk"),
    ),
    Kind("ideas", _own_ideas, ("text", "commission__title"), ("-sent_at", "-pk"), frozenset({P.BID})),
    Kind("frameworks", _frameworks, ("code", "name"), ("name", "pk")),
    Kind(
        "priorities",
        lambda user: Priority.objects.filter(version__in=_versions(user)).select_related(VERSION),
        ("code", "name"),
        ("-version__status", "code", "pk"),
    ),
    Kind(
        "outcomes",
        lambda user: Outcome.objects.filter(priority__version__in=_versions(user)).select_related(f"priority__{VERSION}"),
        ("code", "name"),
        ("-priority__version__status", "code", "pk"),
    ),
    Kind(
        "measures",
        lambda user: Measure.objects.filter(outcome__priority__version__in=_versions(user)).select_related(
            f"outcome__priority__{VERSION}"
        ),
        ("code", "name", "easy_read"),
        ("-outcome__priority__version__status", "code", "pk"),
    ),
    Kind("people", _people, ("name", "email", "job_title"), ("name", "pk"), frozenset({P.ADMINISTER})),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kinds_for(user) -> list[Kind]:
    """What this person may search, in the order of the results."""
    return [kind for kind in KINDS if kind.is_for(user)]
