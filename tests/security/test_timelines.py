"""“What changed” on the timelines: what each page tells, to whom, and what no page tells anybody."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.obligations import services as commitments
from contracts.register import services as register
from contracts.returns import services as returns
from procurement.commissioning import services as commissioning
from procurement.engagement import services as engagement
from procurement.evaluation import services as evaluation
from procurement.panel import services as panel_services
from procurement.tendering import services as tendering
from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.common import clock
from tests.builders import bidding, contracts, people
from tests.builders import commissioning as commissions
from tests.builders import engagement as events
from tests.builders import evaluation as scenes
from tests.builders import measurement as measured
from tests.builders import tendering as tenders

pytestmark = pytest.mark.django_db

SECRET = "SECRETWORDS"
COUNCIL_ROLES = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]
SEES_COMMISSIONS = {
    Role.COMMISSIONER, Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD, Role.CONTRACT_MANAGER, Role.LEAD_DIRECTOR
}  # fmt: skip


def read(client, user, *urls) -> str:
    """All that ``user`` gets from these pages; what they do not get is nothing."""
    client.force_login(people.fresh(user))
    answers = [client.get(url) for url in urls]
    assert {a.status_code for a in answers} <= {200, 403, 404}
    return " ".join(" ".join(a.content.decode().split()) for a in answers if a.status_code == 200)


# What is told


def test_a_commission_tells_before_and_after_in_plain_english(client):
    body = commissions.commission(estimated_value=Decimal("1200000"))
    body = commissioning.edit_commission(body, by=body.lead, estimated_value=Decimal("1350000.50"), term_months=60)
    html = read(client, body.lead, f"/commissions/{body.reference}/history/")
    for words in ("What changed", "Estimated value", "£1,200,000", "£1,350,000.50", "Length in months", "60"):
        assert words in html


def test_a_tender_tells_weights_and_value(client):
    tender = tenders.with_criteria(tenders.draft())
    by = tender.drafted_by
    tender = tendering.edit_tender(tender, by=by, value=Decimal("999000"))
    quality = tender.criteria.filter(parent=None).exclude(weight=None).first()
    tendering.set_weights(tender, by=by, weights={quality.pk: Decimal("12.5")})
    html = read(client, by, f"/tenders/{tender.reference}/")
    assert "£999,000" in html
    assert f"Weight of {quality.title}" in html
    assert "12.5 %" in html


def test_a_report_tells_what_became_of_its_words(client):
    scene = measured.scene()
    measured.contract(scene, {"values": ["3", "1"]})
    report = measured.submitted(scene)
    html = read(client, scene.preparer, f"/reports/{report.reference}/")
    assert "Legal implications" in html
    assert "Duty to consider." in html
    assert "What changed" not in read(client, scene.who.member, f"/reports/{report.reference}/")


def test_a_contract_and_its_kpi_tell_targets_and_owners(client):
    contract, who = contracts.active_contract()
    other = people.person(who.council, Role.CONTRACT_MANAGER, name="Ines Otherby")
    register.edit_contract(contract, by=who.manager, manager=other, review_on=None)
    kpi = contracts.kpi_of(contract)
    commitments.edit_kpi(kpi, by=who.manager, reason="Agreed with the provider", target=Decimal("2.5"))
    html = read(client, who.manager, f"/contracts/{contract.pk}/record/", f"/kpis/{kpi.pk}/")
    for words in ("Contract manager", "Ines Otherby", "Target", "2.5"):
        assert words in html
    assert "2.5" in read(client, who.reporter, f"/kpis/{kpi.pk}/")


# To whom


@pytest.mark.parametrize("role", COUNCIL_ROLES)
def test_who_reads_the_changes_of_a_commission(client, role):
    body = commissions.commission()
    commissioning.edit_commission(body, by=body.lead, summary=SECRET)
    commissioning.edit_commission(body, by=body.lead, summary="Something else")
    html = read(client, people.person(body.council, role), f"/commissions/{body.reference}/history/")
    assert (SECRET in html) == (role in SEES_COMMISSIONS)
    stranger = people.person(people.council(), role)
    assert SECRET not in read(client, stranger, f"/commissions/{body.reference}/history/", f"/commissions/{body.reference}/")


@pytest.mark.parametrize("others_council", [False, True])
def test_roles_in_another_council_are_not_told_here(client, others_council):
    here, there = people.council(), people.council()
    boss, their_boss = people.person(here, Role.ADMINISTRATOR), people.person(there, Role.ADMINISTRATOR)
    person = people.person(here, Role.COMMISSIONER)
    Membership.objects.create(user=person, organisation=there, role=Role.EVALUATOR)
    council, by = (there, their_boss) if others_council else (here, boss)
    administration.change_roles(
        people.fresh(person), council, by=by, roles=[Role.MEMBER], reason=f"{SECRET} and leave for the summer"
    )
    html = read(client, boss, f"/administration/people/{person.pk}/roles/")
    assert (SECRET in html) != others_council
    assert ("What changed" in html) != others_council


# What is told to nobody


def everybody(council, *named):
    """The people named, then one of each role here, one of another council and another supplier."""
    found = [*named, *(people.person(council, role) for role in COUNCIL_ROLES)]
    return [*found, people.person(people.council(), *COUNCIL_ROLES), bidding.bidder()]


def test_scores_and_reasons_before_moderation_and_interests_ever(client):
    scene = scenes.prepared(bids=1, panellists=2)
    panel_services.declare(scene.place(0), by=scene.panel[0].user, has_interest=True, interest=SECRET)
    evaluation.decide_interest(scene.place(0), by=scene.lead, may_score=True, reason="They have not met for ten years.")
    panel_services.declare(scene.place(1), by=scene.panel[1].user, has_interest=False)
    evaluation.start_scoring(scene.reload(), by=scene.lead)
    given = {"bid": scene.bids[0], "criterion": scene.criterion("q1"), "passed": None}
    for value in (4, 3):
        evaluation.save_score(scene.place(0), by=scene.panel[0].user, value=Decimal(value), reason=f"{SECRET} {value}", **given)
    ref, commission = scene.tender.reference, scene.tender.commission.reference
    urls = [f"/evaluations/{ref}/", f"/tenders/{ref}/", f"/awards/{ref}/", f"/commissions/{commission}/history/"]
    for user in everybody(scene.council, scene.lead, scene.panel[1].user):
        timelines = timelines_of(read(client, user, *urls))
        assert SECRET not in timelines, user
        assert "saved a score" not in timelines.lower()
    assert "Declared an interest" in timelines_of(read(client, scene.lead, *urls))


def timelines_of(html: str) -> str:
    return " ".join(part.split("</ol>")[0] for part in html.split('class="sv-timeline"')[1:])


def test_moderated_scores_stay_off_every_timeline(client):
    scene = scenes.moderating(bids=1, panellists=1)
    given = {"bid": scene.bids[0], "criterion": scene.criterion("q1")}
    for reason in (f"{SECRET} one, after the first reading", f"{SECRET} two, after the second reading"):
        evaluation.moderate(scene.reload(), by=scene.lead, value=Decimal(4), reason=reason, **given)
    ref, commission = scene.tender.reference, scene.tender.commission.reference
    urls = [f"/evaluations/{ref}/", f"/tenders/{ref}/", f"/commissions/{commission}/history/"]
    for user in everybody(scene.council, scene.lead, scene.panel[0].user):
        assert SECRET not in timelines_of(read(client, user, *urls)), user


def test_a_sealed_bid_is_told_to_its_bidder_alone_and_without_what_it_says(client):
    tender = tenders.published_tender()
    user, name = bidding.bidder("Harbour Secretive CIC"), "Harbour Secretive CIC"
    bid = bidding.submitted_bid(tender, user, text=SECRET, price="123456")
    own = timelines_of(read(client, user, f"/bids/{bid.opaque}/"))
    assert "Sent the bid" in own
    assert "Started a bid" in own
    assert "Saved" not in own
    assert not [words for words in (SECRET, "123456", "123,456") if words in own]
    pages = [f"/bids/{bid.opaque}/", f"/tenders/{tender.reference}/", f"/tenders/{tender.reference}/opening/"]
    pages.append(f"/commissions/{tender.commission.reference}/history/")
    for other in everybody(tender.council):
        html = read(client, other, *pages)
        assert not [words for words in (SECRET, name, "Sent the bid", "Started a bid") if words in html], other


def test_who_opened_a_bid_is_not_told_to_its_bidder(client):
    tender = tenders.published_tender()
    user = bidding.bidder()
    bid = bidding.submitted_bid(tender, user)
    one, two = bidding.openers(tender)
    bidding.open_bids(tender, first=one, second=two)
    html = read(client, user, f"/bids/{bid.opaque}/")
    assert "Sent the bid" in html
    assert one.name not in html
    assert two.name not in html


def test_a_name_taken_out_of_a_remark_stays_out_and_a_private_idea_is_private(client):
    body = commissions.commission()
    remark = events.remark(body, text=f"{SECRET} told me.", said_by=f"{SECRET} again", agreed_to_be_named=True)
    engagement.edit_remark(remark, by=body.lead, text="Somebody told me.", said_by="", agreed_to_be_named=False)
    idea = events.idea(body, text=f"{SECRET} idea")
    engagement.reply_to_idea(idea, by=body.lead, reply=f"{SECRET} reply")
    finding = commissioning.add_entry(body, by=body.lead, kind="need", text="A hall.")
    commissioning.edit_entry(finding, by=body.lead, text=f"{SECRET} hall")
    commissioning.edit_entry(finding, by=body.lead, text="A hall again.")
    for user in everybody(body.council, body.lead):
        timelines = timelines_of(read(client, user, f"/commissions/{body.reference}/", f"/commissions/{body.reference}/history/"))
        assert SECRET not in timelines, user
    html = read(client, body.lead, f"/commissions/{body.reference}/history/")
    assert "The text is not repeated here" in html


def test_a_return_sent_back_tells_its_value_and_not_the_words_about_people(client):
    with clock.at(measured.SIGNED):
        contract, who = contracts.active_contract()
    due = contracts.first_due(contract)
    with clock.at(clock.now().replace(year=2025, month=7, day=10)):
        sent = contracts.submitted_return(due, who, "2", narrative=f"{SECRET} started.")
        returns.query_return(sent, by=who.manager, comment="Take the name out, please.")
        returns.save_return(due, by=who.reporter, value=Decimal(3), narrative="Three people started.")
        returns.submit_return(sent, by=who.reporter, change_reason="The name is taken out, as was asked.")
    urls = [f"/returns/{due.pk}/", f"/kpis/{due.kpi_id}/", f"/contracts/{contract.pk}/"]
    for user in everybody(who.council, who.manager, who.reporter, who.member):
        assert SECRET not in read(client, user, *urls), user
    for user in (who.reporter, who.manager, who.member):
        html = timelines_of(read(client, user, *urls[:2]))
        assert "Value" in html
        assert "Take the name out" in html


def test_a_draft_return_is_told_to_nobody_else(client):
    with clock.at(measured.SIGNED):
        contract, who = contracts.active_contract()
    due = contracts.first_due(contract)
    with clock.at(clock.now().replace(year=2025, month=7, day=10)):
        returns.save_return(due, by=who.reporter, value=Decimal(7), narrative=SECRET)
        returns.save_return(due, by=who.reporter, value=Decimal(8), narrative=f"{SECRET} more")
    urls = [f"/returns/{due.pk}/", f"/kpis/{due.kpi_id}/", f"/contracts/{contract.pk}/"]
    for user in everybody(who.council, who.manager, who.member):
        html = read(client, user, *urls)
        assert SECRET not in html, user
        assert "the return of KPI" not in timelines_of(html)


# In how many queries


def test_as_many_queries_for_one_change_as_for_three(client, django_assert_num_queries):
    body = commissions.commission()
    client.force_login(body.lead)
    url = f"/commissions/{body.reference}/history/"
    commissioning.edit_commission(body, by=body.lead, title="Title 0", summary="Summary 0")
    with django_assert_num_queries(6):  # session, user, memberships, commission; count, events
        assert client.get(url).content.count(b"What changed") == 1
    for number in (1, 2):
        with clock.at(clock.now() + timedelta(minutes=number)):
            commissioning.edit_commission(body, by=body.lead, title=f"Title {number}", summary=f"Summary {number}")
    with django_assert_num_queries(6):
        assert client.get(url).content.count(b"What changed") == 3
