"""Several KPIs in one press: published sets as their source has them, and the principles of a contract."""

from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.selectors.published import SHIPPED, published_set, published_sets
from contracts.performance.composing import problems_of, read
from contracts.performance.enums import Kind
from contracts.performance.rules import RESPONSIBLE
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.reading import as_read

D = Decimal
HIGHWAYS = "highways-maintenance"
WAYS = {"frequency": "quarter", "basis": "required", "source_note": "Schedule 4"}


def test_the_twelve_of_highways_as_published():
    """Paragraph 5.2 has twelve; the fourth is a number and a value. The only target is that of paragraph 5.3."""
    found = published_set(HIGHWAYS)
    assert [kpi.code for kpi in found.kpis] == ["1", "2", "3", "4a", "4b", "5", "6", "7", "8", "9", "10", "11", "12"]
    assert {kpi.code: kpi.target for kpi in found.kpis if kpi.target is not None} == {"5": D(3)}
    assert [kpi.code for kpi in found.kpis if kpi.direction == "lower"] == ["1", "4a", "4b", "9"]
    assert [kpi.code for kpi in found.kpis if kpi.kind == Kind.COMPOSITE] == ["8", "10"]
    assert {kpi.code: kpi.frequency for kpi in found.kpis if kpi.frequency} == {"4a": "month", "4b": "month"}
    assert (found.kpis[3].unit, found.kpis[4].unit) == ("claims", "£")
    assert "paragraphs 5.2 and 5.3" in found.source


@pytest.mark.parametrize("code", SHIPPED)
def test_each_set_has_its_source_and_could_be_agreed_as_it_is(code):
    found = published_set(code)
    assert found.source.startswith("Kent County Council")
    assert "Open Government Licence v3.0" in found.licence
    assert len({kpi.code for kpi in found.kpis}) == len(found.kpis)
    for kpi in found.kpis:
        terms = kpi.terms("quarter").tidy()
        assert terms.problems() == [], kpi.wording
        assert terms.target is None or kpi.code == "5"
        assert problems_of(list(kpi.sub_scores)) == [] or kpi.kind != Kind.COMPOSITE


def test_the_six_kinds_of_paragraph_5_8():
    (kpi,) = published_set("business-assurance").kpis
    assert kpi.sub_scores[0].evidence == RESPONSIBLE
    assert published_set("nothing") is None
    assert len(published_sets()) == 4


def test_facts_say_only_what_is_published():
    facts = {kpi.code: kpi.facts for kpi in published_set(HIGHWAYS).kpis}
    assert facts["5"] == "A share: so many out of so many, in %. Target 3 %"
    assert facts["4b"] == "A number that is added up, in £. Lower is better. Monthly"


# Started from


@pytest.fixture
def draft(db):
    return build.draft_contract()


def test_all_are_drafted_in_one_press(draft):
    contract, who = draft
    found = published_set(HIGHWAYS)
    body = services.start_from_set(contract, found, [kpi.code for kpi in found.kpis], by=who.manager, **WAYS)
    kpis = list(body.kpis.order_by("number"))
    assert [kpi.number for kpi in kpis] == list(range(1, 14))
    assert [kpi.wording for kpi in kpis] == [kpi.wording for kpi in found.kpis]
    assert (kpis[5].target, kpis[5].unit, kpis[5].kind, kpis[5].frequency) == (D(3), "%", "ratio", "quarter")
    assert kpis[3].frequency == "month"
    assert read(kpis[8].sub_scores)[0].rule == "scale"
    assert (body.basis, body.status, body.measure) == ("required", "proposed", None)
    assert body.source_note.startswith("Schedule 4. After Kent County Council")
    assert len(body.source_note) <= 300
    assert all(kpi.due_returns.exists() for kpi in kpis)


def test_some_go_to_an_obligation_that_is_there(draft):
    contract, who = draft
    body = build.obligation(contract, who)
    same = services.start_from_set(contract, published_set(HIGHWAYS), ["7", "5"], by=who.manager, obligation=body, **WAYS)
    assert same.pk == body.pk
    assert list(body.kpis.order_by("number").values_list("wording", flat=True))[1:] == [
        "Workforce on the contract engaged as apprentices",
        "Suppliers paid within 30 days",
    ]
    assert Obligation.objects.count() == 1


def test_none_chosen_another_contract_or_an_ended_obligation(draft):
    contract, who = draft
    found = published_set(HIGHWAYS)
    with pytest.raises(Refused, match="Choose at least one KPI"):
        services.start_from_set(contract, found, ["99"], by=who.manager, **WAYS)
    other, _ = build.draft_contract(who)
    body = build.obligation(other, who)
    with pytest.raises(Refused, match="of another contract"):
        services.start_from_set(contract, found, ["7"], by=who.manager, obligation=body, **WAYS)
    ended = services.end_obligation(build.obligation(contract, who), by=who.manager, reason="It was agreed in error by us both.")
    with pytest.raises(WrongState, match="has ended"):
        services.start_from_set(contract, found, ["7"], by=who.manager, obligation=ended, **WAYS)
    with pytest.raises(NotAllowed, match="Your role does not include"):
        services.start_from_set(contract, found, ["7"], by=who.reporter, **WAYS)
    assert Kpi.objects.filter(obligation__contract=contract).count() == 1


