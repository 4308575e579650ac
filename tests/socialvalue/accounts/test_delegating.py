"""Passing on what one does while away: what is refused and why, who is told, who acts, and how the record names them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.permissions import check_can_decide
from contracts.returns.selectors import waiting_for
from measurement.dashboards.selectors.waiting import PASSED_ON, everything
from procurement.evaluation import needs as evaluation_needs
from socialvalue.accounts.enums import Duty, Role
from socialvalue.accounts.models import Delegation, Membership, User
from socialvalue.accounts.permissions import ONE_HAND
from socialvalue.accounts.services import delegating
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from socialvalue.notifications.services import tell
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures.truth import module_database  # noqa: F401  (its rows serve every test here)

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 9, tzinfo=clock.LONDON)
FIRST, LAST = date(2025, 7, 10), date(2025, 7, 24)
READ = {"starts_on": FIRST, "ends_on": LAST}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):  # noqa: F811
    """A contract in force, its manager, and a colleague who manages contracts too."""
    with clock.at(NOW - timedelta(days=100)):
        contract, who = build.active_contract()
    return contract, who, people.person(who.council, Role.CONTRACT_MANAGER, name="Colleague")


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def pass_on(scene, **given) -> Delegation:
    _, who, colleague = scene
    return delegating.pass_on(**{"by": fresh(who.manager), "delegate": fresh(colleague), **READ, **given})


def refused(scene, **given) -> list:
    with pytest.raises(Refused) as refusal:
        pass_on(scene, **given)
    return refusal.value.problems


def test_days_that_cannot_be(scene):
    assert refused(scene, starts_on=FIRST - timedelta(days=1)) == [("starts_on", "The first day must be today or later")]
    assert refused(scene, ends_on=FIRST - timedelta(days=1)) == [("ends_on", "The last day must be the first day or later")]
    assert pass_on(scene, ends_on=FIRST).ends_on == FIRST


def test_the_same_days_are_not_passed_on_twice_and_the_days_after_are(scene):
    pass_on(scene)
    said = "You have already named Colleague from 10 July 2025 to 24 July 2025. End that first, or choose other days"
    assert refused(scene, starts_on=LAST, ends_on=LAST + timedelta(days=3)) == [("starts_on", said)]
    assert pass_on(scene, starts_on=LAST + timedelta(days=1), ends_on=LAST + timedelta(days=3)).pk


def test_not_to_oneself_another_council_or_somebody_without_the_permissions(scene):
    _, who, _ = scene
    assert refused(scene, delegate=fresh(who.manager)) == [("delegate", "Choose somebody other than yourself")]
    stranger = people.person(people.council(), Role.CONTRACT_MANAGER, name="Stranger")
    assert refused(scene, delegate=stranger) == [("delegate", f"Stranger does not work for {who.council}")]
    director = people.person(who.council, Role.LEAD_DIRECTOR, name="Director")
    lacks = "create contracts, agree obligations, log returns; prepare periodic reports"
    said = f"Director does not hold what this takes: {lacks}. Choose somebody else, or pass on less"
    assert refused(scene, delegate=director) == [("delegate", said)]
    nothing = [("duty", "Your roles hold nothing of this that can be passed on")]
    assert refused(scene, duty=Duty.APPROVALS) == nothing
    scorer = people.person(who.council, Role.EVALUATOR, Role.EVALUATION_LEAD)
    assert refused(scene, by=scorer) == nothing


def test_less_can_be_passed_on_to_somebody_who_holds_less(scene):
    _, who, colleague = scene
    both = people.person(who.council, Role.CONTRACT_MANAGER, Role.PROCUREMENT_OFFICER)
    assert refused(scene, by=both)[0][0] == "delegate"
    assert pass_on(scene, by=both, duty=Duty.CONTRACTS).duty == "contracts"


def test_no_circles_and_no_chains(scene):
    _, who, colleague = scene
    pass_on(scene)
    third = people.person(who.council, Role.CONTRACT_MANAGER, name="Third")
    back = [("delegate", f"{who.manager} is away too from 10 July 2025 to 24 July 2025. Choose somebody who is there")]
    assert refused(scene, by=fresh(colleague), delegate=fresh(who.manager)) == back
    on = f"You stand in for {who.manager} from 10 July 2025 to 24 July 2025. End that first: who stands in is not away"
    assert refused(scene, by=fresh(colleague), delegate=third) == [("delegate", on)]
    two = f"Colleague stands in for {who.manager} from 10 July 2025 to 24 July 2025. Choose somebody else: nobody stands in for two at once"
    assert refused(scene, by=third, delegate=fresh(colleague)) == [("delegate", two)]


def test_only_people_of_a_council(scene):
    _, who, colleague = scene
    with pytest.raises(NotAllowed, match=r"^Only people of a council can pass on what they do$"):
        pass_on(scene, by=fresh(who.reporter))


@pytest.mark.parametrize(("day", "holds"), [(FIRST - timedelta(days=1), 0), (FIRST, 1), (LAST, 1), (LAST + timedelta(days=1), 0)])
def test_it_holds_from_the_first_day_to_the_last(scene, day, holds):
    _, who, colleague = scene
    with clock.at(NOW - timedelta(days=5)):
        pass_on(scene)
    with clock.at(datetime.combine(day, datetime.min.time())):
        assert len(fresh(colleague).stands_in(Duty.CONTRACTS)) == holds
        assert fresh(colleague).acts_for(Duty.CONTRACTS) == [colleague.pk, who.manager.pk][: 1 + holds]
        assert fresh(colleague).one_hand == fresh(who.manager).one_hand or not holds


def test_whoever_loses_the_permission_acts_for_nobody(scene):
    _, who, colleague = scene
    pass_on(scene)
    colleague.memberships.update(role=Role.COMMISSIONER)
    assert (fresh(colleague).stands_in(), fresh(who.manager).replaced_by(Duty.CONTRACTS, who.council)) == ([], [])
    # They still count as one: what was written while it held was written for both
    assert who.manager.pk in fresh(colleague).one_hand


def test_what_is_left_of_nothing_is_passed_on_to_nobody(scene):
    """A role of the absent ended, and with it all that was passed on: then messages go to nobody else either."""
    _, who, colleague = scene
    pass_on(scene)
    who.manager.memberships.update(role=Role.MEMBER)
    colleague.memberships.update(ended_at=clock.now())
    assert fresh(who.manager).replaced_by(Duty.CONTRACTS, who.council) == []
    assert fresh(colleague).stands_in() == []


def test_another_council_s_contracts_are_not_passed_on(scene):
    contract, who, _ = scene
    other = people.council("Other council")
    boss = people.person(other, Role.CONTRACT_MANAGER, name="In two councils")
    Membership.objects.create(user=boss, organisation=who.council, role=Role.CONTRACT_MANAGER)
    Contract.objects.filter(pk=contract.pk).update(manager=boss)
    stands_in = people.person(other, Role.CONTRACT_MANAGER)
    Delegation.objects.create(absent=boss, delegate=stands_in, council=other, starts_on=FIRST, ends_on=LAST)
    returns.submit_return(returns.save_return(build.first_due(contract), by=who.reporter, value=Decimal(3)), by=who.reporter)
    told = Message.objects.filter(key__startswith="returns-handed-in:")
    assert [m.recipient for m in told] == [boss]
    assert fresh(stands_in).signing(Duty.CONTRACTS, [boss.pk], who.council) == str(stands_in)
    assert fresh(stands_in).signing(Duty.CONTRACTS, [boss.pk], other) == f"{stands_in} (for {boss})"


def test_what_is_passed_on_needs_its_council(scene):
    _, who, _ = scene
    with pytest.raises(ValueError, match="needs one"):
        tell(who.manager, key="k", subject="S", body="B", duty=Duty.CONTRACTS)


def test_the_delegate_is_told_and_can_decline_and_either_can_end_it(scene):
    _, who, colleague = scene
    made = pass_on(scene)
    told = Message.objects.get(recipient=colleague)
    assert told.subject == f"You stand in for {who.manager} from 10 July 2025 to 24 July 2025"
    with pytest.raises(NotAllowed, match=r"^Only the person who was named to stand in can decline$"):
        delegating.decline(made, by=who.manager)
    with pytest.raises(NotAllowed, match=r"^Only the person who is away, or who stands in for them, can end this$"):
        delegating.end_delegation(made, by=who.director)
    delegating.decline(made, by=colleague)
    assert fresh(colleague).stands_in() == []
    with pytest.raises(WrongState, match=r"^This does not hold any more: it is declined, ended or over$"):
        delegating.end_delegation(made, by=who.manager)
    for by, other in ((who.manager, colleague), (colleague, who.manager)):
        delegating.end_delegation(again := pass_on(scene), by=by)
        assert Message.objects.filter(recipient=other, key=f"delegation-over:{again.pk}:{other.pk}").count() == 1
    verbs = AuditEvent.objects.filter(verb__contains="delegation").order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [
        ("declined a delegation", colleague.pk),
        ("ended a delegation", who.manager.pk),
        ("ended a delegation", colleague.pk),
    ]


def test_messages_and_tasks_of_the_absent_come_to_the_delegate_with_whose_they_are(scene):
    contract, who, colleague = scene
    type(contract).objects.filter(pk=contract.pk).update(ends_on=LAST + timedelta(days=30))
    ends = f"{contract.title} ends on 23 August 2025: extend it, or let it end"
    assert ends not in [n.text for n in everything(fresh(colleague), clock.now())]
    pass_on(scene)
    found = [n.text for n in everything(fresh(colleague), clock.now())]
    assert f"{ends} (for {who.manager}, on leave until 24 July 2025)" in found
    assert ends in [n.text for n in everything(fresh(who.manager), clock.now())]
    type(contract).objects.filter(pk=contract.pk).update(lead_director=None)
    build.submitted_return(build.first_due(contract), who)
    (told,) = Message.objects.filter(recipient=colleague, key__startswith="returns-handed-in")
    assert told.why == f"You get this because you stand in for {who.manager}, who is away until 24 July 2025."
    assert Message.objects.filter(recipient=who.manager, key__startswith="returns-handed-in").count() == 1


def test_scores_are_passed_on_to_nobody():
    assert all(evaluation_needs.needs not in rooms for rooms in PASSED_ON.values())


def test_what_one_wrote_the_other_does_not_verify_while_it_lasts(scene):
    contract, who, colleague = scene
    due = build.first_due(contract)
    written = returns.submit_return(returns.save_return(due, by=who.manager, value=Decimal(3)), by=who.manager)
    check_can_decide(fresh(colleague), written)
    made = pass_on(scene)
    with pytest.raises(NotAllowed, match=f"^{ONE_HAND}$"):
        returns.verify_return(written, by=fresh(colleague), comment=build.SEEN)
    assert written not in waiting_for(fresh(colleague))
    third = people.person(who.council, Role.CONTRACT_MANAGER)
    assert written in waiting_for(third)
    # Ended early it still holds for that: one press would make two people of one hand
    delegating.end_delegation(made, by=who.manager)
    assert written not in waiting_for(fresh(colleague))
    with clock.at(NOW + timedelta(days=30)):
        assert returns.verify_return(written, by=fresh(colleague), comment=build.SEEN).status == "verified"


def test_nor_does_the_absent_verify_what_was_written_for_them(scene):
    contract, who, colleague = scene
    pass_on(scene)
    delegate = fresh(colleague)
    written = returns.save_return(build.first_due(contract), by=delegate, value=Decimal(3))
    written = returns.submit_return(written, by=delegate)
    with pytest.raises(NotAllowed, match=f"^{ONE_HAND}$"):
        returns.verify_return(written, by=fresh(who.manager), comment=build.SEEN)
    event = AuditEvent.objects.get(verb="submit return")
    assert (event.actor, event.actor_label) == (colleague, f"Colleague (for {who.manager})")


def test_without_a_delegation_the_record_names_the_person_alone(scene):
    contract, who, colleague = scene
    returns.submit_return(returns.save_return(build.first_due(contract), by=colleague, value=Decimal(3)), by=colleague)
    assert AuditEvent.objects.get(verb="submit return").actor_label == "Colleague"


def test_the_pages(client, scene):
    _, who, colleague = scene
    client.force_login(who.manager)
    typed = {"delegate": colleague.pk, "duty": "everything", "starts_on": "2025-07-10", "ends_on": "2025-07-09"}
    stays = client.post(reverse("away-new"), typed)
    assert stays.context["form"].errors == {"ends_on": ["The last day must be the first day or later"]}
    done = client.post(reverse("away-new"), typed | {"ends_on": "2025-07-24"}, follow=True).content.decode()
    assert "Colleague stands in for you. They have been told." in done
    made = Delegation.objects.get()
    assert "Colleague stands in for you until" in client.get(reverse("account")).content.decode()
    client.force_login(fresh(colleague))
    page = client.get(reverse("away")).content.decode()
    assert (f'action="{reverse("away-decline", args=[made.pk])}"' in page, "You stand in for" in page) == (True, True)
    for somebody in (who.director, who.reporter):
        client.force_login(somebody)
        assert client.post(reverse("away-end", args=[made.pk])).status_code == 404
    client.force_login(people.person(who.council, Role.ADMINISTRATOR))
    assert str(who.manager) in client.get(reverse("administration-away")).content.decode()
    client.force_login(fresh(colleague))
    assert "Declined." in client.post(reverse("away-decline", args=[made.pk]), follow=True).content.decode()
    client.force_login(who.reporter)
    assert client.get(reverse("away-new")).status_code == 404


def test_no_query_more_for_whoever_passes_on_nothing(scene, django_assert_num_queries):
    _, _, colleague = scene
    user = fresh(colleague)
    with django_assert_num_queries(1):
        assert (user.stands_in(), user.one_hand, user.acts_for(Duty.CONTRACTS)) == ([], {user.pk}, [user.pk])
