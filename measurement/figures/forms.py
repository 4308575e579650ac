"""The filter above every page of figures, and how it becomes a scope."""

from datetime import date

from django import forms
from django.http import HttpRequest

from measurement.figures.selectors.scope import MONTHS, Scope, last_months
from socialvalue.accounts.models import Directorate, Organisation
from socialvalue.common import clock
from socialvalue.common.forms import GovForm
from socialvalue.places.models import District


class ScopeForm(GovForm):
    months = forms.ChoiceField(label="Period", choices=list(MONTHS.items()), required=False)
    directorate = forms.ModelChoiceField(Directorate.objects.none(), required=False, empty_label="All directorates")
    district = forms.ModelChoiceField(District.objects.none(), required=False, empty_label="The whole area")

    def __init__(self, *args, council: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("directorate", forms.ModelChoiceField).queryset = Directorate.objects.filter(council=council)
        self.field("district", forms.ModelChoiceField).queryset = District.objects.filter(contracts__council=council).distinct()
        self.look(*self.fields, quiet=True)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def scope_of(request: HttpRequest, council: Organisation) -> tuple[Scope, ScopeForm]:
    """The scope that was asked for: ``from`` and ``to``, or whole months (twelve unless told). Rubbish is left out."""
    data, months = request.GET.copy(), request.GET.get("months")
    if months is None or months not in MONTHS:
        months = data["months"] = "12"
    form = ScopeForm(data, council=council)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    starts_on, ends_on = _day(request.GET.get("from")), _day(request.GET.get("to"))
    if not starts_on or not ends_on or ends_on < starts_on:
        starts_on, ends_on = last_months(int(months))
    directorate, district = chosen.get("directorate"), chosen.get("district")
    scope = Scope(
        council_id=council.pk,
        starts_on=starts_on,
        ends_on=ends_on,
        as_of=clock.today(),
        directorate_id=directorate.pk if directorate else None,
        district_id=district.pk if district else None,
    )
    return scope, form
