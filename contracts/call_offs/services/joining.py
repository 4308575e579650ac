"""Suppliers come onto lots: from the first day, or at a refresh of an open framework. And leave them."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.call_offs.enums import DayKind
from contracts.call_offs.models import AgreementDay, FrameworkAgreement, FrameworkLot, LotSupplier
from contracts.call_offs.permissions import check_can_change_agreement
from contracts.call_offs.selectors import invited_from, roots_on
from contracts.call_offs.services.agreements import look_again
from procurement.tendering.querysets import BEFORE_PUBLICATION
from procurement.tendering.services import invite
from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_not_with
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell_all

CLOSED = (
    "This framework agreement takes in no new suppliers once something is called off. Only an open framework does, at a refresh"
)
CHOOSE_REFRESH = "Something is called off already. Choose the refresh at which this supplier joins"


@transaction.atomic
def join_lots(
    agreement: FrameworkAgreement,
    lots: Sequence[FrameworkLot],
    *,
    by: User,
    supplier: Organisation,
    refresh: AgreementDay | None = None,
    joined_on: date | None = None,
) -> list[LotSupplier]:
    """Put a supplier on these lots: from the first day, or from ``joined_on`` (today) at a ``refresh`` of an open framework.

    Its people are told. Mini-competitions of these lots that are not published yet invite it too.
    """
    agreement = locked(agreement, NOTHING_READ)
    check_can_change_agreement(by, agreement)
    check_not_with(by, [supplier.pk])
    day = agreement.starts_on if refresh is None else (joined_on or clock.today())
    _check(agreement, lots, supplier, refresh, day)
    rows = [
        LotSupplier.objects.create(
            lot=lot, supplier=supplier, name_then=str(supplier), joined_on=day, refresh=refresh, added_by=by
        )
        for lot in lots
    ]
    named = f" on {_listed(lots)}" if any(lot.is_division for lot in lots) else ""
    at = f" at the refresh of {plain_day(refresh.on)}" if refresh else ""
    sentence = f"added {supplier}{named}{at}"
    record("join lots", sentence, by=by, about=[agreement, *rows], council=agreement.council)
    _invite_to_drafts(lots, by)
    look_again(agreement)
    tell_all(
        people_who(Permission.BID, supplier.part_of or supplier),
        key=f"agreement-joined:{rows[0].pk}",
        subject=f"{supplier} is on the framework agreement {agreement.title}",
        body=(
            f"{agreement.council} added {supplier} to the framework agreement “{agreement.title}” ({agreement.reference})"
            f"{named}, from {plain_day(day)}. {agreement.no_guarantee}\n\n"
            "You are told of every mini-competition you are invited to."
        ),
        url=reverse("agreement", args=[agreement.pk]),
        action="See the framework agreement",
        why=f"You get this because you act for {supplier.part_of or supplier}.",
        council=agreement.council,
        for_information=True,
    )
    return rows


@transaction.atomic
def leave_lot(row: LotSupplier, *, by: User, left_on: date, reason: str, expected_version: Shown = AS_READ) -> LotSupplier:
    """Its last day on the lot: nothing is called off to it afterwards. Contracts that were called off run on."""
    agreement = locked(row.lot.agreement, NOTHING_READ)
    row = locked(row, expected_version)
    check_can_change_agreement(by, agreement)
    check_reason(reason, "Say why it leaves")
    if row.left_on is not None:
        raise Refused(f"It is recorded already that it leaves, on {plain_day(row.left_on)}", "left_on")
    if left_on < row.joined_on:
        raise Refused(f"It joined on {plain_day(row.joined_on)}: enter a later day", "left_on")
    if left_on > agreement.last_day:
        raise Refused(f"The agreement ends on {plain_day(agreement.last_day)}: enter an earlier day", "left_on")
    save_changes(row, left_on=left_on, left_reason=reason.strip(), left_by=by)
    of = f" {row.lot}" if row.lot.is_division else " the agreement"
    sentence = f"recorded that {row.name_then} leaves{of}; its last day is {plain_day(left_on)}"
    record("leave lot", sentence, by=by, about=[agreement, row], council=agreement.council, reason=reason.strip())
    _invite_to_drafts([row.lot], by)
    return row


def _check(
    agreement: FrameworkAgreement,
    lots: Sequence[FrameworkLot],
    supplier: Organisation,
    refresh: AgreementDay | None,
    day: date,
) -> None:
    problems: list[tuple[str | None, str]] = []
    if not lots:
        problems.append(("lots", "Choose at least one lot"))
    if supplier.kind != OrganisationKind.SUPPLIER:
        problems.append(("supplier", f"{supplier} is not registered as a supplier"))
    if refresh is not None:
        problems += _of_refresh(agreement, refresh, day)
    elif agreement.starts_on <= clock.today() and _has_called_off(agreement):
        # Who is on it from the first day is entered before anything is called off
        problems.append(("refresh", CHOOSE_REFRESH) if agreement.is_open else ("supplier", CLOSED))
    root = supplier.part_of_id or supplier.pk
    there = [lot for lot in lots if root in roots_on(lot, max(day, clock.today()))]
    if there:
        where = f" on {_listed(there)}" if there[0].is_division else " on this agreement"
        problems.append(("supplier", f"{supplier} is{where} already"))
    if problems:
        raise Refused(problems)


def _of_refresh(agreement: FrameworkAgreement, refresh: AgreementDay, day: date) -> list[tuple[str, str]]:
    if not agreement.is_open or refresh.agreement_id != agreement.pk or refresh.kind != DayKind.REFRESH:
        return [("refresh", CLOSED)]
    if refresh.on > clock.today():
        return [("refresh", f"This refresh is on {plain_day(refresh.on)}: suppliers join then")]
    if day < refresh.on or day > agreement.last_day:
        return [("joined_on", f"Enter a day from {plain_day(refresh.on)} to {plain_day(agreement.last_day)}")]
    return []


def _has_called_off(agreement: FrameworkAgreement) -> bool:
    return agreement.lots.filter(call_offs__isnull=False).exists()


def _invite_to_drafts(lots: Sequence[FrameworkLot], by: User) -> None:
    """Competitions that are not published yet ask whoever is on the lot now."""
    for lot in lots:
        for competition in lot.competitions.filter(tender__status__in=BEFORE_PUBLICATION).select_related("tender"):
            tender = competition.tender
            invite(tender, invited_from(lot, clock.today()), by=by, because=tender.invited_because)


def _listed(lots: Sequence[FrameworkLot]) -> str:
    numbers = [str(lot.number) for lot in sorted(lots, key=lambda one: one.number)]
    if len(numbers) == 1:
        return f"lot {numbers[0]}"
    return f"lots {', '.join(numbers[:-1])} and {numbers[-1]}"
