"""Lots, suppliers and days of a framework agreement."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.call_offs import services
from contracts.call_offs.calculations.details import LotDetails
from contracts.call_offs.forms import DaysForm, DoneForm, JoinForm, LeaveForm, LotForm, NewLotForm
from contracts.call_offs.models import AgreementDay, FrameworkLot, LotSupplier
from contracts.call_offs.permissions import check_can_change_agreement
from contracts.call_offs.views.agreements import seen_agreement
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs


@needs(P.VIEW_CONTRACTS, P.BID)
def lot_new(request, pk):
    agreement = seen_agreement(request, pk)
    check_can_change_agreement(request.user, agreement)
    here = reverse("agreement", args=[pk])
    return form_page(
        request,
        NewLotForm(request.POST or None),
        lambda data: services.add_lot(agreement, LotDetails(**data), by=request.user),
        creates=True,
        to=lambda made: here,
        done=lambda made: f"{made} was added.",
        heading="Add a lot",
        caption=agreement.title,
        submit_label="Add it",
        back_url=here,
        cancel_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def lot_edit(request, pk):
    rows = FrameworkLot.objects.visible_to(request.user).select_related("agreement__council")
    lot = get_object_or_404(rows, pk=pk)
    check_can_change_agreement(request.user, lot.agreement)
    here = reverse("agreement", args=[lot.agreement_id])
    initial = {"title": lot.title, "ceiling": lot.ceiling}
    form = LotForm(request.POST or None, version=lot.version, initial=initial)
    return form_page(
        request,
        form,
        lambda data: services.edit_lot(lot, form.details(), by=request.user, expected_version=data["expected_version"]),
        to=here,
        done="The lot was changed.",
        latest=lot,
        heading="Change the lot",
        caption=f"{lot.agreement.title}, lot {lot.number}",
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def supplier_add(request, pk):
    agreement = seen_agreement(request, pk)
    check_can_change_agreement(request.user, agreement)
    form = JoinForm(request.POST or None, agreement=agreement)
    here = reverse("agreement", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.join_lots(agreement, by=request.user, **form.data_for_service()),
        creates=True,
        to=lambda rows: here,
        done=lambda rows: f"{rows[0].name_then} was added, and its people are told.",
        heading="Add a supplier",
        caption=agreement.title,
        submit_label="Add it",
        back_url=here,
        cancel_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def supplier_leave(request, pk):
    row = get_object_or_404(LotSupplier.objects.visible_to(request.user).select_related("lot__agreement__council"), pk=pk)
    agreement = row.lot.agreement
    check_can_change_agreement(request.user, agreement)
    here = reverse("agreement", args=[agreement.pk])
    return form_page(
        request,
        LeaveForm(request.POST or None, version=row.version),
        lambda data: services.leave_lot(row, by=request.user, **data),
        to=here,
        done=f"It is recorded that {row.name_then} leaves.",
        version_of=row,
        heading=f"{row.name_then} leaves",
        caption=f"{agreement.title}, lot {row.lot.number}" if row.lot.is_division else agreement.title,
        intro="Nothing is called off to it after its last day. Contracts that were called off run on.",
        submit_label="Record it",
        back_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def days_new(request, pk):
    agreement = seen_agreement(request, pk)
    check_can_change_agreement(request.user, agreement)
    here = reverse("agreement", args=[pk])
    return form_page(
        request,
        DaysForm(request.POST or None, agreement=agreement),
        lambda data: services.plan_days(agreement, by=request.user, **data),
        creates=True,
        to=lambda made: here,
        done=lambda made: "The day is planned." if len(made) == 1 else f"{len(made)} days are planned.",
        heading="Plan a refresh or a review" if agreement.is_open else "Plan a review",
        caption=agreement.title,
        submit_label="Plan it",
        back_url=here,
        cancel_url=here,
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def day_done(request, pk):
    day = get_object_or_404(AgreementDay.objects.visible_to(request.user).select_related("agreement__council"), pk=pk)
    check_can_change_agreement(request.user, day.agreement)
    here = reverse("agreement", args=[day.agreement_id])
    return form_page(
        request,
        DoneForm(request.POST or None, version=day.version),
        lambda data: services.mark_day_done(day, by=request.user, **data),
        to=here,
        done="It is recorded what came of it.",
        version_of=day,
        heading="What came of it",
        caption=f"{day.agreement.title}: {day}",
        back_url=here,
    )
