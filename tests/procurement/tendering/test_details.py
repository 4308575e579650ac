"""A tender's description as one value, and what it still lacks with the page on which it is put right."""

import pytest
from django.urls import reverse

from procurement.tendering import pages, services
from procurement.tendering.calculations.details import EDITABLE
from procurement.tendering.calculations.missing import Problem, on
from procurement.tendering.enums import TenderStatus
from procurement.tendering.forms import DetailsForm, TimetableForm
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from tests.builders import people
from tests.builders import tendering as build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["status", "commission", "published_at", "drafted_by", "reference", "scale_maximum", "nonsense"])
def test_a_tender_is_not_published_or_handed_on_by_an_edit(name):
    tender = build.draft()
    before = Tender.objects.values().get()
    with pytest.raises(TypeError, match=f"cannot be edited: {name}"):
        services.edit_tender(tender, by=tender.drafted_by, **{name: TenderStatus.PUBLISHED})
    assert Tender.objects.values().get() == before


def test_the_list_is_fields_and_holds_what_the_forms_ask():
    assert {f.name for f in Tender._meta.get_fields()} >= EDITABLE
    for form in (DetailsForm, TimetableForm):
        assert set(form.base_fields) <= EDITABLE


def test_problems_know_their_page():
    found = on("criterion-question", ["First", "Second"], 7)
    assert found == [Problem("First", "criterion-question", (7,)), Problem("Second", "criterion-question", (7,))]
    assert on("tender-scale", []) == []


def test_each_problem_leads_where_the_reader_may_put_it_right():
    tender = build.draft()
    problems = [Problem("A", "tender-scale"), Problem("B", "criterion-question", (7,)), Problem("C", "plan")]
    drafter = tender.drafted_by
    assert pages.with_addresses(tender, problems, drafter) == [
        ("A", reverse("tender-scale", args=[tender.reference])),
        ("B", reverse("criterion-question", args=[tender.reference, 7])),
        ("C", reverse("plan", args=[tender.commission.reference])),
    ]
    checker = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    assert pages.with_addresses(tender, problems, checker) == [
        ("A", ""),
        ("B", ""),
        ("C", reverse("plan", args=[tender.commission.reference])),
    ]
    evaluator = people.person(tender.council, Role.SUPPLIER)
    assert [url for _, url in pages.with_addresses(tender, problems, evaluator)] == ["", "", ""]


def test_a_colleagues_criterion_is_listed_after_a_conflict(client):
    tender = build.with_criteria(build.draft())
    one = tender.criteria.get(key="q1")
    client.force_login(tender.drafted_by)
    url = reverse("criterion-edit", args=[tender.reference, one.pk])
    form = client.get(url).context["form"]
    typed = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    services.edit_criterion(one, by=tender.drafted_by, title="Theirs")
    page = client.post(url, typed | {"title": "Mine"})
    assert page.context["form"].now_saved == [("Title", "Theirs")]
    assert 'value="Mine"' in page.content.decode()
    typed["version"] = str(Tender.objects.get().version)
    assert page.context["form"].data["version"] == typed["version"]
    assert client.post(url, typed | {"title": "Mine"}).status_code == 302


def test_a_closed_tender_refuses_in_the_form_and_keeps_what_was_typed(client):
    tender = build.published_tender()
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    client.force_login(officer)
    url = reverse("tender-terminate", args=[tender.reference])
    assert client.get(url).status_code == 200
    assert client.post(url, {"text": "", "version": tender.version}).context["form"].errors["text"]
