"""Obligations and KPIs of contracts that run already: imported once, with the agreement of then, and never over what is here."""

import copy
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contracts.brought.models import BroughtLine
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.services import add_kpi, agree, agreed_here, bring_over_agreement, edit_kpi, end_obligation, reword
from contracts.schedule.models import DueReturn
from contracts.schedule.services import remind
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.brought.steps import OBLIGATION, SHARE, TODAY, obligations, running, told, with_framework

pytestmark = pytest.mark.django_db
BOTH = (OBLIGATION, OBLIGATION | SHARE)
D = Decimal


@pytest.fixture(autouse=True)
def now():
    with clock.at(TODAY):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    contract, who = running()
    with_framework(who)
    return contract, who


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def test_lines_become_an_obligation_with_its_kpis_agreed_when_both_sides_had_agreed_it(stage):
    contract, who = stage
    outcome = obligations(who, *BOTH)
    assert outcome.summary == "2 created, 0 updated, 0 unchanged, 0 refused"
    assert [(line.line, line.what, line.did) for line in outcome.lines] == [
        (2, "KPI 1 of O1", "created"),
        (3, "KPI 2 of O1", "created"),
    ]
    body = contract.obligations.get()
    assert (body.code, body.basis, body.kind, body.priority.code, body.status) == ("O1", "required", "", "LE", "agreed")
    assert body.source_note == "Earlier records: line 2 of “o.csv”"
    # The council's word, with who brought it and when; nobody of the supplier pressed anything
    assert (body.agreed_on, body.council_agreed_by, body.council_agreed_at) == (date(2024, 3, 15), who.manager, clock.now())
    assert (body.supplier_agreed_at, body.supplier_agreed_by) == (None, None)
    first, second = body.kpis.all()
    assert (first.number, first.kind, first.unit, first.target, first.minimum, first.frequency) == (
        1, "sum", "apprentices", D(3), D(2), "quarter",
    )  # fmt: skip
    assert (second.kind, second.unit, second.target, second.minimum) == ("ratio", "%", D(95), D(90))
    assert {kpi.brought_over_on for kpi in (first, second)} == {date(2026, 7, 1)}
    # Sixteen quarters of four years, from the first day that is owed, with the targets of then
    assert [due.target for due in first.due_returns.order_by("starts_on")] == [D(3)] * 16
    assert first.due_returns.order_by("starts_on")[0].starts_on == date(2024, 4, 1)


def test_the_same_file_again_changes_nothing_and_tells_nobody_twice(stage):
    _, who = stage
    obligations(who, *BOTH)
    letters, events = Message.objects.count(), AuditEvent.objects.count()
    before = list(Kpi.objects.values()), list(Obligation.objects.values())
    assert obligations(who, *BOTH).summary == "0 created, 0 updated, 2 unchanged, 0 refused"
    assert (list(Kpi.objects.values()), list(Obligation.objects.values())) == before
    assert Message.objects.count() == letters
    assert AuditEvent.objects.count() == events + 1


def test_a_dry_run_says_what_it_would_do_and_does_nothing(stage):
    _, who = stage
    outcome = obligations(who, *BOTH, dry_run=True)
    assert (outcome.summary, outcome.code) == ("2 created, 0 updated, 0 unchanged, 0 refused", 0)
    assert outcome.of_contracts() == [("RC-1", "Title of RC-1", {"created": 2, "updated": 0, "unchanged": 0})]
    assert (Obligation.objects.count(), BroughtLine.objects.count()) == (0, 0)
    assert not AuditEvent.objects.filter(verb="bring over obligations").exists()


def test_a_dry_run_in_parts_tells_how_far_it_is_and_finds_the_same(stage):
    _, who = stage
    running(who, "RC-2")
    lines = [*BOTH, OBLIGATION | {"contract": "RC-2"}]
    steps = []
    parts = obligations(who, *lines, dry_run=True, tell=lambda done, of: steps.append((done, of)))
    assert steps == [(0, 3), (3, 3)]
    assert parts.lines == obligations(who, *lines, dry_run=True).lines
    assert Obligation.objects.count() == 0


