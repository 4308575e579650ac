"""Whoever has a tie to a bidder is offered nothing that will be refused for it: one line says why, and who can do it."""

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urldefrag

import pytest
from django.db import transaction
from django.urls import reverse

from contracts.register.permissions import check_no_tie_to_supplier
from contracts.returns import services as returns
from measurement.dashboards.selectors.waiting import everything
from procurement.panel.models import Evaluation
from procurement.tendering.services import close_due
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import SupplierTie
from socialvalue.accounts.permissions import TIED
from socialvalue.accounts.selectors import people_who, tied_words
from socialvalue.common import clock
from socialvalue.common.counting import listed
from tests.builders import award, bidding, evaluation, people, tendering
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
MAIN = re.compile(r"<main.*?</main>", re.S)
ROLES = (Role.COMMISSIONER, Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD, Role.CONTRACT_MANAGER, Role.LEAD_DIRECTOR)
INSET = '<p class="govuk-inset-text">'


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def officer(council):
    """Holds every role that acts on a procurement; the one with a tie. There is a colleague of each role beside."""
    return people.person(council, *ROLES, name="Tia Tied")


def tie(officer, supplier) -> None:
    SupplierTie.objects.create(user=officer, supplier=supplier, entered_by=officer)


def main_of(client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200, url
    return MAIN.search(page.content.decode()).group()


def refused(client, url: str) -> list[str]:
    """What the page leads to or lets one press that is refused because of a tie. Nothing that is pressed stays done."""
    main, found = main_of(client, url), []
    for link in sorted({urldefrag(one).url for one in re.findall(r'href="(/[^"]*)"', main)}):
        if client.get(link).status_code == 403:
            found.append(link)
    for action in sorted(set(re.findall(r'<form method="post"[^>]*action="([^"]+)"', main))):
        with transaction.atomic():
            if client.post(action, {}).status_code == 403:
                found.append(f"POST {action}")
            transaction.set_rollback(True)
    return found


def line_of(client, url: str) -> list[str]:
    """The lines that speak of a tie."""
    lines = re.findall(rf"{re.escape(INSET)}(.*?)</p>", main_of(client, url), re.S)
    return [" ".join(line.split()) for line in lines if TIED in " ".join(line.split())]


def needed(officer, url: str) -> list[str]:
    return [need.text for need in everything(people.fresh(officer), clock.now()) if need.url == url]


def test_the_bids_are_not_offered_to_open(client, council, officer):
    tender = tendering.published_tender(council=council)
    bid = bidding.submitted_bid(tender, bidding.bidder())
    other = people.person(council, Role.PROCUREMENT_OFFICER, name="Otto Other")
    second = people.person(council, Role.EVALUATION_LEAD, name="Lea Lead")
    page = reverse("opening", args=[tender.reference])
    others = [str(one) for one in people_who(P.OPEN_BIDS, council) if one != officer]
    assert {str(other), str(second)} <= set(others)
    client.force_login(officer)
    with bidding.opening_time(tender):
        close_due(clock.now())
        assert 'action="/tenders/' in main_of(client, page)
        assert needed(officer, page) == [f"Open the bids for {tender.title}: two people are needed"]
        assert f'href="{page}"' in main_of(client, reverse("tender", args=[tender.reference]))
        tie(officer, bid.supplier)
        assert "<form" not in main_of(client, page)
        (line,) = line_of(client, page)
        assert line == f"{TIED} {listed(others)} can do it."
        assert needed(officer, page) == []
        assert "Open the bids</a>" not in main_of(client, reverse("tender", args=[tender.reference]))
        assert refused(client, reverse("tender", args=[tender.reference])) == []
        client.force_login(other)
        assert "<form" in main_of(client, page), "a colleague opens them as ever"
        assert line_of(client, page) == []


def test_nothing_of_an_evaluation_is_offered(client, council, officer):
    tender = evaluation.opened(2, council=council)
    bidder = tender.bids.earliest("pk").supplier
    client.force_login(officer)
    opening, listing = reverse("opening", args=[tender.reference]), reverse("evaluations")
    set_up = reverse("evaluation-set-up", args=[tender.reference])
    assert f'href="{set_up}"' in main_of(client, opening)
    assert f'href="{set_up}"' in main_of(client, listing)
    assert needed(officer, set_up) == [f"Set up the evaluation of {tender.title}"]
    tie(officer, bidder)
    assert f'href="{set_up}"' not in main_of(client, opening)
    assert f'href="{set_up}"' not in main_of(client, listing)
    assert needed(officer, set_up) == []
    assert refused(client, opening) == refused(client, listing) == []


@pytest.mark.parametrize("status", ["preparing", "scoring", "moderating"])
def test_a_lead_with_a_tie_is_told_who_leads_instead(client, council, officer, status):
    tender = evaluation.opened(2, council=council)
    other = people.person(council, Role.EVALUATION_LEAD, name="Lea Lead")
    scene = {"preparing": evaluation.prepared, "scoring": evaluation.scoring, "moderating": evaluation.moderating}[status](
        tender=tender, panellists=1, lead=officer
    )
    client.force_login(officer)
    page = reverse("evaluation", args=[tender.reference])
    assert "Leading the evaluation" in main_of(client, page)
    tie(officer, tender.bids.earliest("pk").supplier)
    assert "Leading the evaluation" not in main_of(client, page)
    (line,) = line_of(client, page)
    assert f"{other} can do it." in line or f"{other}" in line
    assert str(officer) not in line.removeprefix(TIED)
    assert refused(client, page) == []
    assert needed(officer, page) == needed(officer, reverse("evaluation-start-moderation", args=[tender.reference])) == []
    assert Evaluation.objects.get(pk=scene.evaluation.pk).lead == officer, "whose it is, the others change"


@pytest.mark.parametrize("status", ["closed", "proposed", "decided", "told"])
def test_no_step_of_an_award_is_offered(client, council, officer, status):
    tender = evaluation.opened(2, council=council)
    scene = evaluation.closed(tender=tender, panellists=1, lead=officer if status == "closed" else None)
    if status != "closed":
        {"proposed": award.proposed, "decided": award.decided, "told": award.told}[status](scene)
    colleagues = [people.person(council, role) for role in (Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER)]
    client.force_login(officer)
    page = reverse("award", args=[tender.reference])
    assert len(needed(officer, page)) == (0 if status == "told" else 1)
    assert line_of(client, page) == []
    tie(officer, tender.bids.earliest("pk").supplier)
    assert needed(officer, page) == []
    (line,) = line_of(client, page)
    assert any(str(one) in line for one in colleagues) or status == "closed"
    assert refused(client, page) == []


def test_no_contract_is_offered_to_be_made(council, officer):
    told = award.told(evaluation.closed(tender=evaluation.opened(2, council=council), panellists=1))
    make = reverse("contract-make", args=[told.pk])
    with award.standstill_over(told):
        assert needed(officer, make) == [f"Make the contract for {told.tender.title}"]
        tie(officer, told.bid.supplier)
        assert needed(officer, make) == []


def test_nothing_of_a_contract_is_offered(client, council, officer):
    who = build.parties(council)
    contract = build.active_contract(who)[0]
    contract.manager = officer
    contract.save()
    due = build.first_due(contract)
    sent = returns.submit_return(returns.save_return(due, by=who.reporter, value=Decimal(3)), by=who.reporter)
    kpi = build.kpi_of(contract)
    pages = [
        reverse("contract", args=[contract.pk]),
        reverse("contract-handover", args=[contract.pk]),
        reverse("kpi", args=[kpi.pk]),
        reverse("return", args=[due.pk]),
    ]
    client.force_login(officer)
    assert [line_of(client, page) for page in pages] == [[]] * 4
    assert needed(officer, pages[3]) != []
    assert str(sent.due.kpi.wording) in main_of(client, reverse("returns-to-verify"))
    tie(officer, contract.suppliers.get())
    for page in pages:
        (line,) = line_of(client, page)
        assert str(who.manager) in line
        assert refused(client, page) == []
    assert needed(officer, pages[3]) == []
    assert str(sent.due.kpi.wording) not in main_of(client, reverse("returns-to-verify"))


def test_a_contract_that_ends_is_somebody_elses_to_extend(council, officer):
    contract = build.active_contract(build.parties(council))[0]
    contract.manager = officer
    contract.save()
    page = reverse("contract", args=[contract.pk])
    with clock.at(clock.now() + (contract.ends_on - clock.today()) - timedelta(days=10)):
        assert any("extend it, or let it end" in text for text in needed(officer, page))
        tie(officer, contract.suppliers.get())
        assert not any("extend it, or let it end" in text for text in needed(officer, page))


def test_who_can_is_named_up_to_five_and_never_somebody_with_a_tie(council, officer):
    contract = build.active_contract(build.parties(council))[0]
    supplier = contract.suppliers.get()
    tie(officer, supplier)
    contract.council.memberships.exclude(user=officer).filter(role=Role.CONTRACT_MANAGER).update(ended_at=clock.now())

    def words() -> str:
        return tied_words(people.fresh(officer), P.EDIT_CONTRACTS, council, check_no_tie_to_supplier, contract)

    assert words() == f"{TIED} Nobody else has the role that this takes: an administrator has to give it to somebody."
    names = [f"Mona {number}" for number in range(1, 7)]
    for name in names[:5]:
        people.person(council, Role.CONTRACT_MANAGER, name=name)
    assert words() == f"{TIED} Mona 1, Mona 2, Mona 3, Mona 4 and Mona 5 can do it."
    too = people.person(council, Role.CONTRACT_MANAGER, name="Mona 0")
    assert words() == f"{TIED} Mona 0, Mona 1, Mona 2, Mona 3, Mona 4 and 1 more can do it."
    tie(too, supplier)
    assert words() == f"{TIED} Mona 1, Mona 2, Mona 3, Mona 4 and Mona 5 can do it."


def test_whose_role_would_not_let_them_anyway_reads_nothing(council):
    contract = build.active_contract(build.parties(council))[0]
    member = people.person(council, Role.MEMBER)
    tie(member, contract.suppliers.get())
    assert tied_words(member, P.EDIT_CONTRACTS, council, check_no_tie_to_supplier, contract) == ""
