"""Starting, describing and moving a commission; what is refused, by field."""

from decimal import Decimal

import pytest

from procurement.commissioning import selectors, services
from procurement.commissioning.enums import ActPoint, CommissionKind, Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.pages.overview import law_note
from procurement.commissioning.selectors.suggestions import alike
from procurement.commissioning.workflow import COMMISSION, PLAN, SOUGHT_OUTCOME
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import commissioning as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", [COMMISSION, PLAN, SOUGHT_OUTCOME], ids=lambda t: t.name)
def test_every_status_is_reached(table):
    assert table.unreachable() == set()


def test_a_commission_starts_in_analyse_with_its_first_stage_dated():
    body = build.commission()
    assert body.reference.startswith("COM-")
    assert [(c.stage, c.by) for c in body.stage_changes.all()] == [(Stage.ANALYSE, body.lead)]
    assert timeline(body).get().verb == "create"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"summary": ""}, "summary"),
        ({"people": ""}, "people"),
        ({"category": " "}, "category"),
        ({"estimated_value": Decimal(-1)}, "estimated_value"),
        ({"term_months": 0}, "term_months"),
    ],
)
def test_a_wrong_description_is_refused_at_its_field(wrong, field):
    with pytest.raises(Refused) as error:
        build.commission(**wrong)
    assert [name for name, _ in error.value.problems] == [field]
    assert not Commission.objects.exists()


def test_nothing_of_another_council_comes_in():
    other = build.commission()
    draft = build.framework(status="draft")
    theirs = build.framework(council=other.council)
    wrong = {"directorate": other.directorate, "earlier": other, "lead": other.lead, "framework": theirs}
    with pytest.raises(Refused) as error:
        build.commission(**wrong)
    assert {name for name, _ in error.value.problems} == set(wrong)
    with pytest.raises(Refused, match="published framework"):
        build.commission(framework=draft)
    mine = build.commission()
    for name, value in wrong.items():
        with pytest.raises(Refused) as error:
            services.edit_commission(mine, by=mine.lead, **{name: value})
        assert error.value.field == name
    with pytest.raises(Refused, match=r"Choose another commission of your own council"):
        services.edit_commission(mine, by=mine.lead, earlier=mine)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(role, role == Role.COMMISSIONER) for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)],
)
def test_who_may_start_and_change_a_commission(role, allowed):
    body = build.commission()
    user = people.person(body.council, role)
    attempts = [
        lambda: build.commission(by=user, council=body.council, lead=body.lead),
        lambda: services.edit_commission(body, by=user, title="Another title"),
        lambda: services.consider(body, by=user, point=ActPoint.IMPROVE, text="X", considered_on=clock.today()),
        lambda: services.learn(body, by=user, text="X"),
        lambda: services.seek_outcome(body, by=user, wording="X", category="place"),
        lambda: services.add_entry(body, by=user, kind="need", text="X"),
        lambda: services.start_plan(body, by=user),
        lambda: services.move_stage(body, "plan", by=user, reason="The need is known already"),
    ]
    for attempt in attempts:
        if allowed:
            attempt()
        else:
            with pytest.raises(NotAllowed, match="does not include"):
                attempt()


def test_a_commissioner_of_another_council_may_do_nothing():
    body, stranger = build.commission(), build.commissioner()
    with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
        services.edit_commission(body, by=stranger, title="X")
    assert not Commission.objects.visible_to(stranger).exists()


def test_the_second_of_two_editors_is_told():
    body = build.commission()
    services.edit_commission(body, by=body.lead, expected_version=1, title="First")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.edit_commission(body, by=body.lead, expected_version=1, title="Second")
    assert Commission.objects.get().title == "First"


def test_what_the_approver_saw_stays_while_the_plan_is_with_them():
    body = build.commission()
    build.submitted_plan(body)
    for name, value in (("estimated_value", Decimal(1)), ("term_months", 12), ("kind", "grant"), ("light_touch", True)):
        with pytest.raises(Refused, match=r"The plan is “Waiting for approval” on this basis\.") as error:
            services.edit_commission(body, by=body.lead, **{name: value})
        assert error.value.field == name
    services.edit_commission(body, by=body.lead, title="A better title", estimated_value=body.estimated_value)


def test_to_plan_needs_the_diagnostic_report_or_a_reason():
    body = build.commission()
    with pytest.raises(Refused, match="diagnostic report") as error:
        services.move_stage(body, "plan", by=body.lead)
    assert error.value.field == "reason"
    services.add_entry(body, by=body.lead, kind="need", text="Regular times")
    services.issue_diagnostic(body, by=body.lead)
    assert services.move_stage(body, "plan", by=body.lead).stage == Stage.PLAN


def test_to_do_needs_an_approved_plan_where_policy_asks_for_one():
    body = build.commission()
    services.move_stage(body, "plan", by=body.lead, reason="The need is known already")
    with pytest.raises(WrongState, match="has to be approved"):
        services.move_stage(body, "do", by=body.lead)
    services.approve_plan(build.submitted_plan(body), by=build.approver(body.council))
    assert services.move_stage(body, "do", by=body.lead).stage == Stage.DO


@pytest.mark.parametrize(
    ("value", "kind", "needed"),
    [
        ("49999.99", CommissionKind.CONTRACT, False),
        ("50000", CommissionKind.CONTRACT, True),
        ("50000", CommissionKind.GRANT, True),
        ("9000000", CommissionKind.IN_HOUSE, False),
    ],
)
def test_from_which_value_a_plan_is_needed(value, kind, needed):
    body = build.commission(estimated_value=Decimal(value), kind=kind)
    assert selectors.plan_needed(body) is needed
    services.move_stage(body, "plan", by=body.lead, reason="The need is known already")
    if not needed:
        assert services.move_stage(body, "do", by=body.lead).stage == Stage.DO


def test_going_back_and_closing_need_a_reason_and_a_closed_one_rests():
    body = build.commission()
    services.move_stage(body, "plan", by=body.lead, reason="The need is known already")
    for verb in ("go back to analyse", "close"):
        with pytest.raises(Refused, match="Say why"):
            services.move_stage(body, verb, by=body.lead, reason=" ")
    services.move_stage(body, "close", by=body.lead, reason="The need is known already")
    with pytest.raises(WrongState, match="closed"):
        services.edit_commission(body, by=body.lead, title="X")
    with pytest.raises(WrongState, match=r"This commission is closed\. Its record is kept as it is\."):
        services.move_stage(body, "plan", by=body.lead)


def test_services_that_look_alike_say_why_and_only_ones_own_council_is_looked_at():
    body = build.commission()
    same = build.commission(by=body.lead, title="Hot meals", people="Older residents")
    build.commission(by=body.lead, title="Street lighting", people="Everybody", category="Highways")
    words = build.commission(by=body.lead, title="Equipment for carers", category="Equipment", people="Anybody")
    build.commission()
    found = alike(body, body.lead)
    assert [a.commission for a in found] == [same, words]
    assert found[0].reasons == ("the same category, Care and support",)
    assert found[1].reasons == ("both speak of “carers”",)


def test_works_are_not_light_touch():
    body = build.commission(light_touch=False)
    with pytest.raises(Refused) as refused:
        services.edit_commission(body, by=body.lead, works=True, light_touch=True)
    assert refused.value.problems[0][0] == "works"
    assert "£5,193,000" in law_note(services.edit_commission(body, by=body.lead, works=True, estimated_value=Decimal("4900000")))
