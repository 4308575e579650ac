"""The one text that both sides agreed: kept once nothing waits any more, and again where the terms change."""

from datetime import datetime
from decimal import Decimal

import pytest

from contracts.obligations import services
from contracts.obligations.models import AgreedText, Obligation
from contracts.obligations.services.texts import keep_text
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.canonical import sha256
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
WHY = "The service grew by a third."


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 3, 10, 9, tzinfo=clock.LONDON)):
        yield


def agree(obligation, by) -> None:
    services.agree(Obligation.objects.get(pk=obligation.pk), by=by)


def texts(contract) -> list[AgreedText]:
    return list(AgreedText.objects.filter(contract=contract))


def test_it_is_kept_with_the_last_word_and_not_before():
    contract, who = build.draft_contract()
    first, second = build.obligation(contract, who), build.obligation(contract, who, wording="Two work placements a year.")
    for obligation, by in ((first, who.reporter), (first, who.manager), (second, who.manager)):
        agree(obligation, by)
        assert texts(contract) == []
    agree(second, who.reporter)
    (text,) = texts(contract)
    assert (text.number, str(text)) == (1, f"Agreed text 1 of {contract.reference}, 10 March 2025")
    content = text.content
    assert content["delivered_by"] == [str(who.supplier)]
    assert (content["reference"], content["title"]) == (contract.reference, "Carers’ short breaks")
    assert (content["starts_on"], content["ends_on"]) == ("1 April 2025", "31 March 2028")
    assert [(o["code"], o["basis"], o["wording"], o["written"], o["counted"]) for o in content["obligations"]] == [
        ("O1", "Required", "Three apprenticeships a quarter.", "Schedule 4", ""),
        ("O2", "Required", "Two work placements a year.", "Schedule 4", ""),
    ]
    both = {"council": f"{who.manager}, 10 March 2025", "supplier": f"{who.reporter}, 10 March 2025"}
    assert content["agreed"] == {"O1": both, "O2": both}


def test_what_it_says_of_a_kpi():
    contract, who = build.draft_contract()
    obligation = build.obligation(contract, who)
    build.commitments.add_kpi(
        obligation,
        build.KpiTerms(
            wording="A plan is made", unit="", frequency="year", kind="milestone", milestone_on=contract.ends_on, client_side=True
        ),
        by=who.manager,
    )
    agree(obligation, who.reporter)
    agree(obligation, who.manager)
    counted, milestone = texts(contract)[0].content["obligations"][0]["kpis"]
    assert counted == {
        "number": 1,
        "wording": "Apprenticeships started",
        "kind": "A number that is added up",
        "direction": "Higher is better",
        "target": "3 apprenticeships each time it is reported",
        "minimum": "2 apprenticeships each time it is reported",
        "rhythm": "Quarterly",
        "days_to_report": 20,
        "reported_from": "1 April 2025",
        "side": "The supplier",
    }
    assert (milestone["rhythm"], milestone["side"], milestone["minimum"]) == ("Once, by 31 March 2028", "The council", "")


def test_the_digest_is_of_the_terms_and_of_nobody_who_agreed_them():
    contract, who = build.active_contract()
    (text,) = texts(contract)
    terms = {name: value for name, value in text.content.items() if name != "agreed"}
    assert text.digest == sha256(terms)
    assert len(text.digest) == 64


def test_the_same_terms_again_are_the_same_text():
    contract, who = build.active_contract()
    obligation = contract.obligations.get()
    services.reword(obligation, by=who.manager, wording="Four a quarter.", reason=WHY)
    services.reword(
        Obligation.objects.get(), by=who.manager, wording="Three apprenticeships a quarter.", reason="It was three after all."
    )
    for by in (who.reporter, who.manager):
        agree(obligation, by)
    assert len(texts(contract)) == 1
    assert keep_text(contract) is None


def test_a_change_that_both_agree_is_the_next_text_and_the_first_stays():
    contract, who = build.active_contract()
    obligation = contract.obligations.get()
    services.edit_kpi(obligation.kpis.get(), by=who.manager, target=Decimal(9), reason=WHY)
    agree(obligation, who.reporter)
    assert len(texts(contract)) == 1
    agree(obligation, who.manager)
    first, second = texts(contract)
    assert [t.content["obligations"][0]["kpis"][0]["target"] for t in (first, second)] == [
        "3 apprenticeships each time it is reported",
        "9 apprenticeships each time it is reported",
    ]
    assert (first.number, second.number) == (1, 2)
    assert first.digest != second.digest


