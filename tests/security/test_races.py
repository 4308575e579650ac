"""Races: fifty at once through the real services. Nothing is lost, nothing is doubled, and the record says it once."""

from collections import Counter
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from contracts.handover.services import make_contract
from contracts.obligations.models import Obligation
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.models import Return
from measurement.reports import services as reports
from measurement.reports.models import Report
from procurement.award.models import Award
from procurement.bidding import services as bids
from procurement.bidding.models import Answer, Bid, Opening, Submission
from procurement.evaluation import services as evaluating
from procurement.evaluation.models import ModeratedScore
from procurement.tendering.models import Clarification
from procurement.tendering.services import close_due
from socialvalue.accounts import services as accounts
from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.services import granting, resetting
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Invitation, Membership, Organisation, User
from socialvalue.accounts.permissions import ROLES_CONFIRMED
from socialvalue.accounts.services import links
from socialvalue.common import clock
from socialvalue.common.once import SentForm
from socialvalue.notifications.models import Message
from socialvalue.single_sign_on.calculations.claims import Claims, identity_of
from socialvalue.single_sign_on.calculations.configured import Provider
from socialvalue.single_sign_on.services.linking import arrive
from socialvalue.suppliers.services.registering import register_supplier
from tests.builders import award as awards
from tests.builders import bidding, contracts, evaluation, measurement, people, tendering
from tests.procurement.bidding.tenders import AFTER, BEFORE, DEADLINE, open_tender
from tests.security.pressing import read

from .at_once import DONE, THREADS, all_at_once, recorded

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WHY = "She leads the next evaluation"

OTHERS = THREADS - 1


def anew(thing):
    """As a request of its own would read it, with nothing that another thread holds."""
    return type(thing)._base_manager.get(pk=thing.pk)


@pytest.fixture
def tender():
    return open_tender()


@pytest.fixture
def team():
    """Five people who bid for one supplier."""
    first = bidding.bidder()
    return [first, *(people.person(first.supplier, Role.SUPPLIER) for _ in range(4))]


# The bid


def test_one_bid_is_started(tender, team):
    found = set()

    def start(number):
        with clock.at(BEFORE):
            user = anew(team[number % 5])
            found.add(bids.start_bid(anew(tender), by=user, supplier=user.supplier).pk)

    assert all_at_once(start) == {DONE: THREADS}
    assert found == set(Bid.objects.values_list("pk", flat=True))
    assert len(found) == recorded("start") == 1


def test_a_bid_is_sent_once(tender, team):
    with clock.at(BEFORE):
        bid = bidding.filled_bid(tender, team[0])

    def send(number):
        with clock.at(BEFORE):
            bids.submit(anew(bid), by=anew(team[number % 5]))

    assert all_at_once(send) == {DONE: 1, "WrongState": OTHERS}
    assert Submission.objects.get().number == recorded("submit") == 1
    assert Message.objects.filter(key__startswith="bid-receipt:").count() == 1


def test_a_bid_is_withdrawn_once(tender, team):
    with clock.at(BEFORE):
        bid = bidding.submitted_bid(tender, team[0])

    def withdraw(number):
        with clock.at(BEFORE):
            bids.withdraw(anew(bid), by=anew(team[number % 5]))

    assert all_at_once(withdraw) == {DONE: 1, "WrongState": OTHERS}
    assert anew(bid).status == "withdrawn"
    assert recorded("withdraw") == 1


def test_sending_and_withdrawing_leave_what_the_record_says(tender, team):
    """Twenty-five send and twenty-five withdraw: in whatever order, submissions and events are as many as were done."""
    with clock.at(BEFORE):
        bid = bidding.filled_bid(tender, team[0])
    done = Counter()

    def either(number):
        with clock.at(BEFORE):
            verb = (bids.submit, bids.withdraw)[number % 2]
            verb(anew(bid), by=anew(team[number % 5]))
            done[verb.__name__] += 1

    all_at_once(either)
    standing = Submission.objects.filter(withdrawn_at=None).count()
    assert done["submit"] == Submission.objects.count() == recorded("submit")
    assert done["withdraw"] == recorded("withdraw") == done["submit"] - standing
    assert anew(bid).status == ("submitted" if standing else "withdrawn")
    assert sorted(Submission.objects.values_list("number", flat=True)) == list(range(1, done["submit"] + 1))


