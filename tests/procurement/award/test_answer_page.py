"""What the successful bidder answered: by name from the day the bidders are told, for those who may read it."""

import pytest

from procurement.bidding.models import Answer
from socialvalue.accounts.enums import Role
from tests.builders import award as awards
from tests.builders import people

pytestmark = pytest.mark.django_db

READERS = (Role.PROCUREMENT_OFFICER, Role.LEAD_DIRECTOR, Role.EVALUATION_LEAD)


def page(answer):
    return f"/answers/{answer.pk}/"


def an_offer(award):
    return award.bid.commitments.select_related("answer").first()


def test_it_shows_question_answer_and_offers(client):
    award = awards.told()
    offer = an_offer(award)
    client.force_login(people.person(award.tender.council, Role.PROCUREMENT_OFFICER))
    text = client.get(page(offer.answer)).content.decode()
    assert offer.outcome_text in text
    assert f'id="offer-{offer.pk}"' in text
    assert str(award.bid.supplier) in text
    assert offer.answer.question.wording.split("\n")[0][:60] in text


@pytest.mark.parametrize("state", ["proposed", "decided"])
def test_nobody_reads_it_before_the_bidders_are_told(client, state):
    award = getattr(awards, state)()
    answer = an_offer(award).answer
    for role in (*READERS, Role.COMMISSIONER, Role.EVALUATOR):
        client.force_login(people.person(award.tender.council, role))
        assert client.get(page(answer)).status_code == 404
    client.logout()
    assert client.get(page(answer)).status_code in (302, 404)


def test_who_reads_it_once_they_are_told(client):
    award = awards.told()
    mine = an_offer(award).answer
    theirs = Answer.objects.filter(bid__tender=award.tender, question=mine.question).exclude(bid=award.bid).first()
    for role in Role:
        body = people.supplier() if role == Role.SUPPLIER else award.tender.council
        client.force_login(people.person(body, role))
        assert client.get(page(mine)).status_code == (200 if role in READERS else 404), role
        assert client.get(page(theirs)).status_code == 404, role
    client.force_login(people.person(award.bid.supplier, Role.SUPPLIER))
    assert client.get(page(mine)).status_code == 200
    client.force_login(people.person(people.council(), *READERS))
    assert client.get(page(mine)).status_code == 404