def test_without_the_day_it_is_proposed_and_owes_nothing_until_both_sides_agree(stage):
    contract, who = stage
    obligations(who, OBLIGATION | {"agreed on": "", "reported from": ""})
    body = contract.obligations.get()
    assert (body.status, body.council_agreed_at, body.agreed_on) == ("proposed", None, None)
    # From the period that runs on the day of the import
    assert body.kpis.get().reported_from == date(2026, 7, 1)
    assert DueReturn.objects.owed().count() == 0
    agree(body, by=who.reporter, expected_version=NOTHING_READ)
    agree(body, by=who.manager, expected_version=NOTHING_READ)
    assert DueReturn.objects.owed().count() == 7


def test_what_was_proposed_can_be_said_to_have_been_agreed_by_a_later_file(stage):
    contract, who = stage
    proposed = [line | {"agreed on": ""} for line in BOTH]
    obligations(who, *proposed)
    assert obligations(who, *BOTH).summary == "0 created, 2 updated, 0 unchanged, 0 refused"
    assert (contract.obligations.get().agreed_on, contract.obligations.get().status) == (date(2024, 3, 15), "agreed")
    assert obligations(who, *BOTH).summary == "0 created, 0 updated, 2 unchanged, 0 refused"


def test_nothing_that_somebody_changed_here_is_overwritten(stage):
    contract, who = stage
    obligations(who, OBLIGATION)
    body = contract.obligations.get()
    reword(body, by=who.manager, wording="Take on apprentices from Kent and Medway.", reason="Both sides want Medway in it.",
           expected_version=NOTHING_READ)  # fmt: skip
    body.refresh_from_db()
    # Reworded, it is nobody's agreement any more; that of then stands with the words of then
    assert (body.status, body.agreed_on, body.council_agreed_at) == ("proposed", None, None)
    version = body.versions.get()
    assert (version.agreed_on, version.was_agreed, version.council_agreed_by) == (date(2024, 3, 15), True, who.manager)
    assert obligations(who, OBLIGATION).summary == "0 created, 0 updated, 1 unchanged, 0 refused"
    body.refresh_from_db()
    assert (body.wording, body.status) == ("Take on apprentices from Kent and Medway.", "proposed")


def test_a_line_that_says_otherwise_than_what_is_here_is_refused(stage):
    contract, who = stage
    obligations(who, OBLIGATION)
    outcome = obligations(who, OBLIGATION | {"target": "5"})
    assert told(outcome) == [
        (2, "", "", "Stands here otherwise than this line says: change it on its page, so that both sides agree it")
    ]
    assert contract.obligations.get().kpis.get().target == D(3)


def test_a_kpi_more_joins_what_was_brought_over_and_keeps_the_agreement_of_then(stage):
    contract, who = stage
    obligations(who, OBLIGATION)
    assert obligations(who, *BOTH).summary == "1 created, 0 updated, 1 unchanged, 0 refused"
    body = contract.obligations.get()
    assert (body.status, body.agreed_on, body.kpis.count()) == ("agreed", date(2024, 3, 15), 2)


def test_a_kpi_more_of_what_both_sides_agreed_here_is_theirs_to_agree(stage):
    contract, who = stage
    obligations(who, OBLIGATION | {"agreed on": ""})
    for by in (who.reporter, who.manager):
        agree(contract.obligations.get(), by=by, expected_version=NOTHING_READ)
    outcome = obligations(who, *(line | {"agreed on": ""} for line in BOTH))
    words = "Both sides agreed this obligation here: add the KPI on its page, so that both agree it again"
    assert told(outcome) == [(3, "", "", words)]
    # Nor can the day of earlier records take the place of their agreement
    body = contract.obligations.get()
    assert agreed_here(body)
    add_kpi(body, KpiTerms(wording="Days given", unit="days", frequency="year"), by=who.manager)
    with pytest.raises(Refused, match="Both sides were asked to agree this here"):
        bring_over_agreement(body, by=who.manager, agreed_on=date(2024, 3, 15))


def test_what_was_entered_by_hand_and_says_the_same_is_unchanged(stage):
    contract, who = stage
    body = build.obligation(contract, who, wording=OBLIGATION["wording"], kpi={
        "wording": "Apprentices taken on", "unit": "apprentices", "reported_from": date(2024, 4, 1)})  # fmt: skip
    assert obligations(who, OBLIGATION).summary == "0 created, 0 updated, 1 unchanged, 0 refused"
    assert Obligation.objects.get() == body
    assert obligations(who, OBLIGATION | {"wording": "Otherwise."}).refused == 1


