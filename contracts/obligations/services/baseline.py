"""Where things stood before the contract: said by the council, with who says it, and changed with its record kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.obligations.enums import BaselineBasis
from contracts.obligations.models import Baseline, Kpi
from contracts.obligations.permissions import check_can_set_baseline
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day, plain_quantity

SOURCE_SAY = "Say whose word it is and where it stands"
UNMEASURED_SAY = "Say how you know that nobody measured it"


@dataclass(frozen=True, kw_only=True)
class Before:
    """``value`` in the KPI's unit for one reporting period, of the time from ``starts_on`` to ``ends_on``.

    All three None where nobody measured it: then ``source`` says how that is known.
    """

    basis: str
    source: str
    value: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def set_baseline(kpi: Kpi, before: Before, *, by: User, expected_version: Shown = AS_READ) -> Baseline:
    """Say where things stood before the contract, or say it otherwise. The version is the KPI's. Raises Refused."""
    kpi = locked(kpi, expected_version)
    contract = kpi.obligation.contract
    check_can_set_baseline(by, kpi)
    if problems := _problems(kpi, before, contract):
        raise Refused(problems)
    said = asdict(before) | {"source": before.source.strip()}
    found = Baseline.objects.select_for_update(of=("self",)).filter(kpi=kpi).first()
    if found is None:
        found = Baseline.objects.create(kpi=kpi, set_by=by, **said)
        changed = {name: ["", value] for name, value in said.items() if value not in (None, "")}
    else:
        changed = save_changes(found, **said)
        if not changed:
            return found
        save_changes(found, set_by=by, set_at=clock.now())
    # Its form is read under the KPI's version
    kpi.version += 1
    kpi.save(update_fields=["version"])
    was = "nobody measured it" if before.value is None else f"it was {plain_quantity(before.value, kpi.unit)}"
    record(
        "set baseline", f"said where KPI {kpi.number} stood before the contract: {was}", by=by,
        about=[kpi, kpi.obligation, contract], council=contract.council, changes=changed,
    )  # fmt: skip
    return found


def clear_where_measured_otherwise(kpi: Kpi, changed: Mapping[str, Any], contract: Contract, *, by: User) -> None:
    """What it was before is in the unit of before, for a period of before: measured otherwise it is no longer said of the KPI.

    ``changed``: its terms that change. In the transaction of who has locked the KPI. The record keeps what was said.
    """
    names = ("kind", "unit", "frequency") if Kind.SUM in (kpi.kind, changed.get("kind")) else ("kind", "unit")
    found = Baseline.objects.select_for_update(of=("self",)).filter(kpi=kpi, value__isnull=False).first()
    if found is None or not any(name in changed for name in names):
        return
    said = {name: [getattr(found, name), ""] for name in ("basis", "value", "starts_on", "ends_on", "source")}
    found.delete()
    words = f"KPI {kpi.number} is measured otherwise from now on: where it stood before the contract has to be said for that"
    about = [kpi, kpi.obligation, contract]
    record("clear baseline", words, by=by, about=about, council=contract.council, changes=said)


def check_before_first_day(contract: Contract, starts_on: date) -> None:
    """A first day that is moved stays after the time that baselines speak of. Raises Refused."""
    late = Baseline.objects.filter(kpi__obligation__contract=contract, ends_on__gte=starts_on).select_related("kpi")
    found = late.order_by("-ends_on").first()
    if found is not None:
        raise Refused(
            f"Enter a day after {plain_day(found.ends_on)}, or change first what is said up to then of where KPI "
            f"{found.kpi.number} stood before the contract",
            "starts_on",
        )


def _problems(kpi: Kpi, before: Before, contract: Contract) -> list[tuple[str, str]]:
    if before.basis not in BaselineBasis.values:
        return [("basis", "Choose what is known of the time before")]
    unmeasured = before.basis == BaselineBasis.UNMEASURED
    found = []
    if problem := problem_with_reason(before.source, UNMEASURED_SAY if unmeasured else SOURCE_SAY):
        found.append(("source", problem))
    if unmeasured:
        if (before.value, before.starts_on, before.ends_on) != (None, None, None):
            found.append(("value", "Nobody measured it, so there is no value: leave the value and the days blank"))
        return found
    if before.value is None:
        found.append(("value", "Enter the value for one reporting period"))
    elif before.value < 0 and not kpi.may_be_negative:
        found.append(("value", "The value cannot be negative"))
    return found + _days(before, contract)


def _days(before: Before, contract: Contract) -> list[tuple[str, str]]:
    if before.starts_on is None:
        return [("starts_on", "Enter the first day of the time it speaks of")]
    if before.ends_on is None:
        return [("ends_on", "Enter the last day of the time it speaks of")]
    if before.ends_on < before.starts_on:
        return [("ends_on", "Enter a last day that is not before the first")]
    if before.ends_on >= contract.starts_on:
        return [("ends_on", "Enter a last day before the contract begins: what came after is reported")]
    return []
