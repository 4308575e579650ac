"""Tenders with a question marked by proxy values, brought to their state by the real services. All values are invented.

The contract lasts exactly 36 months. Question q4 (open, local employment) counts apprentices at £1,200.00 for one and hours of
mentoring at £12.50 for one; £50,000.00 earns the full 5.
"""

from datetime import date
from decimal import Decimal

from procurement.bidding.models import Bid
from procurement.evaluation import services as evaluation_services
from procurement.tendering import services
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.framework.models import Framework, FrameworkVersion, Measure, Outcome, Priority, Proxy
from socialvalue.framework.services import decide_proxy_policy
from tests.fixtures.remembered import remembered

from . import bidding, evaluation, people, tendering

WHY = "The members want to try pounds on one small question, and will look at the result after a year."
FULL = Decimal("50000")
# code, name, unit, direction, value
MEASURES = (
    ("A", "Apprentices who stay a year", "people", "higher", "1200.00"),
    ("H", "Hours of mentoring", "hours", "higher", "12.50"),
    ("P", "Share of staff who live here", "%", "higher", "99.00"),
    ("C", "Carbon from vans", "tonnes", "lower", "80.00"),
)


def proxy(measure: Measure, value: str, **details) -> Proxy:
    fields = {"unit": measure.unit, "source": "An invented source", "licence": "Free to use", "price_year": 2025, "area": "Kent"}
    return Proxy.objects.create(measure=measure, value=Decimal(value), **{**fields, **details})


@remembered
def framework(*, second: str = "", **details) -> FrameworkVersion:
    """A published framework whose measures under LE have proxies, and one under BL.

    ``details``: fields of every proxy; ``second``: another value for the first measure.
    """
    number = Framework.objects.count() + 1
    body = Framework.objects.create(code=f"px{number}", name=f"Framework with values {number}")
    version = FrameworkVersion.objects.create(framework=body, number=1)
    outcomes = {}
    for order, (code, name) in enumerate((("LE", "Local employment"), ("BL", "Buy local")), start=1):
        priority = Priority.objects.create(version=version, code=code, name=name, order=order)
        outcomes[code] = Outcome.objects.create(priority=priority, code=f"{code}1", name=f"{name} grows")
    for order, (code, name, unit, direction, value) in enumerate(MEASURES, start=1):
        measure = Measure.objects.create(
            outcome=outcomes["LE"], code=code, name=name, unit=unit, direction=direction, order=order
        )
        proxy(measure, value, **details)
        if second and code == "A":
            proxy(measure, second, **{**details, "price_year": 2020})
    Measure.objects.create(outcome=outcomes["LE"], code="N", name="Meetings held", unit="meetings", order=9)
    proxy(
        Measure.objects.create(outcome=outcomes["BL"], code="B", name="Local firms paid", unit="firms", order=1),
        "7.00",
        **details,
    )
    version.status, version.published_at = "published", clock.now()
    version.save(update_fields=["status", "published_at"])
    return version


def allow(council, *, by=None, justification: str = WHY):
    """The council's written decision that lets proxies into scoring."""
    by = by or people.person(council, Role.COMMISSIONER)
    return decide_proxy_policy(council, by=by, proxies_may_score=True, justification=justification)


def forbid(council):
    by = people.person(council, Role.COMMISSIONER)
    return decide_proxy_policy(
        council, by=by, proxies_may_score=False, justification="The trial is over, and nobody wants another one here."
    )


@remembered
def draft(*, council=None, **details) -> Tender:
    """A complete draft, judged by people so far."""
    body = tendering.commission(council=council, framework=details.pop("framework", None) or framework())
    year = clock.today().year
    term = {"contract_starts_on": date(year + 2, 4, 1), "contract_ends_on": date(year + 5, 3, 31)}
    return tendering.with_criteria(tendering.draft(body, **{**term, **details}))


def question(tender: Tender, key: str = "q4") -> Criterion:
    rows = Criterion.objects.select_related("question__proxy_marking", "tender__commission__council")
    return rows.get(tender=tender, key=key)


def values(tender: Tender, *codes: str) -> list[Proxy]:
    found = Proxy.objects.filter(measure__outcome__priority__version=tender.commission.framework)
    return [found.get(measure__code=code) for code in codes or ("A", "H")]


def marked(tender: Tender | None = None, *, codes=("A", "H"), full_marks_at=FULL, **details) -> Tender:
    """A draft whose q4 is marked by proxy values, the policy being on."""
    tender = tender or draft(**details)
    allow(tender.council)
    services.mark_by_proxies(question(tender), by=tender.drafted_by, proxies=values(tender, *codes), full_marks_at=full_marks_at)
    return Tender.objects.get(pk=tender.pk)


def published(tender: Tender | None = None, **details) -> Tender:
    tender = tender or marked(**details)
    tender = services.send_for_checking(tender, by=tender.drafted_by)
    return services.publish(tender, by=people.person(tender.council, Role.PROCUREMENT_OFFICER))


def offer(tender: Tender, code: str | None, quantity: str, per: str = "year", **changes) -> dict:
    """A commitment under the measure with this code; None: something else."""
    measure = None
    if code is not None:
        measure = Measure.objects.get(outcome__priority__version=tender.commission.framework, code=code)
    own = {} if measure is None else {"measure_text": measure.name, "unit": measure.unit}
    return bidding.commitment(measure_id=measure and measure.pk, quantity=quantity, per=per, **{**own, **changes})


@remembered
def opened(*offers: list, tender: Tender | None = None, prices=None) -> Tender:
    """Opened bids, one for each list of (code, quantity, per). Their labels follow their digests, so none is promised."""
    tender = tender or published()
    for number, commitments in enumerate(offers):
        user = bidding.bidder(f"Bidder {number + 1}")
        made = [offer(tender, *one) for one in commitments]
        bidding.submitted_bid(tender, user, price=(prices or {}).get(number, "100000"), commitments=made)
    return bidding.open_bids(tender)


@remembered
def moderating(*offers: list, **options) -> evaluation.Scene:
    """Moderation has begun; nothing is recorded. The scene's bids are in the order of ``offers``: ``bid_of(scene, 1)``."""
    return evaluation.moderating(tender=opened(*offers, **options))


def bid_of(scene: evaluation.Scene, number: int) -> Bid:
    return Bid.objects.select_related("supplier", "tender").get(tender=scene.tender, supplier__name=f"Bidder {number}")


@remembered
def closed(*offers: list, allowed: dict | None = None, **options) -> evaluation.Scene:
    """Closed, every bid's mark worked out in full except by ``allowed`` (bid number → mapping for ``mark_by_proxies``)."""
    scene = moderating(*offers, **options)
    evaluation.moderate_all(scene)
    for number in range(1, len(offers) + 1):
        evaluation_services.mark_by_proxies(
            scene.evaluation,
            by=scene.lead,
            bid=bid_of(scene, number),
            criterion=question(scene.tender),
            allowed=(allowed or {}).get(number, lambda bid: {})(bid_of(scene, number)),
        )
    evaluation_services.close(scene.evaluation, by=scene.lead)
    scene.reload()
    return scene
