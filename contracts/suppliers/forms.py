"""What an officer fills in about a supplier."""

from django import forms

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
