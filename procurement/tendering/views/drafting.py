"""Details, timetable and scale of a draft."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from procurement.tendering import pages, permissions, selectors, services
from procurement.tendering.enums.patterns import SCALES, default_levels
from procurement.tendering.forms import DetailsForm, TimetableForm, initial
from procurement.tendering.forms.criteria import ScaleForm
from procurement.tendering.views.finding import tender_of
from socialvalue.common.pages import form_page
from socialvalue.common.views import signed_in


def _edit(request, reference: str, form_class, heading: str, saved: str, intro: str = ""):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    form = form_class(request.POST or None, version=tender.version, initial=initial(tender, form_class))
    return form_page(
        request,
        form,
        lambda data: services.edit_tender(tender, by=request.user, **data),
        to=reverse("tender", args=[reference]),
        done=saved,
        latest=tender,
        **_page(tender, heading, intro),
    )


def _page(tender, heading: str, intro: str = "", **more) -> dict:
    return {
        "tender": tender,
        "heading": heading,
        "caption": tender.title,
        "intro": intro,
        "breadcrumbs": pages.trail(tender, itself=True),
        **more,
    }


@signed_in
def details(request, reference):
    return _edit(request, reference, DetailsForm, "Details", "The details are saved.")


@signed_in
def timetable(request, reference):
    return _edit(
        request, reference, TimetableForm, "Timetable", "The timetable is saved.", _period(tender_of(request, reference))
    )


def _period(tender) -> str:
    least = selectors.minimum_days(tender)
    if least is None:
        return "The law sets no minimum period for this tender. Small organisations need about four weeks to work together."
    return f"The law gives bidders at least {least} days from the day after publication (Procurement Act 2023, section 54)."


@signed_in
def scale(request, reference):
    tender = tender_of(request, reference)
    if request.method != "POST" and not permissions.can_edit(request.user, tender):
        page = _page(tender, "Scoring scale", levels=tender.scale.all())
        return render(request, "procurement/tendering/scale.html", {"form": None, **page})
    permissions.check_can_edit(request.user, tender)
    form = ScaleForm(request.POST or None, version=tender.version, levels=_levels(request, tender))

    def save(data):
        maximum, version = max(form.scores), data["expected_version"]
        return services.set_scale(tender, by=request.user, levels=form.levels, maximum=maximum, expected_version=version)

    usual = [{"maximum": m, "count": m + 1} for m in SCALES if m != max(form.scores)]
    return form_page(
        request,
        form,
        save,
        to=reverse("tender", args=[reference]),
        done="The scale is saved.",
        template="procurement/tendering/scale.html",
        version_of=tender,
        **_page(tender, "Scoring scale", usual=usual),
    )


def _levels(request, tender) -> list[tuple[int, str, str]]:
    """The levels to edit: the tender's own, or the usual wording of another scale that was asked for."""
    asked = request.POST.get("maximum") or request.GET.get("maximum")
    if asked is None or asked == str(tender.scale_maximum):
        return [(level.score, level.label, level.wording) for level in tender.scale.all()]
    wanted = next((maximum for maximum in SCALES if str(maximum) == asked), None)
    if wanted is None:
        raise Http404
    return default_levels(wanted)
