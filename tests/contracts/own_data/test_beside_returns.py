"""What stands beside the figures and the obligations: changes, objections, shares, groups, scorecards, checks from outside."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from contracts.benefits import services as benefits
from contracts.evidence.calculations.attribution import Shares
from contracts.evidence.services import name_evidence, regulators
from contracts.evidence.services.attribution import say_shares
from contracts.independent import services as independent
from contracts.obligations import services as commitments
from contracts.obligations.models import Obligation
from contracts.obligations.services.baseline import Before, set_baseline
from contracts.obligations.services.objecting import answer_objection, object_to
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.schedule.models import DueReturn
from contracts.spend.services import Paid, say_spent
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.evidence import steps as evidence
from tests.contracts.independent import steps as outside
from tests.contracts.own_data import steps
from tests.contracts.returns import local
from tests.contracts.returns.scores.steps import OVER, SCORECARD, composite
from tests.contracts.returns.scores.test_named_evidence import ANSWERS, LIVING, POLICY

WHY = "The college has fewer places than it had promised us."
SOURCE = "Exit interviews of May 2025"


@pytest.mark.django_db
def test_how_an_obligation_was_worded_before_and_what_was_said_against_it():
    with steps.day(2025, 3, 20):
        contract, who = build.draft_contract()
        body = build.obligation(contract, who)
        objection = object_to(body, by=who.reporter, words="We offered two apprenticeships, not three.")
        answer_objection(objection, by=who.manager, answer="The tender asks for three in section 4.")
        body = commitments.agree(Obligation.objects.get(pk=body.pk), by=who.reporter)
        body = commitments.agree(body, by=who.manager)
        commitments.reword(body, by=who.manager, wording="Two apprenticeships a quarter.", reason=WHY)
    taken = steps.archive(who.reporter)
    (now,) = taken.table("contracts/obligations.csv")
    assert (now["wording"], now["status"]) == ("Two apprenticeships a quarter.", "Proposed")
    (before,) = taken.table("contracts/earlier-obligations.csv")
    assert (before["version"], before["wording"], before["reason"]) == ("1", "Three apprenticeships a quarter.", WHY)
    assert (before["both sides had agreed it"], before["changed by"]) == ("yes", who.manager.name)
    assert before["agreed for the supplier by"] == who.reporter.name
    (said,) = taken.table("contracts/objections.csv")
    assert said["objection"] == "We offered two apprenticeships, not three."
    assert (said["the council’s answer"], said["by"]) == ("The tender asks for three in section 4.", who.reporter.name)


@pytest.mark.django_db
def test_a_change_of_a_kpi_says_what_changes_and_why():
    with steps.day(2025, 3, 20):
        contract, who = build.active_contract()
    with steps.day(2025, 4, 2):
        commitments.edit_kpi(build.kpi_of(contract), by=who.manager, reason=WHY, target=D(2), minimum=D(1))
    taken = steps.archive(who.reporter)
    (row,) = taken.table("contracts/kpi-changes.csv")
    assert row["what changes"] in ("target: 2; minimum: 1", "minimum: 1; target: 2")
    assert (row["kpi"], row["reason"], row["outcome"], row["proposed by"]) == ("1", WHY, "Waits for both sides", who.manager.name)


@pytest.mark.django_db
def test_shares_of_a_figure_stand_with_where_they_are_known_from():
    with steps.day(2025, 3, 20):
        contract, who = build.active_contract()
    with steps.day(2025, 7, 10):
        draft = returns.save_return(build.first_due(contract), by=who.reporter, value=D(4))
        say_shares(draft, by=who.reporter, shares=Shares(anyway=D(25), anyway_source=SOURCE))
    (row,) = steps.archive(who.reporter).table("returns/attribution.csv")
    assert (row["would have happened anyway (%)"], row["would have happened anyway, known from"]) == ("25.00", SOURCE)
    assert (row["brought about by others (%)"], row["moved from elsewhere (%)"]) == ("", "")
    assert (row["contract"], row["kpi"], row["version"], row["said by"]) == (contract.reference, "1", "1", who.reporter.name)


@pytest.mark.django_db
def test_who_benefited_is_a_line_a_group():
    with steps.day(2025, 3, 20):
        contract, who = build.active_contract()
        ages = benefits.make_list(
            who.council, by=people.person(who.council, Role.ADMINISTRATOR), name="Age", groups=["Under 18", "18 or over"], overlaps=False
        )  # fmt: skip
    with steps.day(2025, 6, 20):
        benefits.ask_who(build.kpi_of(contract), by=who.manager, by_list=ages, reason=WHY, targets={})
    with steps.day(2025, 7, 10):
        due = DueReturn.objects.get(pk=build.first_due(contract).pk)
        returns.save_return(due, by=who.reporter, value=D(12), benefited={"g1": D(7), "g2": D(3), "unknown": D(2)})
    rows = steps.archive(who.reporter).table("returns/who-benefited.csv")
    assert [(row["by"], row["group"], row["how many"]) for row in rows] == [
        ("Age", "Under 18", "7"), ("Age", "18 or over", "3"), ("Age", "not known", "2"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_scorecard_s_answers_and_the_evidence_of_its_levels():
    with clock.at(OVER):
        _, who, due = composite(SCORECARD)
        draft = returns.save_return(due, by=who.reporter, answers=ANSWERS)
        name_evidence(draft, "s1", {"ethical": POLICY, "green": LIVING}, by=who.reporter)
    taken = steps.archive(who.reporter)
    (row,) = taken.table("returns/returns.csv")
    assert row["sub-scores"] == "Responsible conduct: Good; Complaints: 1"
    assert row["value"] == "100.0000"
    named = taken.table("returns/named-evidence.csv")
    assert {(one["sub-score"], one["words"]) for one in named} == {
        ("Responsible conduct", POLICY.words), ("Responsible conduct", LIVING.words),
    }  # fmt: skip
    (kpi,) = taken.table("contracts/kpis.csv")
    assert kpi["sub-scores"].startswith("Responsible conduct; weight 3; ")
    assert " | Complaints; weight 1; " in kpi["sub-scores"]


@pytest.mark.django_db
def test_what_a_regulator_holds_and_that_it_was_accepted():
    with steps.day(2025, 3, 20):
        contract, who = build.active_contract()
    with steps.day(2025, 7, 10):
        given_ = evidence.held_elsewhere(build.first_due(contract), who.manager, who.reporter)
        regulators.accept_reference(given_, by=who.manager)
    taken = steps.archive(who.reporter)
    (row,) = taken.table("evidence/regulator-references.csv")
    assert (row["regulator"], row["reference"], row["dated"]) == ("Care Quality Commission", "1-123456789", "2025-04-01")
    assert (row["given by"], row["accepted by"]) == (who.reporter.name, who.manager.name)
    due = taken.table("returns/due.csv")[0]
    assert due["no longer due since"].startswith("2025-07-10")
    assert due["no longer due because"] != ""


@pytest.mark.django_db
def test_what_somebody_outside_found_once_they_found_it_and_not_what_is_only_asked():
    with clock.at(outside.NOW):
        kpi_return, who = outside.verified()
        one, two = outside.outsider(who), outside.outsider(who)
        for person in (one, two):
            independent.ask_for_confirmation(kpi_return, by=who.manager, of=person, question="Were all three still there?")
        asked = kpi_return.confirmations.get(asked_of=one)
        independent.confirm(asked, outside.AGREES, by=one)
        taken = steps.archive(who.reporter, clock.now() + timedelta(days=1))
    (row,) = taken.table("returns/independent-checks.csv")
    assert (row["who looked"], row["version"]) == (one.name, "1")
    assert row["finding"] != ""
    assert one.email.encode() not in taken.everything()
    assert two.name.encode() not in taken.everything()


@pytest.mark.django_db
def test_where_a_kpi_stood_before_says_whose_word_it_is():
    with steps.day(2025, 3, 20):
        contract, who = build.active_contract()
        source = "Annual report 2024 of the provider before, page 4"
        days = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
        set_baseline(build.kpi_of(contract), Before(basis="counted", value=D(12), source=source, **days), by=who.manager)
    (row,) = steps.archive(who.reporter).table("contracts/kpis-before.csv")
    assert (row["contract"], row["kpi"], row["value"], row["unit"]) == (contract.reference, "1", "12.0000", "apprenticeships")
    assert (row["from"], row["to"], row["what is known"]) == ("2024-01-01", "2024-12-31", "Counted by who provided it before")
    assert (row["source"], row["said by"]) == (source, who.manager.name)


@pytest.mark.django_db
def test_postcodes_are_a_line_a_district_and_none_of_them_is_there():
    with clock.at(local.NOW):
        stage = local.stage()
        stage.count()
    taken = steps.archive(stage.who.reporter)
    rows = taken.table("evidence/postcode-counts.csv")
    assert {row["district"]: row["how many"] for row in rows if row["how many"] != "0"} == {
        "Maidstone": "6", "Ashford": "2", "Medway": "1", "Anywhere else": "1", "Not in the file": "1",
        "Not a postcode": "1",
    }  # fmt: skip
    assert {row["district"] for row in rows if row["counts as local"] == "yes"} == {"Maidstone", "Ashford"}
    whole = "".join(taken.text(name) for name in taken.names if name.endswith(".csv"))
    for postcode in local.TEXT.split("\n"):
        assert not postcode.strip() or postcode.strip() not in whole


@pytest.mark.django_db
def test_what_a_contract_cost_is_a_line_a_year():
    with steps.day(2025, 3, 20):
        contract, who = build.active_contract()
    with steps.day(2026, 5, 4):
        paid = Paid(year=2025, amount=D(380_000), up_to=date(2026, 3, 31), source="ledger", note="Cost centre 4711")
        say_spent(Contract.objects.get(pk=contract.pk), paid, by=who.manager)
    (row,) = steps.archive(who.reporter).table("contracts/spent.csv")
    assert (row["contract"], row["financial year"], row["spent (£)"]) == (contract.reference, "2025–26", "380000.00")
    assert (row["up to"], row["source"], row["said by"]) == ("2026-03-31", "The council’s ledger", who.manager.name)