def test_what_ended_gets_nothing_more(stage):
    contract, who = stage
    obligations(who, OBLIGATION)
    end_obligation(contract.obligations.get(), by=who.manager, reason="The scheme was closed by the college.",
                   expected_version=NOTHING_READ)  # fmt: skip
    assert told(obligations(who, *BOTH)) == [(3, "", "", "This obligation has ended: it gets no new KPI")]


def test_the_measure_brings_its_priority_and_its_unit(stage):
    contract, who = stage
    line = OBLIGATION | {"priority": "", "unit": "", "measure": "le1.1"}
    assert obligations(who, line).summary == "1 created, 0 updated, 0 unchanged, 0 refused"
    body = contract.obligations.get()
    assert (body.measure.code, body.priority.code, body.outcome.code, body.kpis.get().unit) == ("LE1.1", "LE", "LE1", "people")


@pytest.mark.parametrize(
    ("line", "column", "value", "message"),
    [
        ({"contract": "RC-9"}, "contract", "RC-9", "is the reference of no contract of {council}: import the register first"),
        ({"obligation": "Obligation eleven"}, "obligation", "Obligation eleven",
         "must be the obligation’s code within its contract, like O1, of at most 10 characters"),
        ({"wording": ""}, "wording", "", "this is needed"),
        ({"origin": "promised"}, "origin", "promised", "must be one of: required, offered, variation"),
        ({"origin": "offered", "kind": "core"}, "kind", "core", "What was offered is always added: the specification did not demand it"),
        ({"agreed on": "2026-07-02"}, "agreed on", "2026-07-02", "this day has not come yet"),
        ({"agreed on": "March 2024"}, "agreed on", "March 2024", "is a month and not a day: enter the day too, like 1/4/2026"),
        ({"priority": "XX"}, "priority", "XX", "is no priority of the council’s framework: LE"),
        ({"priority": "", "measure": "XX"}, "measure", "XX", "is no measure of the council’s framework"),
        ({"priority": "", "unit": "people"}, "measure", "", "this is needed, or the priority and the unit"),
        ({"unit": ""}, "unit", "", "Say what is counted: people, %, tonnes"),
        ({"measure": "LE1.1"}, "unit", "apprentices", "The obligation’s measure counts in people: so does this KPI"),
        ({"kpi": "one"}, "kpi", "one", "must be the KPI’s number within its contract, like 3 or K3"),
        ({"kpi kind": "guess"}, "kpi kind", "guess", "must be one of: sum, ratio, level, yes_no, milestone, composite"),
        ({"direction": "sideways"}, "direction", "sideways", "must be one of: higher, lower"),
        ({"target": "three"}, "target", "three", "must be a number, like 12.5"),
        ({"target": "9" * 30}, "target", "9" * 30, "is too large"),
        ({"target": "1.23456"}, "target", "1.23456", "must have at most 4 decimal places"),
        ({"minimum": "4"}, "minimum", "4", "The minimum cannot be above the target"),
        ({"per": "decade"}, "per", "decade", "must be one of: period, month, quarter, year, term"),
        ({"frequency": ""}, "frequency", "", "Say how often it is reported"),
        ({"frequency": "weekly"}, "frequency", "weekly", "must be one of: monthly, quarterly, half-yearly, yearly"),
        ({"days to report": "400"}, "days to report", "400", "must be at most 366 days"),
        ({"reported from": "2024-03-31"}, "reported from", "2024-03-31", "Enter a day of the contract: 1 April 2024 to 31 March 2028"),
        ({"kpi kind": "milestone", "target": "", "minimum": ""}, "done by", "", "Enter the day by which it is to be done"),
        ({"client side": "perhaps"}, "client side", "perhaps", "must be yes, no or blank"),
    ],
)  # fmt: skip
def test_each_refusal_has_its_line_column_and_value_and_nothing_comes_in(stage, line, column, value, message):
    _, who = stage
    outcome = obligations(who, OBLIGATION | line, OBLIGATION | {"obligation": "O9", "kpi": "9"})
    assert told(outcome) == [(2, column, value, message.replace("{council}", who.council.name))]
    assert (outcome.summary, outcome.code) == ("0 created, 0 updated, 0 unchanged, 1 refused", 2)
    assert Obligation.objects.count() == 0


