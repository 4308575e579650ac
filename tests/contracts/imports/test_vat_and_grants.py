"""A register's value with VAT and light touch; and grants of a register, which are evaluated before they end."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from contracts.imports.calculations.words import read_light_touch
from contracts.imports.services import import_contracts
from contracts.register.models import Contract
from socialvalue.common import clock
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
HEAD = "reference,title,directorate,supplier,start date,end date,status,total value,value with vat,light touch,procurement"


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2026, 7, 1, 9)):
        yield


@pytest.fixture
def who():
    return build.parties()


def line(who, **cells) -> str:
    fields = {
        "reference": "C-1", "title": "Befriending", "directorate": who.council.directorates.first().name, "supplier": "Clear CIC",
        "start date": "2026-04-01", "end date": "2027-03-31", "status": "live", "total value": "10000", "value with vat": "",
        "light touch": "", "procurement": "tender",
    } | cells  # fmt: skip
    return f"{HEAD}\n{','.join(fields[name] for name in HEAD.split(','))}\n"


def bring(who, text: str, **options):
    return import_contracts(by=who.manager, council=who.council, data=text.encode(), name="register.csv", **options)


def test_value_with_vat_and_light_touch_come_in_and_again_change_nothing(who):
    text = line(who, **{"value with vat": "£12,000".replace(",", ""), "light touch": "Yes"})
    assert bring(who, text).summary == "1 created, 0 updated, 0 unchanged, 0 refused"
    contract = Contract.objects.get()
    assert (contract.value_with_vat, contract.light_touch) == (Decimal(12000), True)
    assert bring(who, text).summary == "0 created, 0 updated, 1 unchanged, 0 refused"


def test_a_blank_cell_changes_nothing_and_none_clears(who):
    bring(who, line(who, **{"value with vat": "12000", "light touch": "yes"}))
    assert bring(who, line(who)).summary == "0 created, 0 updated, 1 unchanged, 0 refused"
    assert bring(who, line(who, **{"value with vat": "none", "light touch": "none"})).summary == (
        "0 created, 1 updated, 0 unchanged, 0 refused"
    )
    contract = Contract.objects.get()
    assert (contract.value_with_vat, contract.light_touch) == (None, False)


def test_with_vat_it_is_worth_no_less(who):
    outcome = bring(who, line(who, **{"value with vat": "9999.99"}))
    assert [(problem.column, problem.message) for problem in outcome.problems] == [
        ("value with vat", "With VAT it cannot be worth less than the value over the term")
    ]
    assert bring(who, line(who, **{"value with vat": "10000"})).problems == []


@pytest.mark.parametrize(
    "text, meant",
    [("yes", True), ("Y", True), ("Light-touch regime", True), ("LTR", True), ("no", False), ("N", False), ("0", False)],
)
def test_light_touch_as_registers_say_it(text, meant):
    assert read_light_touch(text) is meant


def test_another_word_for_light_touch_is_a_problem(who):
    outcome = bring(who, line(who, **{"light touch": "perhaps"}))
    assert [(one.column, one.message) for one in outcome.problems] == [("light touch", "must be yes, no or blank")]


@pytest.mark.parametrize("heading", ["Total value including VAT", "value_inc_vat", "Gross value"])
def test_other_headings_for_it_are_known(who, heading):
    text = line(who, **{"value with vat": "12000"}).replace("value with vat", heading)
    bring(who, text)
    assert Contract.objects.get().value_with_vat == Decimal(12000)


# Grants


def test_a_grant_in_force_is_to_be_evaluated_and_one_that_was_over_is_not(who):
    bring(who, line(who, procurement="grant"))
    assert Contract.objects.get().evaluation_due_on == date(2027, 3, 31)
    bring(who, line(who, reference="C-2", procurement="grant", **{"end date": "2026-06-30", "status": "ended"}))
    over = Contract.objects.get(reference="C-2")
    assert (over.status, over.evaluation_due_on) == ("ended", None)


def test_a_grant_without_a_last_day_comes_in_and_is_evaluated_after_a_year(who):
    outcome = bring(who, line(who, procurement="grant", **{"end date": "rolling"}))
    assert outcome.problems == []
    assert Contract.objects.get().evaluation_due_on == date(2027, 4, 1)


def test_a_register_does_not_end_a_grant_that_is_not_evaluated(who):
    bring(who, line(who, procurement="grant"))
    outcome = bring(who, line(who, procurement="grant", status="ended", **{"end date": "2026-06-30"}))
    assert [one.message for one in outcome.problems] == [
        "This grant is not evaluated yet (due 31 March 2027): write its evaluation, and let a second person agree to it"
    ]
    assert Contract.objects.get().is_active


def test_a_grant_past_its_end_comes_back_as_it_was_taken(who):
    bring(who, line(who, procurement="grant"))
    with clock.at(datetime(2027, 4, 2, 9)):
        assert Contract.objects.get().standing.label == "Past its end"
        text = line(who, procurement="grant", status="past its end")
        assert bring(who, text).summary == "0 created, 0 updated, 1 unchanged, 0 refused"
