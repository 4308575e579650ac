"""Timetables planned backwards for what is still to start, and opportunities that others post.

The dates fit the tenders of the demonstration. Left in on purpose: two tenders for one market at once, a deadline in
the Christmas period, a window shorter than the council's own least that somebody lived with, and said why. Where there is
no time for one after the other, staff transfer runs during mobilisation.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from measurement.demonstration.cases import CARERS
from measurement.demonstration.cast import PASSWORD
from measurement.demonstration.more_cases import EARLY, HIGHWAYS_NEXT, MORE
from measurement.demonstration.stages import URGENT, Stagehand
from measurement.demonstration.tenders import ROADS
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.thresholds import rules_of
from procurement.pipeline import selectors, services
from procurement.pipeline.calculations import timetable
from procurement.pipeline.enums import Phase, PostingKind
from procurement.pipeline.models import Posting
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.common import clock
from socialvalue.common.clock import LONDON
from socialvalue.law.selectors import proclaimed_days
from socialvalue.places.models import District

LEAST_EVALUATION = 14
# Evaluation, standstill, staff transfer and mobilisation of a large contract
LEAST_AFTER_DEADLINE = 120
OVERRULED = (
    "One day is missing. Providers have had the draft specification since the market event, and the questions will not "
    "change; a later deadline would leave less time for moving people over."
)


def timetables(stage: Stagehand, commissions: dict[str, Commission]) -> None:
    """A timetable for every commission whose contract has yet to start. ``commissions`` by their case's key."""
    roads = {road.case: road for road in ROADS}
    for case in (CARERS, *MORE, *EARLY):
        commission, road = commissions[case.key], roads.get(case.key)
        commission.refresh_from_db()
        if commission.starts_on is None or commission.starts_on <= stage.today or (road and road.ends == "terminate"):
            continue
        began = stage.day(case.started)
        if case is CARERS:
            deadline, days = stage.today + timedelta(days=27), 27
        elif case is HIGHWAYS_NEXT:
            deadline, days = _before_christmas(commission.starts_on), 35
        elif road:
            deadline, days = _of_the_tender(commission.tenders.get())
        else:
            deadline, days = None, 35
        phases = _phases(commission, commission.starts_on, began, deadline, days, meanwhile=case.key in URGENT)
        with stage.on(max(case.started - 5, 1), 15):
            services.plan_timetable(commission, by=stage.cast.commissioner, phases=phases)
    _overrule(stage, commissions[CARERS.key])


def _of_the_tender(tender: Tender) -> tuple[date, int]:
    """Its last day for bids, and how many days of tendering it has; five weeks while it is not published."""
    assert tender.deadline is not None, "a tender of the demonstration has its deadline from the first day"
    deadline = tender.deadline.astimezone(LONDON).date()
    published = tender.published_at and tender.published_at.astimezone(LONDON).date()
    return deadline, (deadline - published).days if published else 35


def _before_christmas(starts_on: date) -> date:
    """The last 22 December that leaves room for what follows a deadline, whatever day the demonstration is loaded on."""
    deadline = date(starts_on.year - 1, 12, 22)
    return deadline if (starts_on - deadline).days >= LEAST_AFTER_DEADLINE else date(starts_on.year - 2, 12, 22)


def _phases(
    commission: Commission, starts_on: date, began: date, deadline: date | None, tender_days: int, *, meanwhile: bool = False
) -> dict[str, tuple[date, date]]:
    """Backwards from the contract's start, the tender period ending on ``deadline``; less time where there is less."""
    lengths = timetable.usual_lengths(commission.estimated_value) | {Phase.TENDER: tender_days}
    if deadline is not None:
        lengths |= _after(deadline, starts_on, lengths, meanwhile)
    spans = _laid(commission, starts_on, lengths, meanwhile)
    if deadline is not None:
        lengths[Phase.EVALUATION] += (spans[Phase.TENDER].ends_on - deadline).days
        spans = _laid(commission, starts_on, lengths, meanwhile)
    room = (spans[Phase.NOTICE].starts_on - began).days
    lengths[Phase.ENGAGEMENT] = max(min(lengths[Phase.ENGAGEMENT], room), 0)
    return {phase: (s.starts_on, s.ends_on) for phase, s in _laid(commission, starts_on, lengths, meanwhile).items()}


