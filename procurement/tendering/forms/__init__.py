"""Forms of the tender editor. They read what was typed; the services decide."""

from decimal import Decimal

from crispy_forms.layout import Fieldset, Layout
from django import forms

from procurement.commissioning.forms.fields import CommissionReferenceField
from procurement.commissioning.querysets import CommissionQuerySet
from procurement.tendering.enums import Method, TenderStatus
from procurement.tendering.enums.patterns import PATTERNS
from procurement.tendering.models import Tender
from socialvalue.common.forms import (
    GovDateField,
    GovDateTimeField,
    GovForm,
    MoneyField,
    PercentField,
    VersionedFormMixin,
)


class VersionForm(VersionedFormMixin, GovForm):
    """Only the version: for one-button verbs."""


class TenderFilter(GovForm):
    q = forms.CharField(label="Search", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any status"), *TenderStatus.choices])


class DetailsForm(VersionedFormMixin, GovForm):
    title = forms.CharField(max_length=200)
    description = forms.CharField(
        label="What is wanted",
        widget=forms.Textarea,
        help_text="In plain words, as suppliers will read it: for whom, where, how much.",
    )
    value = MoneyField(label="Value", help_text="Over the whole term, VAT included.")
    suits_sme = forms.BooleanField(label="Suitable for small and medium-sized organisations", required=False)
    suits_vcse = forms.BooleanField(label="Suitable for voluntary, community and social enterprise organisations", required=False)
    reporting_burden = forms.CharField(
        label="What the successful supplier will have to report, and how often",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The measures of the requirements are listed automatically.",
    )
    method = forms.ChoiceField(label="How social value counts", choices=Method.choices, widget=forms.RadioSelect)
    minimum_quality = PercentField(label="Gateway: minimum quality", required=False, help_text="Per cent of the quality points.")
    maximum_price = MoneyField(label="Gateway: highest price", required=False)
    layout = Layout(
        "title",
        "description",
        "value",
        Fieldset("Is it for small and voluntary organisations?", "suits_sme", "suits_vcse"),
        "reporting_burden",
        "method",
        "minimum_quality",
        "maximum_price",
    )


class TimetableForm(VersionedFormMixin, GovForm):
    started_on = GovDateField(
        label="Procurement started",
        help_text="Decides which rules of the law apply: the day of the first notice, or of the first step towards it.",
    )
    deadline = GovDateTimeField(
        label="Deadline for bids",
        required=False,
        help_text="Needed before it is sent for checking. A bid that arrives at this moment or later is too late. "
        "For example 14 1 2027, 2pm.",
    )
    contract_starts_on = GovDateField(label="Contract starts")
    contract_ends_on = GovDateField(label="Contract ends")
    extension_months = forms.IntegerField(label="Possible extension", min_value=0, max_value=240)
    suffixes = {"extension_months": "months"}
    input_width = {"extension_months": "govuk-input--width-3"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.look("deadline", quiet=True)


class NewTenderForm(GovForm):
    title = forms.CharField(max_length=200)
    description = forms.CharField(
        label="What is wanted", widget=forms.Textarea, help_text="In plain words, as suppliers will read it."
    )
    value = MoneyField(label="Value", help_text="Over the whole term, VAT included.")
    contract_starts_on = GovDateField(label="Contract starts")
    contract_ends_on = GovDateField(label="Contract ends")
    pattern = forms.ChoiceField(
        label="Start the criteria from a pattern?",
        widget=forms.RadioSelect,
        choices=[*((p.code, p.name) for p in PATTERNS.values()), ("none", "No, start empty")],
        help_text="Everything can be changed afterwards.",
    )
    choice_hints = {"pattern": {p.code: p.description for p in PATTERNS.values()}}


class CopyTenderForm(GovForm):
    """What is asked anew when a tender is started from another; its deadline comes with its timetable."""

    title = forms.CharField(max_length=200, error_messages={"required": "Enter a title"})
    value = MoneyField(label="Value", help_text="Over the whole term, VAT included.")
    contract_starts_on = GovDateField(label="Contract starts")
    contract_ends_on = GovDateField(label="Contract ends")


class ForCommissionForm(GovForm):
    """Asked in the address, so that what comes along can be shown before anything is entered."""

    commission = CommissionReferenceField(label="Commission", help_text="Its reference, like COM-0012.")

    def __init__(self, *args, rows: CommissionQuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("commission", CommissionReferenceField).rows = rows


class ReasonForm(VersionedFormMixin, GovForm):
    """One text with a label of the page's choosing."""

    text = forms.CharField(widget=forms.Textarea)

    def __init__(self, *args, label: str, required: bool = True, help_text: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.required, field.help_text = label, required, help_text
        field.error_messages["required"] = f"Enter {label[0].lower()}{label[1:]}"


class UrgentPublishForm(ReasonForm):
    """Publishing before the considerations are recorded: the second person says so in as many words."""

    urgency_confirmed = forms.BooleanField(
        required=False,
        label="I confirm the urgency: it was impractical to consider these matters before (section 1(8))",
    )


class AmendmentForm(VersionedFormMixin, GovForm):
    text = forms.CharField(label="What changes", widget=forms.Textarea)
    new_deadline = GovDateTimeField(
        label="New deadline", required=False, help_text="Only when it moves, and only to a later moment."
    )


class ClarificationForm(GovForm):
    question = forms.CharField(
        label="Your question",
        widget=forms.Textarea,
        help_text="Question and answer are published to everybody. Your name is not. Leave out anything that tells who you are.",
    )


class AnswerForm(GovForm):
    question = forms.CharField(
        label="Question, as it will be published",
        widget=forms.Textarea,
        error_messages={"required": "Enter the question"},
        help_text="Take out names and anything else that tells who asked. Everybody can read it, and bidders get it by email.",
    )
    answer = forms.CharField(label="Answer", widget=forms.Textarea, help_text="Everybody can read it.")


class SimulationForm(GovForm):
    """Three invented bids: a price each, and one score for all questions."""

    def __init__(self, *args, maximum: int, **kwargs):
        super().__init__(*args, **kwargs)
        rows = []
        for label in "ABC":
            self.fields[f"price_{label}"] = MoneyField(label=f"Price of bid {label}", min_value=1)
            self.fields[f"score_{label}"] = forms.DecimalField(
                label=f"Scores of bid {label}",
                min_value=0,
                max_value=maximum,
                max_digits=6,
                help_text=f"From 0 to {maximum}, for every question.",
            )
            for name in (f"price_{label}", f"score_{label}"):
                self.dress(name)
            rows.append(Fieldset(f"Bid {label}", f"price_{label}", f"score_{label}"))
        self.helper.layout = Layout(*rows)

    @property
    def bids(self) -> list[tuple[str, Decimal, Decimal]]:
        data = self.cleaned_data
        return [(label, data[f"price_{label}"], data[f"score_{label}"]) for label in "ABC"]


def initial(tender: Tender, form_class) -> dict:
    """What the tender holds now, for a form whose fields have the names of the tender's."""
    return {name: getattr(tender, name) for name in form_class.base_fields if hasattr(tender, name)}
