"""A supply chain of the demonstration: a lead charity with partners; in one quarter it kept the easy cases. Illustrative."""

from datetime import timedelta
from decimal import Decimal as D
from functools import partial
from typing import TYPE_CHECKING

from contracts.register.models import Contract
from contracts.supply import services
from contracts.supply.models import SupplyPeriod
from contracts.supply.services import LinkDetails
from socialvalue.law.days import add_months
from socialvalue.law.periods import quarter_of
from socialvalue.places.models import District

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar

TITLE = "Live Well Kent: north"
PARTNERS = (
    ("Hopfield Recovery Services", "", D(22), D(20), "Dover", True, True),
    ("Sheppey Lanterns (fictional)", "", D(13), D("11.5"), "Swale", True, True),
)
# Months ago → the cases kept, and those of each partner: easy, usual, hard
QUARTERS = {
    7: ((30, 44, 21), ((11, 17, 9), (6, 10, 5))),
    4: ((46, 40, 8), ((4, 19, 22), (1, 12, 10))),
    1: ((38, 41, 17), ((9, 18, 12), (5, 10, 6))),
}
CONFIRMED = "The three sent their lists, and the numbers add up to those of the quarterly report."


def plan(registrar: "Registrar") -> None:
    """What is easy and hard is said a year ago; each quarter is entered and, but for the last, confirmed."""
    contract = Contract.objects.filter(title=TITLE, council=registrar.cast.council).first()
    if contract is None:
        return
    today = registrar.stage.today
    registrar.later(add_months(today, -8), partial(_define, registrar, contract.pk))
    for months in QUARTERS:
        day = add_months(today, -months)
        registrar.later(day, partial(_enter, registrar, contract.pk, months, quarter_of(add_months(day, -1))))
        if months > 1:
            registrar.later(day + timedelta(days=9), partial(_confirm, registrar, contract.pk))


def _define(registrar: "Registrar", key: int) -> None:
    services.define_cases(
        Contract.objects.get(pk=key), by=registrar.cast.manager, easy="Somebody who needs advice, once or twice",
        usual="Somebody who comes for up to three months", hard="Somebody who was in hospital, or has nowhere to live",
    )  # fmt: skip


def _enter(registrar: "Registrar", key: int, months: int, quarter: tuple[int, int]) -> None:
    contract = Contract.objects.get(pk=key)
    by = registrar.reporter(contract)
    own, others = QUARTERS[months]
    period = services.begin_quarter(contract, by=by, quarter=quarter)
    for link in list(period.links.all()):
        services.drop_link(link, by=by, expected_version=SupplyPeriod.objects.get(pk=period.pk).version)
    for (name, number, work, fee, district, sme, vcse), cases in zip(PARTNERS, others, strict=True):
        found = District.objects.filter(name=district).first()
        counted = dict(zip(("easy", "usual", "hard"), cases, strict=True))
        details = LinkDetails(
            tier=1, name=name, number=number, work=work, fee=fee, district=found, sme=sme, vcse=vcse, **counted
        )  # fmt: skip
        services.add_link(period, details, by=by)
    fresh = SupplyPeriod.objects.get(pk=period.pk)
    services.send_quarter(fresh, by=by, expected_version=fresh.version, **dict(zip(("easy", "usual", "hard"), own, strict=True)))


def _confirm(registrar: "Registrar", key: int) -> None:
    period = SupplyPeriod.objects.waiting().filter(contract=key).earliest("sent_at")
    services.decide_quarter(period, by=registrar.cast.manager, accept=True, decision=CONFIRMED)