def test_good_lines_come_in_and_the_others_wait(stage):
    contract, who = stage
    lines = [OBLIGATION, OBLIGATION | SHARE | {"target": "many"}, OBLIGATION | {"obligation": "O2", "kpi": "3", "wording": ""}]
    outcome = obligations(who, *lines, good_lines=True)
    assert (outcome.summary, outcome.code) == ("1 created, 0 updated, 0 unchanged, 2 refused", 1)
    assert [(line, column) for line, column, _, _ in told(outcome)] == [(3, "target"), (4, "wording")]
    assert [kpi.number for kpi in contract.obligations.get().kpis.all()] == [1]
    # Put right, the same file brings the rest
    lines[1:] = [OBLIGATION | SHARE, OBLIGATION | {"obligation": "O2", "kpi": "3"}]
    assert obligations(who, *lines).summary == "2 created, 0 updated, 1 unchanged, 0 refused"


def test_nothing_good_is_nothing_brought_in(stage):
    _, who = stage
    outcome = obligations(who, OBLIGATION | {"target": "many"}, good_lines=True)
    assert (outcome.summary, outcome.code, Obligation.objects.count()) == ("0 created, 0 updated, 0 unchanged, 1 refused", 2, 0)


def test_lines_of_one_obligation_say_the_same_of_it_or_nothing(stage):
    contract, who = stage
    blank = dict.fromkeys(("wording", "origin", "agreed on", "priority"), "")
    assert obligations(who, OBLIGATION, OBLIGATION | SHARE | blank).summary == "2 created, 0 updated, 0 unchanged, 0 refused"
    outcome = obligations(
        who, OBLIGATION | {"obligation": "O2", "kpi": "3"}, OBLIGATION | {"obligation": "O2", "kpi": "4", "wording": "Else."}
    )
    assert told(outcome) == [(3, "wording", "Else.", "is otherwise on line 2, which is O2 of this contract too")]


def test_a_number_stands_once_in_a_file_and_belongs_to_one_obligation(stage):
    _, who = stage
    twice = obligations(who, OBLIGATION, OBLIGATION | {"obligation": "O2"})
    assert told(twice) == [(3, "kpi", "1", "stands on line 2 already")]
    obligations(who, OBLIGATION)
    other = obligations(who, OBLIGATION | {"obligation": "O2"})
    assert told(other) == [(2, "kpi", "1", "This is a KPI of O1 here")]


def test_codes_and_numbers_are_read_as_people_write_them(stage):
    contract, who = stage
    obligations(
        who, OBLIGATION | {"contract": " rc-1", "obligation": "1", "kpi": "KPI 4", "frequency": "Half yearly", "target": "1,200"}
    )
    kpi = Kpi.objects.get()
    assert (kpi.obligation.contract, kpi.obligation.code, kpi.number, kpi.frequency, kpi.target) == (
        contract,
        "O1",
        4,
        "half_year",
        D(1200),
    )


def test_a_contract_of_another_council_is_none_of_theirs(stage):
    _, who = stage
    other, others = running(build.parties(council=people.council("Other Council")), "RC-7")
    assert told(obligations(who, OBLIGATION | {"contract": "RC-7"})) == [
        (2, "contract", "RC-7", f"is the reference of no contract of {who.council}: import the register first")
    ]
    with pytest.raises(NotAllowed, match="Your role does not include: create contracts, agree obligations, log returns"):
        obligations(who, OBLIGATION, by=others.manager)
    assert other.obligations.count() == 0


@pytest.mark.parametrize("role", list(Role))
def test_contract_managers_bring_in_and_nobody_else(stage, role):
    _, who = stage
    person = people.person(who.supplier if role == Role.SUPPLIER else who.council, role) if role != Role.PARTNER else who.reporter
    if role == Role.CONTRACT_MANAGER:
        assert obligations(who, OBLIGATION, by=person).count("created") == 1
    else:
        with pytest.raises(NotAllowed, match="Your role does not include: create contracts, agree obligations, log returns"):
            obligations(who, OBLIGATION, by=person)


