"""The commission's own fields, and how the list is narrowed."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from procurement.commissioning import selectors
from procurement.commissioning.enums import Stage
from procurement.commissioning.forms.fields import CommissionReferenceField, RulesInServicesMixin
from procurement.commissioning.models import Commission
from socialvalue.accounts.models import Directorate
from socialvalue.common.forms import GovDateField, GovForm, GovModelForm, MoneyField, VersionedFormMixin, WordsField
from socialvalue.framework.models import FrameworkVersion
from socialvalue.framework.selectors import versions_to_choose
from socialvalue.places.models import District

KIND_HINTS = {
    "contract": "Bought from a provider",
    "grant": "Given for a purpose, without buying a service",
    "in_house": "Delivered by the council itself",
}


class CommissionForm(RulesInServicesMixin, GovModelForm):
    estimated_value = MoneyField(label="Estimated value", help_text="Over the whole term, with VAT. Your best guess is enough.")
    summary = WordsField(max_words=200, label="What the service is for", help_text="In plain English: it may be published.")
    earlier = CommissionReferenceField(
        label="Earlier commission",
        required=False,
        help_text="The reference of the commission this one follows, like COM-0012. Its lessons and outcomes are then at hand.",
    )

    class Meta:
        model = Commission
        fields = [
            "title",
            "summary",
            "people",
            "category",
            "kind",
            "lead",
            "directorate",
            "districts",
            "estimated_value",
            "term_months",
            "extension_months",
            "light_touch",
            "works",
            "starts_on",
            "framework",
            "earlier",
            "in_forward_plan",
        ]
        labels = {
            "title": "Title",
            "people": "Who the service is for",
            "category": "Category",
            "kind": "How it will be provided",
            "districts": "Districts it serves",
            "term_months": "Term",
            "extension_months": "Possible extension",
            "light_touch": "The light touch rules apply",
            "works": "Works: building, repairing or demolishing",
            "starts_on": "When the service is meant to start",
            "framework": "Social value framework",
            "in_forward_plan": "Show it in the public forward plan",
        }
        help_texts = {
            "people": "For example: unpaid carers of adults, and the people they care for.",
            "districts": "Tick none when it serves the whole county.",
            "in_forward_plan": "Providers find it there, and can tell you ideas in confidence.",
        }
        widgets = {"kind": forms.RadioSelect, "districts": forms.CheckboxSelectMultiple}

    suffixes = {"term_months": "months", "extension_months": "months"}
    input_width = {"term_months": "govuk-input--width-3", "extension_months": "govuk-input--width-3"}
    choice_hints = {"kind": KIND_HINTS}
    layout = Layout(
        Fieldset("The service", "title", "summary", "people", "category", "kind"),
        Fieldset("Who leads it, and where", "lead", "directorate", "districts"),
        Fieldset("Size and time", "estimated_value", Row("term_months", "extension_months"), "light_touch", "works", "starts_on"),
        Fieldset("What it builds on", "framework", "earlier", "in_forward_plan"),
    )

    def __init__(self, *args, council, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("lead", forms.ModelChoiceField).queryset = selectors.possible_leads(council, self.instance)
        self.field("directorate", forms.ModelChoiceField).queryset = Directorate.objects.filter(council=council)
        self.field("districts", forms.ModelMultipleChoiceField).queryset = selectors.districts_of(council)
        chosen = {v.pk for v in versions_to_choose(council)} | {self.instance.framework_id}
        framework = self.field("framework", forms.ModelChoiceField)
        versions = FrameworkVersion.objects.filter(pk__in=chosen).select_related("framework")
        framework.queryset, framework.empty_label = versions, "None yet"
        self.fields["extension_months"].required = False
        rows = Commission.objects.visible_to(user).filter(council=council).exclude(pk=self.instance.pk)
        self.field("earlier", CommissionReferenceField).rows = rows
        self.fields["category"].widget.attrs["list"] = "categories"
        self.categories = selectors.categories(council)

    def clean_extension_months(self):
        return self.cleaned_data["extension_months"] or 0


class EditCommissionForm(VersionedFormMixin, CommissionForm):
    pass


class CopyCommissionForm(GovForm):
    """What is asked anew when a commission is started from another."""

    title = forms.CharField(max_length=200, error_messages={"required": "Enter a title"})
    estimated_value = MoneyField(label="Estimated value", help_text="Over the whole term, with VAT. Your best guess is enough.")
    starts_on = GovDateField(
        required=False, label="When the service is meant to start", help_text="Leave blank if you do not know yet."
    )


class CommissionFilter(GovForm):
    q = forms.CharField(label="Title, reference or words", required=False)
    stage = forms.ChoiceField(choices=[("", "All"), *Stage.choices], required=False)
    directorate = forms.ModelChoiceField(Directorate.objects.none(), required=False, empty_label="All")
    category = forms.ChoiceField(required=False)
    district = forms.ModelChoiceField(District.objects.all(), required=False, empty_label="All")
    lead = forms.ChoiceField(choices=[("", "Anybody"), ("me", "Me")], label="Led by", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        councils = selectors.councils_of(user)
        self.field("directorate", forms.ModelChoiceField).queryset = Directorate.objects.filter(council__in=councils)
        names = selectors.categories(*councils)
        self.field("category", forms.ChoiceField).choices = [("", "All"), *((name, name) for name in names)]
