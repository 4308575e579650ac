"""A list of groups, and the question who benefited of one KPI."""

from decimal import Decimal
from typing import Any

from django import forms

from contracts.benefits.models import BenefitList, Breakdown
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import GovForm


class ListForm(GovForm):
    name = forms.CharField(max_length=80, label="What it tells apart", help_text="For example “Age”, or “District”.")
    groups = forms.CharField(
        label="Groups, one on a line",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="For example age bands, or the districts of the county. “Not known” is added to every list.",
    )
    overlaps = forms.BooleanField(
        required=False,
        label="Somebody may be in several of them",
        help_text="As with disabled people and care leavers. The groups then need not add up to the whole.",
    )

    def clean_groups(self) -> list[str]:
        return self.cleaned_data["groups"].splitlines()


class WhoForm(GovForm):
    """The targets of each group for a period, all of them optional, and why it is asked."""

    reason = forms.CharField(
        label="Why is it asked?", widget=forms.Textarea(attrs={"rows": 3}), help_text="The supplier reads it."
    )

    def __init__(self, *args, by_list: BenefitList, before: Breakdown | None, unit: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = {f"target_{group.key}": group.key for group in by_list.parts}
        known = before.targets if before is not None and before.by_list_id == by_list.pk else {}
        for group in by_list.parts:
            name = f"target_{group.key}"
            self.fields[name] = PlainDecimalField(
                required=False, min_value=Decimal(0), max_digits=14, decimal_places=4, label=f"Target for {group.name}",
                initial=known.get(group.key),
            )  # fmt: skip
            self.dress(name)
            self.look(name, suffix=unit)
        self.order_fields([*self.keys, "reason"])

    def targets(self) -> dict[str, Decimal]:
        said: dict[str, Any] = {key: self.cleaned_data.get(name) for name, key in self.keys.items()}
        return {key: amount for key, amount in said.items() if amount is not None}


class StopForm(GovForm):
    reason = forms.CharField(label="Why is it no longer asked?", widget=forms.Textarea(attrs={"rows": 3}))
