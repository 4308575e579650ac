"""What was proven becomes core; what could be lost is written down; both with their evidence."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations.models import Obligation
from contracts.returns import services as returns
from contracts.reviews.models import Promotion
from contracts.reviews.services import bring_losses, promote
from procurement.commissioning.models import DiagnosticEntry
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from tests.builders import contracts as build
from tests.builders import people
from tests.builders.tendering import commission as new_commission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 10, 10, 9)):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract()
    commissioner = people.person(who.council, Role.COMMISSIONER)
    later = new_commission(council=who.council, by=commissioner, ready=False, starts_on=date(2028, 4, 1))
    return contract, who, commissioner, later


def test_what_was_proven_is_promoted_with_its_evidence_frozen(stage):
    contract, who, commissioner, later = stage
    body = Obligation.objects.get()
    words = {"commission": later, "wording": "Every provider trains apprentices.", "finding": "It worked."}
    with pytest.raises(Refused, match="verified"):
        promote(body, by=commissioner, **words)
    build.verified_return(build.first_due(contract), who, "4")
    made = promote(body, by=commissioner, **words)
    assert made.evidence[0]["value"] == "4 apprenticeships"
    assert "4 apprenticeships" in made.sought.promoted_evidence
    assert made.sought.promoted_url == f"/contracts/{contract.pk}/#obligation-{body.pk}"
    due = build.first_due(contract)
    second = returns.correct_return(due, by=who.reporter, reason="One person was counted twice")
    second = returns.save_return(due, by=who.reporter, value=Decimal(1))
    returns.verify_return(returns.submit_return(second, by=who.reporter), by=who.manager, comment=build.SEEN)
    assert Promotion.objects.get().evidence[0]["value"] == "4 apprenticeships"


def test_only_those_who_draft_commissions_and_only_within_the_council(stage):
    contract, who, commissioner, later = stage
    build.verified_return(build.first_due(contract), who, "4")
    body = Obligation.objects.get()
    words = {"wording": "w", "finding": "f"}
    for person in (who.manager, who.reporter, who.member):
        with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
            promote(body, by=person, commission=later, **words)
    with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
        promote(body, by=commissioner, commission=new_commission(), **words)


def test_nothing_goes_from_one_council_into_anothers_commission(stage):
    """Not by somebody who drafts commissions for both either."""
    contract, who, commissioner, _ = stage
    build.verified_return(build.first_due(contract), who, "4")
    body, elsewhere = Obligation.objects.get(), people.council()
    Membership.objects.create(user=commissioner, organisation=elsewhere, role=Role.COMMISSIONER)
    both = people.fresh(commissioner)
    theirs = new_commission(council=elsewhere, by=both, ready=False)
    apart = r"The contract and the commission belong to different councils"
    with pytest.raises(NotAllowed, match=apart):
        promote(body, by=both, commission=theirs, wording="w", finding="f")
    with pytest.raises(NotAllowed, match=apart):
        bring_losses(contract, theirs, by=both, losses=[(body, "Lost")])
    assert not Promotion.objects.exists()


def test_losses_go_into_the_diagnostic_report(stage, client):
    contract, who, commissioner, later = stage
    body = Obligation.objects.get()
    with pytest.raises(Refused, match="Choose at least one outcome that could be lost"):
        bring_losses(contract, later, by=commissioner, losses=[])
    with pytest.raises(Refused, match="Nothing of obligation O1 is verified yet"):
        bring_losses(contract, later, by=commissioner, losses=[(body, "Lost")])
    build.verified_return(build.first_due(contract), who, "4")
    client.force_login(commissioner)
    url = reverse("contract-losses", args=[contract.pk])
    empty = client.post(url, {"commission": later.pk, f"loss_{body.pk}": ""})
    assert "Choose at least one outcome" in empty.content.decode()
    client.post(url, {"commission": later.pk, f"loss_{body.pk}": "Nobody would train them. Keep it."})
    entry = DiagnosticEntry.objects.get(kind="at_risk")
    assert entry.consequence == "Nobody would train them. Keep it."
    assert "4 apprenticeships" in entry.evidence
    page = client.post(
        reverse("obligation-promote", args=[body.pk]),
        {"commission": later.pk, "wording": "w", "category": "place", "finding": ""},
    )
    assert page.context["form"].errors["finding"]
    client.post(
        reverse("obligation-promote", args=[body.pk]),
        {"commission": later.pk, "wording": "w", "category": "place", "finding": "f"},
    )
    assert Promotion.objects.get().sought.category == "place"


def test_the_commission_finds_what_its_contracts_proved_and_what_could_be_lost(stage, client):
    contract, who, commissioner, later = stage
    earlier = new_commission(council=who.council, by=commissioner, ready=False, starts_on=date(2024, 4, 1))
    contract.commission = earlier
    contract.save(update_fields=["commission"])
    later.earlier = earlier
    later.save(update_fields=["earlier"])
    client.force_login(commissioner)
    proven, losses = reverse("promote", args=[earlier.reference]), reverse("bring-losses", args=[later.reference])
    assert "nothing is proven" in client.get(proven).content.decode()
    build.verified_return(build.first_due(contract), who, "4")
    page = client.get(proven).content.decode()
    assert "4 apprenticeships" in page
    assert reverse("obligation-promote", args=[Obligation.objects.get().pk]) in page
    choose = f"{reverse('contract-losses', args=[contract.pk])}?commission={later.pk}"
    assert choose in client.get(losses).content.decode()
    assert f'value="{later.pk}" selected' in client.get(choose).content.decode()
    client.force_login(people.person(people.council(), Role.COMMISSIONER))
    assert client.get(proven).status_code == 404
    assert client.get(losses).status_code == 404
