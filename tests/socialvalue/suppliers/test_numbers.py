"""What can be a register number, and in which shape it is kept."""

import pytest

from socialvalue.suppliers.calculations.numbers import Number, in_scheme, is_placeholder, problem_with, readings

COMPANY, CHARITY, PPON, OTHER = "GB-COH", "GB-CHC", "GB-PPON", "other"


@pytest.mark.parametrize(
    "text",
    """N/A|n/a|NA|none|None|nil|TBC|tbc|to be confirmed|-|–|0|00000000|Not known|Not yet available|not available|Redacted|PENDING
    |unknown|see contract||   |\u200b|N\u00a0/\u00a0A|x|no number""".replace("\n    ", "").split("|"),
)
def test_what_stands_in_for_a_number_is_none(text):
    assert is_placeholder(text)
    assert readings(text) == ()
    assert in_scheme(OTHER, text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("01234567", "01234567"),
        ("1234567", "01234567"),
        ("34567", "00034567"),
        ("sc123456", "SC123456"),
        ("SC12345", "SC012345"),
        ("OC 300 123", "OC300123"),
        ("GB-COH-1234567", "01234567"),
        ("０１２３４５６７", "01234567"),
        ("R0000123", "R0000123"),
        ("IP12345R", "IP12345R"),
    ],
)
def test_a_companys_number_gets_its_zeros_back(text, number):
    assert readings(text)[0] == Number(COMPANY, number) or in_scheme(COMPANY, text) == Number(COMPANY, number)
    assert in_scheme(COMPANY, text.removeprefix("GB-COH-")) == Number(COMPANY, number)


@pytest.mark.parametrize("text", ["1234", "123456789", "XX123456", "SC12", "SC1234567", "01234S67", "9 Acacia Avenue"])
def test_what_is_no_companys_number(text):
    assert in_scheme(COMPANY, text) is None
    assert problem_with(COMPANY, text) == "Enter a Companies House number: 8 characters, like 01234567 or SC123456"


def test_bare_digits_are_read_as_what_they_can_be_the_likeliest_first():
    assert readings("1171234") == (Number(CHARITY, "1171234"), Number(COMPANY, "01171234"))
    assert readings("1299999")[0].scheme == CHARITY
    assert readings("1300000") == (Number(COMPANY, "01300000"), Number(CHARITY, "1300000"))
    assert readings("207076") == (Number(CHARITY, "207076"), Number(COMPANY, "00207076"))
    assert readings("199999") == (Number(COMPANY, "00199999"),)
    assert readings("01171234") == (Number(COMPANY, "01171234"),)
    assert readings("1171234-2") == (Number(CHARITY, "1171234-2"),)


@pytest.mark.parametrize("text", ["PABC-1234-DEFG", "pabc1234defg", "GB-PPON-PABC-1234-DEFG", "PABC–1234–DEFG"])
def test_a_ppon_has_twelve_characters(text):
    assert readings(text) == (Number(PPON, "PABC-1234-DEFG"),)


def test_what_no_known_register_has_is_kept_as_another_registers():
    assert readings("fictional-004") == (Number(OTHER, "FICTIONAL-004"),)
    assert readings("just words") == ()
    assert readings("1" * 41) == ()
    assert readings("1" * 40) == (Number(OTHER, "1" * 40),)


@pytest.mark.parametrize(
    "number", [Number(COMPANY, "01171234"), Number(CHARITY, "1171234"), Number(PPON, "PABC-1234-DEFG"), Number(OTHER, "A-1"),
               Number("GB-SC", "SC012345"), Number("GB-NIC", "101234"), Number(CHARITY, "207076-12")],
)  # fmt: skip
def test_what_is_written_into_a_file_is_read_back_as_the_same(number):
    assert readings(str(number)) == (number,)


def test_what_is_wrong_is_said_by_register():
    assert problem_with(CHARITY, "1171234") is None
    assert problem_with(CHARITY, "12345") == "Enter a charity number: 6 or 7 digits, like 1171234"
    assert problem_with("GB-SC", "12345") == "Enter a Scottish charity number: SC and 6 digits, like SC012345"
    assert problem_with("GB-NIC", "12345") == "Enter a Northern Ireland charity number: 6 digits, like 101234"
    assert problem_with(PPON, "12345") == "Enter a PPON: 12 characters, like PABC-1234-DEFG"
    assert problem_with(OTHER, "abc") == "Enter a number of 40 characters or fewer, with at least one digit"
    assert problem_with(COMPANY, "tbc") == "Enter the number, or choose no register"
