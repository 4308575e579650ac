"""The council's own duties: reported by its officer, confirmed by the supplier or another officer, never the supplier's figures."""

from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.returns import permissions, services
from contracts.returns.models import Return
from contracts.returns.needs import needs
from contracts.returns.selectors import to_confirm
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.contracts.evidence.returned import NOW, everybody
from tests.fixtures import truth
from tests.reading import as_read

pytestmark = pytest.mark.django_db
REASONS = {
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "both-sides": NotAllowed("You act for both sides of this contract: somebody of the supplier alone confirms this"),
    "own-return": NotAllowed("You made this return yourself: somebody else verifies it"),
    **{f"is-{status.value}": WrongState(f"This cannot be done now: the return is “{status.label}”") for status in ReturnStatus},
}
DECIDE = """
                     draft        submitted    queried      verified
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     is-draft     yes          is-queried   is-verified
lead_director        is-draft     yes          is-queried   is-verified
member               must-verify
supplier             is-draft     yes          is-queried   is-verified
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
began it             own-return
sent it              is-draft     own-return   own-return   own-return
both sides           both-sides
"""
OWN = {"wording": "Referrals sent to the supplier", "client_side": True, "kind": "sum", "unit": "referrals"}


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


def states(who, users):
    due = build.first_due(build.active_contract(who, kpi=OWN)[0])
    body = services.save_return(due, by=users["began it"], value=Decimal(3))
    yield body.status, (body,)
    body = services.submit_return(body, by=users["sent it"])
    yield body.status, (body,)
    body = services.query_return(body, by=who.reporter, comment="We counted two. Which was the third?")
    yield body.status, (body,)
    body = services.submit_return(Return.objects.get(pk=body.pk), by=users["sent it"])
    body = services.verify_return(body, by=who.reporter, comment="All three came, as our own list says.")
    yield body.status, (body,)


def test_who_confirms_what_the_council_reports_of_itself():
    who, users = everybody()
    found = (permissions.check_can_decide, permissions.can_decide)
    truth.holds(*found, DECIDE, users, states(who, users), REASONS)


@pytest.fixture
def stage():
    contract, who = build.active_contract(kpi=OWN)
    build.obligation(contract, who)
    # The second quarter: the latest that is over
    return contract, who, build.kpi_of(contract).due_returns.order_by("starts_on")[1]


def reported(due, who) -> Return:
    return services.submit_return(services.save_return(due, by=who.manager, value=Decimal(3)), by=who.manager)


def test_the_supplier_reports_none_of_it_and_is_told_once(stage):
    contract, who, due = stage
    with pytest.raises(NotAllowed, match="the council's own duty"):
        services.save_return(due, by=who.reporter, value=Decimal(3))
    subject = f"What the council promised, to confirm: {contract.title}"
    reported(due, who)
    reported(due.kpi.due_returns.order_by("starts_on")[0], who)
    assert Message.objects.filter(recipient=who.reporter, subject=subject).count() == 1
    assert not Message.objects.filter(subject=subject).exclude(recipient=who.reporter).exists()


def test_a_suppliers_own_return_asks_it_for_no_confirmation():
    contract, who = build.active_contract()
    sent = build.submitted_return(build.first_due(contract), who)
    assert not Message.objects.filter(subject__startswith="What the council promised").exists()
    assert not to_confirm(who.reporter).exists()
    with pytest.raises(NotAllowed, match="Your role does not include"):
        services.verify_return(sent, by=who.reporter)


def test_what_waits_for_the_supplier_stands_on_its_pages(stage, client):
    contract, who, due = stage
    sent = reported(due, who)
    words = f"Confirm what the council reported on “{OWN['wording']}” of {contract.title}"
    assert words in [need.text for need in needs(who.reporter, clock.now())]
    assert words not in [need.text for need in needs(who.manager, clock.now())]
    assert list(to_confirm(who.reporter)) == [sent]
    assert list(to_confirm(who.manager)) == list(to_confirm(build.parties().reporter)) == []
    client.force_login(who.reporter)
    assert "What the council promised, to confirm" in as_read(client.get(reverse("returns")))
    page = as_read(client.get(reverse("contract-returns", args=[contract.pk])))
    assert "What the council promised" in page
    assert f"reported by {who.manager}. Open it to confirm it or to ask" in page
    decided = {"decision": "verify", "comment": "All three came, as our own list says.", "version": sent.version}
    client.post(reverse("return-verify", args=[due.pk]), decided)
    kept = Return.objects.get(pk=sent.pk)
    assert (kept.status, kept.decided_by) == ("verified", who.reporter)
    page = as_read(client.get(reverse("contract-returns", args=[contract.pk])))
    assert f"reported by {who.manager}, confirmed by {who.reporter}" in page
    assert not to_confirm(who.reporter).exists()
    services.undo_verify(kept, by=who.reporter)
    assert Return.objects.get(pk=sent.pk).is_submitted


def test_a_draft_of_the_council_is_not_the_suppliers_to_read(stage, client):
    contract, who, due = stage
    services.save_return(due, by=who.manager, value=Decimal(774411))
    client.force_login(who.reporter)
    page = as_read(client.get(reverse("contract-returns", args=[contract.pk])))
    assert "the council has not reported yet" in page
    assert "774,411" not in page
    assert "774411" not in page


def test_the_page_of_the_contract_has_them_in_a_section_of_their_own(stage, client):
    contract, who, _ = stage
    for person in (who.manager, who.reporter, who.member):
        client.force_login(person)
        page = client.get(reverse("contract", args=[contract.pk]))
        assert [row.card["kpi"].wording for row in page.context["own_rows"]] == [OWN["wording"]]
        assert [row.card["kpi"].client_side for row in page.context["their_rows"]] == [False]
        assert "They never count in the supplier’s figures." in as_read(page)


def test_without_own_duties_there_is_no_such_section(client):
    contract, who = build.active_contract()
    client.force_login(who.reporter)
    for name in ("contract", "contract-returns"):
        assert "What the council promised" not in as_read(client.get(reverse(name, args=[contract.pk])))
