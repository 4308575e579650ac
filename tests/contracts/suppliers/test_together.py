"""Two suppliers are joined and separated: what opens to whom, what is found, and that parting takes back all of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from contracts.register.calculations.links import Link
from contracts.register.models import ContractSupplier
from contracts.register.services import edit_contract
from contracts.schedule.services.reminding import _supplier_people
from contracts.suppliers import services
from contracts.suppliers.selectors.waiting import contracts_of, linked_since, listed, waits_for
from procurement.bidding import services as bids
from procurement.bidding.models import Bid
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership, Organisation
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.notifications.models import Message
from socialvalue.suppliers.calculations.linking import Linked, link
from socialvalue.suppliers.models import Joining, JoinRequest
from socialvalue.suppliers.selectors.linking import register_of_suppliers
from socialvalue.suppliers.services import together
from socialvalue.suppliers.services.joining_in import decide_join
from tests.builders import bidding, people, tendering
from tests.builders import contracts as build

from . import steps

pytestmark = pytest.mark.django_db
SAID = {"reason": "It was entered twice, once with its trading name", "evidence": "Companies House shows one company"}
AGREED = "The same address, and their secretary says so"


class Two:
    """A supplier that registered and was confirmed, with people, and the same one as a file had brought it in."""

    def __init__(self, number="", joined_number="", **joined):
        self.who = build.parties(supplier=people.supplier("Weald Carers CIC", number=number))
        build.active_contract(self.who, reference="CON-1", title="Short breaks")
        self.kept, self.officer = self.who.supplier, self.who.manager
        self.second = people.person(self.who.council, Role.PROCUREMENT_OFFICER)
        self.joined = people.supplier("Carers of the Weald", number=joined_number, **{"confirmed": False, **joined})
        self.theirs = build.draft_contract(self.who, suppliers=[self.joined], reference="CON-2", title="Day care")[0]

    def join(self) -> Joining:
        made = together.propose_joining(self.kept, self.joined, by=self.officer, **SAID)
        return services.decide_joining(made, by=self.second, accept=True, decision=AGREED)

    def part(self, given_back=()) -> Joining:
        joined = Organisation.objects.get(pk=self.joined.pk)
        made = services.propose_parting(joined, by=self.second, given_back=given_back, **SAID)
        return services.decide_joining(made, by=people.fresh(self.officer), accept=True, decision=AGREED)


def everything() -> dict[str, list]:
    """All that joining could touch, row by row."""
    return {
        model.__name__: list(model.objects.order_by("pk").values()) for model in (Organisation, Membership, ContractSupplier, Bid)
    }


def test_nothing_opens_before_a_second_officer_agrees_and_then_its_contracts_do():
    two = Two()
    reporter = two.who.reporter
    made = together.propose_joining(two.kept, two.joined, by=two.officer, **SAID)
    assert steps.sees(reporter) == {"CON-1"}
    assert waits_for(people.fresh(two.second)).together == {two.kept.pk: 1}
    assert waits_for(people.fresh(two.officer)).together == {}
    assert Message.objects.get(recipient=two.second, key__startswith="joining:").subject == f"Join {two.joined} and {two.kept}?"
    with pytest.raises(NotAllowed, match="^You proposed this. Another officer decides.$"):
        services.decide_joining(made, by=two.officer, accept=True, decision=AGREED)

    services.decide_joining(made, by=two.second, accept=True, decision=AGREED)
    assert steps.sees(reporter) == {"CON-1", "CON-2"}
    assert set(two.theirs.delivering()) == {two.kept, two.joined}
    assert [one.user for one in _supplier_people({two.theirs.pk})[two.theirs.pk]] == [reporter]
    # Nobody is asked anything more, and who it was with is written as it was
    assert two.theirs.parties.get().name_then == str(two.joined)
    assert contracts_of(people.fresh(two.officer), [two.kept.pk]) == {two.kept.pk: 2}
    assert two.joined not in listed(people.fresh(two.officer))
    assert Message.objects.get(recipient=reporter, key__startswith="joining:").subject == (
        f"{two.joined} and {two.kept} were joined"
    )
    about = AuditEvent.objects.filter(verb__endswith="two suppliers").order_by("pk")
    assert list(about.values_list("verb", "actor")) == [
        ("proposed to join two suppliers", two.officer.pk),
        ("joined two suppliers", two.second.pk),
    ]


def test_a_file_that_names_either_means_the_one_that_goes_on():
    two = Two(number="01234567", joined_number="SC123456")
    # Two numbers of one register would not have been joined
    two.joined.numbers.update(scheme="GB-SC", number="SC045678")
    before = register_of_suppliers()
    assert link(two.joined.name, "", before) == Linked(two.joined.pk, "name")
    two.join()
    after = register_of_suppliers()
    assert two.joined.pk not in after.known
    assert link(two.joined.name, "", after) == link(two.kept.name, "", after) == Linked(two.kept.pk, "name")
    assert {str(number) for number in after.known[two.kept.pk].numbers} == {"01234567", "GB-SC-SC045678"}


def test_two_numbers_of_one_register_are_refused_in_words_and_an_equal_one_is_not():
    two = Two(number="01234567", joined_number="07654321")
    words = (
        r"^Weald Carers CIC \(fictional\) has Companies House 01234567, and Carers of the Weald \(fictional\) has Companies House "
        r"07654321. Two numbers of one register are two organisations. If one of them is mistaken, have it changed first.$"
    )
    with pytest.raises(Refused, match=words):
        together.propose_joining(two.kept, two.joined, by=two.officer, **SAID)
    two.joined.numbers.update(number="01234567")
    assert two.join().accepted


def test_the_number_of_the_joined_one_is_shown_until_they_are_parted():
    two = Two(joined_number="07654321")
    two.join()
    assert Organisation.objects.get(pk=two.kept.pk).registration_number == "07654321"
    two.part()
    assert Organisation.objects.get(pk=two.kept.pk).registration_number == ""


def test_what_was_right_when_proposed_is_looked_at_again_when_decided():
    two = Two(number="01234567")
    made = together.propose_joining(two.kept, two.joined, by=two.officer, **SAID)
    two.joined.numbers.create(scheme="GB-COH", number="07654321")
    with pytest.raises(Refused, match="Two numbers of one register are two organisations"):
        services.decide_joining(made, by=two.second, accept=True, decision=AGREED)
    assert services.decide_joining(made, by=two.second, accept=False, decision="They have two numbers now").accepted is False
    assert steps.sees(two.who.reporter) == {"CON-1"}


@pytest.mark.parametrize("empty", ["reason", "evidence"])
def test_a_reason_and_what_shows_it_are_both_of_substance(empty):
    two = Two()
    with pytest.raises(Refused, match="does not$"):
        together.propose_joining(two.kept, two.joined, by=two.officer, **{**SAID, empty: "as discussed"})


def test_who_cannot_be_joined_says_what_to_do():
    two = Two()
    with pytest.raises(Refused, match="^Choose another supplier: this is the one that goes on$"):
        together.propose_joining(two.kept, two.kept, by=two.officer, **SAID)
    with pytest.raises(Refused, match=r"^People act for Weald .* Let Weald Carers CIC \(fictional\) be the one that goes on.$"):
        together.propose_joining(two.joined, two.kept, by=two.officer, **SAID)
    waits = together.propose_joining(two.kept, two.joined, by=two.officer, **SAID)
    with pytest.raises(Refused, match="is proposed about Carers of the Weald .* already, and waits for another officer$"):
        together.propose_joining(two.kept, two.joined, by=two.second, **SAID)
    together.withdraw_joining(waits, by=two.officer)
    two.join()
    third = people.supplier()
    with pytest.raises(
        Refused, match=r"^Carers of the Weald \(fictional\) is joined with Weald Carers CIC \(fictional\) already$"
    ):
        together.propose_joining(third, Organisation.objects.get(pk=two.joined.pk), by=two.officer, **SAID)
    people.person(third, Role.SUPPLIER)
    with pytest.raises(
        Refused, match="was joined with Carers of the Weald .* before. Separate them first, then join each of them"
    ):
        together.propose_joining(third, two.kept, by=two.officer, **SAID)


def test_a_stranger_who_registered_is_confirmed_before_anything_is_joined_to_them():
    two = Two()
    Organisation.objects.filter(pk=two.kept.pk).update(confirmed_at=None, confirmed_how="")
    with pytest.raises(
        Refused, match=r"^Confirm who Weald Carers CIC \(fictional\) is first: somebody registered under this name"
    ):
        together.propose_joining(two.kept, two.joined, by=two.officer, **SAID)


def test_who_acts_for_the_joined_one_keeps_that_and_asks_to_act_for_the_other():
    two = Two(confirmed=True)
    colleague = people.person(two.joined, Role.SUPPLIER)
    made = two.join()
    assert steps.sees(colleague) == {"CON-2"}
    asked = JoinRequest.objects.get(organisation=two.kept, user=colleague, because_of=made)
    assert asked.typed["name"] == str(two.joined)
    # Its own people decide, no officer: a friend is not let in to a bid
    with pytest.raises(NotAllowed, match="^The people of this supplier decide who acts for it$"):
        decide_join(asked, by=people.fresh(two.officer), accept=True, reason=AGREED)
    decide_join(asked, by=two.who.reporter, accept=True)
    colleague = people.fresh(colleague)
    assert steps.sees(colleague) == {"CON-1", "CON-2"}
    assert colleague.supplier == two.kept
    two.part()
    assert steps.sees(colleague) == {"CON-2"}
    assert people.fresh(colleague).supplier == two.joined


def test_what_still_waited_is_refused_when_they_are_parted():
    two = Two(confirmed=True)
    people.person(two.joined, Role.SUPPLIER)
    two.join()
    two.part()
    asked = JoinRequest.objects.get(organisation=two.kept)
    assert (asked.accepted, asked.reason) == (False, "The two suppliers were separated")


def test_parting_leaves_every_row_as_it_was_before_joining():
    two = Two(joined_number="07654321")
    before = everything()
    two.join()
    assert everything() != before
    two.part()
    assert everything() == before
    assert steps.sees(two.who.reporter) == {"CON-1"}


def test_contracts_linked_since_are_asked_about():
    two = Two()
    made = two.join()
    stays = build.draft_contract(two.who, suppliers=[two.kept], reference="CON-3")[0]
    goes = build.draft_contract(two.who, suppliers=[Link(two.kept, "name")], reference="CON-4")[0]
    asked = linked_since(made, people.fresh(two.second))
    assert [party.contract for party in asked] == [stays, goes]
    separated = two.part(given_back=[goes.parties.get()])
    party = goes.parties.get()
    # It waits as it did, under the name of whose it is
    assert (party.organisation, party.name_then, party.open_to) == (two.joined, str(two.joined), None)
    assert (stays.parties.get().organisation, stays.parties.get().open_to) == (two.kept, two.kept)
    assert separated.given_back == [party.pk]
    two.join()
    with pytest.raises(Refused, match="^Choose among the contracts that are listed$"):
        two.part(given_back=[stays.parties.get()])


def test_a_contract_that_was_its_own_before_is_not_asked_about():
    two = Two()
    made = two.join()
    # The other one is a supplier of it already
    edit_contract(two.theirs, by=two.officer, suppliers=[two.joined, two.kept])
    assert list(linked_since(made, people.fresh(two.second))) == []


def test_a_bid_stays_with_who_sent_it_and_opens_to_nobody_else():
    two = Two(confirmed=True)
    bidder = people.person(two.joined, Role.SUPPLIER)
    with clock.at(datetime(2026, 3, 2, 9, 0, tzinfo=UTC)):
        tender = tendering.published_tender()
        bid = bidding.filled_bid(tender, bidder)
        two.join()
        assert Bid.objects.get().supplier == two.joined
        assert not Bid.objects.visible_to(people.fresh(two.who.reporter)).exists()
        assert Bid.objects.visible_to(people.fresh(bidder)).get() == bid
        with pytest.raises(NotAllowed, match="was joined with Weald Carers CIC .*, which bids from now on"):
            bids.start_bid(tendering.published_tender(), by=people.fresh(bidder), supplier=people.fresh(bidder).supplier)


def test_an_officer_who_was_with_the_one_is_tied_to_the_other():
    two = Two()
    officer = people.person(two.who.council, Role.CONTRACT_MANAGER)
    officer.supplier_ties.create(supplier=two.joined, entered_by=officer)
    assert people.fresh(officer).ties == {two.joined.pk}
    two.join()
    assert people.fresh(officer).ties == {two.joined.pk, two.kept.pk}
    two.part()
    assert people.fresh(officer).ties == {two.joined.pk}


def test_where_another_council_deals_with_one_of_them_its_officer_decides():
    two = Two()
    other = build.parties(supplier=people.supplier())
    build.draft_contract(other, suppliers=[two.joined], reference="OTHER-1")
    made = together.propose_joining(two.kept, two.joined, by=two.officer, **SAID)
    assert set(Message.objects.filter(key__startswith="joining:").values_list("recipient", flat=True)) == {other.manager.pk}
    with pytest.raises(NotAllowed, match="^Another council deals with one of the two suppliers"):
        services.decide_joining(made, by=two.second, accept=True, decision=AGREED)
    services.decide_joining(made, by=people.fresh(other.manager), accept=True, decision=AGREED)
    assert steps.sees(two.who.reporter) == {"CON-1", "CON-2", "OTHER-1"}
    # What was linked since, each officer says of their own council's
    later = build.draft_contract(other, suppliers=[two.kept], reference="OTHER-2")[0]
    joined = Organisation.objects.get(pk=two.joined.pk)
    with pytest.raises(Refused, match="^Choose among the contracts that are listed$"):
        services.propose_parting(joined, by=two.second, given_back=[later.parties.get()], **SAID)
    parting = services.propose_parting(joined, by=two.second, **SAID)
    services.decide_joining(
        parting, by=people.fresh(other.manager), accept=True, decision=AGREED, given_back=[later.parties.get()]
    )
    assert later.parties.get().organisation == two.joined
    assert steps.sees(two.who.reporter) == {"CON-1"}


def test_joined_again_after_parting_asks_only_about_what_came_since():
    two = Two()
    with clock.at(clock.now() - timedelta(days=9)):
        two.join()
        build.draft_contract(two.who, suppliers=[two.kept], reference="CON-3")
        two.part()
    again = two.join()
    assert Joining.objects.in_force().get(pk=again.pk) == Joining.objects.in_force().first()
    assert list(linked_since(again, people.fresh(two.second))) == []


def test_the_database_knows_no_supplier_that_is_part_of_itself_and_no_joining_by_one():
    two = Two()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=two.kept.pk).update(part_of=two.kept.pk)
    made = two.join()
    with pytest.raises(IntegrityError), transaction.atomic():
        Joining.objects.filter(pk=made.pk).update(decided_by=made.asked_by)
