"""The filter above every page of figures, and how it becomes a scope."""

from django import forms
from django.http import HttpRequest

from contracts.kept.enums import SupplierKind
from contracts.kept.selectors.days import Evening, evening_of
from contracts.performance.spans import Span
from measurement.figures.selectors.scope import MONTHS, Days, Scope, last_months
from socialvalue.accounts.models import Directorate, Organisation
from socialvalue.common.errors import Refused
from socialvalue.common.forms import GovForm
from socialvalue.places.models import District

# The days that an address asks for: the first and the last of the span, and of what is known
DAYS = ("from", "to", "as_of")


class ScopeForm(GovForm):
    months = forms.ChoiceField(label="Period", choices=list(MONTHS.items()), required=False)
    directorate = forms.ModelChoiceField(Directorate.objects.none(), required=False, empty_label="All directorates")
    district = forms.ModelChoiceField(District.objects.none(), required=False, empty_label="The whole area")
    supplier_kind = forms.ChoiceField(
        label="Kind of supplier", choices=[("", "All kinds"), *SupplierKind.choices], required=False
    )

    def __init__(self, *args, council: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("directorate", forms.ModelChoiceField).queryset = Directorate.objects.filter(council=council)
        self.field("district", forms.ModelChoiceField).queryset = District.objects.filter(contracts__council=council).distinct()
        self.look(*self.fields, quiet=True)

    @property
    def problems(self) -> list[str]:
        """What could not be read, in words."""
        return [str(message) for messages in self.errors.values() for message in messages]


def scope_of(request: HttpRequest, council: Organisation) -> tuple[Scope, ScopeForm]:
    """The scope that was asked for: ``from`` and ``to``, or whole months (twelve unless told); ``as_of``, or today.

    What cannot be read is said in the form, and the whole months are shown instead.
    """
    data, months = request.GET.copy(), request.GET.get("months")
    if months is None or months not in MONTHS:
        months = data["months"] = "12"
    form = ScopeForm(data, council=council)
    form.is_valid()
    chosen = form.cleaned_data
    directorate, district = chosen.get("directorate"), chosen.get("district")
    evening = evening_of(council.pk)
    span = _span(request, form, int(months), evening)
    scope = Scope(
        council_id=council.pk,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        as_of=span.as_of,
        directorate_id=directorate.pk if directorate else None,
        district_id=district.pk if district else None,
        supplier_kind=chosen.get("supplier_kind") or "",
        window=evening.window(span.starts_on, span.ends_on, span.as_of),
        prepared=evening.prepared,
    )
    return scope, form


def _span(request: HttpRequest, form: ScopeForm, months: int, evening: Evening) -> Span:
    """Whole months are those before the evening that the kept figures speak of; days that were typed are asked of today."""
    starts_on, ends_on = last_months(months, evening.day)
    asked = Days(*(request.GET.get(name, "").strip() for name in DAYS))
    if not asked.starts_on and not asked.ends_on:
        asked = Days(starts_on.isoformat(), ends_on.isoformat(), asked.as_of or evening.day.isoformat())
    try:
        return asked.read()
    except Refused as refusal:
        for _, message in refusal.problems:
            form.add_error("months", message)
        return Span(starts_on, ends_on, evening.day)
