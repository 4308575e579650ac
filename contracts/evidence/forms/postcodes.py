"""A list of postcodes to be counted, pasted or as a file; which districts count for the figure."""

from typing import Any

from django import forms
from django.db.models import Case, When

from contracts.evidence.enums import Whose
from contracts.evidence.models import PostcodeCount
from socialvalue.common.forms import GovForm
from socialvalue.common.tables.decoding import decoded
from socialvalue.places.models import District

# A file of twenty thousand postcodes is a fifth of it
MOST_BYTES = 1_000_000


class PostcodesForm(GovForm):
    whose = forms.ChoiceField(
        choices=Whose.choices, initial=Whose.PEOPLE, widget=forms.RadioSelect, label="Whose postcodes are they?"
    )
    postcodes = forms.CharField(
        required=False,
        label="Postcodes, each on a line of its own",
        help_text="Without names. Somebody who shares a postcode with another is another line. Commas between them do as well.",
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        required=False,
        label="Or a file with one column of postcodes",
        help_text="CSV or text. The file is not kept.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload, typed = data.get("file"), data.get("postcodes")
        if upload and typed:
            self.add_error("file", "Enter the postcodes or choose a file, not both")
        elif not upload and not typed and not self.errors:
            self.add_error("postcodes", "Enter the postcodes, or choose a file with them")
        elif upload and upload.size > MOST_BYTES:
            self.add_error("file", "Choose a smaller file: a list of postcodes is less than one megabyte")
        return data

    def given(self) -> dict[str, str]:
        """What ``count_postcodes`` takes, and the field it came from. Raises Refused of a file that is no text."""
        said = {"whose": self.cleaned_data["whose"]}
        if upload := self.cleaned_data["file"]:
            return said | {"text": decoded(upload.read()), "field": "file"}
        return said | {"text": self.cleaned_data["postcodes"], "field": "postcodes"}


class LocalForm(GovForm):
    districts = forms.ModelMultipleChoiceField(
        queryset=District.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Which districts count as local?",
        error_messages={"required": "Choose at least one district"},
    )

    def __init__(self, *args: Any, count: PostcodeCount, **kwargs: Any):
        rows = list(count.districts.all())
        super().__init__(*args, initial={"districts": [row.district_id for row in rows if row.chosen]}, **kwargs)
        # Those of the council's area first, as in the table
        beyond = Case(When(pk__in=[row.district_id for row in rows if row.in_area], then=0), default=1)
        counted = District.objects.filter(pk__in=[row.district_id for row in rows]).order_by(beyond, "county", "name")
        self.field("districts", forms.ModelMultipleChoiceField).queryset = counted
