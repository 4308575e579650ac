"""Nothing but its own: no other supplier's, no sealed bid's, nothing for who has left, nothing a page would not open."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.urls import reverse

from contracts.evidence import services as evidence
from contracts.evidence.models import Story
from contracts.own_data import pages
from contracts.own_data.pages import KEY, as_supplier
from contracts.papers.models import Paper
from contracts.register.models import ContractSupplier
from contracts.returns import services as returns
from procurement.bidding.models import Bid
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.exports.documents import Asked, kind_of
from socialvalue.exports.models import Export, export_path
from socialvalue.exports.services import make, sweep
from socialvalue.jobs.services import run_job
from socialvalue.jobs.workflow import JobStatus
from socialvalue.notifications.models import Message
from socialvalue.suppliers.services import together
from tests.builders import award as awards
from tests.builders import bidding, people, pipeline
from tests.builders import contracts as build
from tests.builders.tendering import published_tender
from tests.contracts.own_data import steps
from tests.contracts.papers import steps as papers

pytestmark = pytest.mark.django_db
HOW = "The person told their support worker in May."


def test_of_two_suppliers_of_one_council_neither_sees_a_byte_of_the_other():
    weald = steps.everything("Weald")
    thanet = steps.everything("Thanet", council=weald.who.council)
    for mine, other in ((weald, thanet), (thanet, weald)):
        data = steps.archive(mine.who.reporter).everything()
        assert data.count(mine.mark.encode()) > 20
        assert other.mark.encode() not in data
        assert other.who.reporter.email.encode() not in data
        assert other.who.reporter.name.encode() + b"," not in data


def test_as_a_supplier_a_person_has_the_roles_of_suppliers_alone():
    supplier, partner = people.supplier(), pipeline.partner()
    person = people.person(supplier, Role.SUPPLIER)
    people.give(person, partner, Role.PARTNER)
    both = people.fresh(person)
    acting = as_supplier(both)
    assert {m.organisation for m in both.current_memberships} == {supplier, partner}
    assert {m.organisation for m in acting.current_memberships} == {supplier}
    assert acting.can(Permission.BID)
    assert not acting.can(Permission.POST_OPPORTUNITIES)
    assert (acting, acting.supplier) == (person, supplier)


def test_who_is_with_a_partner_too_takes_out_nothing_of_the_partner():
    weald = steps.everything("Weald")
    partner = pipeline.partner("Thanet District Council")
    people.give(weald.who.reporter, partner, Role.PARTNER)
    people.person(partner, Role.PARTNER, name="Thanet colleague")
    taken = steps.archive(weald.who.reporter)
    assert b"Thanet" not in taken.everything()
    assert {row["organisation"] for row in taken.table("organisation/people.csv")} == {"Weald Carers CIC"}


def test_a_period_in_which_another_delivered_the_contract_is_not_theirs():
    scene = steps.everything()
    ContractSupplier.objects.filter(contract=scene.contract).update(first_day=clock.today().replace(year=2026, month=1, day=1))
    taken = steps.archive(scene.who.reporter)
    assert {row["start date"] for row in taken.table("returns/returns.csv")} <= {"2026-01-01"}
    assert min(row["due"] for row in taken.table("returns/due.csv")) == "2026-01-20"
    assert b"Weald took on" not in taken.everything()


def test_a_draft_that_the_council_writes_is_not_theirs():
    with steps.day(2025, 3, 20):
        contract, who = build.active_contract(kpi={"client_side": True})
    with clock.at(steps.NOW):
        returns.save_return(build.first_due(contract), by=who.manager, value=Decimal(3), narrative="The council’s own draft")
    taken = steps.archive(who.reporter)
    assert taken.table("returns/returns.csv") == []
    assert len(taken.table("returns/due.csv")) == 12


def test_a_sealed_bid_is_named_and_not_told():
    tender = published_tender()
    person = bidding.bidder("Weald Carers CIC")
    with clock.at(tender.deadline - timedelta(days=2)):
        bidding.submitted_bid(tender, person, text="Our way has a secret ingredient.", price="98765")
        taken = steps.archive(person, clock.now())
    (row,) = taken.table("bids/bids.csv")
    assert (row["tender"], row["title"], row["status"]) == (tender.reference, tender.title, "Sent")
    assert row["its content"] == "sealed: encrypted until two officers open it after the deadline"
    (receipt,) = taken.table("bids/receipts.csv")
    assert row["receipt"] == receipt["receipt"] != ""
    assert receipt["sha256"] == Bid.objects.get().submissions.get().sha256
    assert taken.table("bids/answers.csv") == taken.table("bids/commitments.csv") == []
    for secret in (b"secret ingredient", b"98765", b"start a trade"):
        assert secret not in taken.everything()


def test_an_opened_bid_is_told_with_its_own_answers_alone():
    tender = published_tender()
    person, other = bidding.bidder("Weald Carers CIC"), bidding.bidder("Thanet Carers CIC")
    with clock.at(tender.deadline - timedelta(days=2)):
        bidding.submitted_bid(tender, person, text="Our way has a secret ingredient.", price="98765")
        bidding.submitted_bid(tender, other, text="Thanet has another way.", price="12345")
    bidding.open_bids(tender)
    taken = steps.archive(person, tender.deadline + timedelta(days=1))
    (row,) = taken.table("bids/bids.csv")
    assert (row["price"], row["its content"]) == ("98765.00", "in answers.csv and commitments.csv")
    assert row["outcome"] == "It is being evaluated"
    answers = taken.table("bids/answers.csv")
    assert {one["answer"] for one in answers if one["answer"]} == {"Our way has a secret ingredient."}
    offered = taken.table("bids/commitments.csv")
    assert {(one["unit"], one["quantity"], one["place"]) for one in offered} == {("apprenticeships", "3.0000", "Thanet")}
    data = taken.everything()
    assert b"another way" not in data
    assert b"12345" not in data
    assert b"Thanet Carers" not in data


def test_a_bid_that_was_never_sent_says_so():
    tender = published_tender()
    person = bidding.bidder()
    with clock.at(tender.deadline - timedelta(days=2)):
        bidding.filled_bid(tender, person, text="Half a thought")
        taken = steps.archive(person, clock.now())
    (row,) = taken.table("bids/bids.csv")
    assert (row["status"], row["receipt"], row["sent at"]) == ("Draft", "", "")
    assert row["its content"] == "never opened: it was not sent, or was withdrawn"
    assert b"Half a thought" not in taken.everything()


def test_a_former_member_gets_nothing(client):
    scene = steps.everything()
    export = steps.made(scene.who.reporter)
    scene.who.reporter.memberships.update(ended_at=clock.now())
    former = people.fresh(scene.who.reporter)
    with pytest.raises(NotAllowed, match="Your roles do not include this file any more"):
        steps.asked(former)
    client.force_login(former)
    assert client.get(reverse("own-data")).status_code == 403
    with clock.at(steps.NOW):
        client.force_login(former)
        assert client.get(reverse("export-take", args=[export.pk])).status_code == 302
        assert sweep() == 1
    assert not Export.objects.exists()


def test_who_loses_the_role_before_it_is_made_gets_none_and_hears_why():
    scene = steps.everything()
    with clock.at(steps.NOW):
        export = steps.asked(scene.who.reporter)
        scene.who.reporter.memberships.update(ended_at=clock.now())
        run_job(export.job_id)
    export.refresh_from_db()
    assert (export.is_made, export.job.status) == (False, JobStatus.FAILED)
    body = Message.objects.get(recipient=scene.who.reporter, key__startswith="export-failed").body
    assert body == "The reason: Your roles do not include this file any more"


def ends(scene) -> None:
    scene.who.reporter.memberships.update(ended_at=clock.now())


def closes(scene) -> None:
    ContractSupplier.objects.filter(contract=scene.contract).update(open_to=None, confirmed_at=None)


def merges(scene) -> None:
    other = people.supplier("Thanet Carers CIC", number="")
    build.draft_contract(scene.who, suppliers=[other], title="Day care")
    officers = [people.person(scene.who.council, role) for role in (Role.CONTRACT_MANAGER, Role.PROCUREMENT_OFFICER)]
    words = "Both entries of the register of charities show one address."
    made = together.propose_joining(scene.who.supplier, other, by=officers[0], reason=words, evidence=words)
    together.decide_joining(made, by=officers[1], accept=True, decision=words)


@pytest.mark.parametrize("happens", [ends, closes, merges])
def test_what_changes_while_it_is_made_leaves_no_file_and_nobody_hears_that_it_is_ready(happens):
    scene, seen = steps.everything(), []
    before = people.fresh(scene.who.reporter)

    def progress(percent: int, step: str) -> None:
        if percent > 30 and not seen:
            seen.append(step)
            happens(scene)

    with clock.at(steps.NOW):
        export = steps.asked(before)
        with pytest.raises(WrongState, match="What you may see changed while this file was made: ask for it again"):
            make(str(export.pk), progress)
    export.refresh_from_db()
    assert (len(seen), export.is_made, default_storage.exists(export_path(export, ""))) == (1, False, False)
    assert not Message.objects.filter(recipient=before, key__startswith="export-ready").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPPLIER])
def test_no_other_role_may_ask(role):
    with pytest.raises(NotAllowed, match="Your roles do not include this file any more"):
        steps.asked(people.person(people.council(), role))


def test_a_colleague_does_not_find_it(client):
    scene = steps.everything()
    export = steps.made(scene.who.reporter)
    colleague = people.person(scene.who.supplier, Role.SUPPLIER)
    client.force_login(colleague)
    assert client.get(reverse("export-take", args=[export.pk])).status_code == 404


def changes_what_is_seen(scene, how: str) -> None:
    if how == "the contract is no longer open to them":
        ContractSupplier.objects.filter(contract=scene.contract).update(open_to=None, confirmed_at=None)
    elif how == "a person withdrew their agreement":
        evidence.withdraw_story(Story.objects.get(), by=scene.who.reporter, how=HOW)
    elif how == "a document is shared no more":
        Paper.objects.filter(shared=True).delete()


@pytest.mark.parametrize(
    "how",
    ["the contract is no longer open to them", "a person withdrew their agreement", "a document is shared no more", "nothing"],
)
def test_it_is_given_out_only_while_they_see_what_was_in_it(client, how):
    scene = steps.everything()
    with clock.at(steps.NOW):
        papers.added(
            scene.contract, scene.who.manager, kind="other", title="Signed", valid_until=None, shared=True,
            upload_=papers.upload("signed.txt"),
        )  # fmt: skip
    export = steps.made(scene.who.reporter)
    with clock.at(steps.NOW):
        client.force_login(people.fresh(scene.who.reporter))
        assert client.get(reverse("export-take", args=[export.pk])).streaming
        changes_what_is_seen(scene, how)
        client.force_login(people.fresh(scene.who.reporter))
        answer = client.get(reverse("export-take", args=[export.pk]))
    assert answer.streaming if how == "nothing" else answer.status_code == 302


def test_a_story_that_was_withdrawn_says_only_that_it_was():
    scene = steps.everything()
    with clock.at(steps.NOW):
        evidence.withdraw_story(Story.objects.get(), by=scene.who.reporter, how=HOW)
    taken = steps.archive(scene.who.reporter)
    (row,) = taken.table("evidence/case-studies.csv")
    assert (row["title"], row["text"], row["files"], row["how it was withdrawn"]) == ("", "", "0", HOW)
    for gone in (b"found work", b"Weald story", b"case-study.png"):
        assert gone not in taken.everything()


def test_the_council_s_own_documents_are_in_it_only_where_they_are_shared():
    scene = steps.everything()
    with clock.at(steps.NOW):
        for title, shared in (("Signed contract", True), ("Note of a call", False)):
            papers.added(
                scene.contract, scene.who.manager, kind="other", title=title, valid_until=None, shared=shared,
                upload_=papers.upload(f"{title}.txt", title.upper().encode()),
            )  # fmt: skip
    taken = steps.archive(scene.who.reporter)
    assert {row["title"]: row["whose"] for row in taken.table("contracts/documents.csv")}["Signed contract"] == "The council"
    data = taken.everything()
    assert b"SIGNED CONTRACT" in data
    assert b"NOTE OF A CALL" not in data
    assert b"Note of a call" not in data


def test_everything_in_it_is_visible_to_its_person():
    """Each part that reads rows of its own model has no row that the model's own rule hides from them."""
    scene = steps.everything()
    steps.everything("Thanet", council=scene.who.council)
    person = people.fresh(scene.who.reporter)
    with clock.at(steps.NOW):
        bundle = pages.own_data(Asked(person, QueryDict()))
        asked = 0
        for rows in [rows for one in (*bundle.parts, *bundle.files) for rows in one.read_from]:
            if hasattr(rows, "visible_to"):
                asked += 1
                seen = type(rows)(rows.model).visible_to(as_supplier(person)).values("pk")
                assert not rows.exclude(pk__in=seen).exists(), rows.model
    assert asked >= 20


def test_the_kind_is_for_suppliers_and_made_as_nothing_but_an_archive():
    kind = kind_of(KEY)
    assert kind is not None
    assert kind.needs == {Permission.BID}
    scene_person = bidding.bidder()
    assert [form.value for form in kind.table_for(Asked(scene_person, QueryDict("form=csv"))).forms] == ["zip"]


def test_files_of_an_opened_bid_and_its_assessment_summary_are_in_it():
    award = awards.told()
    bid = award.bid
    person = people.person(bid.supplier, Role.SUPPLIER)
    other = Bid.objects.filter(tender=bid.tender).exclude(pk=bid.pk).first()
    moment = clock.now() + timedelta(days=60)
    taken = steps.archive(person, moment)
    (row,) = taken.table("bids/bids.csv")
    assert row["outcome"].startswith("You won")
    assert row["tender"] == bid.tender.reference
    assert other.bidder.encode() not in taken.everything()
