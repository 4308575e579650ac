"""While a rewording waits, the words that both sides agreed stand; who had agreed them is kept."""

from datetime import datetime

import pytest

from contracts.obligations import services
from contracts.obligations.models import Obligation
from socialvalue.common import clock
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
OLD, NEW, THIRD = "Three apprenticeships a quarter.", "Four a quarter.", "Five a quarter."
WHY = "The service grew by a third."


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


def words():
    body = Obligation.objects.prefetch_related("versions").get()
    return body.wording, body.agreed_wording


def reword(who, wording):
    return services.reword(Obligation.objects.get(), by=who.manager, wording=wording, reason=WHY)


def both_agree(who):
    return services.agree(services.agree(Obligation.objects.get(), by=who.manager), by=who.reporter)


def test_the_agreed_words_stand_until_both_agree_others():
    contract, who = build.active_contract()
    assert words() == (OLD, OLD)
    body = reword(who, NEW)
    assert words() == (NEW, OLD)
    version = body.versions.get()
    assert (version.was_agreed, version.council_agreed_by, version.supplier_agreed_by) == (True, who.manager, who.reporter)
    assert (version.council_agreed_at, version.supplier_agreed_at) == (clock.now(), clock.now())
    # One side's word for the new ones, and a second rewording, change nothing of it
    services.agree(Obligation.objects.get(), by=who.reporter)
    body = reword(who, THIRD)
    assert words() == (THIRD, OLD)
    assert [(v.wording, v.was_agreed) for v in body.versions.all()] == [(OLD, True), (NEW, False)]
    both_agree(who)
    assert words() == (THIRD, THIRD)
    reword(who, NEW)
    assert words() == (NEW, THIRD)


def test_words_that_nobody_agreed_are_no_agreed_words():
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    assert words() == (OLD, "")
    services.agree(Obligation.objects.get(), by=who.reporter)
    reword(who, NEW)
    assert words() == (NEW, "")


def test_what_has_ended_had_the_words_that_were_agreed():
    contract, who = build.active_contract()
    reword(who, NEW)
    services.agree(Obligation.objects.get(), by=who.manager)
    services.end_obligation(Obligation.objects.get(), by=who.manager, reason=WHY)
    assert words() == (NEW, OLD)


def test_what_was_agreed_when_it_ended_had_its_own_words():
    contract, who = build.active_contract()
    reword(who, NEW)
    both_agree(who)
    ended = services.end_obligation(Obligation.objects.get(), by=who.manager, reason=WHY)
    assert (words(), ended.supplier_agreed_by) == ((NEW, NEW), who.reporter)


def test_what_was_signed_elsewhere_is_agreed_too():
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    services.record_as_signed(contract, by=who.manager, note="Schedule 12 of the contract")
    reword(who, NEW)
    assert words() == (NEW, OLD)