def test_of_a_contract_in_force_the_supplier_is_told_once(db):
    contract, who = build.active_contract()
    before = Message.objects.filter(recipient=who.reporter).count()
    services.start_from_set(contract, published_set(HIGHWAYS), ["5", "7", "12"], by=who.manager, **WAYS)
    told = list(Message.objects.filter(recipient=who.reporter).order_by("pk"))[before:]
    assert [message.subject for message in told] == [f"3 KPIs are proposed for obligation O2: {contract.title}"]


PRINCIPLES = "Work ethically\n\n  Employ local people  \nBuy Kent first"


def test_each_principle_is_a_yes_or_no(draft):
    contract, who = draft
    wording = "Support the council’s principles"
    body = services.start_from_principles(contract, PRINCIPLES, by=who.manager, wording=wording, **WAYS)
    kpis = list(body.kpis.order_by("number"))
    assert [(kpi.wording, kpi.kind, kpi.unit) for kpi in kpis] == [
        ("Work ethically", "yes_no", "kept"),
        ("Employ local people", "yes_no", "kept"),
        ("Buy Kent first", "yes_no", "kept"),
    ]
    assert (body.wording, body.source_note) == (wording, "Schedule 4")


@pytest.mark.parametrize(("text", "words"), [
    (" \n", "one on each line"),
    ("x" * 301, "Principle 1 is longer than 300"),
    ("Be fair\nbe fair", "the same words"),
    ("\n".join(map(str, range(31))), "at most 30"),
])  # fmt: skip
def test_what_no_list_of_principles_may_be(draft, text, words):
    contract, who = draft
    with pytest.raises(Refused, match=words):
        services.start_from_principles(contract, text, by=who.manager, wording="Support them", **WAYS)
    assert not Obligation.objects.exists()


# Pages


def test_a_set_is_chosen_and_added_from_its_page(draft, client):
    contract, who = draft
    client.force_login(who.manager)
    listed = as_read(client.get(reverse("kpi-sets", args=[contract.pk])))
    for one in published_sets():
        assert one.name in listed
    address = reverse("kpi-set", args=[contract.pk, HIGHWAYS])
    page = client.get(address)
    assert page.context["form"].initial["codes"] == [kpi.code for kpi in published_set(HIGHWAYS).kpis]
    assert "The paper names the scorecard and not its lines" in as_read(page)
    wrong = as_read(client.post(address, WAYS | {"codes": []}))
    assert "Choose at least one KPI" in wrong
    done = client.post(address, WAYS | {"codes": ["5", "8"], "obligation": ""}, follow=True)
    assert "2 KPIs measure obligation O1 now. Change them before both sides agree." in as_read(done)
    assert Kpi.objects.count() == 2
    assert client.get(reverse("kpi-set", args=[contract.pk, "nothing"])).status_code == 404


def test_principles_are_added_from_their_page(draft, client):
    contract, who = draft
    client.force_login(who.manager)
    address = reverse("kpi-principles", args=[contract.pk])
    done = client.post(address, WAYS | {"wording": "Support them", "principles": PRINCIPLES}, follow=True)
    assert "Obligation O1 is proposed, with a yes or no for each of 3 principles." in as_read(done)


@pytest.mark.parametrize("name", ["kpi-sets", "kpi-principles", "kpi-set"])
def test_only_who_shapes_the_contract_opens_them(draft, client, name):
    contract, who = draft
    address = reverse(name, args=[contract.pk, *([HIGHWAYS] if name == "kpi-set" else [])])
    client.force_login(who.reporter)
    assert client.get(address).status_code == 403
    client.force_login(build.parties().manager)
    assert client.get(address).status_code == 404


def test_a_kpi_with_sub_scores_is_typed_in_its_form(draft, client):
    contract, who = draft
    body = build.obligation(contract, who)
    client.force_login(who.manager)
    address = reverse("kpi-new", args=[body.pk])
    typed = {"wording": "Professionalism", "kind": "composite", "unit": "", "direction": "higher", "frequency": "quarter"}
    typed |= {"days_to_report": "20", "target": "70", "sub_scores": "Apprentices; weight 2; 3 people\nSite; weight 1; yes or no"}
    wrong = as_read(client.post(address, typed))
    assert "Sub-score 1: “3 people” is neither a weight, a target, a scale nor evidence" in wrong
    client.post(address, typed | {"sub_scores": "Apprentices; weight 2; target 3 people\nSite; weight 1; yes or no"})
    made = Kpi.objects.get(wording="Professionalism")
    assert [(sub.wording, sub.weight, sub.rule) for sub in read(made.sub_scores)] == [
        ("Apprentices", D(2), "share"),
        ("Site", D(1), "kept"),
    ]
    again = client.get(reverse("kpi-edit", args=[made.pk]))
    assert again.context["form"].initial["sub_scores"].replace("\u00a0", " ") == (
        "Apprentices; weight 2; target 3 people\nSite; weight 1; yes or no"
    )
