"""The lots of a framework agreement."""

from django.db import transaction

from contracts.call_offs.calculations.details import LotDetails
from contracts.call_offs.models import FrameworkAgreement, FrameworkLot
from contracts.call_offs.permissions import check_can_change_agreement
from contracts.call_offs.selectors import lot_uses
from contracts.call_offs.services.agreements import look_again
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_money

UNDIVIDED = "Suppliers are on this agreement as a whole already: it cannot be divided into lots any more"


@transaction.atomic
def add_lot(agreement: FrameworkAgreement, details: LotDetails, *, by: User) -> FrameworkLot:
    """One lot more; the first one of an agreement that nobody is on yet divides it."""
    agreement = locked(agreement, NOTHING_READ)
    check_can_change_agreement(by, agreement)
    whole = agreement.lots.filter(title="").first()
    if whole is not None and (whole.suppliers.exists() or whole.competitions.exists()):
        raise WrongState(UNDIVIDED)
    _check(agreement, details)
    if whole is not None:
        save_changes(whole, title=details.title.strip(), ceiling=details.ceiling)
        made = whole
    else:
        last = agreement.lots.order_by("-number").values_list("number", flat=True).first() or 0
        made = FrameworkLot.objects.create(
            agreement=agreement, number=last + 1, title=details.title.strip(), ceiling=details.ceiling
        )
    record("add lot", f"added {made}", by=by, about=[agreement], council=agreement.council)
    return made


@transaction.atomic
def edit_lot(lot: FrameworkLot, details: LotDetails, *, by: User, expected_version: Shown = AS_READ) -> FrameworkLot:
    """Its title and its ceiling, which stays above what is called off."""
    agreement = locked(lot.agreement, NOTHING_READ)
    lot = locked(lot, expected_version)
    check_can_change_agreement(by, agreement)
    _check(agreement, details, lot)
    changed = save_changes(lot, title=details.title.strip(), ceiling=details.ceiling)
    if changed:
        look_again(agreement)
        record("edit lot", f"changed lot {lot.number}", by=by, about=[agreement], council=agreement.council, changes=changed)
    return lot


def _check(agreement: FrameworkAgreement, details: LotDetails, lot: FrameworkLot | None = None) -> None:
    problems = []
    if not details.title.strip():
        problems.append(("title", "Enter what the lot is for"))
    if details.ceiling is not None:
        called = lot_uses([lot])[lot.pk].called if lot is not None else 0
        if details.ceiling <= 0:
            problems.append(("ceiling", "The ceiling must be more than £0"))
        elif details.ceiling > agreement.ceiling:
            problems.append(("ceiling", f"The agreement’s own ceiling is {plain_money(agreement.ceiling)}: enter no more"))
        elif details.ceiling < called:
            problems.append(("ceiling", f"{plain_money(called)} is called off already: the ceiling cannot be lower"))
    if problems:
        raise Refused(problems)
