"""An evaluation to measure with: as the services would have left it, and a score that can be saved in it again and again."""

import os
from datetime import timedelta
from decimal import Decimal as D
from itertools import islice

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from measurement.bench import scoring
from measurement.bench.measuring import Bench, Machines
from measurement.bench.scoring import EVALUATORS, Sheet, changes, to_score
from measurement.bench.tenders import complete_drafts, open_tender, questions_of, shares, suppliers
from measurement.bench.visitor import Visitor, hidden_in
from procurement.bidding import selectors as bids
from procurement.bidding import services as bidding
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Answer, Bid
from procurement.evaluation.models import Score
from procurement.evaluation.pages.sheets import is_given
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Evaluation
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.builders import people

from . import steps

pytestmark = pytest.mark.django_db
BIDS, QUESTIONS = 3, 4


@pytest.fixture
def sheet() -> Sheet:
    staff, crowd = steps.crowd()
    first = people.person(staff.council, Role.EVALUATOR)
    return to_score(staff, crowd, first, bids=BIDS, questions=QUESTIONS)


def test_the_issue_asks_for_thirty_bids_forty_questions_and_six_evaluators():
    assert (scoring.BIDS, scoring.QUESTIONS, scoring.EVALUATORS) == (30, 40, 6)


def test_everybody_scored_every_answer_of_every_bid(sheet):
    evaluation = Evaluation.objects.get()
    assert evaluation.status == EvaluationStatus.SCORING
    assert evaluation.panel.filter(may_score=True).exclude(user=evaluation.lead).count() == EVALUATORS
    assert Bid.objects.filter(tender=evaluation.tender, status=BidStatus.OPENED).count() == BIDS
    assert Answer.objects.filter(bid__tender=evaluation.tender).count() == BIDS * QUESTIONS
    scores = list(Score.objects.all())
    assert len(scores) == len({(s.panellist_id, s.bid_id, s.criterion_id) for s in scores}) == BIDS * QUESTIONS * EVALUATORS
    assert all(is_given(score) for score in scores)
    # Whose it is has saved it
    assert all(score.saved_by_id == score.panellist.user_id for score in Score.objects.select_related("panellist"))


def test_each_bid_opens_with_its_own_price_and_the_first_one_s_words(sheet):
    opened = list(Bid.objects.order_by("price"))
    assert [bid.price for bid in opened] == [D(900_000), D(900_100), D(900_200)]
    texts = {tuple(Answer.objects.filter(bid=bid).order_by("question").values_list("text", flat=True)) for bid in opened}
    assert len(texts) == 1


def test_a_score_is_saved_again_and_again_from_one_page(sheet):
    evaluation = Evaluation.objects.get()
    first = evaluation.panel.get(user__email__startswith=f"{sheet.account}@")
    client = Client()
    client.force_login(first.user)
    hidden = hidden_in(client.get(sheet.path).content)
    mine = Score.objects.get(panellist=first, bid__label="Bid A", criterion__key="q1")
    for number, typed in enumerate(islice(changes(), 4)):
        answer = client.post(sheet.path, hidden | typed)
        # Back to the same page, which is not opened again
        assert (answer.status_code, answer.headers["Location"].partition("#")[0]) == (302, sheet.path)
        mine.refresh_from_db()
        assert mine.value == D(typed["level"])
        assert mine.reason.endswith(f"Read {number + 1} times.")
    assert Score.objects.exclude(pk=mine.pk).filter(value=4).count() == BIDS * QUESTIONS * EVALUATORS - 1


@pytest.mark.parametrize("larger", [1, 4])
def test_saving_a_score_sends_as_many_statements_in_a_large_evaluation(larger):
    staff, crowd = steps.crowd()
    first = people.person(staff.council, Role.EVALUATOR)
    found = to_score(staff, crowd, first, bids=2 * larger, questions=2 * larger)
    client = Client()
    client.force_login(first)
    hidden, typed = hidden_in(client.get(found.path).content), changes()
    client.post(found.path, hidden | next(typed))
    with CaptureQueriesContext(connection) as sent:
        assert client.post(found.path, hidden | next(typed)).status_code == 302
    assert len(sent) == 27


@pytest.mark.parametrize("of", [1, 2, 3, 7, 39])
def test_shares_are_a_hundred_together(of):
    found = shares(of)
    assert len(found) == of
    assert sum(found) == 100
    assert all(share > 0 and share == round(share, 2) for share in found)
    # The last one makes up for what the others were rounded by
    assert max(found) - min(found) <= D("0.005") * of


def test_a_tender_asks_so_many_questions_and_its_bids_are_complete():
    staff, crowd = steps.crowd()
    with clock.at(clock.now() - timedelta(days=3)):
        tender = open_tender(staff, "Open", questions=5, deadline=clock.now() + timedelta(days=5))
        bidders = suppliers(crowd, "Somebody", 3)
        drafts = complete_drafts(tender, bidders)
    assert [question.key for question in questions_of(tender)] == ["q1", "q2", "q3", "q4", "q5"]
    assert Criterion.objects.filter(tender=tender, weight=None).count() == 0
    for bid, (body, user) in zip(drafts, bidders, strict=True):
        fresh = Bid.objects.get(pk=bid.pk)
        assert (fresh.supplier, fresh.status) == (body, BidStatus.DRAFT)
        # Each under its own seal: sending reads it, and finds nothing missing
        assert bidding.submit(fresh, by=user).number == 1
        assert bids.document_bytes(fresh.submissions.get())
    assert Tender.objects.get(pk=tender.pk).bids.count() == 3


@pytest.mark.django_db(transaction=True)
def test_through_a_server_each_saving_is_counted_and_opening_the_page_is_not(live_server):
    staff, crowd = steps.crowd()
    first = people.person(staff.council, Role.EVALUATOR)
    # An account of the demonstration, by which whoever measures signs in
    User.objects.filter(pk=first.pk).update(email="evaluator1@demo.example")
    first.refresh_from_db()
    found = to_score(staff, crowd, first, bids=2, questions=2)
    bench = Bench(Machines(os.getpid(), None), int(live_server.url.rpartition(":")[2]), 57, repeats=2)
    bench.visitors[found.account] = Visitor(bench.port, "localhost")
    bench.visitors[found.account].sign_in(first.email, "demonstration")
    row = bench.send("save a score", found.account, found.path, changes())
    bench.close()
    assert (row["name"], row["kind"], row["queries"]) == ("save a score", "page", 27)
    assert 0 < row["first_byte_ms"] <= row["wall_ms"]
    # One that is not counted, two that are, three to count the statements of
    mine = Score.objects.get(panellist__user=first, bid__label="Bid A", criterion__key="q1")
    assert mine.reason.endswith("Read 6 times.")


def test_what_many_do_at_once_is_told_in_its_row():
    bench = Bench(Machines(os.getpid(), None), 0, 57)
    row = bench.crowd("a crowd", lambda: {"accepted": 3, "p95_ms": 12.5})
    assert (row["name"], row["kind"], row["accepted"], row["p95_ms"]) == ("a crowd", "load", 3, 12.5)
    assert row["cpu_ms"] >= 0
    assert row["wall_ms"] >= 0
