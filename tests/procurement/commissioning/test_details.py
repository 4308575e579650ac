"""What may be changed by hand is a list: stage, status, council and owner have verbs of their own."""

from dataclasses import FrozenInstanceError

import pytest

from procurement.commissioning import services
from procurement.commissioning.calculations.details import (
    COMMISSION_EDITABLE,
    FINDING_EDITABLE,
    OUTCOME_EDITABLE,
    PLAN_EDITABLE,
    REQUIREMENT_EDITABLE,
    CommissionDetails,
    RequirementDetails,
)
from procurement.commissioning.enums import EntryKind, PlanStatus, SoughtStatus, Stage
from procurement.commissioning.forms.commission import CommissionForm
from procurement.commissioning.forms.requirement import RequirementForm
from procurement.commissioning.models import Commission, DiagnosticEntry, Plan, Requirement, SoughtOutcome
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import people

pytestmark = pytest.mark.django_db


def stored(row):
    return type(row).objects.values().get(pk=row.pk)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage", Stage.CLOSED),
        ("reference", "COM-1"),
        ("created_by_id", 1),
        ("illustrative", True),
        ("version", 9),
        ("nonsense", 1),
    ],
)
def test_a_commission_is_not_moved_or_handed_on_by_an_edit(name, value):
    body = build.commission()
    before = stored(body)
    with pytest.raises(TypeError, match=f"cannot be edited: {name}"):
        services.edit_commission(body, by=body.lead, title="Another", **{name: value})
    assert stored(body) == before


def test_a_commission_stays_with_its_council():
    body, other = build.commission(), people.council()
    with pytest.raises(TypeError, match="cannot be edited: council"):
        services.edit_commission(body, by=body.lead, council=other)
    assert Commission.objects.get().council == body.council


def test_an_outcome_is_not_approved_by_an_edit():
    sought = build.outcome(build.commission())
    before = stored(sought)
    for name, value in {"status": SoughtStatus.APPROVED, "commission": build.commission(), "dropped_reason": "x"}.items():
        with pytest.raises(TypeError, match=f"cannot be edited: {name}"):
            services.edit_outcome(sought, by=sought.commission.lead, **{name: value})
    assert stored(sought) == before


def test_a_requirement_keeps_its_code_and_outcome_and_is_not_removed_by_an_edit():
    required = build.requirement(build.commission())
    before = stored(required)
    for name, value in {"code": "R9", "sought": build.outcome(build.commission()), "removed_at": clock.now()}.items():
        with pytest.raises(TypeError, match=f"cannot be edited: {name}"):
            services.reword_requirement(
                required, by=required.commission.lead, reason="Residents asked for plainer words", **{name: value}
            )
    assert stored(required) == before


def test_a_plan_is_not_approved_by_an_edit():
    body = build.commission()
    plan = services.start_plan(body, by=body.lead)
    before = stored(plan)
    for name, value in {"status": PlanStatus.APPROVED, "decided_by": body.lead, "drawn_up_on": clock.today()}.items():
        with pytest.raises(TypeError, match=f"cannot be edited: {name}"):
            services.edit_plan(plan, by=body.lead, **{name: value})
    assert stored(plan) == before


def test_a_finding_stays_in_its_section_and_commission():
    body = build.commission()
    entry = services.add_entry(body, by=body.lead, kind=EntryKind.DIFFERENCE, text="Less time to care")
    before = stored(entry)
    for name, value in {"kind": EntryKind.AT_RISK, "commission": build.commission()}.items():
        with pytest.raises(TypeError, match=f"cannot be edited: {name}"):
            services.edit_entry(entry, by=body.lead, **{name: value})
    assert stored(entry) == before


@pytest.mark.parametrize(
    ("model", "editable"),
    [
        (Commission, COMMISSION_EDITABLE),
        (SoughtOutcome, OUTCOME_EDITABLE),
        (Requirement, REQUIREMENT_EDITABLE),
        (Plan, PLAN_EDITABLE),
        (DiagnosticEntry, FINDING_EDITABLE),
    ],
)
def test_every_name_in_a_list_is_a_field(model, editable):
    assert editable <= {field.name for field in model._meta.get_fields()}


def test_what_a_form_asks_is_what_the_description_holds():
    asked = set(CommissionForm.Meta.fields)
    assert asked - {"districts"} <= COMMISSION_EDITABLE
    assert set(RequirementForm.Meta.fields) <= REQUIREMENT_EDITABLE


def test_a_description_does_not_change_after_it_was_made():
    details = CommissionDetails(
        title="T", summary="S", directorate=None, people="P", category="C", estimated_value=1, term_months=12
    )
    with pytest.raises(FrozenInstanceError):
        details.title = "Another"
    assert details.values()["title"] == "T"
    with pytest.raises(TypeError, match="stage"):
        CommissionDetails(**details.values(), stage=Stage.CLOSED)


def test_a_requirement_begins_with_nothing_answered():
    values = RequirementDetails(wording="W", measure_text="M", unit="people", evidence="E").values()
    assert [values[name] for name in ("linked_to_subject", "in_area", "in_scale", "target")] == [None] * 4
