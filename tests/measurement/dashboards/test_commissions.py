"""A commissioner's board: each commission by its stage, with what comes next and by when."""

from datetime import timedelta

import pytest

from contracts.register.services import end_what_is_over
from contracts.schedule.models import DueReturn
from procurement.commissioning import services
from procurement.commissioning.calculations.cycle import next_step
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.progress import progresses_of
from procurement.tendering import services as tenders
from procurement.tendering.calculations.deadlines import opens_at
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from tests.builders import commissioning, engagement, people, pipeline, tendering
from tests.builders import contracts as build
from tests.measurement.dashboards.steps import home, lines, part, words

pytestmark = pytest.mark.django_db
STAGES = ["Analyse", "Plan", "Do", "Review"]
WHY = "The analysis was made elsewhere."
APPROVER = "Somebody who approves plans and did not submit this one"


def cards(user, now=None) -> dict[str, list]:
    """Stage → its cards, of the stages that have any."""
    return {c.name: c.cards for c in part(user, "board", now).data["columns"] if c.cards}


def only(body: Commission, now=None) -> tuple[str, str, str, str]:
    """(stage, step, its address without the commission's own, who else does it) of the one commission its lead has."""
    [(stage, [card])] = cards(body.lead, now).items()
    return stage, card.step, card.step_url.removeprefix(f"/commissions/{body.reference}/"), card.waits


def to_do(body: Commission) -> Commission:
    """On to Plan and to Do; its plan is approved."""
    body = services.move_stage(body, "plan", by=body.lead, reason=WHY)
    return services.move_stage(body, "do", by=body.lead)


def test_the_four_stages_stand_there_also_when_empty(client):
    body = commissioning.commission(title="Meals at home")
    assert [c.name for c in part(body.lead, "board").data["columns"]] == STAGES
    page = words(client, body.lead)
    assert page.startswith("Home Your commissions Analyse (1) Meals at home Next: Ask the key questions, Meals at home")
    assert "Plan (0) None in this stage." in page


def test_analysing():
    body = commissioning.commission()
    assert only(body) == ("Analyse", "Ask the key questions", "questions/", "")
    engagement.remark(body)
    assert only(body) == ("Analyse", "Write the diagnostic report", "diagnostic/", "")
    services.add_entry(body, by=body.lead, kind="need", text="Carers have no time of their own.")
    services.issue_diagnostic(body, by=body.lead)
    assert only(body) == ("Analyse", "Go on to Plan", "move/plan/", "")


def test_planning():
    body = commissioning.considered(commissioning.commission())
    body = services.move_stage(body, "plan", by=body.lead, reason=WHY)
    assert only(body) == ("Plan", "Write the commissioning plan", "plan/", "")
    plan = commissioning.complete_plan(body)
    assert only(body) == ("Plan", "Write the commissioning plan", "plan/", "")
    plan = services.submit_plan(plan, by=body.lead)
    assert only(body) == ("Plan", "Approve or return the commissioning plan", "", APPROVER)
    director = commissioning.approver(body.council)
    plan = services.return_plan(plan, by=director, comment="Say how it is divided into lots.")
    assert only(body) == ("Plan", "Change the commissioning plan, which was returned", "plan/", "")
    assert lines(home(body.lead)) == []
    services.approve_plan(services.submit_plan(plan, by=body.lead), by=director)
    assert only(body) == ("Plan", "Go on to Do", "move/do/", "")


def test_doing_follows_the_tender():
    body = to_do(tendering.commission())
    assert only(body) == ("Do", "Draft the tender", "tenders/new/", "")
    tender = tendering.with_criteria(tendering.draft(body))
    page = f"/tenders/{tender.reference}/"
    assert only(body) == ("Do", "Finish the tender and send it to be checked", page, "")
    officer = people.person(body.council, Role.PROCUREMENT_OFFICER)
    tenders.send_for_checking(tender, by=body.lead)
    assert only(body) == ("Do", "Check and publish the tender", "", "A procurement officer who did not send it")
    tenders.return_tender(Tender.objects.get(), by=officer, comment="Say who checks the work.")
    assert only(body) == ("Do", "Change the tender, which was returned, and send it again", page, "")
    assert lines(home(body.lead)) == []
    tenders.publish(tenders.send_for_checking(Tender.objects.get(), by=body.lead), by=officer)
    assert only(body) == ("Do", "Bids are sent", "", "Suppliers")
    [card] = cards(body.lead)["Do"]
    assert card.day.startswith(f"Bids due {plain_day(tender.deadline)}")
    later = tender.deadline + timedelta(minutes=1)
    with clock.at(later):
        tenders.close_due(later)
    assert only(body, later) == ("Do", "Open the bids", "", "Two people who open bids")
    waits = (later, opens_at(tender) - timedelta(seconds=1), opens_at(tender))
    facts = progresses_of([(Commission.objects.get(pk=body.pk), None)])[0].facts
    found = [next_step(facts, {}, at, at.date()) for at in waits]
    assert [(one.word, one.by) for one in found] == [("from", opens_at(tender)), ("from", opens_at(tender)), ("by", None)]


