"""What bidders see and may choose where proxy values mark a question."""

import re
from decimal import Decimal

import pytest

from procurement.bidding import selectors, services
from procurement.bidding.calculations import document
from procurement.bidding.models import OfferedCommitment
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Refused
from socialvalue.framework.models import Measure
from tests.builders import bidding, people
from tests.builders import proxies as build
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def tender():
    return build.published()


@pytest.fixture
def user():
    return bidding.bidder()


def begun(tender, user, *offers):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    made = [build.offer(tender, *one) for one in offers]
    return services.save_commitments(bid, by=user, question=build.question(tender).question, commitments=made)


def kept(bid, user) -> list[dict]:
    return document.answer(selectors.content(bid, user), "q4")["commitments"]


def page(client, bid, user, end="commitments/"):
    client.force_login(user)
    return as_read(client.get(f"/bids/{bid.opaque}/questions/q4/{end}"))


def test_the_page_says_what_the_saved_commitments_earn(client, tender, user):
    bid = begun(tender, user, ("A", "3"), ("H", "10", "month"), (None, "900"))
    shown = page(client, bid, user)
    # 9 × £1,200 + 360 × £12.50 = £15,300; 5 × 15,300 ÷ 50,000 = 1.53
    assert "As saved, these earn 1.53 of 5" in shown
    assert "£10,800" in shown
    assert "£4,500" in shown
    assert "£15,300" in shown
    assert "Something else: earns no marks here" in shown
    for words in ("worked out, not judged", "An invented source", "Free to use", "Prices of 2025"):
        assert words in shown


def test_what_is_half_written_is_not_counted_yet(client, tender, user):
    bid = begun(tender, user, ("A", "", "year"))
    shown = page(client, bid, user)
    assert "Not counted yet" in shown
    assert "earn 0 of 5" in shown


def test_more_than_full_marks_is_said(client, tender, user):
    shown = page(client, begun(tender, user, ("A", "90")), user)
    assert "earn 5 of 5" in shown
    assert "More than £50,000 earns no more" in shown


def test_before_anything_is_offered(client, tender, user):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    assert "Nothing is offered yet, which earns 0" in page(client, bid, user)
    assert "worked out from your commitments" in page(client, bid, user, end="")


def test_the_mark_stands_beside_the_answers_before_sending_and_after(client, tender, user):
    bid = bidding.submitted_bid(tender, user, commitments=[build.offer(tender, "A", "3")])
    client.force_login(user)
    assert "earn 1.08 of 5" in as_read(client.get(f"/bids/{bid.opaque}/submissions/1/sent/"))
    services.withdraw(bid, by=user)
    assert "earn 1.08 of 5" in as_read(client.get(f"/bids/{bid.opaque}/check/"))


def test_only_measures_with_a_value_can_be_chosen(client, tender, user):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    shown = page(client, bid, user, end="commitments/add/")
    assert "Apprentices who stay a year: £1,200 for one person" in shown
    assert "Something else: it earns no marks here" in shown
    for unvalued in ("Meetings held", "Carbon from vans", "Local firms paid"):
        assert unvalued not in shown
    # In the framework's order, which is not that of the values
    assert shown.index("Apprentices who stay") < shown.index("Hours of mentoring")


def test_a_measure_s_own_words_and_unit_are_kept(tender, user):
    bid = begun(tender, user, ("A", "3", "year"))
    given = build.offer(tender, "H", "3", measure_text="Apprentices who stay a year", unit="people")
    bid = services.change_commitment(bid, by=user, question=build.question(tender).question, index=0, commitment=given)
    assert [(one["measure_text"], one["unit"]) for one in kept(bid, user)] == [("Hours of mentoring", "hours")]


@pytest.mark.parametrize("name, words", [("unit", "minutes"), ("measure_text", "Coffees drunk with apprentices")])
def test_nothing_else_is_counted_under_a_value(tender, user, name, words):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    other = build.offer(tender, "H", "3", **{name: words})
    with pytest.raises(Refused, match="Leave this blank") as refused:
        services.add_commitment(bid, by=user, question=build.question(tender).question, commitment=other)
    assert refused.value.problems[0][0] == name


def test_something_else_keeps_its_own_words(tender, user):
    bid = begun(tender, user, (None, "3", "year"))
    assert kept(bid, user)[0]["unit"] == "apprenticeships"
    measure = Measure.objects.get(code="N", outcome__priority__version=tender.commission.framework)
    own = bidding.commitment(measure_id=measure.pk, measure_text="", unit="")
    bid = services.add_commitment(bid, by=user, question=build.question(tender).question, commitment=own)
    assert kept(bid, user)[1]["unit"] == "meetings"


def test_a_question_judged_by_people_shows_no_pounds(client, user):
    tender = build.published(build.draft())
    shown = page(client, begun(tender, user, ("A", "3")), user)
    assert "£1,200" not in shown
    assert "worked out" not in shown


def test_what_is_opened_is_what_was_counted(tender):
    build.opened([("A", "3", "year")], tender=tender)
    found = OfferedCommitment.objects.get()
    assert (found.measure.code, found.quantity, found.per, found.unit) == ("A", Decimal(3), "year", "people")


def test_council_readers_of_an_opened_bid_see_no_mark_before_moderation(client, tender):
    build.opened([("A", "3", "year")], tender=tender)
    client.force_login(people.person(tender.council, Role.PROCUREMENT_OFFICER))
    shown = as_read(client.get(f"/bids/{tender.bids.get().opaque}/"))
    assert "Apprentices who stay a year" in shown
    # The one score said is the minimum of the first question
    assert re.findall(r"\S+ of 5", shown) == ["2 of 5"]
    assert "10,800" not in shown
