"""What was proven, and what could be lost."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from contracts.obligations.models import Obligation
from contracts.register.models import Contract
from procurement.commissioning.enums import Category, Stage
from procurement.commissioning.models import Commission
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common.forms import GovForm


def later_commissions(user: User, contract: Contract) -> QuerySet[Commission]:
    """Commissions of the contract's council that are still being analysed or planned, other than its own."""
    rows = Commission.objects.visible_to(user).filter(council=contract.council_id, stage__in=(Stage.ANALYSE, Stage.PLAN))
    rows = rows.exclude(pk=contract.commission_id) if contract.commission_id else rows
    return rows if user.can(Permission.EDIT_COMMISSIONS, contract.council_id) else rows.none()


class PromoteForm(GovForm):
    commission = forms.ModelChoiceField(Commission.objects.none(), help_text="One that is being analysed or planned.")
    wording = forms.CharField(widget=forms.Textarea, label="What every provider should do")
    category = forms.ChoiceField(choices=Category.choices, widget=forms.RadioSelect, label="For whom it makes a difference")
    finding = forms.CharField(
        widget=forms.Textarea, label="What was proven", help_text="The verified returns are kept with it, as they stand today."
    )

    def __init__(self, *args, user: User, contract: Contract, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("commission", forms.ModelChoiceField).queryset = later_commissions(user, contract)


class LossesForm(GovForm):
    """One text per obligation with verified returns: empty means that it is not brought."""

    commission = forms.ModelChoiceField(Commission.objects.none(), help_text="The commission that follows this contract.")

    def __init__(self, *args, user: User, contract: Contract, obligations: list[Obligation], **kwargs):
        super().__init__(*args, **kwargs)
        self.field("commission", forms.ModelChoiceField).queryset = later_commissions(user, contract)
        self.obligations = obligations
        for obligation in obligations:
            name = f"loss_{obligation.pk}"
            self.fields[name] = forms.CharField(
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                label=f"{obligation.code} {obligation.wording}"[:200],
                help_text="What would be lost, and what will be done about it? Leave blank to pass it over.",
            )
            self.dress(name)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.losses():
            self.add_error(None, "Choose at least one outcome: say what would be lost and what will be done")
        return self.cleaned_data

    def losses(self) -> list[tuple[Obligation, str]]:
        """(obligation, consequence) for each text that was written."""
        texts = [(o, (self.cleaned_data.get(f"loss_{o.pk}") or "").strip()) for o in self.obligations]
        return [(obligation, text) for obligation, text in texts if text]
