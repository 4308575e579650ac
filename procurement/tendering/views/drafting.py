"""Details, timetable and scale of a draft."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from procurement.tendering import pages, permissions, selectors, services
from procurement.tendering.enums.patterns import SCALES, default_levels
from procurement.tendering.forms import DetailsForm, TimetableForm, initial
from procurement.tendering.forms.criteria import ScaleForm
from procurement.tendering.views.finding import accepted, done, tender_of
from socialvalue.common.views import signed_in


def _edit(request, reference: str, form_class, heading: str, saved: str, intro: str = ""):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    form = form_class(request.POST or None, version=tender.version, initial=initial(tender, form_class))

    def save():
        changes = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        services.edit_tender(tender, by=request.user, expected_version=form.expected_version, **changes)

    if request.method == "POST" and accepted(form, tender, save):
        return done(request, saved, "tender", reference)
    return render(request, "layouts/form.html", _page(tender, form, heading, intro))


def _page(tender, form, heading: str, intro: str = "", **more) -> dict:
    return {
        "form": form,
        "tender": tender,
        "heading": heading,
        "caption": tender.title,
        "intro": intro,
        "breadcrumbs": pages.trail(tender, itself=True),
        "cancel_url": reverse("tender", args=[tender.reference]),
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
        return render(
            request, "procurement/tendering/scale.html", _page(tender, None, "Scoring scale", levels=tender.scale.all())
        )
    permissions.check_can_edit(request.user, tender)
    form = ScaleForm(request.POST or None, version=tender.version, levels=_levels(request, tender))

    def save():
        maximum, version = max(form.scores), form.expected_version
        services.set_scale(tender, by=request.user, levels=form.levels, maximum=maximum, expected_version=version)

    if request.method == "POST" and accepted(form, tender, save):
        return done(request, "The scale is saved.", "tender", reference)
    usual = [{"maximum": m, "count": m + 1} for m in SCALES if m != max(form.scores)]
    return render(request, "procurement/tendering/scale.html", _page(tender, form, "Scoring scale", usual=usual))


def _levels(request, tender) -> list[tuple[int, str, str]]:
    """The levels to edit: the tender's own, or the usual wording of another scale that was asked for."""
    asked = request.POST.get("maximum") or request.GET.get("maximum")
    if asked is None or asked == str(tender.scale_maximum):
        return [(level.score, level.label, level.wording) for level in tender.scale.all()]
    wanted = next((maximum for maximum in SCALES if str(maximum) == asked), None)
    if wanted is None:
        raise Http404
    return default_levels(wanted)
