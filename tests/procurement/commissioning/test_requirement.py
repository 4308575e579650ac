"""Requirements: sized, measured, tested, reworded with a reason."""

from decimal import Decimal

import pytest

from procurement.commissioning import selectors, services
from procurement.commissioning.calculations.sizing import sized_target
from procurement.commissioning.enums import RequirementUse
from procurement.commissioning.models import Commission, Requirement
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused, WrongState
from socialvalue.framework.enums import MeasureKind
from tests.builders import commissioning as build
from tests.builders import tendering

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "pounds", "target"),
    [("1000000", "250000", 4), ("1249999", "250000", 4), ("1250000", "250000", 5), ("249999.99", "250000", 0)],
)
def test_a_target_is_sized_in_whole_units_rounded_down(value, pounds, target):
    assert sized_target(Decimal(value), Decimal(pounds)) == target


def test_nothing_is_sized_at_no_pounds():
    with pytest.raises(ValueError, match="more than zero"):
        sized_target(Decimal(1), Decimal(0))


def test_a_requirement_takes_its_size_from_the_value():
    body = build.commission()
    assert build.requirement(body, target=None, pounds_per_unit=Decimal("250000")).target == 4
    with pytest.raises(Refused, match="too small") as error:
        build.requirement(body, target=None, pounds_per_unit=Decimal("1000001"))
    assert error.value.field == "pounds_per_unit"
    assert build.requirement(body, target=Decimal(6), pounds_per_unit=Decimal("250000")).target == 6


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"wording": " "}, "wording", "Write the requirement in plain English"),
        ({"measure_text": ""}, "measure_text", "Say how it will be measured"),
        ({"unit": ""}, "unit", "Say what is counted"),
        ({"evidence": ""}, "evidence", "Say what the provider will be asked to show"),
        ({"target": Decimal(-1)}, "target", "The target must be 0 or more"),
        ({"pounds_per_unit": Decimal(-1)}, "pounds_per_unit", "Enter how many pounds one unit stands for"),
        ({"linked_to_subject": False}, "use", "It fails a test of relevance or proportion"),
        ({"in_area": False}, "use", "It fails a test of relevance or proportion"),
        ({"in_scale": False}, "use", "It fails a test of relevance or proportion"),
    ],
)
def test_a_wrong_requirement_is_refused_at_its_field(wrong, field, words):
    body = build.commission()
    sought = build.outcome(body)
    with pytest.raises(Refused, match=words) as error:
        build.requirement(body, sought, **wrong)
    assert error.value.field == field
    sound = build.requirement(body, sought)
    with pytest.raises(Refused, match=words) as error:
        services.reword_requirement(sound, by=body.lead, reason="Residents asked for plainer words", **wrong)
    assert error.value.field == field


def test_what_fails_a_test_may_be_an_unscored_indicator():
    body = build.commission()
    kept = build.requirement(body, in_scale=False, use=RequirementUse.UNSCORED)
    with pytest.raises(Refused, match="cannot be scored"):
        services.reword_requirement(kept, by=body.lead, reason="Residents asked for plainer words", use=RequirementUse.SCORED)


def test_a_measure_comes_from_the_commissions_own_framework():
    mine, other = build.framework(), build.framework()
    body = build.commission(framework=mine)
    with pytest.raises(Refused, match=r"Choose a measure of the framework this commission uses") as error:
        build.requirement(body, measure=other.priorities.get().outcomes.get().measures.get())
    assert error.value.field == "measure"
    with pytest.raises(Refused, match=r"Choose an outcome of the framework this commission uses") as error:
        build.outcome(body, outcome=other.priorities.get().outcomes.get())
    assert error.value.field == "outcome"


def test_rewording_keeps_what_was_said_before_with_the_reason():
    body = build.commission()
    first = build.requirement(body)
    with pytest.raises(Refused, match="Say why"):
        services.reword_requirement(first, by=body.lead, reason=" ", target=Decimal(2))
    services.reword_requirement(first, by=body.lead, reason="Small providers were heard", target=Decimal(2))
    services.reword_requirement(first, by=body.lead, reason="Residents asked for plainer words", target=Decimal(2))
    services.reword_requirement(
        first, by=body.lead, reason="Residents asked for plainer words", wording="Two young people keep a job."
    )
    kept = [(v.number, v.target, v.wording, v.reason) for v in first.versions.all()]
    wording = build.SOUND["wording"]
    assert kept == [(1, 3, wording, "Small providers were heard"), (2, 2, wording, "Residents asked for plainer words")]


def test_two_people_reword_the_same_requirement():
    body = build.commission()
    first = build.requirement(body)
    services.reword_requirement(
        first, by=body.lead, expected_version=1, reason="Residents asked for plainer words", target=Decimal(2)
    )
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.reword_requirement(
            first, by=body.lead, expected_version=1, reason="Residents asked for plainer words", target=Decimal(9)
        )
    assert Requirement.objects.get().target == 2
    assert first.versions.count() == 1


def test_a_requirement_a_tender_asks_for_is_not_removed():
    tender = tendering.with_criteria(tendering.draft())
    body = tender.commission
    services.reopen_plan(body.plan, by=body.lead, reason="It was approved by mistake")
    with pytest.raises(Refused, match="question asks for it"):
        services.remove_requirement(body.requirements.get(), by=body.lead, reason="It is out of proportion")


def test_only_outputs_is_said_and_one_outcome_ends_it():
    version = build.framework(kind=MeasureKind.OUTPUT, second=MeasureKind.OUTCOME)
    body = build.commission(framework=version)
    assert not selectors.only_outputs(body)
    measures = version.priorities.get().outcomes.get().measures
    build.requirement(body, measure=measures.get(code="LE1.1"))
    assert selectors.only_outputs(body)
    build.requirement(body, measure=measures.get(code="LE1.2"))
    assert not selectors.only_outputs(body)


def test_what_a_published_tender_asks_for_stays_even_where_no_plan_is_needed():
    body = tendering.commission(ready=False, estimated_value=Decimal("40000"))
    for point in tendering.ACT:
        services.consider(body, by=body.lead, point=point, text="Considered with carers.", considered_on=clock.today())
    tendering.published_tender(commission=body, value=Decimal("40000"))
    body = Commission.objects.get(pk=body.pk)
    sought, required = body.sought_outcomes.get(), body.requirements.get()
    attempts = [
        lambda: services.reword_requirement(
            required, by=body.lead, reason="Residents asked for plainer words", target=Decimal(9)
        ),
        lambda: services.remove_requirement(required, by=body.lead, reason="It is out of proportion"),
        lambda: build.requirement(body, sought),
        lambda: services.edit_outcome(sought, by=body.lead, wording="X"),
    ]
    for attempt in attempts:
        with pytest.raises(WrongState, match="published"):
            attempt()
    with pytest.raises(Refused, match="published on this basis"):
        services.edit_commission(body, by=body.lead, light_touch=False)
