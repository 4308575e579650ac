"""What may be kept, for whom and how long, and that the service alone cannot read it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest

from socialvalue.sessions.calculations import kept as rules
from socialvalue.sessions.calculations.kept import Kept, seal, unseal, worth_keeping

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEPT = Kept(7, NOON, "/returns/1/", "/returns/1/?from=list", [("value", ["12"]), ("note", ["A long story"])])


def test_what_is_sealed_is_read_with_its_key_alone():
    key, sealed = seal(KEPT)
    assert unseal(key, sealed) == KEPT
    assert "story" not in sealed
    assert unseal(seal(KEPT)[0], sealed) is None


@pytest.mark.parametrize("place", [0, 20, -1])
def test_what_was_changed_is_nothing(place):
    """A byte, not a letter: the last letter of a text in base 64 may be another one and mean the same."""
    key, sealed = seal(KEPT)
    box = bytearray(urlsafe_b64decode(sealed))
    box[place] ^= 1
    assert unseal(key, urlsafe_b64encode(bytes(box)).decode()) is None


@pytest.mark.parametrize("key", ["", "short", "ö", "=" * 44])
def test_no_key_of_another_shape_breaks(key):
    assert unseal(key, seal(KEPT)[1]) is None
    assert unseal(seal(KEPT)[0], "") is None


@pytest.mark.parametrize(
    ("person", "minutes", "is_theirs"),
    [(7, 0, True), (7, 59, True), (7, 60, False), (7, -1, False), (8, 1, False)],
)
def test_only_for_who_typed_it_and_only_for_an_hour(person, minutes, is_theirs):
    assert KEPT.is_for(person, NOON + timedelta(minutes=minutes)) is is_theirs


@pytest.mark.parametrize("name", ["password", "new_password1", "client_secret", "api_token", "otp", "recovery_codes"])
def test_nothing_is_kept_of_a_form_that_asks_for_a_secret(name):
    assert worth_keeping([("note", ["words"]), (name, ["x"])]) is None


def test_the_page_s_own_token_is_left_out_and_the_rest_is_kept():
    assert worth_keeping(
        [("csrfmiddlewaretoken", ["abc"]), ("carried", ["a file"]), ("note", ["words"]), ("version", ["3"])]
    ) == [
        ("note", ["words"]),
        ("version", ["3"]),
    ]


@pytest.mark.parametrize("fields", [[], [("version", ["3"])], [("note", [" "]), ("form-TOTAL_FORMS", ["2"]), ("then", ["list"])]])
def test_where_nothing_was_typed_nothing_is_kept(fields):
    assert worth_keeping(fields) is None


def test_both_sides_of_the_limits():
    full = [("note", ["é" * (rules.MOST_BYTES // 2)])]
    assert worth_keeping(full) == full
    assert worth_keeping([*full, ("more", ["x"])]) is None
    many = [(f"n{n}", ["x"]) for n in range(rules.MOST_FIELDS)]
    assert worth_keeping(many) == many
    assert worth_keeping([*many, ("one-more", ["x"])]) is None


def test_the_words_to_copy_are_what_somebody_typed():
    kept = Kept(7, NOON, "/", "/", [("page", ["ab12"]), ("form-0-further_note", ["One", " "]), ("id", ["4"]), ("value", ["12"])])
    assert kept.words == [("Further note", "One"), ("Value", "12")]
