"""The filter above the list of contracts."""

from django import forms

from contracts.overview.selectors import NO_END
from contracts.register.enums import ContractStatus, RegisterStatus
from contracts.register.models import Contract
from socialvalue.accounts.models import Directorate, User
from socialvalue.common.forms import GovForm


class ContractFilter(GovForm):
    search = forms.CharField(required=False, label="Search", help_text="Reference, title or supplier")
    directorate = forms.ModelChoiceField(Directorate.objects.none(), required=False, empty_label="Any")
    # Typed and not chosen: a council has thousands
    supplier = forms.CharField(required=False, help_text="Name, part of it, or register number")
    status = forms.ChoiceField(
        choices=[
            ("", "Any"),
            *ContractStatus.choices,
            (RegisterStatus.TO_BEGIN, RegisterStatus.TO_BEGIN.label),
            (RegisterStatus.PAST_END, RegisterStatus.PAST_END.label),
            (NO_END, "Without an agreed end"),
        ],
        required=False,
    )
    ends_within = forms.ChoiceField(
        choices=[("", "Any time"), ("3", "3 months"), ("6", "6 months"), ("12", "12 months"), ("24", "2 years")],
        required=False,
        label="Ends within",
    )
    attention = forms.ChoiceField(
        choices=[
            ("", "Any"),
            ("late", "Returns late"),
            ("below_target", "KPI below its target or minimum"),
            ("below_minimum", "KPI below its minimum"),
            ("unowned", "No contract manager or lead director"),
        ],
        required=False,
        label="Needs attention",
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Contract.objects.visible_to(user)
        self.field("directorate", forms.ModelChoiceField).queryset = Directorate.objects.filter(pk__in=seen.values("directorate"))
        self.look(*self.fields, quiet=True)