def test_nobody_is_reminded_of_what_was_due_before_it_was_brought_over(stage):
    contract, who = stage
    obligations(who, *BOTH)
    before = Message.objects.count()
    with clock.at(datetime(2026, 7, 2, 9)):
        remind(clock.now())
    # Nine quarters are over; the last of them is due on 20 July, after the import, and is reminded of in its time
    assert Message.objects.count() == before
    with clock.at(datetime(2026, 7, 14, 9)):
        remind(clock.now())
    due = Message.objects.filter(key__startswith=f"returns-due:{contract.pk}:2026-07-20:soon")
    assert sorted(due.values_list("recipient", flat=True)) == sorted([who.manager.pk, who.reporter.pk])
    assert Message.objects.filter(key__startswith="returns-due:").count() == 2
    # Nor when the schedule is looked through again
    kpi = Kpi.objects.get(number=1)
    kpi.due_returns.all().look_again()
    with clock.at(datetime(2026, 7, 15, 9)):
        remind(clock.now())
    assert Message.objects.filter(key__startswith="returns-due:").count() == 2


def test_the_supplier_is_told_once_a_contract_that_nobody_of_theirs_is_said_to_have_agreed(stage):
    contract, who = stage
    running(who, "RC-2")
    obligations(who, *BOTH, OBLIGATION | {"contract": "RC-2"})
    letters = Message.objects.filter(key__startswith="brought-over-obligations:").order_by("subject")
    assert [(letter.recipient, letter.subject) for letter in letters] == [
        (who.reporter, "1 KPI brought over from earlier records: Title of RC-2"),
        (who.reporter, "2 KPIs brought over from earlier records: Title of RC-1"),
    ]
    assert "Nobody of yours is said to have agreed them here" in letters[0].body


def test_what_was_brought_in_is_in_the_record_with_how_the_file_was_read(stage):
    contract, who = stage
    obligations(who, OBLIGATION)
    whole = AuditEvent.objects.get(verb="bring over obligations")
    assert (whole.sentence, whole.actor, whole.council) == (
        "brought over obligations and KPIs from “o.csv”: 1 created, 0 updated, 0 unchanged, 0 refused", who.manager, who.council,
    )  # fmt: skip
    agreed = AuditEvent.objects.get(verb="bring over agreement")
    assert agreed.sentence == "brought over from earlier records that both sides had agreed obligation O1 on 15 March 2024"


def test_the_database_holds_to_whose_word_an_agreement_of_then_is(stage):
    contract, who = stage
    obligations(who, OBLIGATION)
    for wrong in ({"supplier_agreed_at": clock.now()}, {"council_agreed_by": None}, {"council_agreed_at": None}):
        with pytest.raises(IntegrityError, match="agreement_brought_over_says_by_whom"), transaction.atomic():
            Obligation.objects.update(**wrong)
    with pytest.raises(IntegrityError, match="what_was_offered_is_added"), transaction.atomic():
        Obligation.objects.update(basis="offered", kind="core")


def test_a_change_of_what_was_brought_over_is_agreed_by_both_sides_as_any_other(stage):
    contract, who = stage
    obligations(who, OBLIGATION)
    edit_kpi(
        Kpi.objects.get(),
        by=who.manager,
        reason="Both sides want one more a quarter.",
        target=D(4),
        expected_version=NOTHING_READ,
    )
    body = contract.obligations.get()
    assert (body.status, body.agreed_on, Kpi.objects.get().target) == ("proposed", None, D(3))
    for by in (who.reporter, who.manager):
        agree(contract.obligations.get(), by=by, expected_version=NOTHING_READ)
    assert Kpi.objects.get().target == D(4)
    assert obligations(who, OBLIGATION).summary == "0 created, 0 updated, 1 unchanged, 0 refused"
    assert (Kpi.objects.get().target, contract.obligations.get().supplier_agreed_by) == (D(4), who.reporter)


def test_agreements_of_then_are_no_contract_that_was_awarded_here_and_no_day_to_come(stage):
    contract, who = stage
    obligations(who, OBLIGATION | {"agreed on": ""})
    body = contract.obligations.get()
    with pytest.raises(Refused, match="This day has not come yet"):
        bring_over_agreement(body, by=who.manager, agreed_on=date(2026, 7, 2))
    with pytest.raises(NotAllowed, match="Your role does not include: create contracts, agree obligations, log returns"):
        bring_over_agreement(body, by=who.reporter, agreed_on=date(2024, 3, 15))
    assert bring_over_agreement(body, by=who.manager, agreed_on=date(2026, 7, 1)).agreed_on == date(2026, 7, 1)
