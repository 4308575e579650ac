"""Whoever ends, cuts, rewords or records something says why in words that say something."""

from datetime import date, datetime

import pytest
from django.db import transaction

from contracts.obligations import services
from contracts.schedule.services import end_contract
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
EMPTY = ["", " ", "x", "ok", "as agreed", "...", "It is over"]

SAID = {
    "end contract": (
        lambda c, by, why: end_contract(c, by=by, reason=why, ended_on=date(2025, 7, 1)),
        "reason",
        "Say why the contract ends before the agreed day",
    ),
    "end obligation": (
        lambda c, by, why: services.end_obligation(c.obligations.get(), by=by, reason=why),
        "reason",
        "Say why the obligation ends",
    ),
    "reword": (
        lambda c, by, why: services.reword(c.obligations.get(), by=by, wording="Four a quarter.", reason=why),
        "reason",
        "Say why the obligation is reworded",
    ),
    "carry on": (
        lambda c, by, why: services.carry_on(c, by=by, until=date(2029, 3, 31), reason=why),
        "reason",
        "Enter why the contract is extended",
    ),
    "change dates": (
        lambda c, by, why: services.change_dates(c, by=by, ends_on=date(2027, 3, 31), reason=why),
        "reason",
        "Say why the dates change",
    ),
}


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.mark.parametrize("verb", SAID)
def test_a_reason_that_says_nothing_is_refused_and_one_that_says_something_is_taken(verb):
    contract, who = build.active_contract()
    do, field, words = SAID[verb]
    for empty in EMPTY:
        with pytest.raises(Refused, match=words) as refusal, transaction.atomic():
            do(contract, who.manager, empty)
        assert refusal.value.field == field
    do(contract, who.manager, "The service moves to another provider.")


# “as agreed” and “It is over” are long enough for a place: “Clause 12” has eight letters
@pytest.mark.parametrize("note", ["", " ", "x", "ok", "..."])
def test_a_note_that_says_nothing_is_refused(note):
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    with pytest.raises(Refused, match="Say where the obligations are written: the document and its clause") as refusal:
        services.record_as_signed(contract, by=who.manager, note=note)
    assert refusal.value.field == "note"


def test_on_its_last_day_a_contract_ends_without_a_reason_but_not_with_an_empty_one():
    contract, who = build.active_contract(ends_on=date(2025, 7, 10))
    with (
        pytest.raises(Refused, match="Leave the reason empty or say why the contract has ended: “ok” does not"),
        transaction.atomic(),
    ):
        end_contract(contract, by=who.manager, reason="ok")
    assert end_contract(contract, by=who.manager).is_ended


def test_dates_of_a_contract_that_has_no_kpis_change_without_a_reason():
    contract, who = build.draft_contract()
    with pytest.raises(Refused, match="Say why the dates change"), transaction.atomic():
        services.change_dates(contract, by=who.manager, reason="x", ends_on=date(2027, 3, 31))
    assert services.change_dates(contract, by=who.manager, reason="", ends_on=date(2027, 3, 31)).ends_on == date(2027, 3, 31)