def test_around_the_deadline_what_was_sent_is_opened_and_what_was_not_is_not(tender):
    """Thirty send (ten of them late) while twenty open: whatever has a receipt was in time and is opened, once."""
    with clock.at(BEFORE):
        drafts = [bidding.filled_bid(tender, bidding.bidder()) for _ in range(15)]
    openers = bidding.openers(tender)

    def either(number):
        if number < 30:
            bid = anew(drafts[number % 15])
            with clock.at(DEADLINE + timedelta(seconds=1 if number < 10 else -1)):
                bids.submit(bid, by=anew(bid.started_by))
            return
        with clock.at(AFTER):
            mine = anew(openers[number % 2])
            opening = Opening.objects.filter(tender=tender).first() or bids.begin_opening(anew(tender), by=mine)
            bids.complete_opening(opening, by=mine)

    came_of_it = all_at_once(either)
    opening = Opening.objects.get()
    if opening.second_by_id is None:  # every one of the other person's attempts came before it had begun
        with clock.at(AFTER):
            bids.complete_opening(opening, by=next(o for o in openers if o.pk != opening.first_by_id))
    assert came_of_it[DONE] >= Submission.objects.count()
    assert all(sent.submitted_at < DEADLINE for sent in Submission.objects.all())
    sent = set(Submission.objects.values_list("bid_id", flat=True))
    assert Submission.objects.count() == len(sent) == recorded("submit") == recorded("open")
    assert set(Bid.objects.filter(status="opened").values_list("pk", flat=True)) == sent
    assert set(Bid.objects.filter(status="lapsed").values_list("pk", flat=True)) == {d.pk for d in drafts} - sent
    assert Answer.objects.count() == 3 * len(sent)
    assert recorded("begin opening") == recorded("complete opening") == 1


# The opening


def test_an_opening_is_begun_once_and_completed_once_by_the_other(tender):
    with clock.at(BEFORE):
        for _ in range(3):
            bidding.submitted_bid(tender, bidding.bidder())
    openers = bidding.openers(tender)
    with clock.at(AFTER):
        close_due(clock.now())

    def begin(number):
        with clock.at(AFTER):
            bids.begin_opening(anew(tender), by=anew(openers[number % 2]))

    assert all_at_once(begin) == {DONE: 1, "WrongState": OTHERS}
    opening = Opening.objects.get()

    def complete(number):
        with clock.at(AFTER):
            bids.complete_opening(anew(opening), by=anew(openers[number % 2]))

    came_of_it = all_at_once(complete)
    assert came_of_it[DONE] == 1
    assert came_of_it["WrongState"] + came_of_it["NotAllowed"] == OTHERS
    assert {anew(opening).first_by_id, anew(opening).second_by_id} == {o.pk for o in openers}
    assert (recorded("begin opening"), recorded("complete opening"), recorded("open")) == (1, 1, 3)
    assert Answer.objects.count() == 9


# The evaluation


def test_one_cell_is_moderated_once_and_the_others_are_told():
    scene = evaluation.moderating()
    bid, criterion = scene.bids[0], scene.criteria[0]

    def moderate(number):
        evaluating.moderate(
            anew(scene.evaluation),
            by=anew(scene.lead),
            bid=anew(bid),
            criterion=anew(criterion),
            value=3,
            reason=f"The panel agreed on this after it had talked it over for {number + 2} minutes.",
            expected_version=0,
        )

    assert all_at_once(moderate) == {DONE: 1, "Conflict": OTHERS}
    assert ModeratedScore.objects.get().version == recorded("moderate") == 1


# The contract


