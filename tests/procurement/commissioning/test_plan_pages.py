"""The plan on its pages, and who is asked to decide it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.commissioning import services
from procurement.commissioning.needs import needs
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import people

pytestmark = pytest.mark.django_db


def test_the_plan_is_written_and_says_what_is_missing_then_goes_to_its_approver(client):
    body = build.commission(estimated_value=Decimal("40000"))
    build.requirement(body)
    client.force_login(body.lead)
    at = [body.reference]
    client.post(reverse("plan-start", args=at))
    assert "(council policy; the law asks it of public contracts)" in client.get(reverse("plan", args=at)).content.decode()
    page = client.post(reverse("plan-submit", args=at)).content.decode()
    assert page.count("Board checklist: answer") == 1
    typed = {
        "length_considered": "X", "lots_divided": "False", "lots_reason": "X", "sme_barriers": "X", "version": "1",
        "no_insurance_before_award": "False", "insurance_reason": "Lifts: people are hurt.", "no_audited_accounts": "True",
        "check_heard": "no", "note_heard": "It was too urgent to ask",
    }  # fmt: skip
    assert client.post(reverse("plan-edit", args=at), typed).status_code == 302
    page = client.get(reverse("plan", args=at)).content.decode()
    assert "Nothing. The plan can be sent" in page
    assert "Lifts: people are hurt." in page.split("No insurance before the award")[1].split("</dd>")[0]
    assert page.count("The law does not require it; council policy does.") == 2
    assert client.post(reverse("plan-submit", args=at)).status_code == 302
    body.plan.refresh_from_db()
    assert body.plan.checklist == {"heard": {"answer": "no", "note": "It was too urgent to ask"}}
    assert client.get(reverse("plan-decide", args=at)).status_code == 403


def test_a_public_contract_has_a_tick_and_no_exception(client):
    body = build.commission()
    services.start_plan(body, by=body.lead)
    client.force_login(body.lead)
    page = client.get(reverse("plan-edit", args=[body.reference])).content.decode()
    assert "section 22(3)" in page
    assert "insurance_reason" not in page
    assert "council policy does" not in page
    client.post(reverse("plan-edit", args=[body.reference]), {"version": "1", "no_insurance_before_award": "on"})
    body.plan.refresh_from_db()
    assert (body.plan.no_insurance_before_award, body.plan.no_audited_accounts) == (True, False)


def test_the_approver_returns_and_approves_on_the_page(client):
    plan = build.submitted_plan()
    at = [plan.commission.reference]
    director = build.approver(plan.commission.council)
    client.force_login(director)
    url = reverse("plan-decide", args=at)
    page = client.post(url, {"decision": "return", "comment": "", "version": plan.version}).content.decode()
    assert "Say what has to change" in page
    assert "Somebody else saved this" in client.post(url, {"decision": "approve", "version": "1"}).content.decode()
    assert client.post(url, {"decision": "approve", "comment": "", "version": plan.version}).status_code == 302
    plan.refresh_from_db()
    assert (plan.status, plan.decided_by) == ("approved", director)
    assert "Commissioning plan 1" in client.get(reverse("plan", args=at)).content.decode()


def test_who_is_asked_to_decide_and_who_to_change(client):
    council = people.council()
    both = people.person(council, Role.COMMISSIONER, Role.LEAD_DIRECTOR)
    body = build.commission(by=both)
    plan = build.submitted_plan(body)
    director, outsider = build.approver(council), build.approver(people.council())
    assert [n.url for n in needs(director, clock.now())] == [reverse("plan-decide", args=[body.reference])]
    assert needs(both, clock.now()) == []
    assert needs(outsider, clock.now()) == []
    services.return_plan(plan, by=director, comment="More")
    assert [n.url for n in needs(both, clock.now())] == [reverse("plan", args=[body.reference])]
    assert needs(director, clock.now()) == []
