"""A document that is added to a contract, a newer one, and one that is no longer needed."""

from typing import Any

from django import forms

from contracts.papers.enums import PaperKind
from contracts.papers.services import PaperDetails
from contracts.register.enums import Side
from socialvalue.common.forms import GovDateField, GovForm, VersionedFormMixin


class PaperForm(GovForm):
    kind = forms.ChoiceField(choices=PaperKind.choices, widget=forms.RadioSelect, label="What it is")
    title = forms.CharField(max_length=150, label="Its name", help_text="Such as “Public liability insurance, £10 million”.")
    file = forms.FileField(label="The file", help_text="PDF, DOCX, XLSX, CSV, TXT or a picture, up to 20 MB.")
    valid_from = GovDateField(required=False, label="In force from")
    valid_until = GovDateField(
        required=False, label="In force until", help_text="Its last day. Leave this blank if it does not run out."
    )
    shared = forms.BooleanField(required=False, label="The supplier may read it")

    def __init__(self, *args, side: Side, of_supplier: bool = False, **kwargs):
        """``side``: of whoever adds it; ``of_supplier``: the council adds a newer one of a supplier's, who reads it anyway."""
        super().__init__(*args, **kwargs)
        if side == Side.SUPPLIER or of_supplier:
            del self.fields["shared"]

    def details(self) -> PaperDetails:
        typed = self.cleaned_data
        return PaperDetails(
            **{name: typed[name] for name in ("kind", "title", "valid_from", "valid_until", "shared") if name in typed}
        )


class AsideForm(VersionedFormMixin, GovForm):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why it is no longer needed", max_length=1000)


class PaperFilter(GovForm):
    """The documents of every contract, narrowed."""

    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "All"), ("soon", "Run out, or within 60 days"), ("over", "Run out")],
    )
    kind = forms.ChoiceField(required=False, label="What it is", choices=[("", "All"), *PaperKind.choices])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.look(*self.fields, quiet=True)
