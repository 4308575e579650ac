"""What an officer fills in about a supplier."""

from django import forms

from socialvalue.accounts.models import Organisation
from socialvalue.common.forms import GovForm


class SupplierFilter(GovForm):
    search = forms.CharField(required=False, label="Search", help_text="Name or register number")
    waiting = forms.ChoiceField(
        choices=[("", "All"), ("yes", "Those that wait for you")], required=False, label="Waiting for you"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.look(*self.fields, quiet=True)


class ConfirmForm(GovForm):
    how = forms.CharField(
        label="How do you know who it is?",
        help_text="For example that name, number and address agree with Companies House, and whom you called there.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class JoinForm(GovForm):
    """Two suppliers become one; ``others`` may be the same."""

    kept = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which supplier goes on?",
        help_text="Contracts, bids and people move to it. It keeps its name and its numbers.",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose which supplier goes on"},
    )
    reason = forms.CharField(
        label="How do you know that the two are one?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("kept", forms.ModelChoiceField).queryset = Organisation.objects.filter(pk__in=[one.pk for one in pair])


class PartForm(GovForm):
    reason = forms.CharField(label="Why are they two?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
