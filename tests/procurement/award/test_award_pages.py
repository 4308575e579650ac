"""Who opens which page of an award, what a bidder gets on screen and on paper, what needs whom."""

import re

import pikepdf
import pytest
from django.urls import reverse
from lxml import html

from procurement.award import needs as award_needs
from procurement.award import services
from procurement.award.models import AssessmentSummary, Award
from procurement.award.tasks import make_pdfs
from procurement.evaluation import needs as evaluation_needs
from procurement.panel.services import declare
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.documents.models import Document
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job, try_again
from tests.builders import award as awards
from tests.builders import evaluation as scenes
from tests.builders import people
from tests.fixtures.pdf_text import squeezed, text_of
from tests.reading import as_read

pytestmark = pytest.mark.django_db
PAGES = ("award", "award-decide", "award-return", "award-tell")


def statuses(client, user, award, bid=None) -> dict[str, int]:
    client.force_login(people.fresh(user))
    reference = award.tender.reference
    found = {name: client.get(reverse(name, args=[reference])).status_code for name in PAGES}
    found["summary"] = client.get(reverse("assessment-summary", args=[reference, (bid or award.bid).pk])).status_code
    return found


def bidder_of(bid):
    return bid.supplier.memberships.get().user


def opens(**wanted) -> set[str]:
    return {name for name, status in wanted.items() if status == 200}


def test_pages_while_proposed_decided_and_told(client):
    scene = scenes.closed(bids=2, panellists=1)
    officer = people.person(scene.council, Role.PROCUREMENT_OFFICER)
    director = people.person(scene.council, Role.LEAD_DIRECTOR)
    manager = people.person(scene.council, Role.CONTRACT_MANAGER)
    evaluator = scene.panel[0].user
    award = awards.proposed(scene)
    assert opens(**statuses(client, director, award)) == {"award", "award-decide", "award-return", "summary"}
    assert opens(**statuses(client, scene.lead, award)) == {"award", "summary"}
    assert opens(**statuses(client, officer, award)) == {"award", "summary"}
    services.decide(award, by=director, comment=awards.DECIDED)
    assert opens(**statuses(client, officer, award)) == {"award", "award-tell", "summary"}
    assert opens(**statuses(client, director, award)) == {"award", "summary"}
    assert opens(**statuses(client, manager, award)) == {"award"}
    services.tell_bidders(award, by=officer)
    assert opens(**statuses(client, officer, award)) == {"award", "summary"}
    assert opens(**statuses(client, manager, award)) == {"award"}
    strangers = [evaluator, people.person(people.council(), Role.LEAD_DIRECTOR, Role.EVALUATION_LEAD)]
    strangers += [people.person(scene.council, role) for role in (Role.COMMISSIONER, Role.MEMBER, Role.ADMINISTRATOR)]
    for user in strangers:
        found = statuses(client, user, award)
        assert opens(**found) == set()
        assert set(found.values()) <= {403, 404}


def test_a_bidder_reads_their_own_summary_and_nothing_before_it_is_sent(client):
    scene = scenes.closed(bids=2, panellists=1)
    award = awards.decided(scene)
    first, second = scene.bids
    for bid in (first, second):
        assert statuses(client, bidder_of(bid), award, bid)["summary"] == 404
    services.tell_bidders(award, by=scene.lead)
    for own, other in ((first, second), (second, first)):
        assert statuses(client, bidder_of(own), award, own)["summary"] == 200
        assert statuses(client, bidder_of(own), award, other)["summary"] == 404
        assert statuses(client, bidder_of(own), award, own)["award"] in (403, 404)
    client.force_login(bidder_of(second))
    text = client.get(reverse("assessment-summary", args=[award.tender.reference, second.pk])).content.decode()
    assert first.supplier.name in text
    assert "Agreed by the panel for Bid A" in text
    assert "Agreed by the panel for Bid B" in text
    assert str(int(first.price)) not in text.replace(",", "")


