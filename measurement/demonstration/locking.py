"""When the council's returns lock, a period that locked with something missing, and a KPI that says who benefited."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from contracts.benefits import services as benefits
from contracts.obligations.models import Kpi
from contracts.register.models import Contract
from contracts.schedule import services as schedule
from contracts.schedule.models import DueReturn

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar

# Title of a contract whose KPI is asked who benefited, by which ages, and of ten people how many each
ASKED, MONTHS_AGO = "Supported lodgings for care leavers", 9
AGES = (("16 or 17", 3), ("18 to 20", 4), ("21 to 24", 2))
DAYS = 30
WHY_LOCK = "Figures of a period stand before the report is made (illustrative)."
WHY_LATE = "Our bookkeeper was ill, and the lists were with her. The figures are ready now (illustrative)."
WHY_WHO = "Members ask whether the youngest care leavers find work (illustrative)."


def plan(registrar: "Registrar", contract: Contract) -> None:
    if contract.title == ASKED:
        registrar.later(registrar.month_start(MONTHS_AGO), partial(_ask_who, registrar, contract))


def _ask_who(registrar: "Registrar", contract: Contract) -> None:
    kpi = Kpi.objects.filter(obligation__contract=contract, kind="sum", client_side=False).order_by("number").first()
    if kpi is None:
        return
    ages = benefits.make_list(
        contract.council, by=registrar.cast.admin, name="Age", groups=[name for name, _ in AGES], overlaps=False
    )
    benefits.ask_who(kpi, by=registrar.cast.manager, by_list=ages, reason=WHY_WHO)
    registrar.by_age.add(kpi.pk)


def by_age(value: Decimal) -> dict[str, Decimal]:
    """The parts of ``value``, whole people; what is left over is not known."""
    return {f"g{number}": Decimal(int(value * of_ten / 10)) for number, (_, of_ten) in enumerate(AGES, 1)}


def lock(registrar: "Registrar") -> None:
    """Said half a year ago. The oldest period that locked with something missing is open for its supplier until next week."""
    today, cast = registrar.stage.today, registrar.cast
    first = today - timedelta(days=180)
    with registrar.at(first):
        schedule.set_lock(cast.council, by=cast.admin, from_day=first, days=DAYS, reason=WHY_LOCK)
    missing = DueReturn.objects.outstanding().filter(
        kpi__client_side=False, kpi__obligation__contract__manager=cast.manager, due_on__gte=first,
        due_on__lt=today - timedelta(days=DAYS + 4),
    )  # fmt: skip
    for due in missing.select_related("kpi__obligation__contract__council__period_lock").order_by("-due_on", "pk"):
        contract = due.kpi.obligation.contract
        if not contract.suppliers.exists() or due.last_open_day >= today - timedelta(days=4):
            continue
        with registrar.at(today - timedelta(days=3)):
            asked = schedule.ask_to_open(contract, due.ends_on, by=registrar.reporter(contract), reason=WHY_LATE)
        with registrar.at(today - timedelta(days=2)):
            until = today + timedelta(days=7)
            schedule.grant(asked, by=cast.manager, until=until, comment="The figures are ready. Send them by then.")
        return
