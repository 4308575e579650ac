"""An end before the last day cuts what runs, and takes away what would have come later."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.services import add_kpi
from contracts.returns.services import query_return, save_return, submit_return
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract, waive
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal


def at(*day):
    return clock.at(datetime(*day, 9, tzinfo=clock.LONDON))


@pytest.fixture
def stage():
    """Six a quarter from 1 April 2025, seen in the third quarter."""
    with at(2025, 11, 20):
        yield build.active_contract(kpi={"target": D(6), "minimum": D(4)})


def rows():
    return [(r.starts_on, r.ends_on, r.due_on, r.target, r.minimum) for r in DueReturn.objects.order_by("starts_on")]


def test_the_running_quarter_is_cut_with_its_target_and_later_ones_go(stage):
    contract, who = stage
    ended = end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 11, 15))
    assert (ended.status, ended.ended_on) == ("ended", date(2025, 11, 15))
    assert rows() == [
        (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 20), 6, 4),
        (date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 20), 6, 4),
        (date(2025, 10, 1), date(2025, 11, 15), date(2025, 12, 5), 3, 2),
    ]


@pytest.mark.parametrize(
    "day, count, last", [(date(2025, 9, 30), 2, date(2025, 9, 30)), (date(2025, 10, 1), 3, date(2025, 10, 1))]
)
def test_both_sides_of_a_periods_first_day(stage, day, count, last):
    contract, who = stage
    end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=day)
    assert (DueReturn.objects.count(), DueReturn.objects.order_by("-starts_on").first().ends_on) == (count, last)


def back(contract, who, day):
    return end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=day)


@pytest.mark.parametrize(
    "day, words",
    [
        (
            date(2025, 6, 30),
            "1 return for a period that is over begins after that day \\(1 July 2025 to 30 September 2025\\). "
            "Enter a later day, or give it up with its reason first",
        ),
        (
            date(2025, 4, 1),
            "1 return for a period that is over begins after that day \\(1 July 2025 to 30 September 2025\\). "
            "Enter a later day, or give it up with its reason first",
        ),
        (date(2025, 7, 1), None),
    ],
)
@pytest.mark.parametrize("state", ["not reported", "verified"])
def test_an_end_put_back_takes_away_nothing_that_is_over(stage, day, words, state):
    contract, who = stage
    if state == "verified":
        build.verified_return(DueReturn.objects.order_by("starts_on")[1], who)
    if words is None:
        assert back(contract, who, day).ended_on == day
        assert DueReturn.objects.owed().count() == 2
        return
    with pytest.raises(Refused, match=words) as refusal:
        back(contract, who, day)
    assert refusal.value.field == "ended_on"
    contract.refresh_from_db()
    assert (contract.is_ended, DueReturn.objects.owed().count()) == (False, 12)


def test_it_says_how_many_are_over_and_which_came_first(stage):
    contract, who = stage
    with at(2026, 1, 5):
        with pytest.raises(
            Refused,
            match="2 returns for periods that are over begin after that day \\(the first 1 July 2025 to 30 September 2025\\). "
            "Enter a later day, or give each of them up with its reason first",
        ):
            back(contract, who, date(2025, 6, 30))
        for due in DueReturn.objects.order_by("starts_on")[1:3]:
            waive(due, by=who.manager, reason="The provider was closed by then.")
        assert back(contract, who, date(2025, 6, 30)).is_ended
    assert DueReturn.objects.owed().count() == 1


def test_what_nobody_agreed_keeps_no_day_from_being_entered(stage):
    contract, who = stage
    waive(DueReturn.objects.order_by("starts_on")[1], by=who.manager, reason="The provider was closed by then.")
    terms = KpiTerms(wording="Placements", unit="placements", frequency="quarter", reported_from=date(2025, 4, 1))
    add_kpi(contract.obligations.get(), terms, by=who.manager)
    assert back(contract, who, date(2025, 6, 30)).is_ended


@pytest.mark.parametrize("day, refused", [(date(2025, 9, 29), True), (date(2025, 9, 30), False)])
def test_a_milestone_that_was_missed_stays_missed(day, refused):
    with at(2025, 11, 20):
        contract, who = build.active_contract(
            kpi={"kind": "milestone", "target": None, "minimum": None, "unit": "", "milestone_on": date(2025, 9, 30)}
        )
        if refused:
            words = (
                "KPI 1 was to be done by 30 September 2025, which is over. Enter that day or a later one, or give its return up"
            )
            with pytest.raises(Refused, match=words) as refusal, transaction.atomic():
                back(contract, who, day)
            assert refusal.value.field == "ended_on"
            build.submitted_return(DueReturn.objects.get(), who, "1")
        back(contract, who, day)
    assert DueReturn.objects.owed().count() == 1


def test_the_audit_entry_says_the_day_and_what_became_of_the_returns(stage):
    contract, who = stage
    event = timeline(back(contract, who, date(2025, 11, 15))).first()
    assert (event.verb, event.actor, event.reason) == ("end contract", who.manager, "The provider closed.")
    assert event.sentence == "ended the contract on 15 November 2025; returns cut: 1, removed: 9"


def test_an_allowance_is_rounded_in_favour_of_whoever_has_it():
    with at(2025, 11, 20):
        contract, who = build.active_contract(kpi={"target": D(5), "minimum": None, "direction": "lower"})
        end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 11, 15))
    assert [row[3] for row in rows()] == [5, 5, 3]


def final_already(due, who):
    """Handed in while its period still runs."""
    draft = save_return(due, by=who.reporter, value=D(3))
    return submit_return(draft, by=who.reporter, early_reason="The provider stops work before the end.")


def test_what_was_handed_in_stays_as_it_was(stage):
    contract, who = stage
    third = DueReturn.objects.order_by("starts_on")[2]
    final_already(third, who)
    end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 11, 15))
    assert rows()[2] == (date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 20), 6, 4)


def test_one_that_was_sent_back_is_still_to_be_made_and_so_is_cut(stage):
    contract, who = stage
    third = DueReturn.objects.order_by("starts_on")[2]
    query_return(final_already(third, who), by=who.manager, comment="Which ones?")
    end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 11, 15))
    assert rows()[2][1:4] == (date(2025, 11, 15), date(2025, 12, 5), 3)


def test_a_draft_for_a_later_period_is_kept_and_no_longer_owed(stage):
    contract, who = stage
    later = DueReturn.objects.order_by("starts_on")[2]
    save_return(later, by=who.reporter, value=D(1))
    end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 9, 30))
    later.refresh_from_db()
    assert (later.waived_by, later.waived_reason) == (who.manager, "The provider closed.")
    assert DueReturn.objects.count() == 3
    assert DueReturn.objects.owed().count() == 2


def test_a_milestone_after_the_end_is_no_longer_owed():
    with at(2025, 11, 20):
        contract, who = build.active_contract(
            kpi={"kind": "milestone", "target": None, "minimum": None, "unit": "", "milestone_on": date(2026, 6, 30)}
        )
        assert DueReturn.objects.count() == 1
        end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 11, 15))
    assert DueReturn.objects.count() == 0


@pytest.mark.parametrize(
    "day, words",
    [
        (date(2025, 11, 21), "The contract cannot have ended on a day that is still to come"),
        (date(2025, 3, 31), "The contract cannot end before it starts"),
    ],
)
def test_a_day_on_which_it_cannot_have_ended_is_refused(stage, day, words):
    contract, who = stage
    with pytest.raises(Refused, match=words):
        end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=day)
    assert DueReturn.objects.count() == 12


def test_after_its_last_day_it_is_carried_on_first():
    with at(2025, 7, 10):
        contract, who = build.active_contract()
    with at(2028, 4, 10):
        with pytest.raises(Refused, match="The contract was agreed until 31 March 2028: carry it on first, then end it"):
            end_contract(contract, by=who.manager, ended_on=date(2028, 4, 1))
        assert end_contract(contract, by=who.manager, ended_on=date(2028, 3, 31)).ended_on == date(2028, 3, 31)


def test_the_supplier_does_not_end_it(stage):
    contract, who = stage
    with pytest.raises(NotAllowed, match="Your role does not include"):
        end_contract(contract, by=who.reporter, reason="The provider closed.")


def test_the_contracts_page_says_when_and_why_it_ended_and_what_is_still_owed(client, stage):
    contract, who = stage
    client.force_login(who.manager)
    url = reverse("contract-end", args=[contract.pk])
    data = {"ended_on_day": "15", "ended_on_month": "11", "ended_on_year": "2025", "version": contract.version}
    assert "Say why the contract ends before the agreed day" in client.post(url, data | {"reason": ""}).content.decode()
    page = client.post(url, data | {"reason": "The provider closed."}, follow=True)
    html = " ".join(page.content.decode().split())
    assert "The contract has ended. Returns up to its last day are still due." in html
    first = build.first_due(contract)
    assert first.ends_on == date(2025, 6, 30)
    assert reverse("return", args=[first.pk]) in html
    record = client.get(reverse("contract-record", args=[contract.pk]))
    assert {"key": "Ended", "value": "15 November 2025. The provider closed."} in record.context["summary"]
    # Nothing is to come that nobody will be asked for
    shown = client.get(reverse("contract-returns", args=[contract.pk])).content.decode()
    assert "Not due yet" not in shown
    client.force_login(who.reporter)
    assert client.get(url).status_code == 403
