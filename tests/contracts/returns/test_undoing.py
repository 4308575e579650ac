"""Taking back the submitting of a return and its verification: what comes back, what is told, what refuses it, what counts."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations.models import Kpi
from contracts.performance.spans import usual
from contracts.returns import services
from contracts.returns.models import Return
from contracts.reviews import services as reviews
from contracts.standing.selectors.kpis import kpi_lines
from contracts.standing.selectors.standings import standings
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, WrongState
from socialvalue.notifications.models import Message
from tests.builders import commissioning, people
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal
START = datetime(2025, 7, 10, 9, tzinfo=clock.LONDON)
TEN = timedelta(minutes=10)
STATE = (
    "status",
    "first_submitted_at",
    "submitted_at",
    "submitted_by",
    "decided_at",
    "decided_by",
    "decision_comment",
    "early_reason",
)


def at(minutes: float):
    return clock.at(START + timedelta(minutes=minutes))


def state(kpi_return: Return) -> dict:
    fresh = Return.objects.get(pk=kpi_return.pk)
    return {name: getattr(fresh, name) for name in STATE}


@pytest.fixture
def stage():
    with at(-60):
        contract, who = build.active_contract()
        return contract, who, build.first_due(contract)


@pytest.fixture
def submitted(stage):
    _, who, due = stage
    with at(0):
        return build.submitted_return(due, who)


def heads(user) -> list[str]:
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("subject", flat=True))


def test_an_undone_first_submission_did_not_happen_and_the_record_keeps_both(stage, submitted):
    contract, who, due = stage
    with at(9):
        undone = services.undo_submit(submitted, by=who.reporter)
    assert state(undone) == dict.fromkeys(STATE) | {"status": "draft", "decision_comment": "", "early_reason": ""}
    assert undone.value == D(3)
    verbs = timeline(due).filter(verb__contains="submit").order_by("pk").values_list("verb", "actor", "changes")
    assert [(verb, actor) for verb, actor, _ in verbs] == [("submit return", who.reporter.pk), ("undo submit", who.reporter.pk)]
    assert verbs[1][2] == {"first_submitted_at": [str(START.astimezone(UTC)), None]}
    later = START + timedelta(days=40)
    with clock.at(later):
        again = services.submit_return(undone, by=who.reporter)
    assert again.first_submitted_at == later
    assert again.days_late == (later.date() - due.due_on).days > 0


def test_of_a_return_that_was_sent_back_the_question_stands_again_and_the_first_time_stays(stage, submitted):
    _, who, due = stage
    with at(5):
        services.query_return(submitted, by=who.manager, comment="Whom did you count?")
    before = state(submitted)
    assert before["status"] == "queried"
    with at(20):
        services.save_return(due, by=who.reporter, value=D(2))
        why = "One of them was counted twice in June."
        services.submit_return(Return.objects.get(pk=submitted.pk), by=who.reporter, change_reason=why)
    with at(25):
        services.undo_submit(submitted, by=who.reporter)
    assert state(submitted) == before
    assert Return.objects.get(pk=submitted.pk).value == D(2)


def test_both_sides_of_the_tenth_minute(stage, submitted):
    _, who, _ = stage
    with at(10), pytest.raises(WrongState, match=r"^This could be undone for 10 minutes, until 9:10am\. It stands now\.$"):
        services.undo_submit(submitted, by=who.reporter)
    with clock.at(START + TEN - timedelta(seconds=1)):
        assert services.undo_submit(submitted, by=who.reporter).status == "draft"


def test_both_sides_of_the_tenth_minute_of_a_verification(stage, submitted):
    _, who, _ = stage
    with at(1):
        services.verify_return(submitted, by=who.manager, comment=build.SEEN)
    with at(11), pytest.raises(WrongState, match=r"^This could be undone for 10 minutes, until 9:11am\. It stands now\.$"):
        services.undo_verify(submitted, by=who.manager)
    with clock.at(START + timedelta(minutes=11) - timedelta(seconds=1)):
        assert services.undo_verify(submitted, by=who.manager).status == "submitted"


def test_which_version_held_is_the_same_to_the_database_and_to_the_version(stage, submitted):
    """Verified in minute 1, its correction in minute 31: the one held until the other did, and never both."""
    _, who, due = stage
    with at(1):
        services.verify_return(submitted, by=who.manager, comment=build.SEEN)
    with at(30):
        correction = services.submit_return(
            services.correct_return(due, by=who.reporter, reason="Two people were counted twice."), by=who.reporter
        )
    with at(31):
        services.verify_return(correction, by=who.manager, comment=build.SEEN)
    held = {0: [], 1: [], 1.1: [1], 30: [1], 31: [1], 31.1: [2], 90: [2]}
    for minute, numbers in held.items():
        moment = START + timedelta(minutes=minute)
        assert [r.number for r in Return.objects.held_on(moment)] == numbers, minute
        assert [r.number for r in Return.objects.all() if r.held_on(moment)] == numbers, minute
    with at(32):
        services.correct_return(due, by=who.reporter, reason="There were none at all in this quarter.")
    assert [r.number for r in Return.objects.held_on(START + timedelta(minutes=90))] == [2]


def test_who_may_and_when_it_is_too_late(stage, submitted):
    contract, who, _ = stage
    colleague, stranger = people.person(who.supplier, Role.SUPPLIER), people.person(people.supplier(), Role.SUPPLIER)
    with at(1):
        for other in (who.manager, stranger):
            with pytest.raises(NotAllowed, match=r"^Only the person who submitted this return, or a colleague"):
                services.undo_submit(submitted, by=other)
        services.verify_return(submitted, by=who.manager, comment=build.SEEN)
    with at(2), pytest.raises(WrongState, match=r"^This cannot be undone: the return is “Verified”$"):
        services.undo_submit(submitted, by=who.reporter)
    with at(3):
        services.undo_verify(submitted, by=who.manager)
    with at(4):
        assert services.undo_submit(submitted, by=colleague).status == "draft"


def test_two_suppliers_of_one_contract_do_not_undo_for_each_other(stage, submitted):
    contract, who, _ = stage
    second = people.supplier()
    contract.suppliers.add(second)
    with at(1), pytest.raises(NotAllowed, match=r"^Only the person who submitted this return, or a colleague"):
        services.undo_submit(submitted, by=people.person(second, Role.SUPPLIER))


def test_whoever_was_told_hears_that_it_was_taken_back_and_nobody_else(stage, submitted):
    contract, who, _ = stage
    other = people.person(who.council, Role.CONTRACT_MANAGER)
    told = heads(who.manager)
    with at(1):
        services.undo_submit(submitted, by=who.reporter)
    assert told[-1] == f"Returns to verify: {contract.title}"
    assert heads(who.manager) == [*told, f"A return was taken back: {contract.title}"]
    assert heads(other) == []
    last = Message.objects.get(subject__startswith="A return was taken back")
    assert (last.for_information, last.body.startswith(f"{who.reporter} took back the return of KPI 1")) == (True, True)


def test_a_verifier_with_the_page_open_is_refused_after_the_undoing(stage, submitted):
    _, who, _ = stage
    with at(1):
        services.undo_submit(submitted, by=who.reporter)
        with pytest.raises(Conflict, match="Somebody else saved this"):
            services.verify_return(submitted, by=who.manager, comment=build.SEEN, expected_version=submitted.version)


def test_an_undone_verification_waits_again_and_its_figure_does_not_count(stage, submitted):
    contract, who, due = stage
    before = state(submitted)
    figures = standing(contract)
    with at(5):
        services.verify_return(submitted, by=who.manager, comment=build.SEEN)
        assert standing(contract) != figures
    with at(6):
        services.undo_verify(submitted, by=who.manager)
    assert state(submitted) == before
    assert standing(contract) == figures
    assert heads(who.reporter)[-2:] == [
        f"Your return was verified: {contract.title}",
        f"Your return waits to be verified again: {contract.title}",
    ]
    event = AuditEvent.objects.get(verb="undo verify")
    assert (event.actor, event.sentence) == (who.manager, "undid verifying the return of KPI 1, 1 April 2025 to 30 June 2025")
    with at(7):
        assert services.verify_return(submitted, by=who.director, comment=build.SEEN).decided_by == who.director


def standing(contract):
    """As the lists count it and as the page of the contract does."""
    with at(8):
        lines = kpi_lines(type(contract).objects.filter(pk=contract.pk), usual(clock.today()))
        return lines, standings(Kpi.objects.filter(obligation__contract=contract))


def test_the_version_that_was_replaced_counts_again(stage, submitted):
    _, who, due = stage
    with at(1):
        services.verify_return(submitted, by=who.manager, comment=build.SEEN)
    with at(30):
        correction = services.correct_return(due, by=who.reporter, reason="One was counted twice.")
        correction = services.submit_return(correction, by=who.reporter)
    with at(31):
        services.verify_return(correction, by=who.manager, comment=build.SEEN)
    with at(40):
        services.undo_verify(correction, by=who.manager)
    first = Return.objects.get(pk=submitted.pk)
    assert (first.status, first.replaced_at, state(correction)["status"]) == ("verified", None, "submitted")
    assert first.decided_at == START + timedelta(minutes=1)


def test_a_correction_begun_since_keeps_the_verification(stage, submitted):
    _, who, due = stage
    with at(1):
        services.verify_return(submitted, by=who.manager, comment=build.SEEN)
        services.correct_return(due, by=who.reporter, reason="One was counted twice.")
        with pytest.raises(WrongState, match=r"^This cannot be undone: somebody has begun a correction of the verified return$"):
            services.undo_verify(submitted, by=who.manager)


def test_what_was_promoted_to_a_later_commission_keeps_the_verification(stage, submitted):
    contract, who, _ = stage
    with at(1):
        services.verify_return(submitted, by=who.manager, comment=build.SEEN)
        later = commissioning.commission(council=who.council)
        reviews.promote(
            contract.obligations.get(), by=later.lead, commission=later, wording="Apprenticeships", finding="It worked"
        )
        words = f"This cannot be undone: it was promoted to commission {later.reference} as proven."
        with pytest.raises(WrongState, match=f"^{re.escape(words)}$"):
            services.undo_verify(submitted, by=who.manager)


def test_what_was_promoted_before_does_not_hold_a_later_verification(stage, submitted):
    contract, who, _ = stage
    with at(0.5):
        services.verify_return(submitted, by=who.manager, comment=build.SEEN)
        later = commissioning.commission(council=who.council)
        reviews.promote(
            contract.obligations.get(), by=later.lead, commission=later, wording="Apprenticeships", finding="It worked"
        )
    with at(1):
        fresh = services.correct_return(submitted.due, by=who.reporter, reason="One was counted twice.")
        fresh = services.submit_return(services.save_return(submitted.due, by=who.reporter, value=D(2)), by=who.reporter)
        fresh = services.verify_return(fresh, by=who.manager, comment=build.SEEN)
    with at(2):
        assert services.undo_verify(fresh, by=who.manager).status == "submitted"


def test_the_supplier_undoes_by_the_button_in_the_banner_and_on_the_page(client, stage):
    contract, who, due = stage
    page, button = reverse("return", args=[due.pk]), "You can undo this until"
    with at(0):
        draft = services.save_return(due, by=who.reporter, value=D(3))
        client.force_login(who.reporter)
        after = client.post(reverse("return-check", args=[due.pk]), {"version": draft.version}, follow=True).content.decode()
        undo = reverse("return-undo-submit", args=[draft.pk])
        assert (after.count(button), after.count(f'action="{undo}"'), ">9:10am</time>" in after) == (1, 1, True)
    with at(9):
        assert client.get(page).content.decode().count(f'action="{undo}"') == 1
        assert client.get(undo).status_code == 405
        done = client.post(undo, follow=True).content.decode()
    assert "Undone. The return is not submitted: change it, then submit it again." in done
    assert Return.objects.get(pk=draft.pk).status == "draft"
    with at(9):
        services.submit_return(draft, by=who.reporter)
    with at(19):
        assert button not in client.get(page).content.decode()
        late = client.post(undo, follow=True).content.decode()
    assert "This could be undone for 10 minutes, until 9:19am. It stands now." in late


def test_the_manager_undoes_a_verification_and_others_see_no_button(client, stage, submitted):
    contract, who, due = stage
    undo = reverse("return-undo-verify", args=[submitted.pk])
    with at(1):
        client.force_login(who.manager)
        typed = {"decision": "verify", "comment": build.SEEN, "version": submitted.version}
        after = client.post(reverse("return-verify", args=[due.pk]), typed, follow=True).content.decode()
        assert (f'action="{undo}"' in after, "You can undo this until" in after) == (True, True)
        client.force_login(who.director)
        assert "You can undo this" not in client.get(reverse("return", args=[due.pk])).content.decode()
        assert client.post(undo).status_code == 403
        client.force_login(people.person(people.council(), Role.CONTRACT_MANAGER))
        assert client.post(undo).status_code == 404
        client.force_login(who.manager)
        assert "Undone. The return waits to be verified again." in client.post(undo, follow=True).content.decode()
    assert Return.objects.get(pk=submitted.pk).status == "submitted"