def test_one_contract_is_made_from_an_award():
    award = awards.told()
    council = award.tender.council
    manager, director = people.person(council, Role.CONTRACT_MANAGER), people.person(council, Role.LEAD_DIRECTOR)

    def make(_):
        with awards.standstill_over(award):
            make_contract(anew(award), by=anew(manager), manager=anew(manager), lead_director=anew(director))

    assert all_at_once(make) == {DONE: 1, "WrongState": OTHERS}
    contract = Contract.objects.get()
    assert contract.award == Award.objects.get()
    # Of the contract, of the award, of the tender
    assert recorded("make contract") == 3
    wordings = list(Obligation.objects.values_list("wording", flat=True))
    assert len(wordings) == len(set(wordings)) > 0


def test_a_return_is_verified_once_by_one_of_two():
    contract, who = contracts.active_contract()
    second = people.person(who.council, Role.CONTRACT_MANAGER)
    due = contracts.first_due(contract)
    handed_in = contracts.submitted_return(due, who)

    def verify(number):
        by = anew((who.manager, second)[number % 2])
        returns.verify_return(anew(handed_in), by=by, comment=contracts.SEEN, expected_version=handed_in.version)

    came_of_it = all_at_once(verify)
    assert came_of_it[DONE] == 1
    assert came_of_it["Conflict"] + came_of_it["WrongState"] + came_of_it["NotAllowed"] == OTHERS
    assert Return.objects.get().status == "verified"
    assert recorded("verify return") == 1


# The report


def test_a_report_is_approved_once():
    scene = measurement.scene()
    measurement.contract(scene, {"values": [3]})
    report = measurement.submitted(scene)

    def approve(_):
        with clock.at(measurement.NOW):
            reports.approve_report(anew(report), by=anew(scene.approver))

    assert all_at_once(approve) == {DONE: 1, "WrongState": OTHERS}
    assert Report.objects.get().status == "approved"
    assert recorded("approved a report") == 1
    assert Message.objects.filter(key=f"report-approved:{report.pk}:{scene.who.member.pk}").count() == 1


# People


def test_an_invitation_is_accepted_once():
    host = bidding.bidder()
    invitation = accounts.invite(host.supplier, by=host, email="colleague@example.org")
    token = links.make(links.INVITE, invitation.pk)

    def accept(number):
        accounts.accept_invitation(token, name=f"Colleague {number}", password="hedgerow-at-dusk")

    assert all_at_once(accept) == {DONE: 1, "Refused": OTHERS}
    assert Membership.objects.filter(organisation=host.supplier).count() == 2
    assert Invitation.objects.get().accepted_by == User.objects.get(email="colleague@example.org")
    assert recorded("joined a supplier") == 1


def test_a_role_is_confirmed_once_by_one_of_two():
    """An administrator and a director press at once, and the one who asked presses with them."""
    council = people.council()
    asker, second = (people.person(council, Role.ADMINISTRATOR) for _ in range(2))
    director = people.person(council, Role.LEAD_DIRECTOR)
    user = administration.add_person(
        council, by=asker, email="new@example.org", name="Nell New", roles=["evaluation_lead"], reason=WHY
    )
    grant = RoleGrant.objects.get(user=user)

    def confirm(number):
        granting.confirm(anew(grant), by=anew((second, director, asker)[number % 3]))

    came_of_it = all_at_once(confirm)
    assert came_of_it[DONE] == 1
    assert came_of_it["WrongState"] + came_of_it["NotAllowed"] + came_of_it["Conflict"] == OTHERS
    held = Membership.objects.get(user=user, role=Role.EVALUATION_LEAD)
    assert held.granted_by == asker
    assert held.confirmed_by in (second, director)
    assert recorded(ROLES_CONFIRMED) == 1


def test_somebody_who_comes_from_a_provider_in_fifty_tabs_is_linked_once():
    council = people.council()
    user = people.person(council, Role.COMMISSIONER)
    kent = Provider("kent", "https://kent.example", "id", "secret", "Kentish staff sign-in", council.name)
    claims = Claims(identity_of(kent.issuer, "1001"), user.email, True, False)
    assert all_at_once(lambda number: arrive(kent, claims)) == {DONE: THREADS}
    assert SocialAccount.objects.get().user == user
    assert recorded("linked a way to sign in") == 1


