"""A field is asked for by its kind before something is set that only its kind has."""

import pytest
from django import forms

from socialvalue.common.forms import GovForm


class LotForm(GovForm):
    lot = forms.ChoiceField(choices=[("1", "North")])
    age = forms.IntegerField()


def test_a_field_of_its_kind_is_the_form_s_own():
    form = LotForm({"lot": "2", "age": "7"})
    form.field("lot", forms.ChoiceField).choices = [("2", "South")]
    assert form.is_valid()
    assert form.cleaned_data == {"lot": "2", "age": 7}


def test_a_field_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="^age is a IntegerField, not a ChoiceField$"):
        LotForm().field("age", forms.ChoiceField)


def test_a_look_is_of_the_fields_named_and_of_this_form_only():
    form = LotForm()
    form.look("lot", quiet=True, width="govuk-input--width-4")
    assert (form.fields["lot"].quiet, form.fields["lot"].width) == (True, "govuk-input--width-4")
    assert not hasattr(form.fields["age"], "quiet")
    assert not hasattr(LotForm().fields["lot"], "quiet")
