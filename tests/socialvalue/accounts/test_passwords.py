"""A password that everybody who knows the council would try first is refused; everybody's own words are free."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from socialvalue.accounts.enums import Role
from socialvalue.accounts.services.passwords import OUR_WORDS, NotOurWords
from tests.builders import people

WORDS = r"^\['Choose words that have nothing to do with the council or this service'\]$"


@pytest.mark.parametrize(
    "password",
    [
        "Procurement2026!",
        "social-value-2026",
        "council.council.council",
        "Tender£Tender£1",
        "WelcomeSupplier99",
        "abcprocurement123",
    ],
)
def test_made_of_our_words(password):
    with pytest.raises(ValidationError, match=WORDS):
        NotOurWords().validate(password)


@pytest.mark.parametrize(
    "password",
    ["hedgerow-at-dusk", "procurement hedgerow", "dusk procurement", "483920174629", "£$%^&*()_+!?", "ｈｅｄｇｅｒｏｗ at dusk"],
)
def test_words_of_ones_own_are_free_beside_ours(password):
    NotOurWords().validate(password)


def test_both_sides_of_four_letters():
    NotOurWords().validate("procurement-abcd")
    with pytest.raises(ValidationError, match=WORDS):
        NotOurWords().validate("procurement-abc")


def test_a_longer_word_is_taken_away_whole():
    """“commissioning” leaves no “ing” that would count as somebody's own."""
    assert {"commission", "commissioning"} < set(OUR_WORDS)
    with pytest.raises(ValidationError, match=WORDS):
        NotOurWords().validate("commissioning-a-1")


@pytest.mark.django_db
def test_the_name_of_ones_own_organisation():
    clerk = people.person(people.council("Medwick Bay Council"), Role.MEMBER)
    NotOurWords().validate("Medwick-2026-x")
    with pytest.raises(ValidationError, match=WORDS):
        NotOurWords().validate("Medwick-2026-x", clerk)
    NotOurWords().validate("bay-2026-bay-2026", clerk)  # three letters are too many people's word


@pytest.mark.django_db
def test_the_pages_ask_it_and_keep_what_was_typed(client):
    clerk = people.person(people.council(), Role.MEMBER)
    client.force_login(clerk)
    typed = {"oldpassword": "demonstration", "password1": "Procurement2026!", "password2": "Procurement2026!"}
    answer = client.post("/account/security/password/", typed)
    assert answer.status_code == 200
    assert "Choose words that have nothing to do with the council or this service" in answer.content.decode()
    assert people.fresh(clerk).check_password("demonstration")
    with pytest.raises(ValidationError, match=WORDS):
        validate_password("Procurement2026!", clerk)
