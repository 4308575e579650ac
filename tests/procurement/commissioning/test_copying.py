"""Starting a commission from an earlier one: what comes along as a draft, what does not, and what no longer fits."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.commissioning import services
from procurement.commissioning.models import Commission
from procurement.commissioning.pages.copying import preview
from procurement.commissioning.selectors import plan_problems
from procurement.commissioning.selectors.copying import kept_of
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.framework.models import FrameworkVersion, Measure, Outcome, Priority
from tests.builders import commissioning as build
from tests.builders import engagement, people

pytestmark = pytest.mark.django_db
NEW = {"title": "Carers’ short breaks 2028", "estimated_value": Decimal("1100000"), "starts_on": date(2028, 4, 1)}


@pytest.fixture
def source() -> Commission:
    """Approved and in “do”, with an outcome that rests on a remark, one that was dropped and a requirement that was removed."""
    version = build.framework()
    body = build.commission(framework=version, districts=[], extension_months=12, light_touch=True)
    measure = Measure.objects.get(outcome__priority__version=version)
    sought = build.outcome(body, outcome=measure.outcome, remarks=[engagement.remark(body)])
    build.requirement(body, sought, measure=measure)
    gone = build.requirement(body, sought, wording="A second one.")
    services.remove_requirement(gone, by=body.lead, reason="It is out of proportion.")
    services.drop_outcome(build.outcome(body, wording="Dropped."), by=body.lead, reason="Nobody asked for this.")
    build.considered(body)
    services.move_stage(body, "plan", by=body.lead, reason="The need is known already.")
    services.approve_plan(build.submitted_plan(body), by=build.approver(body.council))
    services.move_stage(body, "do", by=body.lead)
    return Commission.objects.get(pk=body.pk)


def copied(source, **given) -> Commission:
    return services.copy_commission(source, **{"by": source.lead, **NEW, **given})


def replace(version: FrameworkVersion, *, unit: str = "people", codes: tuple[str, str] = ("LE1", "LE1.1")) -> FrameworkVersion:
    """Version 2 of the same framework in force, version 1 retired."""
    new = FrameworkVersion.objects.create(framework=version.framework, number=2)
    priority = Priority.objects.create(version=new, code="LE", name="Local employment")
    outcome = Outcome.objects.create(priority=priority, code=codes[0], name="People are in lasting work")
    Measure.objects.create(outcome=outcome, code=codes[1], name="Jobs kept", unit=unit, kind="outcome", evidence="Payroll")
    for one, step in ((new, "published"), (version, "retired")):
        one.status, one.published_at = step, one.published_at or clock.now()
        one.save(update_fields=["status", "published_at"])
    return new


def test_text_outcomes_and_requirements_come_along_as_drafts(source):
    made = copied(source, by=(other := build.commissioner(source.council)))
    same = ("summary", "people", "category", "kind", "directorate", "term_months", "extension_months", "light_touch", "framework")
    assert {name: getattr(made, name) for name in same} == {name: getattr(source, name) for name in same}
    assert (made.title, made.estimated_value, made.starts_on) == tuple(NEW.values())
    assert (made.stage, made.lead, made.earlier, made.copied_from, made.in_forward_plan) == (
        "analyse",
        other,
        source,
        source,
        False,
    )
    (outcome,) = made.sought_outcomes.all()
    old = source.sought_outcomes.exclude(status="dropped").get()
    assert (outcome.wording, outcome.outcome, outcome.status) == (old.wording, old.outcome, "provisional")
    (asked,) = made.requirements.all()
    was = source.requirements.get(code="R1")
    same = ("wording", "measure", "measure_text", "unit", "evidence", "use", "target", "per", "strategy")
    assert [getattr(asked, name) for name in same] == [getattr(was, name) for name in same]
    assert (asked.sought, asked.code) == (outcome, "R1")


def test_what_was_said_decided_and_tested_does_not_come_along(source):
    made = copied(source)
    assert (made.remarks.count(), made.sought_outcomes.get().remarks.count(), made.act_considerations.count()) == (0, 0, 0)
    assert (hasattr(made, "plan"), made.tenders.count(), made.contracts.count()) == (False, 0, 0)
    asked = made.requirements.get()
    assert (asked.linked_to_subject, asked.in_area, asked.in_scale) == (None, None, None)
    assert (asked.core_quality_risk, asked.exclusion_risk) == ("", "")


def test_every_gate_is_asked_anew(source):
    """The plan of the copy lacks what the plan of the other had: its tests, the considerations and the approval."""
    made = copied(source)
    plan = services.start_plan(made, by=made.lead)
    assert plan.status == "draft"
    problems = plan_problems(plan)
    assert [line for line in problems if "R1" in line] != []
    with pytest.raises(Refused) as refusal:
        services.submit_plan(plan, by=made.lead)
    assert [text for _, text in refusal.value.problems] == problems


def test_the_record_of_both_says_from_which_it_was_copied(source):
    made = copied(source)
    event = AuditEvent.objects.get(verb="copy")
    assert event.sentence == f"started {made.reference} from {source.reference}"
    assert {(s.object_type, s.object_id) for s in event.subjects.all()} == {
        ("procurement.commission", str(one.pk)) for one in (made, source)
    }


def test_a_version_that_was_replaced_is_not_carried_over(source):
    old = source.framework
    new = replace(old)
    assert kept_of(source).changed == [f"{old} was replaced by version 2: outcomes and measures are those of version 2"]
    made = copied(source)
    measure = Measure.objects.get(outcome__priority__version=new)
    assert (made.framework, made.sought_outcomes.get().outcome) == (new, measure.outcome)
    assert made.requirements.get().measure == measure


def test_a_measure_that_is_gone_and_an_outcome_that_is_gone_are_named(source):
    replace(source.framework, codes=("LE2", "LE2.1"))
    outcome = source.sought_outcomes.exclude(status="dropped").get()
    assert kept_of(source).changed[1:] == [
        f"“People are in lasting work” is no longer in the framework: the outcome “{outcome}” keeps its words, without it",
        "The measure “Jobs kept” is no longer in the framework: R1 keeps its words, without the measure",
    ]
    made = copied(source)
    asked = made.requirements.get()
    assert (made.sought_outcomes.get().outcome, asked.measure, asked.measure_text) == (None, None, "Jobs kept for six months")


def test_a_measure_that_counts_otherwise_is_named(source):
    replace(source.framework, unit="households")
    assert kept_of(source).changed[1:] == ["The measure “Jobs kept” now counts in households: R1 still says people"]


def test_a_framework_without_a_version_in_force(source):
    version = source.framework
    version.status = "retired"
    version.save(update_fields=["status"])
    assert kept_of(source).changed[0] == f"{version} is no longer in force and no other version is: choose a framework"
    assert copied(source).framework is None


def test_without_a_framework_nothing_is_said_of_one():
    body = build.commission()
    assert kept_of(body).changed == []
    assert copied(body).framework is None


@pytest.mark.parametrize(("day", "said"), [(date(2026, 3, 31), True), (date(2026, 4, 1), True), (date(2026, 4, 2), False)])
def test_a_start_that_has_come_is_named_and_one_ahead_is_not(day, said):
    body = build.commission(starts_on=day)
    with clock.at(datetime(2026, 4, 1, 9)):
        lines = preview(body, kept_of(body)).changed
    assert (any(line.startswith(f"{body.reference} was to start on") for line in lines)) is said


@pytest.mark.parametrize(("year", "said"), [(2026, []), (2027, ["£1,000,000 was the estimate in 2026: check it"])])
def test_an_estimate_of_another_year_is_named(year, said):
    with clock.at(datetime(2026, 12, 31, 9)):
        body = build.commission()
    with clock.at(datetime(year, 12, 31, 9)):
        assert preview(body, kept_of(body)).changed == said
        assert preview(body, kept_of(body)).along[2:] == []


def test_nothing_is_made_where_one_part_is_refused(source):
    before = Commission.objects.count()
    with pytest.raises(Refused, match=r"^Enter a title$"):
        copied(source, title=" ")
    with pytest.raises(NotAllowed, match=r"^Your role does not include: "):
        copied(source, by=build.approver(source.council))
    assert Commission.objects.count() == before


def test_the_pages(client, source):
    replace(source.framework)
    client.force_login(source.lead)
    at = reverse("commission-copy", args=[source.reference])
    assert f'href="{at}"' in client.get(reverse("commission", args=[source.reference])).content.decode()
    page = client.get(at)
    assert page.context["preview"].along[2:] == [
        "1 outcome, provisional",
        "1 requirement with targets, measures and evidence",
    ]
    assert "was replaced by version 2" in page.content.decode()
    stays = client.post(at, {"title": "", "estimated_value": "1,100,000", "starts_on": ""})
    assert stays.context["form"].errors == {"title": ["Enter a title"]}
    done = client.post(at, {"title": "Next", "estimated_value": "1,100,000", "starts_on": ""}, follow=True)
    made = Commission.objects.get(title="Next")
    assert f"{made.reference} is started from {source.reference}. Nothing in it is approved yet." in done.content.decode()
    for one, other, words in ((made, source, "Started from"), (source, made, "Copied to")):
        text = client.get(reverse("commission", args=[one.reference])).content.decode()
        assert (words in text, f'href="{reverse("commission", args=[other.reference])}"' in text) == (True, True)


def test_who_may_not(client, source):
    at = reverse("commission-copy", args=[source.reference])
    client.force_login(build.approver(source.council))
    assert client.get(at).status_code == 403
    assert at not in client.get(reverse("commission", args=[source.reference])).content.decode()
    client.force_login(build.commissioner(people.council()))
    assert client.get(at).status_code == 404
