"""A council's lists of groups are made and ended; a KPI is asked who benefited by one of them, and the supplier is told."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from contracts.benefits.calculations.parts import MOST_GROUPS
from contracts.benefits.models import BenefitList, Breakdown
from contracts.benefits.permissions import check_can_ask_who, check_can_keep_lists
from contracts.obligations.models import Kpi
from contracts.register.services import tell_suppliers
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day, plain_number


@transaction.atomic
def make_list(council: Organisation, *, by: User, name: str, groups: Sequence[str], overlaps: bool) -> BenefitList:
    """``groups``: their names in their order. ``overlaps``: somebody may be in several, so that they need not add up."""
    check_can_keep_lists(by, council)
    locked(council, NOTHING_READ)
    name, names = name.strip(), [one.strip() for one in groups if one.strip()]
    problems = []
    if not name:
        problems.append(("name", "Enter a name, like “Age”"))
    elif BenefitList.objects.filter(council=council, name__iexact=name, ended_at=None).exists():
        problems.append(("name", "There is a list of this name already: end it first"))
    if len(names) < 2:
        problems.append(("groups", "Enter at least two groups, one on a line"))
    elif len(names) > MOST_GROUPS:
        problems.append(("groups", f"Enter {MOST_GROUPS} groups or fewer"))
    elif len({one.casefold() for one in names}) < len(names):
        problems.append(("groups", "Enter each group once"))
    if problems:
        raise Refused(problems)
    made = BenefitList.objects.create(
        council=council, name=name, overlaps=overlaps, made_by=by,
        groups=[[f"g{number}", one] for number, one in enumerate(names, 1)],
    )  # fmt: skip
    record("make benefit list", f"made the list “{name}” of who benefits: {', '.join(names)}", by=by, about=made, council=council)
    return made


@transaction.atomic
def end_list(found: BenefitList, *, by: User) -> BenefitList:
    """No further KPI is asked for it; those that are go on."""
    fresh = locked(found, AS_READ)
    check_can_keep_lists(by, fresh.council)
    if fresh.ended_at is not None:
        raise WrongState("This list has ended already")
    save_changes(fresh, ended_at=clock.now())
    record("end benefit list", f"ended the list “{fresh.name}” of who benefits", by=by, about=fresh, council=fresh.council)
    return fresh


@transaction.atomic
def ask_who(kpi: Kpi, *, by: User, by_list: BenefitList, reason: str, targets: Mapping[str, Decimal] | None = None) -> Breakdown:
    """Ask who benefited in each period that ends today or later. Another list takes the place of the one before."""
    locked(kpi.obligation, NOTHING_READ)
    fresh = locked(kpi, NOTHING_READ)
    check_can_ask_who(by, fresh)
    check_reason(reason, "Say why this is asked")
    contract = fresh.obligation.contract
    if by_list.ended_at is not None or by_list.council_id != contract.council_id:
        raise Refused("Choose one of the council’s lists", "by_list")
    keys = {group.key for group in by_list.parts}
    kept = {key: plain_number(amount, places=4) for key, amount in (targets or {}).items() if key in keys}
    if any(amount < 0 for amount in (targets or {}).values()):
        raise Refused("A target is 0 or more", "targets")
    before = Breakdown.objects.select_for_update().filter(kpi=fresh).first()
    if before is not None and before.by_list_id != by_list.pk and _is_reported(before):
        raise WrongState("Figures were reported by the list before: stop asking for it, and add a KPI for the new one")
    asked = before or Breakdown(kpi=fresh, from_day=clock.today(), version=0)
    asked.by_list, asked.targets, asked.until_day = by_list, kept, None
    asked.reason, asked.set_by, asked.set_at = reason.strip(), by, clock.now()
    asked.version += 1
    asked.save()
    about = [asked, fresh, fresh.obligation, contract]
    said = f"asks who benefited by “{by_list.name}” of KPI {fresh.number}"
    record("ask who benefited", said, by=by, about=about, council=contract.council, reason=reason.strip())
    if not fresh.client_side:
        tell_suppliers(
            contract,
            key=f"who-benefited:{asked.pk}:{asked.version}",
            subject=f"Please say who benefited: KPI {fresh.number} of {contract.title}",
            body=f"{by} asks who benefited by “{by_list.name}” of KPI {fresh}, in periods that end on "
            f"{plain_day(asked.from_day)} or later. The numbers stand folded beneath the figure of the KPI. What you do not know "
            "counts as not known.",
            url=reverse("kpi", args=[fresh.pk]),
            action="See the KPI",
            private=reason.strip(),
        )
    return asked


def _is_reported(asked: Breakdown) -> bool:
    return asked.kpi.due_returns.exclude(returns__benefited={}).filter(returns__isnull=False).exists()


@transaction.atomic
def stop_asking(asked: Breakdown, *, by: User, reason: str) -> Breakdown:
    """Not asked of periods that end today or later; what was reported stays."""
    fresh = locked(asked, AS_READ)
    check_can_ask_who(by, fresh.kpi)
    check_reason(reason, "Say why this is no longer asked")
    if fresh.until_day is not None:
        raise WrongState("This is not asked any more")
    save_changes(fresh, until_day=clock.today())
    contract = fresh.kpi.obligation.contract
    record(
        "stop asking who benefited", f"no longer asks who benefited of KPI {fresh.kpi.number}", by=by,
        about=[fresh, fresh.kpi, fresh.kpi.obligation, contract], council=contract.council, reason=reason.strip(),
    )  # fmt: skip
    return fresh
