"""Cells of lists: a row's name as a link, and smaller words beneath what is said."""

import pytest

from socialvalue.common.lists import linked, with_under

A = '<a class="govuk-link" href="/x/?a=1&amp;b=2">Care &lt;1&gt;</a>'


@pytest.mark.parametrize(
    ("under", "said"),
    [
        ((), A),
        (("",), A),
        ((None, "KCC-1"), f'{A} <span class="sv-under">KCC-1</span>'),
        (("KCC-1", "<b>"), f'{A} <span class="sv-under">KCC-1</span> <span class="sv-under">&lt;b&gt;</span>'),
    ],
)
def test_a_row_is_named_by_a_link_and_what_tells_it_apart(under, said):
    assert linked("/x/?a=1&b=2", "Care <1>", *under) == said


def test_what_was_drawn_already_is_not_escaped_again():
    assert with_under(linked("/x/", "A"), linked("/y/", "B")) == (
        '<a class="govuk-link" href="/x/">A</a> <span class="sv-under"><a class="govuk-link" href="/y/">B</a></span>'
    )


def test_with_nothing_beneath_it_says_what_it_says():
    assert with_under("10 July 2025", "") == "10 July 2025"
