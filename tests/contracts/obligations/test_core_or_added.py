"""An obligation is core or added, or nobody has said; what was offered is added."""

import re

import pytest
from django.urls import reverse

from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.services import add_kpi, add_obligation
from socialvalue.common.errors import Refused
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return build.active_contract(obligations=0)


def test_on_the_form_it_may_be_left_blank_and_shows_on_the_contract(client, stage):
    contract, who = stage
    client.force_login(who.manager)
    typed = {"wording": "Three apprentices.", "basis": "required", "source_note": "Schedule 4"}
    for kind in ("core", "added", ""):
        client.post(reverse("obligation-new", args=[contract.pk]), typed | {"kind": kind})
    assert sorted(Obligation.objects.values_list("kind", flat=True)) == ["", "added", "core"]
    page = client.get(reverse("contract", args=[contract.pk])).content.decode()
    assert [len(re.findall(rf">\s*{word}\s*<", page)) for word in ("Core", "Added")] == [1, 1]


def test_what_was_offered_is_never_core(client, stage):
    contract, who = stage
    details = {"wording": "Two placements.", "basis": "offered"}
    with pytest.raises(Refused, match="What was offered is always added"):
        add_obligation(contract, ObligationDetails(**details, kind="core"), by=who.manager)
    client.force_login(who.manager)
    answer = client.post(
        reverse("obligation-new", args=[contract.pk]), details | {"source_note": "The bid, page 4", "kind": "core"}
    )
    assert answer.context["form"].errors["kind"] == ["What was offered is always added: the specification did not demand it"]
    assert add_obligation(contract, ObligationDetails(**details, kind="added"), by=who.manager).kind == "added"


def test_codes_and_numbers_of_the_contract_s_own_papers_stand_once(stage):
    contract, who = stage
    body = add_obligation(contract, ObligationDetails(basis="required", wording="One."), by=who.manager, code="O7")
    assert add_obligation(contract, ObligationDetails(basis="required", wording="Two."), by=who.manager).code == "O8"
    with pytest.raises(Refused, match="Another obligation of this contract has this code"):
        add_obligation(contract, ObligationDetails(basis="required", wording="Three."), by=who.manager, code="O7")
    terms = KpiTerms(wording="Days", unit="days", frequency="year")
    assert add_kpi(body, terms, by=who.manager, number=12).number == 12
    assert add_kpi(body, terms, by=who.manager).number == 13
    with pytest.raises(Refused, match="Another KPI of this contract has this number"):
        add_kpi(body, terms, by=who.manager, number=12)
    assert set(Kpi.objects.values_list("brought_over_on", flat=True)) == {None}
