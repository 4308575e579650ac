"""What was heard at the beginning is followed, link by link, to the question, the obligation and the figure."""

import re

import pytest

from .test_step5_returns import KPI


@pytest.fixture(autouse=True)
def _after_the_return(after):
    after("return")


def test_from_a_remark_to_the_obligation_and_the_figure(desk, story):
    story.return_to_the_present()
    commissioner = desk("commissioner")
    commissioner.open("/commissions/")
    commissioner.follow("Carers’ short breaks")
    commissioner.follow("Follow each remark to the contract and the report")
    commissioner.see("young people")
    commissioner.look("chain of a commission")
