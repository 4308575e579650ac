"""A change of what both sides agreed counts once both agree it again, and not a day before."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi, KpiChange, Obligation
from contracts.obligations.pages import open_changes
from contracts.obligations.selectors import in_words
from contracts.obligations.services import SETTLED
from contracts.obligations.services.obligations import AGREEMENT
from contracts.returns.services import save_return
from contracts.schedule.models import DueReturn
from contracts.schedule.services import waive
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal
WHY = "The service grew by a third."
PLACEMENTS = KpiTerms(wording="Placements", unit="placements", frequency="year", target=D(2))


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract()
    return contract, who, build.kpi_of(contract)


def targets():
    return [row.target for row in DueReturn.objects.order_by("starts_on")]


def both_agree(who):
    body = services.agree(Obligation.objects.get(), by=who.manager)
    return services.agree(body, by=who.reporter)


def test_the_council_alone_does_not_move_the_goal(stage):
    contract, who, kpi = stage
    services.edit_kpi(kpi, by=who.manager, reason=f" {WHY} ", target=D(5))
    change = KpiChange.objects.get()
    assert (change.terms, change.reason, change.by, change.outcome) == ({"target": "5"}, WHY, who.manager, "open")
    kpi.refresh_from_db()
    body = Obligation.objects.get()
    assert (kpi.target, kpi.agreed_at, body.status) == (3, clock.now(), "proposed")
    assert (body.council_agreed_at, body.supplier_agreed_at) == (None, None)
    assert targets() == [3] * 12
    services.agree(body, by=who.manager)
    assert targets() == [3] * 12
    assert DueReturn.objects.owed().count() == 12


def test_with_the_second_sides_word_it_counts_from_the_periods_that_are_not_over(stage):
    contract, who, kpi = stage
    save_return(DueReturn.objects.order_by("starts_on")[1], by=who.reporter, value=D(1))
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(5), minimum=D(4))
    with clock.at(datetime(2025, 8, 1, 9)):
        assert both_agree(who).status == "agreed"
        change = KpiChange.objects.get()
        assert (change.outcome, change.decided_at) == ("agreed", clock.now())
    kpi.refresh_from_db()
    assert (kpi.target, kpi.minimum, kpi.agreed_at) == (5, 4, datetime(2025, 7, 10, 9, tzinfo=clock.LONDON))
    # The first is over, of the second something was reported
    assert targets() == [3, 3, *[5] * 10]
    event = timeline(kpi).filter(verb="edit KPI").get()
    assert (event.actor, event.reason) == (who.reporter, WHY)
    assert event.changes == {"target": ["3.0000", "5"], "minimum": ["2.0000", "4"]}


def test_a_newer_edit_takes_the_place_of_the_open_one(stage):
    contract, who, kpi = stage
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(5))
    services.edit_kpi(kpi, by=who.manager, reason="It grew by much more than that.", target=D(7))
    assert [(c.terms, c.outcome) for c in KpiChange.objects.all()] == [
        ({"target": "5"}, "withdrawn"),
        ({"target": "7"}, "open"),
    ]
    both_agree(who)
    assert targets()[-1] == 7


def test_who_saw_the_page_before_the_change_does_not_agree_it_unseen(stage):
    contract, who, kpi = stage
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(5))
    seen = Obligation.objects.get().version
    services.edit_kpi(kpi, by=who.manager, reason="It grew by much more than that.", target=D(70))
    with pytest.raises(Conflict, match="Somebody else saved this"):
        services.agree(Obligation.objects.get(), by=who.reporter, expected_version=seen)


@pytest.mark.parametrize("reason", ["", "ok", "as agreed"])
def test_a_reason_that_says_nothing_is_refused(stage, reason):
    contract, who, kpi = stage
    with pytest.raises(Refused, match="The contract has started: say why the KPI changes") as refusal:
        services.edit_kpi(kpi, by=who.manager, reason=reason, target=D(5))
    assert refusal.value.field == "reason"
    assert KpiChange.objects.count() == 0


@pytest.mark.parametrize("changes, field", [({"frequency": "year"}, "frequency"), ({"days_to_report": 90}, "days_to_report")])
def test_how_often_and_how_soon_is_reported_is_settled(stage, changes, field):
    contract, who, kpi = stage
    with pytest.raises(Refused, match="The schedule of returns is made already:") as refusal:
        services.edit_kpi(kpi, by=who.manager, reason=WHY, **changes)
    assert refusal.value.field == field


def test_what_it_counts_is_settled_once_something_was_reported(stage):
    contract, who, kpi = stage
    with clock.at(datetime(2025, 6, 30, 9)):
        services.edit_kpi(kpi, by=who.manager, reason=WHY, kind="level")
        save_return(build.first_due(contract), by=who.reporter, value=D(1))
        with pytest.raises(Refused, match=SETTLED):
            services.edit_kpi(kpi, by=who.manager, reason=WHY, kind="level")
        # Nor does the change that was proposed before it count any more: it is withdrawn
        with pytest.raises(Refused, match=SETTLED) as refusal:
            both_agree(who)
        assert refusal.value.field == "kind"
    assert (Kpi.objects.get().kind, KpiChange.objects.get().outcome) == ("sum", "open")


NATURE = {"kind": "level", "direction": "lower", "unit": "people", "client_side": True}


@pytest.mark.parametrize("name", NATURE)
@pytest.mark.parametrize("day, refused", [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_what_a_kpi_is_stays_once_a_period_is_over(stage, name, day, refused):
    contract, who, kpi = stage
    changes = {name: NATURE[name], "minimum": None}
    with clock.at(datetime(day.year, day.month, day.day, 9)):
        if not refused:
            services.edit_kpi(kpi, by=who.manager, reason=WHY, **changes)
            assert KpiChange.objects.get().terms[name] == NATURE[name]
            return
        with pytest.raises(Refused, match=SETTLED) as refusal:
            services.edit_kpi(kpi, by=who.manager, reason=WHY, **changes)
    assert (refusal.value.field, KpiChange.objects.count()) == (name, 0)


def test_a_period_that_was_given_up_settles_nothing(stage):
    contract, who, kpi = stage
    waive(build.first_due(contract), by=who.manager, reason="The service was closed in that quarter.")
    services.edit_kpi(kpi, by=who.manager, reason=WHY, unit="people", reported_from=date(2025, 7, 1))
    assert KpiChange.objects.get().terms == {"unit": "people", "reported_from": "2025-07-01"}


@pytest.mark.parametrize("handed_in", [False, True])
@pytest.mark.parametrize("day", [date(2025, 4, 2), date(2025, 7, 1), date(2025, 10, 1)])
def test_the_first_day_is_not_moved_past_a_period_that_is_over_or_reported(stage, day, handed_in):
    contract, who, kpi = stage
    if handed_in:
        build.submitted_return(build.first_due(contract), who)
    with pytest.raises(Refused, match=SETTLED) as refusal:
        services.edit_kpi(kpi, by=who.manager, reason=WHY, reported_from=day)
    assert (refusal.value.field, KpiChange.objects.count()) == ("reported_from", 0)


def test_a_first_day_proposed_in_time_does_not_count_after_the_period_is_over(stage):
    contract, who, kpi = stage
    with clock.at(datetime(2025, 6, 30, 9)):
        services.edit_kpi(kpi, by=who.manager, reason=WHY, reported_from=date(2025, 7, 1))
    with pytest.raises(Refused, match=SETTLED):
        both_agree(who)
    assert DueReturn.objects.owed().count() == 12


def test_the_same_terms_again_ask_nobody(stage):
    contract, who, kpi = stage
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(3))
    assert (KpiChange.objects.count(), Obligation.objects.get().status) == (0, "agreed")


def test_words_alone_leave_every_row_as_it_is(stage):
    contract, who, kpi = stage
    before = list(DueReturn.objects.values())
    services.edit_kpi(kpi, by=who.manager, reason=WHY, wording="Apprentices taken on")
    both_agree(who)
    assert Kpi.objects.get().wording == "Apprentices taken on"
    assert list(DueReturn.objects.values()) == before


def test_a_change_is_withdrawn_with_a_reason_and_what_stood_is_agreed_as_it_was(stage):
    contract, who, kpi = stage
    was = {name: getattr(Obligation.objects.get(), name) for name in AGREEMENT}
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(5))
    change = KpiChange.objects.get()
    services.agree(Obligation.objects.get(), by=who.reporter)
    with pytest.raises(Refused, match="Say why the change is withdrawn"):
        services.withdraw_change(change, by=who.manager, reason="ok")
    with pytest.raises(NotAllowed, match="Your role does not include"):
        services.withdraw_change(change, by=who.reporter, reason="We do not want it at all.")
    withdrawn = services.withdraw_change(change, by=who.manager, reason="The growth did not come about.")
    assert (withdrawn.outcome, withdrawn.decided_at) == ("withdrawn", clock.now())
    # What the supplier agreed since was the change; what stands now was agreed before, by these people then
    body = Obligation.objects.get()
    assert (body.status, {name: getattr(body, name) for name in AGREEMENT}) == ("agreed", was)
    assert (was["supplier_agreed_by"], was["council_agreed_by"]) == (who.reporter, who.manager)
    assert targets() == [3] * 12
    with pytest.raises(WrongState, match="This change no longer waits to be agreed"):
        services.withdraw_change(change, by=who.manager, reason="The growth did not come about.")


OTHERS = {
    "a rewording": lambda body, who: services.reword(body, by=who.manager, wording="Five a quarter.", reason=WHY),
    "a new KPI": lambda body, who: services.add_kpi(body, PLACEMENTS, by=who.manager),
    "another change": lambda body, who: services.edit_kpi(
        body.kpis.order_by("number").last(), by=who.manager, reason=WHY, target=D(9)
    ),
}


@pytest.mark.parametrize("other", OTHERS)
def test_where_something_else_changed_both_sides_are_still_asked(stage, other):
    contract, who, kpi = stage
    if other == "another change":
        services.add_kpi(Obligation.objects.get(), PLACEMENTS, by=who.manager)
        both_agree(who)
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(5))
    OTHERS[other](Obligation.objects.get(), who)
    services.agree(Obligation.objects.get(), by=who.reporter)
    services.withdraw_change(kpi.changes.get(), by=who.manager, reason="The growth did not come about.")
    body = Obligation.objects.get()
    assert (body.status, body.supplier_agreed_at, body.council_agreed_at) == ("proposed", None, None)


def test_reworded_and_put_back_in_the_same_words_it_is_as_it_was_agreed(stage):
    contract, who, kpi = stage
    words = Obligation.objects.get().wording
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(5))
    services.reword(Obligation.objects.get(), by=who.manager, wording="Five a quarter.", reason=WHY)
    services.reword(Obligation.objects.get(), by=who.manager, wording=words, reason="The growth did not come about.")
    services.withdraw_change(kpi.changes.get(), by=who.manager, reason="The growth did not come about.")
    assert Obligation.objects.get().is_agreed


def test_a_promise_over_the_term_below_what_periods_carry_is_refused_at_once():
    contract, who = build.active_contract(kpi={"target": D(24), "minimum": None, "per": "term"})
    kpi = build.kpi_of(contract)
    assert targets() == [2] * 12
    with pytest.raises(
        Refused, match="KPI 1: periods that are over or reported carry 2 apprenticeships already, more than"
    ) as refusal:
        services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(1))
    assert refusal.value.field == "target"
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(2))
    with clock.at(datetime(2025, 10, 1, 9)), pytest.raises(Refused, match="carry 4 apprenticeships already"):
        both_agree(who)
    assert (KpiChange.objects.get().outcome, Obligation.objects.get().status) == ("open", "proposed")


def test_reported_from_moves_rows_that_nobody_reported(stage):
    contract, who, kpi = stage
    with clock.at(datetime(2025, 6, 30, 9)):
        services.edit_kpi(kpi, by=who.manager, reason=WHY, reported_from=date(2025, 7, 1))
        assert DueReturn.objects.count() == 12
        both_agree(who)
    assert DueReturn.objects.order_by("starts_on").first().starts_on == date(2025, 7, 1)
    services.edit_kpi(kpi, by=who.manager, reason="It was reported from the beginning.", reported_from=date(2025, 4, 1))
    both_agree(who)
    assert [r.starts_on for r in DueReturn.objects.order_by("starts_on")][:2] == [date(2025, 4, 1), date(2025, 7, 1)]


def test_before_the_start_a_change_counts_at_once_and_asks_both_again():
    contract, who = build.draft_contract()
    body = build.obligation(contract, who)
    services.agree(services.agree(body, by=who.manager), by=who.reporter)
    services.edit_kpi(build.kpi_of(contract), by=who.manager, target=D(5))
    kpi = build.kpi_of(contract)
    assert (kpi.target, kpi.agreed_at, KpiChange.objects.count()) == (5, None, 0)
    assert set(targets()) == {5}
    assert Obligation.objects.get().status == "proposed"


def test_old_beside_new_in_words(stage):
    contract, who, kpi = stage
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(12), per="year", minimum=None)
    (proposed,) = open_changes(contract)
    assert [(line.label, line.old, line.new) for line in proposed.lines] == [
        ("Target", "3 apprenticeships", "12 apprenticeships"),
        ("Promised for each", "one reporting period", "a year"),
        ("Minimum", "2 apprenticeships", "none"),
    ]
    assert in_words(proposed.change).startswith("target 3 apprenticeships → 12 apprenticeships; promised for each")


@pytest.mark.parametrize("page", ["contract-handover", "contract"])
@pytest.mark.parametrize("reader", ["manager", "reporter"])
def test_both_sides_read_old_and_new_with_the_reason(client, stage, page, reader):
    contract, who, kpi = stage
    services.edit_kpi(kpi, by=who.manager, reason=WHY, target=D(5))
    client.force_login(getattr(who, reader))
    html = client.get(reverse(page, args=[contract.pk])).content.decode()
    for words in ("3 apprenticeships", "5 apprenticeships", WHY):
        assert words in html
    assert ("Withdraw this change" in html) is (reader == "manager")


def test_the_form_says_when_it_counts_and_keeps_what_was_typed(client, stage):
    contract, who, kpi = stage
    client.force_login(who.manager)
    url = reverse("kpi-edit", args=[kpi.pk])
    page = client.get(url)
    assert "This takes effect once both sides agree." in page.content.decode()
    fields = page.context["form"].fields
    assert [name for name in fields if fields[name].help_text == SETTLED] == ["kind", "unit", "direction", "client_side"]
    assert all(fields[name].disabled for name in ("kind", "unit", "direction", "client_side"))
    assert fields["reported_from"].help_text.endswith("It cannot be moved past a period that was reported or is over.")
    data = {name: "" if value is None else value for name, value in page.context["form"].initial.items()} | {"target": "5"}
    data |= {"reported_from_day": "1", "reported_from_month": "4", "reported_from_year": "2025", "version": kpi.version}
    refused = client.post(url, data | {"reason": "ok"})
    assert "say why the KPI changes" in refused.content.decode()
    assert refused.context["form"]["target"].value() == "5"
    assert client.post(url, data | {"reason": WHY}).url == reverse("contract-handover", args=[contract.pk])
    assert KpiChange.objects.get().terms == {"target": "5"}
    assert "A change is proposed already: target 3 apprenticeships → 5 apprenticeships" in client.get(url).content.decode()
    withdraw = reverse("kpi-change-withdraw", args=[KpiChange.objects.get().pk])
    assert "Withdraw the change of KPI 1?" in client.get(withdraw).content.decode()
    client.post(withdraw, {"reason": "The growth did not come about."})
    assert KpiChange.objects.get().outcome == "withdrawn"