def test_two_people_who_come_with_one_address_are_not_both_linked():
    council = people.council()
    user = people.person(council, Role.COMMISSIONER)
    kent = Provider("kent", "https://kent.example", "id", "secret", "Kentish staff sign-in", council.name)
    came_of_it = all_at_once(lambda n: arrive(kent, Claims(identity_of(kent.issuer, str(n % 2)), user.email, True, False)))
    assert came_of_it == {DONE: THREADS // 2, "NotAllowed": THREADS // 2}
    assert SocialAccount.objects.count() == 1


def test_a_lost_second_step_is_removed_once():
    council = people.council()
    asker, second = (people.person(council, Role.ADMINISTRATOR) for _ in range(2))
    reset = people.lost_step(council, by=asker)
    came_of_it = all_at_once(lambda number: resetting.confirm(anew(reset), by=anew((second, asker)[number % 2])))
    assert came_of_it[DONE] == 1
    assert sum(came_of_it.values()) == THREADS
    assert recorded(resetting.RESET) == 1
    assert Message.objects.filter(key__startswith="reset-done").count() == 1


def test_a_role_confirmed_refused_and_withdrawn_at_once_ends_in_one_way():
    council = people.council()
    asker, second = (people.person(council, Role.ADMINISTRATOR) for _ in range(2))
    user = administration.add_person(
        council, by=asker, email="new@example.org", name="Nell New", roles=["evaluation_lead"], reason=WHY
    )
    grant = RoleGrant.objects.get(user=user)

    def decide(number):
        if number % 3 == 0:
            granting.withdraw(anew(grant), by=anew(asker))
        elif number % 3 == 1:
            granting.confirm(anew(grant), by=anew(second))
        else:
            granting.refuse(anew(grant), by=anew(second), reason="She leaves the council at the end of this month.")

    assert all_at_once(decide)[DONE] == 1
    ended = recorded(ROLES_CONFIRMED), recorded(granting.REFUSED), recorded(granting.WITHDRAWN)
    assert sorted(ended) == [0, 0, 1]
    assert Membership.objects.filter(user=user).count() == ended[0]


def test_the_same_form_sent_fifty_times_makes_one_and_leads_all_there():
    """Five equal posts made five questions once."""
    tender = tendering.published_tender()
    user = people.person(people.supplier(), Role.SUPPLIER)
    browser, path = Client(), f"/opportunities/{tender.reference}/ask/"
    browser.force_login(user)
    (form,) = [one for one in read(path, browser.get(path).content.decode()).forms if one.action == path]
    led_to = set()

    def send(_):
        mine = Client()
        mine.cookies = browser.cookies
        answer = mine.post(path, form.data | {"question": "May two of us bid together?"})
        led_to.add((answer.status_code, answer.get("Location")))

    assert all_at_once(send) == {DONE: THREADS}
    assert led_to == {(302, f"/opportunities/{tender.reference}/")}
    assert (Clarification.objects.count(), SentForm.objects.count()) == (1, 1)


def test_one_colleague_is_invited_once_by_one_form():
    boss = bidding.bidder()
    browser, path = Client(), "/account/invite/"
    browser.force_login(boss)
    (form,) = [one for one in read(path, browser.get(path).content.decode()).forms if one.action == path]

    def send(_):
        mine = Client()
        mine.cookies = browser.cookies
        mine.post(path, form.data | {"email": "colleague@example.org"})

    assert all_at_once(send) == {DONE: THREADS}
    assert Invitation.objects.count() == recorded("invited a colleague") == 1
    assert Message.objects.filter(key__startswith="invitation:").count() == 1


def test_one_address_registers_one_supplier():
    """The others are answered alike, and nothing tells them from the first."""

    def register(_):
        register_supplier(
            name="Robin Reed",
            email="robin@example.org",
            password="hedgerow-at-dusk",
            organisation_name="Reed Fencing Ltd",
            address="1 Hop Lane",
            postcode="ME1 1AA",
        )

    assert all_at_once(register) == {DONE: THREADS}
    user = User.objects.get(email="robin@example.org")
    assert Membership.objects.get(user=user).organisation == Organisation.objects.get(name="Reed Fencing Ltd")
    assert recorded("registered a supplier") == 1
    assert {tuple(one.to) for one in mail.outbox} <= {("robin@example.org",)}