def test_an_ended_tender_is_drafted_again():
    body = to_do(tendering.commission())
    tender = tendering.published_tender(commission=body)
    officer = people.person(body.council, Role.PROCUREMENT_OFFICER)
    tenders.terminate(tender, by=officer, reason="The money for it has gone.")
    assert only(body)[1] == "Draft another tender"


def test_a_contract_that_runs_is_nobodys_next_step_until_it_ends():
    body = to_do(tendering.commission())
    today = clock.today()
    who = build.parties(body.council)
    contract, _ = build.active_contract(who, starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=5))
    type(contract).objects.filter(pk=contract.pk).update(commission=body)
    assert only(body)[1:] == ("Report on what was promised", "", "The supplier")
    [card] = cards(body.lead)["Do"]
    assert (card.day, card.is_late) == (f"Contract ends {plain_day(contract.ends_on)}", False)
    after = clock.now() + timedelta(days=6)
    with clock.at(after):
        end_what_is_over(after)
    assert only(body, after)[1:] == ("Go on to Review", "move/review/", "")


@pytest.mark.parametrize("waiting", [1, 2])
def test_returns_that_wait_are_verified_before_the_next_is_reported(waiting):
    body = to_do(tendering.commission())
    who = build.parties(body.council)
    start = clock.today() - timedelta(days=400)
    contract, _ = build.active_contract(who, obligations=2, starts_on=start, ends_on=start + timedelta(days=800))
    type(contract).objects.filter(pk=contract.pk).update(commission=body)
    dues = list(DueReturn.objects.filter(ends_on__lt=clock.today()).order_by("starts_on", "pk"))
    build.verified_return(dues[0], who)
    assert only(body)[1:] == ("Report on what was promised", "", "The supplier")
    for due in dues[1 : 1 + waiting]:
        build.submitted_return(due, who)
    assert only(body)[1:] == (f"Verify {waiting} return{'s' if waiting > 1 else ''}", "", str(who.manager))


def test_reviewing():
    body = to_do(tendering.commission())
    body = services.move_stage(body, "review", by=body.lead)
    assert only(body) == ("Review", "Write down what was learned", "review/", "")
    services.learn(body, by=body.lead, text="Ask carers earlier.")
    assert only(body) == ("Review", "Close the commission", "move/close/", "")
    services.move_stage(body, "close", by=body.lead, reason="Everything is learned.")
    assert cards(body.lead) == {}


def test_what_is_theirs_to_do_comes_before_what_others_do():
    council = people.council()
    user = people.person(council, Role.COMMISSIONER)
    for title, sent in (("A others decide", True), ("B mine", False)):
        body = commissioning.considered(commissioning.commission(by=user, title=title))
        body = services.move_stage(body, "plan", by=user, reason=WHY)
        if sent:
            commissioning.submitted_plan(body)
    assert [card.title for card in cards(user)["Plan"]] == ["B mine", "A others decide"]


def test_what_is_due_first_comes_first_and_what_has_no_day_last():
    council = people.council()
    user = people.person(council, Role.COMMISSIONER)
    for title, days in (("Without a day", None), ("Later", 400), ("Sooner", 300)):
        body = pipeline.commission(council, by=user, title=title)
        if days:
            pipeline.planned(body, clock.today() + timedelta(days=days))
    assert [card.title for card in cards(user)["Analyse"]] == ["Sooner", "Later", "Without a day"]


def test_a_planned_day_that_has_passed_is_late():
    user = people.person(people.council(), Role.COMMISSIONER)
    pipeline.planned(pipeline.commission(user.council, by=user), clock.today() + timedelta(days=300))
    [card] = cards(user)["Analyse"]
    assert card.day.startswith("Planned by ")
    assert card.is_late is False
    [card] = cards(user, clock.now() + timedelta(days=290))["Analyse"]
    assert card.is_late is True


def test_five_of_a_stage_are_shown_and_all_are_counted(client):
    user = people.person(people.council(), Role.COMMISSIONER)
    for n in range(6):
        pipeline.commission(user.council, by=user, title=f"Service {n}")
    [column] = [c for c in part(user, "board").data["columns"] if c.cards]
    assert (len(column.cards), column.count, column.url) == (5, 6, "/commissions/?stage=analyse&lead=me")
    assert "All 6 of your commissions in Analyse" in words(client, user)


def test_others_commissions_are_not_on_it():
    user = people.person(people.council(), Role.COMMISSIONER)
    pipeline.commission(user.council, title="Somebody else’s")
    assert cards(user) == {}
    mine = pipeline.commission(user.council, by=user, title="Mine")
    assert [card.title for card in cards(user)["Analyse"]] == [mine.title]
