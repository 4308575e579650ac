"""Starting from a published set of KPIs, or from the principles of a contract."""

from django import forms
from django.db.models import Q

from contracts.obligations.enums import AgreementStatus, Basis, Frequency
from contracts.obligations.models import Obligation
from contracts.obligations.selectors.published import PublishedSet
from contracts.obligations.services import MOST_PRINCIPLES
from contracts.register.models import Contract
from socialvalue.common.forms import GovForm


class _StartForm(GovForm):
    basis = forms.ChoiceField(choices=Basis.choices, widget=forms.RadioSelect, label="Where it comes from")
    source_note = forms.CharField(
        max_length=120, label="Where it is written", help_text="The document and its clause, such as “Schedule 4, paragraph 2”."
    )
    frequency = forms.ChoiceField(choices=Frequency.choices, widget=forms.RadioSelect, label="How often it is reported")


class SetForm(_StartForm):
    codes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="KPIs to start from")
    obligation = forms.ModelChoiceField(Obligation.objects.none(), required=False, label="Obligation")

    field_order = ("codes", "obligation", "basis", "source_note", "frequency")

    def __init__(self, *args, contract: Contract, chosen: PublishedSet, **kwargs):
        super().__init__(*args, **kwargs)
        codes = self.field("codes", forms.MultipleChoiceField)
        codes.choices = [(kpi.code, f"{kpi.code}. {kpi.wording}") for kpi in chosen.kpis]
        codes.error_messages["required"] = "Choose at least one KPI"
        self.look("codes", choice_hints={kpi.code: f"{kpi.facts}. {kpi.note}".strip() for kpi in chosen.kpis})
        self.initial.setdefault("codes", [kpi.code for kpi in chosen.kpis])
        obligation = self.field("obligation", forms.ModelChoiceField)
        # A measure would prescribe another unit
        rows = contract.obligations.exclude(Q(status=AgreementStatus.ENDED) | Q(measure__isnull=False)).order_by("pk")
        obligation.queryset = rows
        obligation.empty_label = f"A new one: {chosen.obligation}"
        self.fields["frequency"].help_text = "For each KPI whose source says nothing else."
        self.fields["source_note"].help_text += " The published source is added."
        self.look("obligation", quiet=True)


class PrinciplesForm(_StartForm):
    wording = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="What must be done")
    principles = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 10}),
        label="The principles in full, one on each line",
        help_text=f"Each becomes a KPI that is answered with yes or no in each period. At most {MOST_PRINCIPLES}.",
    )

    field_order = ("wording", "principles", "basis", "source_note", "frequency")
