"""The chain in both directions, with its gaps said, and only what the reader may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measurement.chain.pages.walk import Walk
from measurement.reports import services as reports
from procurement.bidding.models import Answer, OfferedCommitment
from procurement.commissioning import services as commissioning
from procurement.engagement import services as engagement
from procurement.engagement.calculations.details import RemarkDetails
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.builders import award as awards
from tests.builders import chain as build
from tests.builders import measurement, people, tendering

pytestmark = pytest.mark.django_db


def walk(commission, user) -> list:
    return Walk(commission, User.objects.get(pk=user.pk)).chain()


def every(nodes, kind):
    for node in nodes:
        if node.kind.startswith(kind):
            yield node
        yield from every(node.children, kind)


def path_to(nodes, kind, so_far=()):
    """The kinds from the root down to the first node of ``kind``."""
    for node in nodes:
        here = (*so_far, node.kind)
        if node.kind.startswith(kind):
            return here
        below = path_to(node.children, kind, here)
        if below:
            return below
    return ()


def test_from_a_remark_to_a_return():
    journey = build.journey()
    build.heard(journey.commission, "Weekends are the worst.")
    build.first_return_verified(journey)
    reader = people.person(journey.commission.council, Role.EVALUATION_LEAD, Role.CONTRACT_MANAGER)
    found = walk(journey.commission, reader)
    assert path_to(found.roots, "KPI") == (
        "Sought outcome",
        "Requirement R1",
        "Question",
        "Answer",
        "Obligation O1",
        "KPI",
    )
    assert [n.text for n in every(found.roots, "Remark")] == ["Weekends are the worst."]
    assert [(s.key, s.count, s.state) for s in found.stations] == [
        ("remarks", 1, "there"), ("outcomes", 1, "there"), ("requirements", 1, "there"), ("questions", 2, "there"),
        ("answers", 2, "there"), ("obligations", 2, "there"), ("kpis", 2, "there"), ("returns", 1, "there"),
        ("figures", 0, "not-yet"),
    ]  # fmt: skip
    [offer] = every(found.roots, "Offer")
    assert [n.kind for n in offer.children] == ["Obligation O2"]


def test_gaps_are_said_in_words():
    commission = tendering.commission(ready=False)
    by = commission.lead
    commissioning.seek_outcome(commission, by=by, wording="Nobody asked for this.", category="place")
    found = walk(commission, by)
    assert {n.gap for n in every(found.roots, "Sought outcome")} == {
        "no remark says who wanted it",
        "no remark says who wanted it; no requirement makes it specific",
    }
    assert [n.gap for n in every(found.roots, "Requirement")] == ["no tender yet"]
    tendering.draft(commission)
    assert [n.gap for n in every(walk(commission, by).roots, "Requirement")] == ["no question asks for this requirement"]
    assert found.gaps == 3


def test_answers_are_shown_only_to_those_who_may_read_the_bid():
    commission = awards.told().tender.commission
    officer, lead = (people.person(commission.council, role) for role in (Role.COMMISSIONER, Role.EVALUATION_LEAD))
    assert {n.text for n in every(walk(commission, officer).roots, "Answer")} == {""}
    assert "" not in {n.text for n in every(walk(commission, lead).roots, "Answer")}


def test_the_winners_answers_are_open_to_officers_once_they_are_in_the_contract():
    journey = build.journey()
    officer = people.person(journey.commission.council, Role.COMMISSIONER)
    found = list(every(walk(journey.commission, officer).roots, "Answer"))
    # The losing bid's answers are nobody's business here
    assert {n.note for n in found} == {str(journey.award.bid.supplier)}
    assert all(n.text for n in found)
    assert set(Answer.objects.visible_to(officer).values_list("bid", flat=True)) == {journey.award.bid_id}
    assert set(OfferedCommitment.objects.visible_to(officer).values_list("bid", flat=True)) == {journey.award.bid_id}
    for nobody in (people.person(journey.commission.council, Role.MEMBER), people.person(people.council(), Role.COMMISSIONER)):
        assert not Answer.objects.visible_to(nobody).exists()


def test_a_losing_bids_answer_never_shows(client):
    journey = build.journey()
    loser = Tender.objects.get().bids.exclude(pk=journey.award.bid_id).get()
    secret = loser.answers.first()
    type(secret).objects.filter(pk=secret.pk).update(text="The loser’s secret")
    client.force_login(people.person(journey.commission.council, Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR))
    page = client.get(f"/commissions/{journey.commission.reference}/chain/")
    assert page.status_code == 200
    assert "The loser’s secret" not in page.content.decode()


def test_figures_of_reports_close_the_chain():
    scene = measurement.scene()
    contract = measurement.contract(scene, {"values": ["3", "3"]})
    commission = tendering.commission(council=scene.council)
    type(contract).objects.filter(pk=contract.pk).update(commission=commission)
    report = measurement.approved(scene)
    found = walk(commission, people.person(scene.council, Role.COMMISSIONER))
    [figure] = every(found.roots, "Figure")
    assert figure.text == "Apprenticeships started: 6 apprenticeships"
    assert figure.url == f"/reports/{report.reference}/figures/3/"
    with clock.at(measurement.NOW):
        assert report.content["figures"][2]["label"] == "Apprenticeships started"
    # A draft's figures are not the commissioner's to see
    with clock.at(measurement.NOW):
        draft = reports.ask_for_report(
            by=scene.preparer,
            council=scene.council,
            kind="scrutiny",
            starts_on=measurement.PERIOD[0],
            ends_on=measurement.PERIOD[1],
        )
        reports.build(draft.pk)
    assert len(list(every(walk(commission, people.person(scene.council, Role.COMMISSIONER)).roots, "Figure"))) == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COMMISSIONER, 200),
        (Role.CONTRACT_MANAGER, 200),
        (Role.LEAD_DIRECTOR, 200),
        (Role.MEMBER, 404),
        (Role.EVALUATOR, 404),
    ],
)
def test_who_sees_a_commissions_chain(client, role, status):
    commission = tendering.commission(ready=False)
    client.force_login(people.person(commission.council, role))
    assert client.get(f"/commissions/{commission.reference}/chain/").status_code == status


def test_outsiders_find_no_chain(client):
    journey = build.journey()
    addresses = [
        f"/commissions/{journey.commission.reference}/chain/",
        f"/obligations/{journey.contract.obligations.first().pk}/chain/",
    ]
    for url in addresses:
        assert client.get(url).status_code == 302
    for outsider in (people.person(people.council(), Role.COMMISSIONER), people.person(people.supplier(), Role.SUPPLIER)):
        client.force_login(outsider)
        assert [client.get(url).status_code for url in addresses] == [404, 404]


def test_back_from_an_obligation(client):
    journey = build.journey()
    build.heard(journey.commission, "Weekends are the worst.")
    required = journey.contract.obligations.get(code="O1")
    client.force_login(journey.commissioner)
    page = client.get(f"/obligations/{required.pk}/chain/").content.decode()
    assert "Weekends are the worst." in page
    assert "Young people find work in care." in page
    # The supplier reads its obligation, not what the council heard
    client.force_login(journey.supplier_user)
    page = client.get(f"/obligations/{required.pk}/chain/").content.decode()
    assert required.wording in page
    assert "Weekends are the worst." not in page


def test_an_old_contract_says_that_it_has_no_tender(client):
    scene = measurement.scene()
    contract = measurement.contract(scene, {"values": ["3"]})
    client.force_login(people.fresh(scene.who.manager))
    page = client.get(f"/obligations/{contract.obligations.get().pk}/chain/").content.decode()
    assert "has no tender here; it is written in Schedule 4" in page


@pytest.mark.parametrize("more", [0, 2])
def test_query_count_does_not_grow(client, more):
    journey = build.journey()
    for n in range(more):
        sought = commissioning.seek_outcome(journey.commission, by=journey.commission.lead, wording=f"More {n}", category="place")
        assert sought.pk
        build.heard(journey.commission, f"Said {n}")
    client.force_login(journey.commissioner)
    url = f"/commissions/{journey.commission.reference}/chain/"
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) == 20  # a tender has an award for each of its lots, so they are read apart from it


def test_a_remark_that_led_nowhere_is_shown_and_every_link_is_followed(client):
    journey = build.journey()
    build.heard(journey.commission, "Weekends are the worst.")
    by = journey.commission.lead
    loose = engagement.record_remark(
        journey.commission,
        RemarkDetails(text="Nobody asked me twice.", group="carers", said_on=clock.today(), method="written"),
        by=by,
    )
    found = walk(journey.commission, by)
    [aside] = [n for n in found.roots if n.kind == "Remarks"]
    assert (aside.gap, [n.text for n in aside.children]) == ("1 not used yet", ["Nobody asked me twice."])
    assert (found.stations[0].state, found.stations[0].words) == ("there", "1 not used yet")
    client.force_login(by)
    [node] = aside.children
    page = client.get(node.url).content.decode()
    assert loose.text in page
    assert "Weekends are the worst." not in page
    assert "All remarks" in page
    for kind in ("Remark", "Sought outcome", "Requirement", "Question", "Obligation", "KPI"):
        nodes = [n for n in every(found.roots, kind) if n.kind != "Remarks"]
        assert nodes
        for node in nodes:
            answer = client.get(node.url)
            assert answer.status_code == 200, node.url
            place = node.url.partition("#")[2]
            assert not place or f'id="{place}"' in answer.content.decode()


def test_what_was_proven_before_is_ground_enough_for_an_outcome():
    commission = tendering.commission(ready=False)
    by = commission.lead
    proven = {"promoted_from": "K1 The present service, obligation O5", "promoted_evidence": "6 of 6"}
    commissioning.seek_outcome(commission, by=by, wording="Peers help.", category="communities", **proven)
    [node] = [n for n in every(walk(commission, by).roots, "Sought outcome") if n.text == "Peers help."]
    assert (node.gap, node.note) == ("no requirement makes it specific", "Proven before: K1 The present service, obligation O5")
