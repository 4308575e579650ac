"""The pages: who reaches them, what they say, what is kept after a refusal, how many queries a list takes."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.commissioning import services
from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission, Requirement
from procurement.commissioning.needs import needs
from procurement.commissioning.pages.overview import cycle_steps
from procurement.commissioning.urls import ACCESS
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import engagement, people, tendering

pytestmark = pytest.mark.django_db

TYPED = {
    "wording": "Four people gain a qualification.",
    "use": "scored",
    "measure_text": "Qualifications",
    "unit": "people",
    "evidence": "Certificates",
    "per": "term",
}


def queries(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def every_page(body: Commission) -> list[str]:
    """Every page of the room that is opened with GET and belongs to this commission."""
    plan = body.plan
    assert plan
    requirement = body.requirements.get()
    entry = body.diagnostic_entries.get()
    numbers = {
        "diagnostic-entry": entry.pk, "diagnostic-remove": entry.pk, "outcome-edit": requirement.sought_id,
        "outcome-drop": requirement.sought_id, "requirement-new": requirement.sought_id, "requirement": requirement.pk,
        "requirement-edit": requirement.pk, "requirement-remove": requirement.pk, "diagnostic-issued": 1, "plan-issued": 1,
        "diagnostic-pdf": 1, "plan-pdf": 1,
    }  # fmt: skip
    words = {"commission-move": "close", "diagnostic-add": "need", "act-consider": "1_3_a"}
    only_post = {"outcome-take-up", "plan-start", "diagnostic-make-pdf", "plan-make-pdf"}
    pages = []
    for name in ACCESS:
        if name in only_post or name in ("commissions", "commissions-csv", "commission-new"):
            continue
        extra = [x[name] for x in (numbers, words) if name in x]
        pages.append(reverse(name, args=[body.reference, *extra]))
    return pages


@pytest.fixture
def whole():
    body = build.commission_with_approved_plan(framework=build.framework())
    services.add_entry(body, by=body.lead, kind="need", text="Regular times")
    services.issue_diagnostic(body, by=body.lead)
    return body


def test_every_page_opens_for_the_lead_or_says_why_not(client, whole):
    client.force_login(whole.lead)
    refused = {reverse(f"plan-{verb}", args=[whole.reference]) for verb in ("edit", "submit", "decide")}
    for url in every_page(whole):
        status = client.get(url).status_code
        wanted = 403 if url in refused else 302 if url.endswith(".pdf") else 200
        assert status == wanted, (url, status)


def test_outsiders_find_no_page_and_strangers_sign_in(client, whole):
    outsiders = [
        engagement.bidder(),
        build.commissioner(),
        people.person(whole.council, Role.MEMBER),
        people.person(whole.council, Role.EVALUATOR),
    ]
    pages = every_page(whole)
    for user in outsiders:
        client.force_login(user)
        assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 404)
    client.logout()
    assert {client.get(url).status_code for url in pages} == {302}


def test_an_insider_who_only_reads_gets_403_where_something_changes(client, whole):
    reader = people.person(whole.council, Role.CONTRACT_MANAGER)
    client.force_login(reader)
    changes = ("new", "edit", "add", "move", "issue", "drop", "require", "remove", "submit", "decide", "reopen", "comment")
    for url in every_page(whole):
        tail = url.removeprefix(f"/commissions/{whole.reference}/").strip("/").split("/")
        changing = bool(set(tail) & set(changes)) or tail[:1] == ["act"] and len(tail) > 1
        changing = changing or (tail[0] == "outcomes" and len(tail) == 2) or (tail[:2] == ["diagnostic", "findings"])
        if tail == ["plan", "comment"]:
            continue  # refused when it is sent
        wanted = 403 if changing else 302 if url.endswith(".pdf") else 200
        assert client.get(url).status_code == wanted, url
    assert client.post(reverse("plan-comment", args=[whole.reference]), {"text": "X"}).status_code == 403


def test_the_list_takes_the_same_queries_for_one_and_three_and_two_thousand(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commissions")
    queries(client, url)
    assert queries(client, url) == 8
    build.complete_plan(build.commission(by=body.lead))
    build.commission(by=body.lead)
    assert queries(client, url) == 8
    Commission.objects.bulk_create(
        Commission(
            reference=f"COM-{n}", council=body.council, title=f"Service {n}", summary="X", lead=body.lead, people="All",
            directorate=body.directorate, category="Care and support", estimated_value=n, term_months=12, created_by=body.lead,
        )
        for n in range(10000, 12000)
    )  # fmt: skip
    assert queries(client, url) == 8
    assert queries(client, reverse("commissions-csv")) == 5
    page = client.get(url + "?q=Service&page=3").content.decode()
    assert "2,000 commissions" in page
    assert "Page 80" in page


def test_a_commission_takes_the_same_queries_however_much_was_heard(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commission", args=[body.reference])

    def add():
        said = engagement.remark(body)
        build.outcome(body, remarks=[said])
        engagement.event(body)
        services.add_entry(body, by=body.lead, kind="need", text="X", remarks=[said])

    add()
    queries(client, url)
    once = queries(client, url)
    add()
    add()
    assert queries(client, url) == once
    for name in ("diagnostic", "sought-outcomes", "key-questions", "remarks", "events", "plan"):
        page = reverse(name, args=[body.reference])
        before = queries(client, page)
        add()
        assert queries(client, page) == before, name


def test_filters_narrow_the_list_and_its_csv(client):
    body = build.commission(title="Carers’ breaks")
    details = {"title": "=Street lighting", "category": "Highways", "summary": "Lamps"}
    other = build.commission(by=build.commissioner(body.council), **details)
    build.commission()
    client.force_login(body.lead)

    def references(query):
        text = client.get(reverse("commissions-csv") + query).content.decode("utf-8-sig")
        return [row[0] for row in csv.reader(io.StringIO(text))][1:]

    assert references("") == [other.reference, body.reference]
    for query in ("?lead=me", "?q=carers+breaks", "?category=Care+and+support", "?q=" + body.reference):
        assert references(query) == [body.reference], query
    assert references("?stage=do") == []
    assert references("?stage=invented&directorate=99999") == [other.reference, body.reference]
    assert "'=Street lighting" in client.get(reverse("commissions-csv")).content.decode("utf-8-sig")
    assert "No commission is like that" in client.get(reverse("commissions") + "?stage=do").content.decode()


def test_an_empty_list_says_what_to_do(client):
    client.force_login(build.commissioner())
    page = client.get(reverse("commissions")).content.decode()
    assert "There are no commissions yet" in page
    assert page.count("Start a commission") == 2


def typed_commission(body=None, **changes) -> dict:
    council = body.council
    return {
        "title": "Hot meals", "summary": "Meals at home.", "people": "Older residents", "category": "Care and support",
        "kind": "contract", "lead": body.lead_id, "directorate": council.directorates.first().pk, "estimated_value": "£1,200,000",
        "term_months": "36", "starts_on": "2027-04-01", "framework": "", "earlier": "", "in_forward_plan": "on", **changes,
    }  # fmt: skip


def test_a_commission_is_started_on_the_page_and_mistakes_are_kept(client):
    body = build.commission()
    client.force_login(body.lead)
    wrong = client.post(
        reverse("commission-new"), typed_commission(body, estimated_value="lots", earlier="COM-9999")
    ).content.decode()
    assert "Hot meals" in wrong
    assert "There is no commission COM-9999 in your council" in wrong
    assert wrong.index("There is a problem") < wrong.index("<h1")
    answer = client.post(reverse("commission-new"), typed_commission(body, earlier=body.reference.lower()))
    made = Commission.objects.get(title="Hot meals")
    assert answer.url == reverse("commission", args=[made.reference])
    assert (made.estimated_value, made.earlier, made.extension_months) == (Decimal("1200000"), body, 0)


def test_two_edits_on_the_page_the_second_sees_both(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commission-edit", args=[body.reference])
    services.edit_commission(body, by=body.lead, title="Theirs")
    page = client.post(url, typed_commission(body, title="Mine", version="1")).content.decode()
    assert "Somebody else saved this" in page
    assert 'value="Mine"' in page
    assert "Theirs" in page.split("What is saved now")[1].split("</dl>")[0]
    assert Commission.objects.get().title == "Theirs"
    assert client.post(url, typed_commission(body, title="Mine", version="2")).status_code == 302
    assert Commission.objects.get().title == "Mine"


def test_the_refusal_of_a_move_stands_beside_its_reason(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commission-move", args=[body.reference, "plan"])
    page = client.post(url, {"reason": ""}).content.decode()
    assert 'href="#id_reason"' in page
    assert "Issue the diagnostic report first" in page
    assert client.post(url, {"reason": "It is known"}).status_code == 302
    body.refresh_from_db()
    assert body.stage == Stage.PLAN
    page = client.post(reverse("commission-move", args=[body.reference, "do"]), {"reason": ""}).content.decode()
    assert "has to be approved" in page


def test_the_target_is_worked_out_without_saving_anything(client):
    body = build.commission()
    sought = build.outcome(body)
    client.force_login(body.lead)
    url = reverse("requirement-new", args=[body.reference, sought.pk])
    page = client.post(url, {**TYPED, "pounds_per_unit": "250,000", "in_area": "True", "work_out": "1"}).content.decode()
    assert "One for every £250,000 of £1,000,000 is 4." in page
    assert 'name="target" value="4"' in page
    assert TYPED["wording"] in page
    assert not Requirement.objects.exists()
    assert "Enter an amount of pounds" in client.post(url, {**TYPED, "pounds_per_unit": "many", "work_out": "1"}).content.decode()
    assert client.post(url, {**TYPED, "pounds_per_unit": "250,000"}).status_code == 302
    assert Requirement.objects.get().target == 4


def test_a_measure_brings_its_own_words_and_without_one_they_are_asked_for(client):
    version = build.framework()
    body = build.commission(framework=version)
    sought = build.outcome(body)
    client.force_login(body.lead)
    url = reverse("requirement-new", args=[body.reference, sought.pk])
    bare = {**TYPED, "measure_text": "", "unit": "", "evidence": ""}
    page = client.post(url, bare).content.decode()
    for words in ("say how it will be measured", "Say what is counted", "Say what the provider"):
        assert words in page
    measure = version.priorities.get().outcomes.get().measures.get()
    assert client.post(url, {**bare, "measure": measure.pk}).status_code == 302
    made = Requirement.objects.get()
    assert (made.measure, made.measure_text, made.unit, made.evidence) == (measure, "Jobs kept", "people", "Payroll")


def test_a_failing_test_is_refused_beside_the_use_and_everything_typed_is_kept(client):
    body = build.commission()
    sought = build.outcome(body)
    client.force_login(body.lead)
    page = client.post(
        reverse("requirement-new", args=[body.reference, sought.pk]), {**TYPED, "in_scale": "False"}
    ).content.decode()
    assert 'href="#id_use_0"' in page
    assert "cannot be scored" in page
    assert TYPED["evidence"] in page


def test_the_versions_of_a_reworded_requirement_are_shown_with_their_reasons(client):
    body = build.commission()
    first = build.requirement(body)
    client.force_login(body.lead)
    url = reverse("requirement-edit", args=[body.reference, first.pk])
    assert "Say why the requirement changes" in client.post(url, {**TYPED, "version": "1"}).content.decode()
    client.post(url, {**TYPED, "target": "2", "version": "1", "reason": "Small providers were heard"})
    page = client.get(reverse("requirement", args=[body.reference, first.pk])).content.decode()
    assert "Small providers were heard" in page
    assert build.SOUND["wording"] in page


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
        "check_heard": "no", "note_heard": "Too urgent",
    }  # fmt: skip
    assert client.post(reverse("plan-edit", args=at), typed).status_code == 302
    page = client.get(reverse("plan", args=at)).content.decode()
    assert "Nothing. The plan can be sent" in page
    assert "Lifts: people are hurt." in page.split("No insurance before the award")[1].split("</dd>")[0]
    assert page.count("The law does not require it; council policy does.") == 2
    assert client.post(reverse("plan-submit", args=at)).status_code == 302
    body.plan.refresh_from_db()
    assert body.plan.checklist == {"heard": {"answer": "no", "note": "Too urgent"}}
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


def test_the_cycle_shows_dates_and_says_when_it_is_late(client):
    body = build.commission(starts_on=clock.today() - timedelta(days=1))
    client.force_login(body.lead)
    page = client.get(reverse("commission", args=[body.reference])).content.decode()
    assert "sv-cycle__step--late" in page
    services.move_stage(body, "close", by=body.lead, reason="Not bought")
    page = client.get(reverse("commission", args=[body.reference])).content.decode()
    assert "This commission is closed" in page
    assert "Change these details" not in page


def test_gaps_of_the_chain_are_named_and_the_tender_is_linked(client):
    tender = tendering.with_criteria(tendering.draft())
    body = tender.commission
    engagement.remark(body)
    client.force_login(body.lead)
    page = client.get(reverse("commission", args=[body.reference])).content.decode()
    assert "1 without an answer" in page
    assert "1 resting on no remark" in page
    assert tender.reference in page
    assert reverse("chain", args=[body.reference]) in page


def test_an_outcome_begins_with_a_finding_and_the_remarks_it_rests_on(client):
    body = build.commission()
    said = engagement.remark(body)
    engagement.remark(body, text="Not this one")
    entry = services.add_entry(body, by=body.lead, kind="difference", text="Young people find work", remarks=[said])
    foreign = services.add_entry(build.commission(by=body.lead), by=body.lead, kind="difference", text="Another service")
    client.force_login(body.lead)
    url = reverse("outcome-new", args=[body.reference])
    page = client.get(f"{url}?finding={entry.pk}").content.decode()
    assert "Young people find work" in page
    assert page.count(" checked") == 1
    assert "Another service" not in client.get(f"{url}?finding={foreign.pk}").content.decode()
    for nonsense in ("?finding=x", "?remark=x", "?remark=99999"):
        assert client.get(url + nonsense).status_code == 200
    typed = {"wording": "Young people are in work", "category": "communities", "remarks": [said.pk]}
    assert client.post(url, typed).status_code == 302
    assert list(body.sought_outcomes.get().remarks.all()) == [said]


def test_the_timetable_says_by_when_and_the_cycle_says_when_it_is_late(client):
    body = build.commission()
    today = clock.today()
    body.phases.create(phase="engagement", starts_on=today - timedelta(days=30), ends_on=today - timedelta(days=1))
    body.phases.create(phase="notice", starts_on=today, ends_on=today + timedelta(days=30))
    steps = cycle_steps(body)
    assert [step["state"] for step in steps] == ["late", "next", "next", "next"]
    assert [step["ends"] for step in steps[:2]] == [today - timedelta(days=1), today + timedelta(days=30)]
    services.move_stage(body, "plan", by=body.lead, reason="Known")
    steps = cycle_steps(Commission.objects.get())
    assert [step["state"] for step in steps] == ["done", "current", "next", "next"]
    assert steps[0]["ends"] == today


def test_the_page_leads_to_the_next_step(client):
    body = build.commission()
    client.force_login(body.lead)

    def main() -> str:
        page = client.get(reverse("commission", args=[body.reference])).content.decode()
        return page.split("<h1")[1].split("sv-cycle")[0].split('class="govuk-button"')[1].split(">")[1].split("<")[0]

    assert main() == "Ask the key questions"
    services.add_entry(body, by=body.lead, kind="need", text="Breaks at known times.")
    assert main() == "Write the diagnostic report"
    services.issue_diagnostic(body, by=body.lead)
    assert main() == "Go on to Plan"
    services.move_stage(body, "plan", by=body.lead)
    assert main() == "Write the plan"
    plan = build.submitted_plan(body)
    assert main() == "See the plan"
    services.approve_plan(plan, by=build.approver(body.council))
    assert main() == "Go on to Do"
    services.move_stage(body, "do", by=body.lead)
    assert main() == "Draft the tender"
    tendering.draft(body)
    assert main() == "Go on to Review"
    director = build.approver(body.council)
    client.force_login(director)
    page = client.get(reverse("commission", args=[body.reference])).content.decode()
    assert 'class="govuk-button"' not in page