def test_recommend_decide_and_tell_by_the_forms(client):
    scene = scenes.closed(bids=2, panellists=1)
    url = reverse("award", args=[scene.tender.reference])
    client.force_login(scene.lead)
    assert "Select" in client.post(url, {"reason": ""}).content.decode() or not Award.objects.exists()
    client.post(url, {"reason": "The highest total."})
    award = Award.objects.get()
    client.force_login(people.person(scene.council, Role.LEAD_DIRECTOR))
    decide = reverse("award-decide", args=[scene.tender.reference])
    stale = client.post(decide, {"comment": "Agreed, with thanks", "version": str(award.version + 1)})
    assert "Agreed, with thanks" in stale.content.decode()
    assert Award.objects.get().status == "proposed"
    client.post(decide, {"comment": awards.DECIDED, "version": str(award.version)})
    client.force_login(people.person(scene.council, Role.PROCUREMENT_OFFICER))
    tell = reverse("award-tell", args=[scene.tender.reference])
    today = clock.today()
    day = {"notice_on_day": today.day, "notice_on_month": today.month, "notice_on_year": today.year}
    client.post(tell, {**day, "version": str(Award.objects.get().version)})
    told = Award.objects.get()
    assert told.status == "notified"
    assert AssessmentSummary.objects.filter(sent_at__isnull=False).count() == 2
    assert "The law does not require it" in client.get(url).content.decode()


def test_what_is_shown_beforehand_is_what_is_sent(client):
    scene = scenes.closed(bids=2, panellists=1)
    award = awards.decided(scene)
    second = scene.bids[1]
    client.force_login(scene.lead)
    url = reverse("assessment-summary", args=[award.tender.reference, second.pk])
    before = client.get(url).context["summary"]
    services.tell_bidders(award, by=scene.lead)
    assert client.get(url).context["summary"] == before


def test_the_papers_are_made_once_tagged_and_read_by_their_bidder(client):
    scene = scenes.closed(bids=2, panellists=1)
    award = awards.told(scene)
    job = Job.objects.get(kind="assessment_summaries")
    for _ in range(2):
        make_pdfs(job, lambda percent, step: None)
    assert Document.objects.count() == 2
    first, second = scene.bids
    paper = Document.objects.get(owner_id=str(award.summaries.get(bid=second).pk))
    with paper.file.open() as stored, pikepdf.open(stored) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
    for user, status in ((bidder_of(second), 200), (bidder_of(first), 404), (scene.panel[0].user, 404), (scene.lead, 200)):
        client.force_login(people.fresh(user))
        assert client.get(reverse("document", args=[paper.pk])).status_code == status


def paper_of(summary) -> str:
    with Document.objects.of(summary).get().file.open() as stored:
        return text_of(stored.read())


def test_a_reason_that_begins_with_a_mark_is_printed_whole():
    scene = scenes.closed(bids=2, panellists=1)
    typed = ["\u0338 style=background:url(//evil.example/x) first", "\u0338second line"]
    award = awards.proposed(scene, reason="\n".join(typed))
    services.decide(award, by=people.person(scene.council, Role.LEAD_DIRECTOR), comment=awards.DECIDED)
    told = awards.tell(Award.objects.get())
    make_pdfs(Job.objects.get(kind="assessment_summaries"), lambda percent, step: None)
    shown = paper_of(told.summaries.get(bid=told.bid))
    assert [shown.count(squeezed(line[1:])) for line in typed] == [1, 1]


def test_a_summary_that_cannot_be_made_keeps_no_other_bidder_waiting(caplog):
    scene = scenes.closed(bids=2, panellists=1)
    award = awards.told(scene)
    job = Job.objects.get(kind="assessment_summaries")
    first, second = award.summaries.order_by("pk")
    whole = first.content
    without = {key: value for key, value in whole.items() if key != "standstill"}
    AssessmentSummary.objects.filter(pk=first.pk).update(content=without)
    missing = f"The assessment summary could not be made for {first.bid.supplier.name} ({first.bid.label}). The others are made."
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", missing)
    assert [r.getMessage() for r in caplog.records if r.exc_info] == [f"assessment summary {first.pk} could not be made"]
    assert [Document.objects.of(one).count() for one in (first, second)] == [0, 1]
    AssessmentSummary.objects.filter(pk=first.pk).update(content=whole)
    try_again(job, by=scene.lead)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == ("done", "")
    assert [Document.objects.of(one).count() for one in (first, second)] == [1, 1]


def texts(room, user) -> list[str]:
    return [need.text for need in room.needs(people.fresh(user), clock.now())]


