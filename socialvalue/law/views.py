"""An administrator's pages about bank holidays."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from socialvalue.accounts.administration.views import HOME, administrator, council_of, form_view
from socialvalue.common import clock
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law import selectors, services
from socialvalue.law.days import bank_holidays
from socialvalue.law.forms import ProclaimedDayForm, TakeBackForm


@administrator
@require_safe
def bank_holidays_page(request):
    """What was entered, what was taken back, and every bank holiday of this year and the next."""
    proclaimed, today = selectors.proclaimed_days(), clock.today()
    years = [(year, list(bank_holidays(year, proclaimed).items())) for year in (today.year, today.year + 1)]
    context = {
        "standing": selectors.entered_days(standing=True),
        "taken_back": selectors.entered_days(standing=False),
        "years": years,
        "breadcrumbs": [HOME],
    }
    return render(request, "socialvalue/administration/bank_holidays.html", context)


@administrator
@form_view
def proclaimed_day_new(request):
    council = council_of(request)
    return form_page(
        request,
        ProclaimedDayForm(request.POST or None),
        lambda typed: services.enter_proclaimed_day(council, by=request.user, **typed),
        creates=True,
        to=reverse("administration-bank-holidays"),
        done=lambda rows: _entered(rows[0].day),
        heading="Enter a proclaimed bank holiday",
        intro="The bank holidays of every year are known already. Enter a day that was proclaimed for one year only. It "
        "holds for every council that uses this service: a standstill it falls into ends a working day later.",
        submit_label="Enter the bank holiday",
    )


def _entered(day: date) -> str:
    if services.standstills_lengthened_by(day):
        return "The bank holiday is entered. Standstills it falls into now end later, and their bidders are told."
    return "The bank holiday is entered. No running standstill is affected."


@administrator
@form_view
def proclaimed_day_back(request, day):
    council = council_of(request)
    found = next((one for one in selectors.entered_days(standing=True) if one.day == day), None)
    if found is None:
        raise Http404
    return form_page(
        request,
        TakeBackForm(request.POST or None),
        lambda typed: services.take_back_proclaimed_day(day, council, by=request.user, **typed),
        to=reverse("administration-bank-holidays"),
        done=f"{found.name}, {plain_day(day)}, is taken back.",
        template=CONFIRM,
        heading=f"Take back {found.name}, {plain_day(day)}?",
        consequence="It counts as a working day again from now on, in every part of the United Kingdom. A standstill whose later "
        "end the bidders were told keeps that end.",
        confirm_label="Take it back",
        dangerous=True,
    )
