"""The form in which a drafter chooses the proxy values that mark a question."""

from django import forms

from procurement.tendering.models import Criterion
from procurement.tendering.selectors.proxy_marking import offered_proxies
from socialvalue.common.forms import GovForm, ManyField, MoneyField, VersionedFormMixin
from socialvalue.common.templatetags.formats import one_of, plain_money
from socialvalue.framework.models import Proxy


class ProxyMarkingForm(VersionedFormMixin, GovForm):
    full_marks_at = MoneyField(
        label="Full marks at",
        required=False,
        help_text="Pounds over the whole contract at which a bid gets full marks. Half of it earns half of them, more "
        "earns no more. Choose it in scale with the contract: out of reach for small organisations, it shuts them out.",
    )
    proxies = ManyField(
        label="Values that count",
        queryset=Proxy.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="One for each measure. They are copied into the tender and stay as they are once it is published.",
    )

    def __init__(self, *args, criterion: Criterion, **kwargs):
        super().__init__(*args, **kwargs)
        # Both may wait while the tender is a draft, and neither is optional
        self.fields["full_marks_at"].quiet = True
        field = self.fields["proxies"]
        field.quiet = True
        field.queryset = offered_proxies(criterion)
        field.label_from_instance = _label
        field.choice_hints = {str(p.pk): f"{p.source}. Licence: {p.licence}." for p in field.queryset}


def _label(proxy: Proxy) -> str:
    area = f", {proxy.area}" if proxy.area else ""
    value = f"{plain_money(proxy.value)} for one {one_of(proxy.unit)} (prices of {proxy.price_year}{area})"
    return f"{proxy.measure.code} {proxy.measure.name}: {value}"
