"""How one record found is said: its reference, its title, its state, where it stands in the cycle, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from contracts.obligations.models import Kpi, Obligation
from contracts.register.models import Contract
from measurement.reports.models import Report
from procurement.award.models import Award
from procurement.bidding.models import Bid
from procurement.bidding.selectors import state_of
from procurement.commissioning.models import Commission
from procurement.engagement.models import Event, PrivateIdea
from procurement.panel.models import Evaluation
from procurement.pipeline.models import Posting
from procurement.tendering.models import Tender
from procurement.tendering.pages import COLOURS
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day, plain_moment
from socialvalue.framework.models import Framework, FrameworkVersion, Measure, Outcome, Priority


@dataclass(frozen=True)
class Said:
    """``facts``: short, shown one after the other; ``also``: such as are searched; ``text``: a longer text that is searched."""

    title: str
    url: str
    reference: str = ""
    state: str = ""
    colour: str | None = None
    facts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    text: str = ""


def _inside(user, council: int) -> bool:
    return user.is_authenticated and user.can(P.VIEW_COMMISSIONS, council)


def _commission(row: Commission, user) -> Said:
    url = reverse("commission", args=[row.reference])
    return Said(row.title, url, row.reference, row.get_stage_display(), facts=(str(row.directorate),))


def _plan(row: Commission, user) -> Said:
    begins = f"meant to start on {plain_day(row.starts_on)}" if row.starts_on else "no start planned yet"
    url = reverse("forward-plan-entry", args=[row.reference])
    return Said(row.title, url, row.reference, facts=(str(row.council), str(row.directorate), begins))


def _tender(row: Tender, user) -> Said:
    council = row.commission.council
    url = reverse("tender" if _inside(user, council.pk) else "opportunity", args=[row.reference])
    due = f"bids due {plain_moment(row.deadline)}" if row.is_published and row.deadline else ""
    return Said(row.title, url, row.reference, row.get_status_display(), COLOURS[row.status], (str(council), due))


def _posting(row: Posting, user) -> Said:
    url = reverse("posting", args=[row.reference])
    closes = f"{'closes' if row.closes_at > clock.now() else 'closed'} {plain_moment(row.closes_at)}"
    facts = (row.get_kind_display(), str(row.posted_for), closes)
    return Said(row.title, url, row.reference, row.get_status_display(), facts=facts)


def _bid(row: Bid, user) -> Said:
    url = reverse("bid", args=[row.pk])
    title = f"Bid of {row.supplier} for {row.tender.title}"
    if user.can(P.BID, row.supplier):
        return Said(title, url, row.tender.reference, *state_of(row, clock.now()))
    return Said(title, url, row.tender.reference, row.get_status_display())


def _evaluation(row: Evaluation, user) -> Said:
    url = reverse("evaluation", args=[row.tender.reference])
    return Said(f"Evaluation of {row.tender.title}", url, row.tender.reference, row.get_status_display())


def _award(row: Award, user) -> Said:
    url = reverse("award", args=[row.tender.reference])
    return Said(f"Award of {row.tender.title}", url, row.tender.reference, row.get_status_display())


def _contract(row: Contract, user) -> Said:
    end = f"{'ended' if row.is_ended else 'ends'} on {plain_day(row.end_day)}" if row.end_day else "no agreed end"
    if row.is_past_its_end:
        end = f"was to end on {plain_day(row.end_day)}"
    url = reverse("contract", args=[row.pk])
    return Said(row.title, url, row.reference, row.status_words, facts=(str(row.directorate), end))


def _kpi(row: Kpi, user) -> Said:
    contract = row.obligation.contract
    facts = (contract.reference, contract.title)
    return Said(row.wording, reverse("kpi", args=[row.pk]), f"KPI {row.number}", contract.status_words, facts=facts)


def _obligation(row: Obligation, user) -> Said:
    contract = row.contract
    url = f"{reverse('contract', args=[contract.pk])}#obligation-{row.pk}"
    facts = (row.get_basis_display(), contract.reference, contract.title)
    return Said(row.wording, url, row.code, row.get_status_display(), facts=facts)


def _supplier(row: Organisation, user) -> Said:
    """Leads to the contracts with it."""
    url = f"{reverse('contracts')}?{urlencode({'supplier': row.name})}"
    return Said(str(row), url, row.registration_number, facts=("the list of its contracts",))


def _report(row: Report, user) -> Said:
    period = f"{plain_day(row.starts_on)} to {plain_day(row.ends_on)}"
    url = reverse("report", args=[row.reference])
    return Said(row.get_kind_display(), url, row.reference, row.get_status_display(), facts=(period,), text=row.summary)


def _event(row: Event, user) -> Said:
    council = row.commission.council
    inside = _inside(user, council.pk)
    url = reverse("event", args=[row.commission.reference, row.pk]) if inside else reverse("public-event", args=[row.pk])
    state = "Cancelled" if row.cancelled_at else ""
    return Said(row.title, url, state=state, facts=(row.get_kind_display(), row.when, str(council)), also=(row.place,))


def _idea(row: PrivateIdea, user) -> Said:
    facts = (str(row.commission.council), f"sent on {plain_day(row.sent_at)}")
    state = "Answered" if row.replied_at else "Waiting"
    return Said(row.commission.title, reverse("ideas"), state=state, facts=facts, text=row.text)


def _framework(row: Framework, user) -> Said:
    return Said(row.name, reverse("framework", args=[row.code]), row.code, facts=(str(row.council or "For everybody"),))


def _of_version(row: Priority | Outcome | Measure, version: FrameworkVersion, anchor: str, text: str = "") -> Said:
    url = reverse("framework-version", args=[version.framework.code, version.number])
    facts = (f"{version.framework.name}, version {version.number}",)
    return Said(row.name, f"{url}#{anchor}-{row.pk}", row.code, version.get_status_display(), facts=facts, text=text)


def _priority(row: Priority, user) -> Said:
    return _of_version(row, row.version, "priority")


def _outcome(row: Outcome, user) -> Said:
    return _of_version(row, row.priority.version, "outcome")


def _measure(row: Measure, user) -> Said:
    return _of_version(row, row.outcome.priority.version, "measure", row.easy_read)


def _person(row, user) -> Said:
    """Of the list of people, which knows who has access still."""
    url = reverse("administration-person-roles", args=[row.pk])
    return Said(str(row), url, state="" if row.has_access else "No access", also=(row.email, row.job_title))


@dataclass(frozen=True)
class Heading:
    """A kind as it is counted, and its place in the cycle, where the record does not say it. ``searched``: what is looked at.

    ``heading``: what the group is called where that is not ``many``.
    """

    one: str
    many: str
    place: str
    say: Callable[..., Said]
    searched: str = ""
    heading: str = ""


HEADINGS = {
    "commissions": Heading("commission", "commissions", "", _commission, "reference and title"),
    "plans": Heading("entry", "entries", "Plan", _plan, "reference and title", "Forward plan"),
    "tenders": Heading("tender", "tenders", "Buy", _tender, "reference and title"),
    "postings": Heading("opportunity of a partner", "opportunities of partners", "Buy", _posting, "reference and title"),
    "bids": Heading("bid", "bids", "Buy", _bid, "tender and supplier"),
    "evaluations": Heading("evaluation", "evaluations", "Buy", _evaluation, "tender"),
    "awards": Heading("award", "awards", "Buy", _award, "tender"),
    "contracts": Heading("contract", "contracts", "Deliver", _contract, "reference and title"),
    "kpis": Heading("KPI", "KPIs", "Deliver", _kpi, "number and wording"),
    "obligations": Heading("obligation", "obligations", "Deliver", _obligation, "number and wording"),
    "suppliers": Heading("supplier", "suppliers", "Deliver", _supplier, "name and register number"),
    "reports": Heading("report", "reports", "See", _report, "reference, kind and summary"),
    "events": Heading("event", "events", "Plan", _event, "title and place"),
    "ideas": Heading("idea of yours", "ideas of yours", "Plan", _idea, "your words and the commission"),
    "frameworks": Heading("framework", "frameworks", "Plan", _framework, "code and name"),
    "priorities": Heading("priority", "priorities", "Plan", _priority, "code and name"),
    "outcomes": Heading("outcome", "outcomes", "Plan", _outcome, "code and name"),
    "measures": Heading("measure", "measures", "Plan", _measure, "code, name and easy-read words"),
    "people": Heading("person", "people", "", _person, "name, email address and job title"),
}
