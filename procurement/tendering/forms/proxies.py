"""The form in which a drafter chooses the proxy values that mark a question."""

from django import forms

from procurement.tendering.models import Criterion
from procurement.tendering.selectors.proxy_marking import offered_proxies
from socialvalue.common.forms import GovForm, ManyField, MoneyField, VersionedFormMixin
from socialvalue.common.templatetags.formats import one_of, plain_money
from socialvalue.framework.models import Proxy


class ProxiesField(ManyField):
    def label_from_instance(self, obj: Proxy) -> str:
        area = f", {obj.area}" if obj.area else ""
        value = f"{plain_money(obj.value)} for one {one_of(obj.unit)} (prices of {obj.price_year}{area})"
        return f"{obj.measure.code} {obj.measure.name}: {value}"


class ProxyMarkingForm(VersionedFormMixin, GovForm):
    full_marks_at = MoneyField(
        label="Full marks at",
        required=False,
        help_text="Pounds over the whole contract at which a bid gets full marks. Half of it earns half of them, more "
        "earns no more. Choose it in scale with the contract: out of reach for small organisations, it shuts them out.",
    )
    proxies = ProxiesField(
        label="Values that count",
        queryset=Proxy.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="One for each measure. They are copied into the tender and stay as they are once it is published.",
    )

    def __init__(self, *args, criterion: Criterion, **kwargs):
        super().__init__(*args, **kwargs)
        # Both may wait while the tender is a draft, and neither is optional
        offered = offered_proxies(criterion)
        self.field("proxies", ProxiesField).queryset = offered
        self.look("full_marks_at", "proxies", quiet=True)
        self.look("proxies", choice_hints={str(p.pk): f"{p.source}. Licence: {p.licence}." for p in offered})
