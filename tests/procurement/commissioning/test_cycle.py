"""Which step of the cycle something is in and what happens next: the rule alone, then every page that says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from lxml import html

from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from procurement.award.enums import AwardStatus
from procurement.commissioning.calculations import cycle
from procurement.commissioning.calculations.cycle import Facts, Next, next_step, steps, steps_of_contract, with_contract
from procurement.commissioning.enums import PlanStatus, Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.pages.cycle import LINKS, bar_of
from procurement.commissioning.selectors.progress import progress_of
from procurement.panel.enums import EvaluationStatus
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_day
from tests.builders import award, people, stages, tendering
from tests.builders import commissioning as build
from tests.reading import as_read

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PLANNED = {Stage.ANALYSE: date(2026, 12, 1), Stage.PLAN: date(2027, 1, 31)}


def test_the_tables_know_every_status_of_the_rooms_above():
    assert {*cycle.IN_ORDER, cycle.ENDED} == set(TenderStatus)
    assert set(cycle.UNTIL_OPENED) == set(cycle.IN_ORDER[: cycle.IN_ORDER.index("opened")])
    assert set(cycle.EVALUATING) == {"", *EvaluationStatus}
    assert {*cycle.AWARDING, "contracted"} == {"", *AwardStatus}
    assert {*cycle.DELIVERING, "ended"} == set(ContractStatus)
    assert cycle.AWARDS_IN_ORDER == ("", "returned", "proposed", "decided", "notified", "contracted")
    assert cycle.CONTRACTS_IN_ORDER == ("", "draft", "active", "ended")


ANALYSE = Facts(stage=Stage.ANALYSE, lead="Ada")
PLAN = replace(ANALYSE, stage=Stage.PLAN)
DO = replace(ANALYSE, stage=Stage.DO, evaluation_lead="Eve", manager="Max")
REVIEW = replace(ANALYSE, stage=Stage.REVIEW)
SOMEBODY_ELSE = "Somebody who verifies returns and did not make these"
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "key", "who", "by"),
    [
        (ANALYSE, "key-questions", "Ada", PLANNED[Stage.ANALYSE]),
        (replace(ANALYSE, heard=True), "diagnostic", "Ada", PLANNED[Stage.ANALYSE]),
        (replace(ANALYSE, heard=True, diagnostic=True), "move-plan", "Ada", PLANNED[Stage.ANALYSE]),
        (PLAN, "plan", "Ada", PLANNED[Stage.PLAN]),
        (replace(PLAN, plan=PlanStatus.DRAFT), "plan", "Ada", PLANNED[Stage.PLAN]),
        (replace(PLAN, plan=PlanStatus.RETURNED), "plan", "Ada", PLANNED[Stage.PLAN]),
        (
            replace(PLAN, plan=PlanStatus.SUBMITTED, plan_by=7),
            "plan-decide",
            "Somebody who approves plans and did not submit this one",
            PLANNED[Stage.PLAN],
        ),
        (replace(PLAN, plan=PlanStatus.APPROVED), "move-do", "Ada", PLANNED[Stage.PLAN]),
        (replace(PLAN, plan_needed=False), "move-do", "Ada", PLANNED[Stage.PLAN]),
        (DO, "tender-new", "Ada", None),
        (replace(DO, bought=False), "move-review", "Ada", None),
        (replace(DO, tender="draft"), "tender-finish", "Ada", None),
        (replace(DO, tender="returned"), "tender-finish", "Ada", None),
        (replace(DO, tender="checking", tender_by=7), "tender-check", "A procurement officer who did not send it", None),
        (replace(DO, tender="published", deadline=NOW + timedelta(seconds=1)), "bids", "Suppliers", NOW + timedelta(seconds=1)),
        (replace(DO, tender="published", deadline=NOW), "opening", "Two people who open bids", None),
        (replace(DO, tender="closed"), "opening", "Two people who open bids", None),
        (replace(DO, tender="opened", evaluation_lead=""), "evaluation-set-up", "An evaluation lead", None),
        (replace(DO, tender="opened", evaluation="preparing"), "evaluation", "Eve", None),
        (replace(DO, tender="opened", evaluation="scoring", score_by=TOMORROW), "evaluation", "The panel", TOMORROW),
        (replace(DO, tender="opened", evaluation="moderating"), "evaluation-moderation", "Eve", None),
        (replace(DO, tender="evaluated", evaluation="closed"), "award", "Eve", None),
        (replace(DO, tender="evaluated", evaluation="closed", award="returned"), "award", "Eve", None),
        (
            replace(DO, tender="evaluated", evaluation="closed", award="proposed", award_by=7),
            "award-decide",
            "A lead director who did not recommend it",
            None,
        ),
        (replace(DO, tender="evaluated", evaluation="closed", award="proposed", held_up=True), "held-up", "Eve", None),
        (replace(DO, tender="evaluated", evaluation="closed", held_up=True), "held-up", "Eve", None),
        (replace(DO, tender="decided", evaluation="closed", award="decided"), "award-tell", "A procurement officer", None),
        (
            replace(DO, tender="decided", evaluation="closed", award="notified", may_sign_from=TOMORROW),
            "standstill",
            "A contract manager",
            TOMORROW,
        ),
        (
            replace(DO, tender="decided", evaluation="closed", award="notified", may_sign_from=TODAY),
            "contract-make",
            "A contract manager",
            None,
        ),
        (
            replace(DO, tender="contracted", award="contracted", contract="draft"),
            "contract-handover",
            "Max and the supplier",
            None,
        ),
        (
            replace(DO, tender="contracted", award="contracted", contract="active", contract_starts=TOMORROW),
            "starts",
            "The supplier",
            TOMORROW,
        ),
        (
            replace(DO, contract="active", contract_starts=TODAY, next_due=TOMORROW),
            "contract-returns",
            "The supplier",
            TOMORROW,
        ),
        (replace(DO, contract="active", bought=False), "contract-returns", "Max", None),
        (replace(DO, contract="active", next_due=TOMORROW, to_verify=1), "returns-verify", "Max", None),
        (replace(DO, contract="active", manager="", to_verify=1), "returns-verify", "The contract manager", None),
        (replace(DO, contract="active", to_verify=1, made_by_manager=True), "returns-verify", SOMEBODY_ELSE, None),
        (replace(DO, contract="active", contract_starts=TOMORROW, to_verify=1), "starts", "The supplier", TOMORROW),
        # The last returns come in after the end
        (replace(DO, contract="ended", to_verify=1), "returns-verify", "Max", None),
        (replace(DO, stage="", contract="ended", to_verify=1), "returns-verify", "Max", None),
        (replace(REVIEW, contract="ended", to_verify=1), "commission-review", "Ada", None),
        (replace(DO, contract="draft", bought=False, manager=""), "contract-handover", "The contract manager", None),
        (replace(DO, tender="contracted", contract="ended"), "move-review", "Ada", None),
        (replace(DO, tender="terminated"), "tender-new", "Ada", None),
        (replace(DO, tender="terminated", evaluation="closed"), "tender-new", "Ada", None),
        (REVIEW, "commission-review", "Ada", None),
        (replace(REVIEW, lessons=True, contract="active"), "move-close", "Ada", None),
    ],
)
def test_what_happens_next(facts, key, who, by):
    found = next_step(facts, PLANNED, NOW, TODAY)
    assert (found.key, found.who, found.by) == (key, who, by)


@pytest.mark.parametrize(("number", "words"), [(1, "Verify 1 return"), (2, "Verify 2 returns")])
def test_how_many_returns_wait_to_be_verified(number, words):
    found = next_step(replace(DO, contract="active", to_verify=number, not_verified_by=7), PLANNED, NOW, TODAY)
    assert (found.text, found.not_by) == (words, 7)


@pytest.mark.parametrize(
    "facts",
    [
        replace(ANALYSE, stage=Stage.CLOSED),
        # A contract from the register that is over has no review here
        replace(DO, stage="", contract="ended"),
        replace(DO, tender="contracted", award="contracted"),
    ],
)
def test_nothing_more_happens(facts):
    assert next_step(facts, PLANNED, NOW, TODAY) is None


def test_who_did_the_step_before_does_not_do_the_next():
    submitted = replace(PLAN, plan=PlanStatus.SUBMITTED, plan_by=7)
    assert next_step(submitted, {}, NOW, TODAY) == Next(
        "plan-decide",
        "Approve or return the commissioning plan",
        "Somebody who approves plans and did not submit this one",
        not_by=7,
    )
    assert next_step(replace(DO, tender="checking", tender_by=8), {}, NOW, TODAY).not_by == 8
    assert next_step(replace(DO, tender="evaluated", award="proposed", award_by=9), {}, NOW, TODAY).not_by == 9


def test_every_next_thing_has_its_page_or_is_nobodys_to_press():
    keys = {key for key, _ in [*cycle.UNTIL_OPENED.values(), *cycle.EVALUATING.values(), *cycle.AWARDING.values()]}
    assert keys - set(LINKS) == {"bids"}


MOVES = [(Stage.ANALYSE, date(2026, 1, 5)), (Stage.PLAN, date(2026, 4, 1)), (Stage.DO, date(2026, 6, 1))]


def test_the_four_steps_and_their_days():
    found = [(one.state, one.starts, one.ends) for one in steps(Stage.DO, MOVES, {}, None, TODAY)]
    assert found == [
        ("done", date(2026, 1, 5), date(2026, 4, 1)),
        ("done", date(2026, 4, 1), date(2026, 6, 1)),
        ("current", date(2026, 6, 1), None),
        ("next", None, None),
    ]
    closed = [one.state for one in steps(Stage.CLOSED, MOVES, {}, None, TODAY)]
    # It never came to a review
    assert closed == ["done", "done", "done", "next"]


@pytest.mark.parametrize(
    ("planned", "starts_on", "state"),
    [
        ({Stage.PLAN: TODAY}, None, "current"),
        ({Stage.PLAN: YESTERDAY}, None, "late"),
        ({}, TODAY, "current"),
        ({}, YESTERDAY, "late"),
    ],
)
def test_a_step_is_late_from_the_day_after(planned, starts_on, state):
    assert steps(Stage.PLAN, MOVES[:2], planned, starts_on, TODAY)[1].state == state


@pytest.mark.parametrize(
    ("starts_on", "ended", "state"), [(TODAY, False, "current"), (TOMORROW, False, "next"), (YESTERDAY, True, "done")]
)
def test_of_a_contract_alone_only_what_is_known(starts_on, ended, state):
    found = steps_of_contract(starts_on, date(2028, 3, 31), ended, date(2027, 10, 1), TODAY)
    assert [(one.stage, one.state, one.starts, one.ends) for one in found] == [
        (Stage.DO, state, starts_on, date(2028, 3, 31)),
        (Stage.REVIEW, "next", date(2027, 10, 1), None),
    ]


@pytest.mark.parametrize(
    ("ended", "review_on", "starts"),
    [
        (True, YESTERDAY, YESTERDAY),
        (True, TODAY, TODAY),
        # Planned for a day that the contract did not come to
        (True, TOMORROW, None),
        (False, TOMORROW, TOMORROW),
        (True, None, None),
    ],
)
def test_a_review_is_not_planned_for_a_day_after_the_end(ended, review_on, starts):
    review = steps_of_contract(YESTERDAY, TODAY, ended, review_on, TODAY)[1]
    assert (review.state, review.starts) == ("next", starts)


@pytest.mark.parametrize(
    ("stage", "moves", "do", "review"),
    [
        (Stage.PLAN, MOVES[:2], ("next", TOMORROW), ("next", date(2027, 10, 1))),
        (Stage.DO, MOVES, ("next", TOMORROW), ("next", date(2027, 10, 1))),
        (Stage.DO, MOVES, ("current", TODAY), ("next", date(2027, 10, 1))),
        # A review that has begun has its own day
        (Stage.REVIEW, [*MOVES, (Stage.REVIEW, YESTERDAY)], ("done", TODAY), ("current", YESTERDAY)),
    ],
)
def test_on_the_page_of_a_contract_do_begins_with_it(stage, moves, do, review):
    own = steps_of_contract(do[1], date(2028, 3, 31), False, date(2027, 10, 1), TODAY)
    found = with_contract(steps(stage, moves, {}, None, TODAY), stage, own)
    assert [(one.stage, one.state, one.starts) for one in found[2:]] == [(Stage.DO, *do), (Stage.REVIEW, *review)]
    assert found[2].ends == date(2028, 3, 31)
    assert found[:2] == steps(stage, moves, {}, None, TODAY)[:2]


def line(client, user, name: str, *args) -> str:
    """The line of what is next as this person reads it on a page, with its address in brackets."""
    client.force_login(User.objects.get(pk=user.pk))
    page = client.get(reverse(name, args=args)).content.decode()
    assert page.count('class="sv-cycle"') == 1
    ahead = page.split('<p class="sv-next">')[1].split("</p>")[0]
    address = ahead.split('href="')[1].split('"')[0] if "href=" in ahead else ""
    return f"{as_read(html.fromstring(ahead).text_content()).removeprefix('Next: ').strip()} [{address}]"


@pytest.mark.django_db
def test_the_line_on_the_page_of_a_commission(client):
    body = build.commission()
    at = [body.reference]
    questions = reverse("key-questions", args=at)
    assert line(client, body.lead, "commission", *at) == f"Ask the key questions. {body.lead} [{questions}]"
    # Who may not do it reads the same without a link
    reader = people.person(body.council, Role.CONTRACT_MANAGER)
    assert line(client, reader, "commission", *at) == f"Ask the key questions. {body.lead} []"


@pytest.mark.django_db
def test_the_line_on_the_pages_of_tender_evaluation_award_and_contract(client):
    council = people.council()
    lead = people.person(council, Role.EVALUATION_LEAD, name="Eve")
    checker = people.person(council, Role.PROCUREMENT_OFFICER)
    director = people.person(council, Role.LEAD_DIRECTOR)
    passed = stages.Passed()
    scene = stages.to_evaluated(passed, council, lead)
    at = [scene.evaluation.tender.reference]
    page = reverse("award", args=at)
    for who, name in ((checker, "tender"), (checker, "evaluation"), (lead, "tender")):
        assert line(client, who, name, *at) == f"Recommend an award. Eve [{page if who == lead else ''}]"
    # Nothing leads to the page itself
    assert line(client, lead, "award", *at) == "Recommend an award. Eve []"
    told = award.tell(award.decided(scene))
    day = plain_day(told.may_sign_from)
    waiting = f"Make the contract once the standstill is over. A contract manager, from {day} []"
    for name in ("tender", "evaluation", "award"):
        assert line(client, director, name, *at) == waiting
    stages.contract(told)
    contract = Contract.objects.get()
    agree = f"Agree the obligations and start the contract. {contract.manager} and the supplier"
    handover = reverse("contract-handover", args=[contract.pk])
    for who, name, args in (
        (checker, "tender", at),
        (contract.manager, "award", at),
        (contract.manager, "contract", [contract.pk]),
    ):
        assert line(client, who, name, *args) == f"{agree} [{handover if who == contract.manager else ''}]"
    # Who sees no commissions sees the contract's own part of the cycle
    member = people.person(council, Role.MEMBER)
    assert line(client, member, "contract", contract.pk) == f"{agree} []"
    own = reverse("contract", args=[contract.pk])
    shown = client.get(own)
    assert shown.content.decode().count("sv-cycle__name") == 2
    # Do begins with the contract for everybody
    client.force_login(User.objects.get(pk=contract.manager_id))
    of_all = client.get(own).context["bar"].steps
    days = [
        [(step["name"], step["state"], step["starts"], step["ends"]) for step in found]
        for found in (of_all[2:], shown.context["bar"].steps)
    ]
    assert days[0] == days[1]
    assert days[0][0][2:] == (contract.starts_on, contract.ends_on)


@pytest.mark.django_db
@pytest.mark.parametrize("tenders", [1, 3])
def test_the_bar_takes_the_same_queries_for_one_tender_and_three(django_assert_num_queries, tenders):
    body = tendering.commission()
    for _ in range(tenders):
        tender = tendering.draft(body)
    user = User.objects.get(pk=body.lead.pk)
    assert user.current_memberships
    for only in (None, tender.pk):
        body = Commission.objects.get()
        with django_assert_num_queries(5):
            bar_of(body, user, here="", tender=only)


@pytest.mark.django_db
def test_of_several_tenders_the_one_that_is_least_far_counts():
    body = tendering.commission()
    published = tendering.published_tender(commission=body)
    draft = tendering.draft(body)
    # What is drafted while the commission is still analysed or planned is not what it waits for
    assert progress_of(body).tender == ""
    body.stage = Stage.DO
    assert progress_of(body).tender == draft.reference
    assert progress_of(body, published.pk).tender == published.reference
