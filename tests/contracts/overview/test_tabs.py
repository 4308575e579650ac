"""The pages of a contract: what is on which, who is offered what, and one sentence of how it stands."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from contracts.evidence import services as evidence
from contracts.obligations.models import Kpi
from contracts.obligations.services import agree, end_obligation, reword
from contracts.overview.pages.actions import actions_of
from contracts.overview.pages.origin import origin_of, steps_to
from contracts.overview.pages.promises import evidence_words, standing_words
from contracts.overview.selectors import obligations_of, origins_of, with_files
from contracts.performance.spans import usual
from contracts.register.pages.head import TABS
from contracts.register.services import start_contract
from contracts.returns import services as returns
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract
from contracts.standing.selectors.standings import standings
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read, tables_in

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 2, 10, 9)


def page(client, contract, name="contract"):
    return html.fromstring(client.get(reverse(name, args=[contract.pk])).content)


def read(found) -> list[str]:
    return [as_read(str(one.text_content())) for one in found]


# A contract in force has a supply chain, a grant does not
SEEN = (*TABS[:2], ("contract-supply", "Supply chain"), *TABS[2:])


def test_each_tab_has_an_address_and_says_which_of_them_it_is(client, stage):
    contract, who = stage
    client.force_login(who.member)
    for name, label in TABS:
        found = page(client, contract, name)
        tabs = found.find_class("sv-tabs__tab")
        assert [(as_read(str(one.text_content())), one.get("href")) for one in tabs] == [
            (words, reverse(address, args=[contract.pk])) for address, words in SEEN
        ]
        assert read(one for one in tabs if one.get("aria-current") == "page") == [label]
        assert read(found.iter("h1")) == [contract.title]
        assert as_read(str(found.findtext(".//title"))).startswith(
            contract.title if name == "contract" else f"{label}: {contract.title}"
        )
        facts = read(found.find_class("sv-title__facts"))
        assert facts == [f"Active 1 April 2025 to 31 March 2028 {who.supplier} · £1,200,000 · managed by {who.manager}"]


def test_a_row_for_each_promise(client):
    """Two quarters of one KPI are verified, of which one has a file and one has not; of the other nothing is."""
    contract, who = build.active_contract(obligations=2)
    with clock.at(datetime(2025, 10, 10, 9)):
        first, second = DueReturn.objects.filter(kpi=build.kpi_of(contract)).order_by("starts_on")[:2]
        draft = returns.save_return(first, by=who.reporter, value=Decimal(2))
        photo = SimpleUploadedFile("yard.txt", b"Two started")
        evidence.add_evidence(draft, by=who.reporter, upload=photo, description="The yard")
        returns.verify_return(returns.submit_return(draft, by=who.reporter), by=who.manager, comment=build.SEEN)
        build.verified_return(second, who, "2")
    with clock.at(LATER):
        client.force_login(people.fresh(who.manager))
        answer = client.get(reverse("contract", args=[contract.pk]))
        [table] = tables_in(answer).values()
        assert [row[0] for row in table] == ["KPI 1: Apprenticeships started O1", "KPI 2: Apprenticeships started O2"]
        assert [row[1] for row in table] == ["Required", "Required"]
        assert table[0][3].startswith("Below target 2 short of 6")
        assert table[0][5] == "1 of 2 verified returns"
        assert table[1][2:4] == ["Nothing verified yet", "Not reported"]
        assert table[1][5] == "Nothing verified yet"
        assert table[1][4].startswith("Overdue 20 July 2025")
        words = read(html.fromstring(answer.content).find_class("sv-standing"))
        assert words[0].startswith("None of 2 KPIs is on target, 1 is below target and 1 is not reported.")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        # The target of a quarter is 3, the minimum 2
        ([], ""),
        (["3"], "The KPI is on target."),
        (["2"], "The KPI is below target."),
        (["1"], "The KPI is below minimum."),
        (["3", "4"], "Both KPIs are on target."),
        (["3", "1"], "1 of 2 KPIs is on target and 1 is below minimum."),
        (["3", "3", "2", "1"], "2 of 4 KPIs are on target, 1 is below minimum and 1 is below target."),
        (["1", "1"], "None of 2 KPIs is on target and 2 are below minimum."),
    ],
)
def test_one_sentence_says_how_the_contract_stands(values, said):
    contract, who = build.active_contract(obligations=len(values) or 1)
    with clock.at(datetime(2025, 8, 1, 9)):
        ended = usual(clock.today()).ends_on
        dues = DueReturn.objects.filter(ends_on__lte=ended).order_by("kpi__number")
        for due, value in zip(dues, values, strict=False):
            build.verified_return(due, who, value)
        found = standings(Kpi.objects.filter(obligation__contract=contract).order_by("number"))
        expected = said or "The KPI is not reported."
        assert standing_words(found) == expected


def test_what_nothing_is_due_of_and_the_councils_own_are_in_no_sentence():
    contract, who = build.active_contract(kpi={"client_side": True})
    with clock.at(datetime(2025, 8, 1, 9)):
        build.verified_return(build.first_due(contract), who, "1")
        assert standing_words(standings(Kpi.objects.all())) == ""
    other, _ = build.active_contract(who)
    with clock.at(datetime(2025, 4, 2, 9)):
        assert standing_words(standings(Kpi.objects.filter(obligation__contract=other))) == ""


def test_a_note_of_where_the_evidence_is_counts_as_a_file_does(stage):
    contract, who = stage
    second = DueReturn.objects.filter(returns=None).order_by("starts_on", "pk").first()
    build.verified_return(second, who, "3", evidence_note="In the site office")
    [one, other] = [part.kpis[0] for part in obligations_of(contract, who.member)]
    assert with_files([one, other]) == set()
    assert sorted(evidence_words(kpi, set()) for kpi in (one, other)) == ["0 of 1 verified return", "1 of 1 verified return"]


def test_an_obligation_that_nothing_measures_has_its_row_and_is_open(client, stage):
    contract, who = stage
    body = contract.obligations.order_by("pk").first()
    Kpi.objects.filter(obligation=body).update(obligation=contract.obligations.order_by("pk").last())
    client.force_login(who.manager)
    found = page(client, contract)
    rows = tables_in(html.tostring(found).decode())["Promises of this contract, with what was delivered against them"]
    assert rows[0][0].startswith(body.wording[:20])
    assert rows[0][2:4] == ["No KPI measures this obligation.", "–"]
    opened = [one.xpath("./div/@id")[0] for one in found.iter("details") if one.get("open") is not None]
    assert opened == [f"obligation-{body.pk}"]


def test_the_menu_offers_what_this_person_may_do_now(stage):
    contract, who = stage
    commissioner = people.person(who.council, Role.COMMISSIONER)

    def offered(user) -> list[str]:
        contract.refresh_from_db()
        return [one.label for one in actions_of(contract, people.fresh(user))]

    shaping = [
        "Add an obligation",
        "Start from a published set of KPIs",
        "Change details",
        "Change the dates",
        "Change the supplier",
    ]
    copied = "Start a new contract from this one"
    assert offered(who.manager) == [*shaping, "End the contract", copied]
    assert offered(commissioner) == ["Add what could be lost to the next commission"]
    assert offered(who.member) == offered(who.reporter) == offered(who.director) == []
    with clock.at(datetime(2028, 1, 10, 9)):
        assert offered(who.manager) == [*shaping, "Extend the contract", "End the contract", copied]
    end_contract(contract, by=who.manager, reason="The service moved.", ended_on=date(2025, 9, 30))
    assert offered(who.manager) == [copied]


def test_the_menu_stands_on_the_promises_and_on_the_record_for_who_has_one(client, stage):
    contract, who = stage
    for person, menus in ((who.manager, 1), (who.member, 0)):
        client.force_login(person)
        for name in ("contract", "contract-record"):
            assert len(page(client, contract, name).find_class("sv-menu--page")) == menus


def test_the_record_has_the_entry_for_all_and_what_happened_for_the_council(client, stage):
    contract, who = stage
    for person, heads in (
        (who.member, ["Entry in the register", "Activity"]),
        (who.reporter, ["Entry in the register", "Documents"]),
    ):
        client.force_login(person)
        found = page(client, contract, "contract-record")
        assert read(found.xpath("//main//h2")) == heads
        assert ("Started the contract" in as_read(str(found.text_content()))) is (person == who.member)


def test_a_contract_from_the_register_says_where_its_promises_come_from(client, stage):
    contract, who = stage
    last = contract.obligations.order_by("pk").first()
    end_obligation(last, by=who.manager, reason="The service moved to another contract.")
    client.force_login(who.member)
    found = page(client, contract, "contract-origin")
    assert "This contract was added from the register, so it has no tender or bid." in as_read(str(found.text_content()))
    rows = tables_in(html.tostring(found).decode())["Each obligation with where it comes from"]
    assert [(row[0][:2], row[2]) for row in rows] == [("O2", "Written in: Schedule 4"), ("O1", "Written in: Schedule 4")]
    assert [link.get("href") for link in found.xpath("//main//td//a")] == [
        reverse("obligation-chain", args=[one.pk]) for one in origins_of(contract)
    ]
    assert steps_to(contract, who.manager, sees=True) == []


def test_no_clause_is_said_as_such(stage):
    contract, _ = stage
    body = contract.obligations.first()
    body.source_note = ""
    assert origin_of(body, sees=True).words == "No clause is recorded"


def test_a_rewording_is_open_until_both_sides_agree(client, stage):
    contract, who = stage
    body = contract.obligations.order_by("pk").first()
    body = reword(body, by=who.manager, wording="Two a quarter.", reason="The works moved to spring")
    client.force_login(who.manager)

    def opened() -> int:
        return len([one for one in page(client, contract).iter("details") if one.get("open") is not None])

    assert opened() == 1
    body = agree(body, by=who.reporter)
    agree(body, by=who.manager)
    assert opened() == 0


@pytest.mark.parametrize(("with_target", "said"), [(1, "The KPI with a target is"), (2, "Both KPIs with a target are")])
def test_a_kpi_without_a_target_is_never_counted_among_those_on_target(with_target, said):
    contract, who = build.draft_contract()
    for target in [None, *[3] * with_target]:
        aimed = {"target": target and Decimal(target), "minimum": None}
        agree(agree(build.obligation(contract, who, kpi=aimed), by=who.reporter), by=who.manager)
    start_contract(contract, by=who.manager)
    with clock.at(datetime(2025, 8, 1, 9)):
        for due in DueReturn.objects.filter(ends_on__lte=usual(clock.today()).ends_on):
            build.verified_return(due, who, "3")
        assert standing_words(standings(Kpi.objects.all())) == f"{said} on target."
