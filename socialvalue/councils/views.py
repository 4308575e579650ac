"""A council's look and calendar; for which council somebody works."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from socialvalue.accounts.administration.views import HOME, administrator, council_of, form_view
from socialvalue.accounts.models import Organisation
from socialvalue.common import colours
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import signed_in
from socialvalue.councils import forms, selectors, services


@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def sheet(request, brand, accent):
    """The style sheet of these two colours. It depends on its address alone, so browsers keep it."""
    if colours.problems(f"#{brand}", f"#{accent}"):
        raise Http404
    return HttpResponse(colours.sheet(f"#{brand}", f"#{accent}"), content_type="text/css; charset=utf-8")


@administrator
@form_view
def change_colours(request):
    council = council_of(request)
    return form_page(
        request,
        forms.ColoursForm(request.POST or None, initial={"brand": council.brand_colour, "accent": council.accent_colour}),
        lambda typed: services.set_colours(council, by=request.user, **typed),
        done="The council’s colours are saved.",
        to=reverse("administration"),
        back_url=reverse("administration"),
        heading="The council’s colours",
        intro="They are on every page of the council’s people, in its emails and in its PDFs. Leave both blank for the "
        "colours of this service. Buttons, charts and the colours of on target and below target are the same for every council.",
        submit_label="Save",
    )


@administrator
@require_safe
def calendar(request):
    council = council_of(request)
    rows = [(one, services.said(one)) for one in selectors.calendar_of(council)]
    return render(request, "socialvalue/councils/calendar.html", {"council": council, "rows": rows, "breadcrumbs": [HOME]})


@administrator
@form_view
def closed_new(request):
    council = council_of(request)
    return form_page(
        request,
        forms.ClosedDaysForm(request.POST or None),
        lambda typed: services.close_offices(council, by=request.user, **typed),
        done=lambda days: f"{days.name} is entered.",
        to=reverse("administration-calendar"),
        back_url=reverse("administration-calendar"),
        heading="Enter days on which the offices are closed",
        intro="An officer who plans bids to be due on one of them reads a warning. The law’s working days, and with them "
        "standstills, stay as "
        "they are.",
        submit_label="Enter",
    )


@administrator
@form_view
def closed_back(request, pk):
    days = get_object_or_404(selectors.calendar_of(council_of(request)), pk=pk)
    return form_page(
        request,
        forms.GovForm(request.POST if request.method == "POST" else None),
        lambda typed: services.open_offices(days, by=request.user),
        done=f"{days.name} is taken back.",
        to=reverse("administration-calendar"),
        template=CONFIRM,
        heading=f"Take back {days.name}, {services.said(days)}?",
        consequence="Bids may be due on these days again without a warning.",
        confirm_label="Take it back",
    )


@signed_in
@form_view
def works_for(request):
    """Somebody with roles in several councils says for which they work now."""
    if len(request.user.councils) < 2:
        return render(request, "socialvalue/councils/one_council.html", {"back_url": reverse("account")})
    councils = Organisation.objects.filter(pk__in=[one.pk for one in request.user.councils])
    return form_page(
        request,
        forms.WorksForForm(request.POST or None, councils=councils, initial={"council": request.user.council}),
        lambda typed: services.work_for(typed["council"], by=request.user),
        done=lambda _: "Saved. New records belong to the council you chose.",
        to=reverse("home"),
        back_url=reverse("account"),
        heading="For which council do you work now?",
        intro="What you add belongs to it, and pages have its name and colours. You still see what you may see of each council.",
        submit_label="Save",
    )