def _laid(commission: Commission, starts_on: date, lengths: dict[str, int], meanwhile: bool) -> dict[str, timetable.Span]:
    laid = timetable.planned_backwards(
        starts_on,
        lengths,
        standstill_working_days=rules_of(commission).standstill_working_days,
        proclaimed=proclaimed_days(),
        transfer_meanwhile=meanwhile,
    )
    return {s.phase: s for s in laid}


def _after(deadline: date, starts_on: date, lengths: dict, meanwhile: bool) -> dict:
    """What follows the deadline: everything usual when it fits, then less mobilisation, then no staff transfer."""
    standstill = 14
    room = (starts_on - deadline).days - 1 - standstill
    usual = lengths[Phase.MOBILISATION], lengths[Phase.TRANSFER]
    for mobilisation, transfer in (usual, (30, usual[1]), (30, 0), (14, 0)):
        taken = max(mobilisation, transfer) if meanwhile else mobilisation + transfer
        if room - taken >= LEAST_EVALUATION:
            break
    evaluation = max(room - taken, LEAST_EVALUATION)
    return {Phase.MOBILISATION: mobilisation, Phase.TRANSFER: transfer, Phase.EVALUATION: evaluation}


def _overrule(stage: Stagehand, commission: Commission) -> None:
    """The commissioner lives with the short window of the carers' tender."""
    with stage.on(1, 11):
        standing = selectors.entry(Commission.objects.get(pk=commission.pk), clock.today()).warnings
        for warning in standing:
            if warning.key.startswith("window-own"):
                services.overrule(commission, by=stage.cast.commissioner, warning=warning.key, reason=OVERRULED)


def postings(stage: Stagehand) -> None:
    """A partner authority's tender and a main contractor's subcontracts: published, waiting, and one sent back."""
    partner = Organisation.objects.create(
        name="Rother Vale District Council", kind=OrganisationKind.PARTNER, fictional=True, email="office9@supplier.example"
    )
    officer = User.objects.create_user(
        "partner@demo.example", PASSWORD, name="Partner officer (demonstration)", job_title="Partner officer"
    )
    Membership.objects.create(user=officer, organisation=partner, role=Role.PARTNER)
    builder = stage.cast.suppliers["Medway Bridge Construction Ltd"]
    site = stage.cast.bidders["Medway Bridge Construction Ltd"]
    cleaning = _post(
        stage, 9, 24, officer, partner, PostingKind.QUOTATION, "Cleaning of three village halls", Decimal("18000"),
        "Three halls, twice a week each, for one year. Keys are with the parish clerks. Local people and people new to work are "
        "welcome; no accreditation is asked for.",
        "Write to the address of the council’s offices with a price for each hall and the name of one customer.",
        places=("Ashford", "Swale"),
    )  # fmt: skip
    masonry = _post(
        stage, 6, 17, site, builder, PostingKind.SUBCONTRACT, "Brickwork and landscaping at two schools", Decimal("64000"),
        "Part of a larger building contract. Small firms within twenty miles are wanted; stage payments every two weeks, and we "
        "pay within fourteen days.",
        "Ask for the drawings by email, then send a price and two photographs of earlier work.", places=("Maidstone",),
    )  # fmt: skip
    transport = _post(
        stage, 3, 20, site, builder, PostingKind.SUBCONTRACT, "Minibus with driver for apprentices", None,
        "Mornings and evenings between the station and the site, for six apprentices.", "Phone the site office.",
    )  # fmt: skip
    _post(
        stage, 1, 30, officer, partner, PostingKind.OTHER_AUTHORITY, "Repairs to playgrounds", Decimal("95000"),
        "Repairs and safety checks of eleven playgrounds over two years, in two lots.",
        "The tender documents are on the district’s own site, free of charge.",
    )  # fmt: skip
    by = stage.cast.procurement
    with stage.on(8, 9):
        services.decide_posting(cleaning, by=by, publish=True)
    with stage.on(5, 9):
        services.decide_posting(masonry, by=by, publish=True)
    with stage.on(2, 9):
        comment = "Say how many journeys a week there are, and over which months, so that small firms can price it."
        services.decide_posting(transport, by=by, publish=False, comment=comment)


def _post(stage, days_ago, closes_in, by, body, kind, title, value, description, how, places=()) -> Posting:
    closes_at = datetime.combine(stage.day(-closes_in), time(12), tzinfo=LONDON)
    with stage.on(days_ago, 14):
        return services.post_opportunity(
            by=by, council=stage.cast.council, posted_for=body, kind=kind, title=title, description=description,
            closes_at=closes_at, how_to_respond=how, value=value,
            districts=District.objects.filter(name__in=places),
        )  # fmt: skip
