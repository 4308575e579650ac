"""Won or not: told to the bidder with the assessment summary, and never before."""

from datetime import datetime, time

import pytest

from procurement.bidding import selectors
from procurement.bidding.models import Bid
from procurement.bidding.selectors.outcomes import Outcome, outcome_of
from procurement.tendering import services as tendering_services
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from tests.builders import award as awards
from tests.builders import chain, evaluation, people
from tests.fixtures.truth import module_database  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def decided(module_database):  # noqa: F811
    """Decided, and nobody told yet: two bids, the first of which won."""
    return awards.decided(evaluation.closed())


@pytest.fixture
def told(decided):
    return awards.tell(decided)


def bids_of(award) -> tuple[Bid, Bid]:
    """The bid that won and the other, read as a new request reads them."""
    rows = Bid.objects.filter(tender=award.tender_id).select_related("tender").prefetch_related("summaries__award")
    return rows.get(pk=award.bid_id), rows.exclude(pk=award.bid_id).get()


def person_of(bid: Bid):
    return people.fresh(bid.started_by)


def rows_for(bid: Bid) -> list[tuple[str, str]]:
    rows = selectors.list_rows(selectors.bids_of(person_of(bid)), clock.now())
    return [(row["state"], row["later"]) for row in rows]


def at_nine(day):
    return clock.at(datetime.combine(day, time(9), tzinfo=clock.LONDON))


def test_before_the_bidders_are_told_neither_learns_anything(decided, client):
    for bid in bids_of(decided):
        assert outcome_of(bid) is None
        assert rows_for(bid) == [("Opened", "Award decided")]
        client.force_login(person_of(bid))
        for address in ("/", "/bids/", f"/bids/{bid.opaque}/"):
            page = client.get(address).content.decode()
            assert [words for words in ("You won", "Won", "Not successful") if words in page] == []


def test_once_told_each_reads_its_own(told, client):
    won, lost = bids_of(told)
    day = plain_day(told.standstill_last_day)
    assert outcome_of(won) == Outcome(True, told.standstill_last_day)
    assert outcome_of(lost) == Outcome(False, told.standstill_last_day)
    assert rows_for(won) == [("Won", f"Standstill until {day}")]
    assert rows_for(lost) == [("Not successful", f"Standstill until {day}")]


@pytest.mark.parametrize("address", ["/", "/bids/", "/bids/{opaque}/"])
def test_the_pages_say_it_to_each(told, client, address):
    said = {}
    for name, bid in zip(("won", "lost"), bids_of(told), strict=True):
        client.force_login(person_of(bid))
        page = client.get(address.format(opaque=bid.opaque)).content.decode()
        said[name] = {words for words in ("You won", "Won<", "Not successful", "Award decided") if words in page}
    assert said["won"] in ({"You won"}, {"Won<"})
    assert said["lost"] == {"Not successful"}


def test_the_standstill_is_said_until_its_last_day_has_passed(told):
    won, _ = bids_of(told)
    with at_nine(told.standstill_last_day):
        assert outcome_of(won) == Outcome(True, told.standstill_last_day)
    with at_nine(told.may_sign_from):
        over = outcome_of(won)
    assert over == Outcome(True, None)
    assert (over.tag, over.standstill_words) == (("Won", "green"), "")


def test_nobody_wins_a_tender_that_was_ended_after_all(told):
    officer = people.person(told.tender.council, Role.PROCUREMENT_OFFICER)
    tendering_services.terminate(told.tender, by=officer, reason="The money for it has gone.")
    for bid in bids_of(told):
        assert outcome_of(bid) is None
        assert [state for state, _ in rows_for(bid)] == ["Tender ended"]


def test_the_council_is_not_addressed_as_the_bidder(told, client):
    """Its own page of an opened bid is another one, and the list is of one's own bids."""
    won, _ = bids_of(told)
    officer = people.person(told.tender.council, Role.PROCUREMENT_OFFICER)
    client.force_login(officer)
    assert "You won" not in client.get(f"/bids/{won.opaque}/").content.decode()


@pytest.mark.parametrize("over", [False, True], ids=["in the standstill", "after it"])
def test_the_winner_reads_who_does_what_next(told, client, over):
    won, lost = bids_of(told)
    with at_nine(told.may_sign_from if over else told.standstill_last_day):
        pages = []
        for bid in (won, lost):
            client.force_login(person_of(bid))
            pages.append(" ".join(client.get(f"/bids/{bid.opaque}/").content.decode().split()))
    council = told.tender.commission.council.name
    step = f"{council} does the next step: it records the contract{'' if over else ' once the standstill is over'}, with"
    assert [step in page for page in pages] == [True, False]


def test_a_contract_that_is_made_is_linked_for_the_winner_alone(client):
    done = chain.journey()
    won, lost = bids_of(done.award)
    assert selectors.contract_for(won, done.supplier_user) == done.contract
    assert selectors.contract_for(won, person_of(lost)) is None
    assert selectors.contract_for(lost, person_of(lost)) is None
    client.force_login(people.fresh(done.supplier_user))
    assert f'href="/contracts/{done.contract.pk}/">open the contract</a>' in client.get(f"/bids/{won.opaque}/").content.decode()
