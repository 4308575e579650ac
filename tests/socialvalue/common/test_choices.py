"""Several rows chosen at once: an id that no column could hold is refused like every other one nobody offered."""

import pytest
from django import forms

from procurement.models import Posting
from socialvalue.accounts.models import Organisation
from socialvalue.common.fields import ManyField
from socialvalue.common.forms import GovForm, GovModelForm
from socialvalue.common.templatetags.govuk import in_columns
from tests.builders import people

pytestmark = pytest.mark.django_db


class Chosen(GovForm):
    bodies = ManyField(queryset=Organisation.objects.none(), label="Organisations")


class WrittenOut(GovForm):
    bodies = forms.ModelMultipleChoiceField(queryset=Organisation.objects.none(), label="Organisations")


class OfAModel(GovModelForm):
    class Meta:
        model = Posting
        fields = ["districts"]


@pytest.mark.parametrize(
    "wrong", [str(2**63), "-" + str(2**63 + 1), "9" * 60, "9" * 5000, "²", "1e400", "NaN", "\x00", "٣٣", "x"]
)
@pytest.mark.parametrize("kind", [Chosen, WrittenOut])
def test_a_wrong_id_is_an_error_of_the_form(kind, wrong):
    body = people.council()
    form = kind({"bodies": [str(body.pk), wrong]})
    form.fields["bodies"].queryset = Organisation.objects.filter(pk=body.pk)
    assert not form.is_valid()
    assert list(form.errors) == ["bodies"]
    assert form.as_p()


def test_also_in_a_models_own_choice_of_several():
    assert isinstance(OfAModel().fields["districts"], ManyField)
    form = OfAModel({"districts": [str(10**30)]})
    assert form.errors == {"districts": ["Choose one of the options for districts"]}


def test_right_ids_are_found():
    body = people.council()
    form = Chosen({"bodies": [str(body.pk)]})
    form.fields["bodies"].queryset = Organisation.objects.all()
    assert form.is_valid()
    assert list(form.cleaned_data["bodies"]) == [body]


class Dressed(GovForm):
    bodies = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.all(),
        label="Who takes part",
        required=False,
        help_text="Choose several",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one at least"},
        disabled=True,
    )


def test_the_field_that_takes_its_place_says_and_draws_the_same():
    body = people.council()
    field = Dressed().fields["bodies"]
    assert isinstance(field, ManyField)
    assert (field.label, field.required, field.help_text, field.disabled) == ("Who takes part", False, "Choose several", True)
    assert isinstance(field.widget, forms.CheckboxSelectMultiple)
    assert field.error_messages["required"] == "Choose one at least"
    assert [label for _, label in field.choices] == [str(body)]
    assert type(Dressed.base_fields["bodies"]) is forms.ModelMultipleChoiceField


@pytest.mark.parametrize(
    ("labels", "hint", "aside"),
    [
        (["Dover"] * 9, "", True),
        (["Dover"] * 8, "", False),
        (["Tonbridge and Malling and"[:24]] * 9, "", True),
        (["Dover"] * 8 + ["Tonbridge and Malling and"], "", False),
        (["Dover"] * 9, "By the sea", False),
    ],
)
def test_only_many_short_boxes_stand_in_columns(labels, hint, aside):
    assert in_columns([{"label": label, "hint": hint} for label in labels]) is aside
