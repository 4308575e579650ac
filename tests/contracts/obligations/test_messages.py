"""Whose turn it is to agree, what was reworded, and that the contract is in force."""

import pytest

from contracts.obligations import services
from contracts.obligations.models import Obligation
from contracts.register.services import start_contract
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed_by_nobody():
    contract, who = build.draft_contract()
    return contract, who, [build.obligation(contract, who) for _ in range(2)]


def told(user) -> list[str]:
    return [m.subject for m in user.messages.order_by("pk")]


def test_once_the_supplier_has_agreed_all_the_manager_is_asked(agreed_by_nobody):
    contract, who, (first, second) = agreed_by_nobody
    services.agree(first, by=who.reporter)
    assert told(who.manager) == [], "one is still open"
    services.agree(second, by=who.reporter)
    assert told(who.manager) == [f"Obligations to agree: {contract.title}"]


def test_once_the_council_has_agreed_all_the_supplier_is_asked_and_the_last_word_starts_it(agreed_by_nobody):
    contract, who, obligations = agreed_by_nobody
    for one in obligations:
        services.agree(one, by=who.manager)
    assert told(who.reporter) == [f"Obligations to agree: {contract.title}"]
    for one in obligations:
        services.agree(Obligation.objects.get(pk=one.pk), by=who.reporter)
    assert told(who.manager) == [f"Start the contract: {contract.title}"]
    start_contract(contract, by=who.manager)
    assert told(who.reporter)[1:] == [f"In force: {contract.title}"]
    assert who.reporter.messages.get(key__startswith="contract-started:").for_information


def test_new_words_are_told_to_the_supplier_who_has_to_agree_them():
    contract, who = build.active_contract()
    one = Obligation.objects.get(contract=contract)
    services.reword(one, by=who.manager, wording="Four apprenticeships a quarter.", reason="The lot grew by a third.")
    message = who.reporter.messages.get(key__startswith="obligation-reworded:")
    assert message.subject == f"Obligation {one.code} was reworded: {contract.title}"
    assert message.action == "Read and agree the new words"
    assert not [
        words for words in ("Four apprenticeships", "The lot grew by a third.") if words in message.body + message.private
    ]
