"""What people type on the pages of the framework library."""

from django import forms
from django.db import models

from socialvalue.common.fields import MoneyField, WordsField
from socialvalue.common.forms import GovForm, GovModelForm, VersionedFormMixin
from socialvalue.framework.models import Framework, FrameworkVersion, Goal, Measure, Outcome, Priority, Proxy, StrategicOutcome
from socialvalue.framework.selectors import outcomes_to_link

SHORT, MIDDLE = "govuk-input--width-10", "govuk-input--width-20"


class SearchForm(forms.Form):
    q = forms.CharField(label="Search across measures", required=False, max_length=100, help_text="For example: apprentices")


class FrameworkForm(GovModelForm):
    class Meta:
        model = Framework
        fields = ["name", "code", "description"]
        labels = {"description": "What it is for"}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"code": "Used in its web address: small letters, digits and hyphens, like “care-2027”."}

    code = forms.SlugField(max_length=30, help_text=Meta.help_texts["code"])
    input_width = {"code": MIDDLE}

    def clean_code(self):
        return self.cleaned_data["code"].lower()


class DetailsForm(VersionedFormMixin, GovForm):
    name = forms.CharField(label="Name of the framework", max_length=200)
    description = forms.CharField(label="What it is for", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(label="The document it comes from", max_length=300, required=False)
    licence = forms.CharField(
        label="The licence under which it may be used",
        max_length=120,
        required=False,
        help_text="For example: Open Government Licence v3.0",
    )


class VersionForm(VersionedFormMixin, GovForm):
    """Nothing but the version that was on the page."""


class ReasonForm(VersionedFormMixin, GovForm):
    reason = forms.CharField(
        label="Why?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays in the audit record.",
        error_messages={"required": "Say why it is discarded"},
    )


class PriorityForm(VersionedFormMixin, GovForm):
    code = forms.CharField(max_length=20)
    name = forms.CharField(max_length=200)
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    input_width = {"code": SHORT}

    def __init__(self, *args, framework_version=None, **kwargs):
        super().__init__(*args, **kwargs)


class OutcomeForm(VersionedFormMixin, GovForm):
    code = forms.CharField(max_length=20)
    name = forms.CharField(label="Outcome", max_length=300, help_text="The change for people or places, not what is done.")
    strategic_outcome = forms.ModelChoiceField(
        StrategicOutcome.objects.none(), required=False, label="Strategic outcome of the council it serves", empty_label="None"
    )
    input_width = {"code": SHORT}

    def __init__(self, *args, framework_version: FrameworkVersion, **kwargs):
        super().__init__(*args, **kwargs)
        council = framework_version.framework.council_id
        self.field("strategic_outcome", forms.ModelChoiceField).queryset = StrategicOutcome.objects.filter(council=council)


class MeasureForm(VersionedFormMixin, GovModelForm):
    class Meta:
        model = Measure
        fields = ["code", "name", "unit", "direction", "kind", "evidence", "guidance", "easy_read"]
        labels = {
            "name": "Measure",
            "direction": "Which way is better?",
            "kind": "Outcome or output?",
            "evidence": "Evidence expected",
            "easy_read": "Easy-read wording",
        }
        error_messages = {"unit": {"required": "Enter what is counted"}}
        widgets = {
            "direction": forms.RadioSelect,
            "kind": forms.RadioSelect,
            "evidence": forms.Textarea(attrs={"rows": 3}),
            "guidance": forms.Textarea(attrs={"rows": 3}),
        }

    input_width = {"code": SHORT, "unit": MIDDLE}

    def __init__(self, *args, framework_version=None, **kwargs):
        super().__init__(*args, **kwargs)


class ProxyForm(VersionedFormMixin, GovModelForm):
    value = MoneyField(label="Value of one unit")

    class Meta:
        model = Proxy
        fields = ["value", "unit", "source", "licence", "price_year", "area"]
        labels = {"area": "Area it was found for"}
        help_texts = {
            "unit": "What one of it is: a job, a person in a year, a tonne.",
            "source": "The study or table the value was taken from, so that somebody can look it up.",
            "licence": "The terms under which the source lets you use it.",
            "price_year": "The year whose prices it is in, like 2024.",
            "area": "Where the study was made, if that matters.",
        }

    input_width = {"unit": MIDDLE, "price_year": "govuk-input--width-4"}

    def __init__(self, *args, framework_version=None, **kwargs):
        super().__init__(*args, **kwargs)
        year = self.field("price_year", forms.IntegerField)
        year.min_value, year.max_value = 1990, 2100

    def clean_price_year(self):
        year = self.cleaned_data["price_year"]
        if not 1990 <= year <= 2100:
            raise forms.ValidationError("Price year must be between 1990 and 2100")
        return year


class LinkForm(GovForm):
    """What an outcome also serves; the value of a choice is its kind and key, like ``goal:8``."""

    to = forms.ChoiceField(label="It also serves")
    note = forms.CharField(required=False, max_length=300, help_text="How far they match, if that needs saying.")

    def __init__(self, *args, framework_version: FrameworkVersion, **kwargs):
        super().__init__(*args, **kwargs)
        council = framework_version.framework.council_id
        goals = [(f"goal:{g.pk}", str(g)) for g in Goal.objects.all()]
        strategic = [(f"strategic:{s.pk}", s.name) for s in StrategicOutcome.objects.filter(council=council)]
        others: dict[str, list] = {}
        for o in outcomes_to_link(framework_version):
            others.setdefault(str(o.priority.version), []).append((f"outcome:{o.pk}", f"{o.code} {o.name}"))
        groups = [("Goals of the United Nations", goals), ("Strategic outcomes of the council", strategic), *others.items()]
        self.field("to", forms.ChoiceField).choices = [
            ("", "Choose one"),
            *((label, choices) for label, choices in groups if choices),
        ]

    def clean_to(self):
        kind, _, key = self.cleaned_data["to"].partition(":")
        kinds: dict[str, type[models.Model]] = {"goal": Goal, "strategic": StrategicOutcome, "outcome": Outcome}
        return kinds[kind]._default_manager.get(pk=key)


class StrategicOutcomeForm(GovForm):
    code = forms.CharField(max_length=20)
    name = forms.CharField(label="Strategic outcome", max_length=300)
    parent = forms.ModelChoiceField(
        StrategicOutcome.objects.none(), required=False, label="It supports", empty_label="None: it is a main one"
    )
    document = forms.CharField(label="The strategy that states it", required=False, max_length=300)
    input_width = {"code": SHORT}

    def __init__(self, *args, council, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("parent", forms.ModelChoiceField).queryset = StrategicOutcome.objects.filter(council=council, parent=None)


class StrategicOutcomeWordsForm(GovForm):
    """Its wording; the code stays, since files name it by that."""

    name = forms.CharField(label="Strategic outcome", max_length=300)
    document = forms.CharField(label="The strategy that states it", required=False, max_length=300)


class PolicyForm(GovForm):
    proxies_may_score = forms.TypedChoiceField(
        label="May financial proxies count in scoring?",
        choices=[("no", "No"), ("yes", "Yes")],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    justification = WordsField(
        label="Why?", max_words=500, help_text="At least ten words. Everybody can read this beside the council’s frameworks."
    )
    choice_hints = {
        "proxies_may_score": {
            "no": "They are evidence of value for money only. This is the rule unless the council decides otherwise.",
            "yes": "Tenders of this council may score pounds from proxies.",
        }
    }


class FileForm(GovForm):
    """A file of a framework, and what it is a version of."""

    file = forms.FileField(label="The framework", help_text="XLSX, CSV or JSON")
    framework = forms.ModelChoiceField(
        Framework.objects.none(), required=False, label="A new version of", empty_label="None: it is a new framework"
    )
    name = forms.CharField(
        required=False,
        max_length=200,
        label="Name of the new framework",
        help_text="Only for a new framework. A JSON file may say it itself.",
    )
    code = forms.SlugField(
        required=False,
        max_length=30,
        label="Code of the new framework",
        help_text=f"Only for a new framework. {FrameworkForm.Meta.help_texts['code']}",
    )
    source = forms.CharField(
        required=False, max_length=300, label="The document it comes from", help_text="Needed before it can be published."
    )
    licence = forms.CharField(
        required=False,
        max_length=120,
        label="The licence under which it may be used",
        help_text="Needed before it can be published. For example: Open Government Licence v3.0",
    )
    input_width = {"code": MIDDLE}

    def __init__(self, *args, council, carried: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.council = council
        self.field("framework", forms.ModelChoiceField).queryset = Framework.objects.filter(council=council)
        if carried:
            del self.fields["file"]

    def target(self) -> dict:
        """What the import service wants to know of all this."""
        typed = self.cleaned_data
        new = {"council": self.council, "code": typed["code"].lower(), "name": typed["name"]}
        return {
            "framework": typed["framework"],
            "new": None if typed["framework"] else new,
            "source": typed["source"],
            "licence": typed["licence"],
        }


# What the pages that add and change parts of a draft need to know of each kind
FORMS: dict[type[models.Model], type[GovForm] | type[GovModelForm]] = {
    Priority: PriorityForm,
    Outcome: OutcomeForm,
    Measure: MeasureForm,
    Proxy: ProxyForm,
}
