"""An administrator's pages about bank holidays."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from socialvalue.accounts.administration.views import HOME, administrator, council_of, form_view
from socialvalue.common import clock
from socialvalue.common.forms import GovForm
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
        done="The bank holiday is entered. It counts once another administrator has confirmed it; they were asked.",
        heading="Enter a proclaimed bank holiday",
        intro="The bank holidays of every year are known already. Enter a day that was proclaimed for one year only. It "
        "holds for every council that uses this service, so another administrator confirms it before it counts. A standstill "
        "it falls into then ends a working day later.",
        submit_label="Enter the bank holiday",
    )


def _confirmed(day: date) -> str:
    if services.standstills_lengthened_by(day):
        return "The bank holiday is confirmed. Standstills it falls into now end later, and their bidders are told."
    return "The bank holiday is confirmed. No running standstill is affected."


def _standing(day: date) -> selectors.EnteredDay:
    found = next((one for one in selectors.entered_days(standing=True) if one.day == day), None)
    if found is None:
        raise Http404
    return found


@administrator
@form_view
def proclaimed_day_confirm(request, day):
    """A second administrator reads what was entered, with its source, and confirms it."""
    council, found = council_of(request), _standing(day)
    if found.confirmed_by is not None:
        raise Http404
    return form_page(
        request,
        GovForm(request.POST if request.method == "POST" else None),
        lambda typed: services.confirm_proclaimed_day(day, council, by=request.user),
        to=reverse("administration-bank-holidays"),
        done=lambda rows: _confirmed(day),
        template=CONFIRM,
        heading=f"Confirm {found.name}, {plain_day(day)}?",
        consequence=f"{found.entered_by} entered it as a bank holiday in {found.where}. Source: {found.source}. Read the source "
        "first. A standstill of any council that the day falls into ends a working day later, and its bidders are told.",
        confirm_label="Confirm the bank holiday",
    )


@administrator
@form_view
def proclaimed_day_back(request, day):
    council, found = council_of(request), _standing(day)
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