def test_what_needs_whom_on_the_way():
    scene = scenes.prepared(bids=1, panellists=1)
    title, user, lead = scene.tender.title, scene.panel[0].user, scene.lead
    director = people.person(scene.council, Role.LEAD_DIRECTOR)
    officer = people.person(scene.council, Role.PROCUREMENT_OFFICER)
    assert texts(evaluation_needs, user) == [f"Declare your interests for {title}"]
    assert texts(evaluation_needs, lead) == [f"Start scoring {title}"]
    declare(scene.place(0), by=user, has_interest=True, interest="A cousin works there.")
    assert texts(evaluation_needs, director) == [f"Decide whether {user} may score {title}"]
    assert texts(evaluation_needs, user) == []
    scene = scenes.scoring(bids=1, panellists=1)
    title, user, lead = scene.tender.title, scene.panel[0].user, scene.lead
    found = evaluation_needs.needs(user, clock.now())
    assert [(n.text, n.due, n.kind) for n in found] == [
        (f"Score the bids for {title}: 0 of 4", scene.evaluation.score_by, "waiting")
    ]
    scenes.score_all(scene, 0)
    assert texts(evaluation_needs, user) == []
    assert texts(evaluation_needs, lead) == [f"Start moderation of {title}"]
    scene = scenes.closed(bids=1, panellists=1)
    title, lead = scene.tender.title, scene.lead
    director = people.person(scene.council, Role.LEAD_DIRECTOR)
    officer = people.person(scene.council, Role.PROCUREMENT_OFFICER)
    assert texts(award_needs, lead) == [f"Recommend the award of {title}"]
    award = awards.proposed(scene)
    assert texts(award_needs, lead) == []
    assert texts(award_needs, director) == [f"Decide the award of {title}"]
    services.decide(award, by=director, comment=awards.DECIDED)
    assert texts(award_needs, director) == []
    assert texts(award_needs, officer) == [f"Tell the bidders for {title}"]
    services.tell_bidders(award, by=officer)
    assert texts(award_needs, officer) == []


def test_scores_become_due_and_overdue():
    from datetime import timedelta

    scene = scenes.scoring(bids=1, panellists=1)
    user = scene.panel[0].user
    kinds = [evaluation_needs.needs(user, clock.now() + timedelta(days=days))[0].kind for days in (1, 10, 20)]
    assert kinds == ["waiting", "due", "overdue"]


def test_the_way_to_the_contract_opens_after_the_standstill(client):
    award = awards.told(bids=1, panellists=1)
    manager = people.person(award.tender.council, Role.CONTRACT_MANAGER)
    client.force_login(manager)
    url = reverse("award", args=[award.tender.reference])
    make = f'href="{reverse("contract-make", args=[award.pk])}"'
    assert make not in client.get(url).content.decode()
    with awards.standstill_over(award):
        # The button, and the line of what comes next
        assert client.get(url).content.decode().count(make) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_needs_do_not_grow(django_assert_num_queries, count):
    first = scenes.scoring(bids=1, panellists=1)
    for _ in range(count - 1):
        scenes.scoring(tender=scenes.opened(1, council=first.council), panellists=1, lead=first.lead)
    lead = people.fresh(first.lead)
    assert lead.can("lead_evaluation")  # memberships are read once a request
    with django_assert_num_queries(6):
        evaluation_needs.needs(lead, clock.now())
    with django_assert_num_queries(2):
        award_needs.needs(lead, clock.now())


def test_the_outcome_stands_in_a_panel_before_the_words_about_it(client):
    scene = scenes.closed(bids=2, panellists=1)
    award = awards.told(scene)

    def panel(bid) -> list[str]:
        client.force_login(bidder_of(bid))
        page = html.fromstring(client.get(reverse("assessment-summary", args=[award.tender.reference, bid.pk])).content)
        [found] = page.find_class("sv-outcome")
        return [as_read(line.text_content()) for line in found]

    said = {bid: client_says for bid, client_says in ((bid, panel(bid)) for bid in scene.bids)}
    first, second = scene.bids
    won, lost = (first, second) if award.bid_id == first.pk else (second, first)
    assert [said[won][0], said[lost][0]] == ["You were successful", "You were not successful"]
    assert re.fullmatch(r"Rank 1 of 2, [\d.]+ of 100 points. 2 tenders were assessed.", said[won][1])
    assert re.fullmatch(r"Rank 2 of 2, [\d.]+ of 100 points. 2 tenders were assessed.", said[lost][1])
