"""A council's scales, the scale of a KPI, and the people of a period."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.evidence.forms.individuals import KpiScaleForm, PeopleFileForm, PersonForm, ScaleForm
from contracts.evidence.models import Individual, Scale
from contracts.evidence.pages.individuals import people_page, vouches_for
from contracts.evidence.permissions import check_can_enter_people, check_can_keep_scales, check_can_set_scale
from contracts.evidence.selectors.individuals import scale_of
from contracts.evidence.services import individuals as entering
from contracts.evidence.services import scales as listing
from contracts.obligations.models import Kpi
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs, takes_files


@needs(P.EDIT_CONTRACTS)
def scales(request):
    council = request.user.council
    check_can_keep_scales(request.user, council)
    return form_page(
        request,
        ScaleForm(request.POST or None),
        lambda data: listing.add_scale(council, by=request.user, **data),
        creates=True,
        to=reverse("scales"),
        done="The scale is on the list.",
        template="contracts/evidence/scales.html",
        scales=Scale.objects.filter(council=council, ended_at=None),
        heading="Scales",
        submit_label="Add the scale",
    )


@needs(P.EDIT_CONTRACTS)
@require_POST
def scales_usual(request):
    return button(
        request,
        lambda: listing.add_usual_scales(request.user.council, by=request.user),
        to=reverse("scales"),
        done="The usual scales are on the list.",
    )


@require_POST
@needs(P.EDIT_CONTRACTS)
def scale_end(request, pk):
    scale = get_object_or_404(Scale, pk=pk, council__in=request.user.organisations_where(P.EDIT_CONTRACTS))
    return button(
        request,
        lambda: listing.end_scale(scale, by=request.user),
        to=reverse("scales"),
        done="The scale is no longer offered. KPIs that are measured on it go on.",
    )


@needs(P.EDIT_CONTRACTS)
def kpi_scale(request, pk):
    kpi = get_object_or_404(Kpi.objects.visible_to(request.user).select_related("obligation__contract__council"), pk=pk)
    check_can_set_scale(request.user, kpi)
    now = scale_of(kpi)
    back = reverse("kpi", args=[pk])
    return form_page(
        request,
        KpiScaleForm(request.POST or None, council=kpi.obligation.contract.council, initial={"scale": now}),
        lambda data: listing.set_scale(kpi, by=request.user, **data),
        to=back,
        done="The supplier is asked where each person began and where they are now.",
        read=kpi,
        template="contracts/evidence/kpi_scale.html",
        heading="Measure each person",
        caption=kpi.wording,
        submit_label="Save",
        back_url=back,
    )


def _seen(request, pk) -> DueReturn:
    """The period, for those who may read what each person reached."""
    rows = DueReturn.objects.visible_to(request.user).select_related("kpi__obligation__contract__council")
    due = get_object_or_404(rows, pk=pk)
    if not vouches_for(due, request.user):
        raise NotAllowed("What each person reached is read by those who report it and those who verify it")
    return due


@needs(P.VIEW_CONTRACTS, P.BID)
def people(request, pk):
    due = _seen(request, pk)
    scale = scale_of(due.kpi)
    if scale is None:
        raise WrongState("No scale is chosen for this KPI yet: the council’s contract manager chooses it")
    if request.method == "POST":
        check_can_enter_people(request.user, due)
    return form_page(
        request,
        PersonForm(request.POST or None, scale=scale),
        lambda data: entering.enter_person(due, by=request.user, **data),
        to=reverse("return-people", args=[pk]),
        done="The person is entered.",
        template="contracts/evidence/people.html",
        heading="People, one by one",
        submit_label="Enter the person",
        cancel_url=reverse("return", args=[pk]),
        **people_page(due, request.user),
    )


@takes_files
@needs(P.EDIT_CONTRACTS, P.BID)
def people_file(request, pk):
    due = _seen(request, pk)
    check_can_enter_people(request.user, due)
    here = reverse("return-people", args=[pk])
    return form_page(
        request,
        PeopleFileForm(request.POST or None, request.FILES or None),
        lambda data: entering.enter_file(due, by=request.user, data=data["file"].read(), name=data["file"].name),
        to=lambda made: here,
        done=lambda many: f"{many} {'person is' if many == 1 else 'people are'} entered.",
        heading="People from a file",
        caption=due.kpi.wording,
        submit_label="Enter them",
        back_url=here,
        cancel_url=here,
    )


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def people_remove(request, pk):
    person = get_object_or_404(Individual.objects.visible_to(request.user).select_related("due"), pk=pk)
    entering.remove_person(person, by=request.user)
    messages.success(request, "The person was taken out.")
    return redirect("return-people", person.due_id)