def test_one_obligation_fewer_is_the_next_text_and_none_is_no_text():
    contract, who = build.active_contract(obligations=2)
    first, second = contract.obligations.order_by("pk")
    services.end_obligation(first, by=who.manager, reason="The service became smaller.")
    assert [[o["code"] for o in t.content["obligations"]] for t in texts(contract)] == [["O1"], ["O1", "O2"], ["O2"]]
    services.end_obligation(second, by=who.manager, reason="The service became smaller.")
    assert len(texts(contract)) == 3


def test_a_change_that_is_taken_back_keeps_no_other_text():
    contract, who = build.active_contract()
    kpi = contract.obligations.get().kpis.get()
    services.edit_kpi(kpi, by=who.manager, target=Decimal(9), reason=WHY)
    services.withdraw_change(kpi.changes.get(), by=who.manager, reason="The supplier never offered nine of them.")
    assert len(texts(contract)) == 1


def test_of_a_contract_signed_before_it_says_where_it_is_written():
    contract, who = build.draft_contract()
    build.obligation(contract, who, source_note="")
    services.record_as_signed(contract, by=who.manager, note="Schedule 12 of the contract of 2023")
    (text,) = texts(contract)
    assert text.content["obligations"][0]["written"] == "Schedule 12 of the contract of 2023"
    assert text.content["agreed"] == {"O1": {"council": f"{who.manager}, 10 March 2025", "supplier": ""}}


def test_in_house_its_head_agreed_too():
    who = build.parties()
    head = people.person(who.council, Role.CONTRACT_MANAGER)
    contract, _ = build.draft_contract(who, suppliers=[], kind=CommissionKind.IN_HOUSE, route="in_house", service_head=head)
    body = build.obligation(contract, who)
    agree(body, who.manager)
    assert texts(contract) == []
    agree(body, head)
    (text,) = texts(contract)
    assert text.content["delivered_by"] == []
    assert text.content["agreed"]["O1"] == {
        "council": f"{who.manager}, 10 March 2025",
        "supplier": f"{head}, 10 March 2025",
    }


def test_what_counts_within_another_is_part_of_the_text():
    from tests.builders import measurement

    scene = measurement.scene()
    contract, who = build.draft_contract(scene.who)
    measure = scene.measures["LE2.2"]
    links = {"measure": measure, "outcome": measure.outcome, "priority": measure.outcome.priority}
    unit = {"unit": measure.unit, "direction": measure.direction}
    first, second = (build.obligation(contract, who, kpi=unit, **links) for _ in range(2))
    services.say_counted(second, by=who.manager, part_of=first, reason="The bid says they are among them.")
    for one in (first, second):
        agree(one, who.reporter)
        agree(one, who.manager)
    assert [o["counted"] for o in texts(contract)[0].content["obligations"]] == ["", "Counted within O1"]


def test_who_sees_the_contract_sees_the_text():
    contract, who = build.active_contract()
    (text,) = texts(contract)
    for reader in (who.manager, who.director, who.member, who.reporter):
        assert list(AgreedText.objects.visible_to(reader)) == [text]
    for stranger in (people.person(people.supplier(), Role.SUPPLIER), people.person(people.council(), Role.CONTRACT_MANAGER)):
        assert list(AgreedText.objects.visible_to(stranger)) == []


def test_what_was_agreed_by_earlier_records_says_so_in_the_next_text():
    contract, who = build.draft_contract()
    first, second = build.obligation(contract, who), build.obligation(contract, who)
    services.bring_over_agreement(first, by=who.manager, agreed_on=datetime(2024, 4, 2).date())
    for by in (who.reporter, who.manager):
        agree(second, by)
    assert texts(contract)[-1].content["agreed"]["O1"] == {
        "council": f"{who.manager}, 10 March 2025",
        "supplier": "earlier records, 2 April 2024",
    }
