"""Starting a tender from an earlier one: what comes along as a draft, for which commission, and what no longer fits there."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.commissioning import services as commissioning
from procurement.commissioning.models import Commission
from procurement.tendering import pages, services
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.models import Tender
from procurement.tendering.selectors.copying import kept_of, target_of
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.framework.models import Framework, FrameworkVersion, Priority
from tests.builders import people
from tests.builders import tendering as build
from tests.fixtures.truth import module_database  # noqa: F401  (its rows serve every test here)

pytestmark = pytest.mark.django_db
NEW = {
    "title": "Carers’ short breaks 2029",
    "value": Decimal("900000"),
    "contract_starts_on": date(2029, 4, 1),
    "contract_ends_on": date(2032, 3, 31),
}
TREE = ("kind", "form", "key", "title", "weight", "minimum", "formula", "ceiling", "floor", "order")
QUESTION = ("wording", "guidance", "word_limit", "priority", "asks_commitments")


@pytest.fixture(scope="module")
def source(module_database) -> Tender:  # noqa: F811
    """Published, with criteria, questions and a requirement."""
    return build.published_tender()


def next_commission(source: Tender, **given) -> Commission:
    old = source.commission
    details = {"title": "Next year", "estimated_value": old.estimated_value, **given}
    return commissioning.copy_commission(old, by=old.lead, **details)


def copied(source: Tender, commission: Commission | None = None, **given) -> Tender:
    return services.copy_tender(source, commission or source.commission, **{"by": source.drafted_by, **NEW, **given})


def tree_of(tender: Tender) -> list[tuple]:
    rows = tender.criteria.select_related("parent").order_by("key")
    return [(row.parent.key if row.parent else None, *(getattr(row, name) for name in TREE)) for row in rows]


def questions_of(tender: Tender) -> dict[str, tuple]:
    rows = tender.criteria.filter(question__isnull=False).select_related("question__priority")
    return {
        row.key: (
            *(getattr(row.question, name) for name in QUESTION),
            sorted(row.question.requirements.values_list("wording", flat=True)),
        )
        for row in rows
    }


def test_criteria_weights_questions_and_the_scale_come_along(source):
    made = copied(source)
    assert tree_of(made) == tree_of(source)
    assert questions_of(made) == questions_of(source)
    scale = ("score", "label", "wording")
    assert list(made.scale.values_list(*scale)) == list(source.scale.values_list(*scale))
    same = ("description", "suits_sme", "suits_vcse", "reporting_burden", "method", "minimum_quality", "maximum_price")
    assert {name: getattr(made, name) for name in same} == {name: getattr(source, name) for name in same}
    assert {name: getattr(made, name) for name in NEW} == NEW
    assert (made.copied_from, made.scale_maximum) == (source, source.scale_maximum)


def test_it_is_a_draft_without_a_deadline_a_checker_or_a_bid(source):
    made = copied(source)
    assert (made.status, made.deadline, made.started_on, made.published_at) == ("draft", None, clock.today(), None)
    assert (made.sent_for_checking_by, made.published_by, made.urgency, made.bids.count()) == (None, None, None, 0)
    assert (made.clarifications.count(), made.amendments.count(), hasattr(made, "evaluation")) == (0, 0, False)
    with pytest.raises(Refused) as refusal:
        services.send_for_checking(made, by=made.drafted_by)
    assert any("deadline" in text for _, text in refusal.value.problems)


def test_in_the_copied_commission_its_own_requirements_are_asked_for(source):
    body = next_commission(source)
    assert target_of(source, source.drafted_by) == body
    assert kept_of(source, body).changed == []
    made = copied(source, body)
    asked = made.criteria.get(key="q3").question.requirements.get()
    assert (asked.commission, asked.wording) == (body, source.commission.requirements.get().wording)
    assert made.commission == body


def test_requirements_that_were_reworded_are_named_and_left_out(source):
    body = next_commission(source)
    commissioning.reword_requirement(
        body.requirements.get(), by=body.lead, reason="Residents asked for plainer words.", wording="Two young people."
    )
    said = f"“Apprenticeships” asks for R1, which is not in {body.reference} in these words: choose its requirements again"
    assert kept_of(source, body).changed == [said]
    assert copied(source, body).criteria.get(key="q3").question.requirements.count() == 0


def test_a_priority_of_another_framework_is_named_and_left_out(source):
    body = next_commission(source)
    other = FrameworkVersion.objects.create(framework=Framework.objects.create(code="other", name="Other"), number=1)
    Priority.objects.create(version=other, code="AIR", name="Clean air")
    other.status, other.published_at = "published", clock.now()
    other.save(update_fields=["status", "published_at"])
    commissioning.edit_commission(body, by=body.lead, framework=other)
    body = Commission.objects.get(pk=body.pk)
    said = f"The priority “Local employment” is not in the framework of {body.reference}: choose one for “Local employment”"
    assert kept_of(source, body).changed == [said]
    assert copied(source, body).criteria.get(key="q4").question.priority is None


def test_prices_of_that_time_are_named(source):
    body = next_commission(source)
    gateway = {"method": "gateway", "maximum_price": Decimal("500000")}
    old = services.draft_tender(source.commission, TenderDetails(description="Breaks", **NEW, **gateway), by=source.drafted_by)
    ends = {"formula": "linear_to_ceiling", "floor": Decimal(10), "ceiling": Decimal(20)}
    services.add_criterion(old, by=source.drafted_by, kind="price", title="Price", weight=Decimal(100), **ends)
    lines = pages.copied(old, body, kept_of(old, body)).changed
    assert lines == [
        "“Price” scores prices between a floor and a ceiling of that time: check both",
        "The gateway’s highest price of £500,000 is of that time: check it",
    ]
    assert tree_of(copied(old, body)) == tree_of(old)


def test_one_commission_for_both_and_a_day_that_is_over_are_named(source):
    lines = pages.copied(source, source.commission, kept_of(source, source.commission)).changed
    assert lines == [
        f"Both tenders would belong to {source.commission.reference}: for next year’s service, start a commission first"
    ]
    with clock.at(clock.now() + timedelta(days=150)):
        lines = pages.copied(source, source.commission, kept_of(source, source.commission)).changed
        assert lines[0].startswith("Its contract was to start on ")


def test_the_record_says_from_which(source):
    made = copied(source, body := next_commission(source))
    event = AuditEvent.objects.get(verb="copy", sentence=f"started {made.reference} from {source.reference}")
    about = {("procurement.tender", str(made.pk)), ("procurement.tender", str(source.pk))}
    about |= {("procurement.commission", str(one.pk)) for one in (body, source.commission)}
    assert {(s.object_type, s.object_id) for s in event.subjects.all()} == about


def test_nothing_is_made_where_it_is_refused(source):
    before = Tender.objects.count()
    with pytest.raises(Refused, match=r"^The contract must end after it starts$"):
        copied(source, contract_ends_on=NEW["contract_starts_on"])
    with pytest.raises(NotAllowed, match=r"^A tender is copied inside one council$"):
        copied(source, build.commission())
    body = next_commission(source)
    commissioning.move_stage(body, "close", by=body.lead, reason="The need is known already.")
    with pytest.raises(WrongState, match=r"^This commission is closed\. Its record is kept as it is\.$"):
        copied(source, Commission.objects.get(pk=body.pk))
    assert Tender.objects.count() == before


def test_the_pages(client, source):
    body = next_commission(source)
    client.force_login(source.drafted_by)
    at = reverse("tender-copy", args=[source.reference])
    assert f'href="{at}"' in client.get(reverse("tender", args=[source.reference])).content.decode()
    page = client.get(at)
    assert (page.context["commission"], f'action="{at}?commission={body.reference}"' in page.content.decode()) == (body, True)
    own = client.get(at, {"commission": source.commission.reference})
    assert (own.context["commission"], "Both tenders would belong to" in own.content.decode()) == (source.commission, True)
    unknown = client.get(at, {"commission": "COM-9999"})
    assert list(unknown.context["chosen"].errors) == ["commission"]
    typed = {"title": "", "value": "900,000"}
    typed |= {"contract_starts_on": "2029-04-01", "contract_ends_on": "2032-03-31"}
    stays = client.post(f"{at}?commission={body.reference}", typed)
    assert stays.context["form"].errors == {"title": ["Enter a title"]}
    assert client.post(f"{at}?commission=COM-9999", typed).status_code == 404
    done = client.post(f"{at}?commission={body.reference}", typed | {"title": "Again"}, follow=True).content.decode()
    made = Tender.objects.get(title="Again")
    assert f"{made.reference} is started from {source.reference}. It is checked like any other tender." in done
    for one, other, words in ((made, source, "Started from"), (source, made, "Copied to")):
        text = client.get(reverse("tender", args=[one.reference])).content.decode()
        assert (words in text, f'href="{reverse("tender", args=[other.reference])}"' in text) == (True, True)


def test_a_closed_commission_says_so_before_anything_is_typed(client, source):
    body = next_commission(source)
    commissioning.move_stage(body, "close", by=body.lead, reason="The need is known already.")
    client.force_login(source.drafted_by)
    text = client.get(reverse("tender-copy", args=[source.reference]), {"commission": body.reference}).content.decode()
    assert f"{body.title} is closed, so no tender can be started for it. Choose another commission." in " ".join(text.split())


def test_who_may_not(client, source):
    at = reverse("tender-copy", args=[source.reference])
    client.force_login(people.person(source.council, Role.LEAD_DIRECTOR))
    assert client.get(at).status_code == 403
    for outsider in (people.person(people.council(), Role.COMMISSIONER), people.person(people.supplier(), Role.SUPPLIER)):
        client.force_login(outsider)
        assert client.get(at).status_code == 404
