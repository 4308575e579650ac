"""Districts are loaded once; postcodes have a shape."""

import pytest
from django.core.exceptions import ValidationError

from socialvalue.places.models import District
from socialvalue.places.postcodes import clean_postcode
from socialvalue.places.services import load_districts


@pytest.mark.django_db
def test_districts_are_loaded_once():
    assert load_districts() == 22
    assert load_districts() == 0
    assert District.objects.filter(county="Kent").count() == 12
    assert District.objects.get(gss_code="E07000106").name == "Canterbury"


@pytest.mark.parametrize(
    ("typed", "kept"), [("me14 1xq", "ME14 1XQ"), ("DE43AG", "DE4 3AG"), (" ct1-2rx ", "CT1 2RX"), ("", ""), (None, "")]
)
def test_postcodes_are_kept_in_one_form(typed, kept):
    assert clean_postcode(typed) == kept


@pytest.mark.parametrize("typed", ["ME14", "12345", "ME14 1X", "MEE14 1XQ", "ME14 XXQ"])
def test_what_is_no_postcode_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_postcode(typed)
