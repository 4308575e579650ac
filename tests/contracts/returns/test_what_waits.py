"""What waits for somebody and what they owe: read from the few contracts it is of, and still what one condition would find."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from contracts.evidence.visibility import returns_rule
from contracts.register.models import Contract, ContractSupplier
from contracts.register.querysets import contracts_rule, delivers
from contracts.returns.models import Return
from contracts.returns.selectors import longest_waiting, many_of, next_to_make, owed_by, waiting_for
from contracts.returns.selectors.queue import chosen_for, many_for, queue_for
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Duty, Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people, ten_contracts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 25)
CONTRACT = "kpi__obligation__contract__"


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2026, 4, 25, 9, tzinfo=clock.LONDON)):
        yield


def to_make_in_one(user: User, rows) -> set[int]:
    """Keys of what somebody has to make, as one condition says it: theirs because they deliver, or because they manage."""
    managed = Q(**{f"{CONTRACT}manager__in": user.acts_for(Duty.CONTRACTS)})
    own = managed & (Q(kpi__client_side=True) | Q(**{f"{CONTRACT}suppliers": None}))
    supplier = Q(**{f"{CONTRACT}parties__open_to__in": user.delivers_as}) & Q(kpi__client_side=False)
    begun = Q(**{f"{CONTRACT}parties__first_day": None}) | Q(**{f"{CONTRACT}parties__first_day__lte": TODAY})
    assert ContractSupplier.objects.filter(last_day=None).count() == ContractSupplier.objects.count()
    found = rows.filter(own | supplier & begun)
    seen = DueReturn._base_manager.filter(contracts_rule(user, CONTRACT, "due_on"))
    return set(found.filter(pk__in=seen.values("pk")).values_list("pk", flat=True))


def everybody() -> list[User]:
    return [people.fresh(user) for user in User.objects.order_by("pk")]


@pytest.fixture
def many_people():
    """Ten contracts of every kind, one of two suppliers, and another council's."""
    book = ten_contracts.portfolio()
    who = book.scene.who
    partner = people.supplier()
    people.person(partner, Role.SUPPLIER)
    with clock.at(datetime(2025, 4, 1, 9)):
        build.active_contract(who, suppliers=[who.supplier, partner], kpi={"client_side": True})
        stranger, there = build.active_contract()
    build.submitted_return(build.first_due(stranger), there)
    for due in (
        DueReturn.objects.owed()
        .not_handed_in()
        .filter(ends_on__lt=TODAY, kpi__client_side=False, kpi__kind="sum")
        .order_by("pk")[:3]
    ):
        if due.kpi.obligation.contract.council == book.council and due.kpi.obligation.contract.suppliers.exists():
            build.submitted_return(due, who)
    return book


def test_what_somebody_owes_is_what_one_condition_finds(many_people):
    counted = 0
    for user in everybody():
        owed = DueReturn.objects.outstanding().due_by(TODAY + timedelta(days=30)).filter(ends_on__lt=TODAY)
        found = list(owed_by(user).values_list("pk", flat=True))
        assert len(found) == len(set(found)), user
        assert set(found) == to_make_in_one(user, owed), user
        coming = to_make_in_one(user, DueReturn.objects.outstanding().filter(ends_on__gte=TODAY))
        first = next_to_make(user)
        assert (first.pk in coming) if coming else first is None, user
        assert not coming or first.due_on == min(DueReturn.objects.filter(pk__in=coming).values_list("due_on", flat=True))
        counted += len(found)
    assert counted > 10


def test_everybody_sees_what_the_rule_says_once(many_people):
    assert ContractSupplier.objects.values("contract").distinct().count() < ContractSupplier.objects.count()
    seen = 0
    for user in everybody():
        for model, rule in (
            (Contract, contracts_rule(user)),
            (DueReturn, contracts_rule(user, CONTRACT, "due_on")),
            (Return, returns_rule(user)),
        ):
            through_keys = model._base_manager.filter(pk__in=model._base_manager.filter(rule).values("pk"))
            found = sorted(model.objects.visible_to(user).values_list("pk", flat=True))
            assert found == sorted(through_keys.values_list("pk", flat=True)), (user, model)
            seen += len(found)
    assert seen > 100


def test_nobody_who_delivers_nothing_is_looked_up_among_suppliers(many_people):
    member = people.person(many_people.council, Role.MEMBER)
    assert "contractsupplier" not in str(DueReturn.objects.visible_to(member).query)
    assert not Contract.objects.filter(delivers(member)).exists()
    assert "contractsupplier" in str(DueReturn.objects.visible_to(people.fresh(many_people.scene.who.reporter)).query)


@pytest.fixture
def queue():
    """Four returns that wait, handed in on four days; that of the last day is below its minimum."""
    with clock.at(datetime(2026, 4, 5, 9)):
        contract, who = build.active_contract(obligations=4)
        dues = DueReturn.objects.filter(starts_on=build.first_due(contract).starts_on).order_by("kpi__number")
    handed_in = []
    for day, due in enumerate(dues, start=10):
        with clock.at(datetime(2026, 4, day, 9)):
            handed_in.append(build.submitted_return(due, who, "1" if day == 13 else "3"))
    return people.fresh(who.manager), handed_in


@pytest.mark.parametrize(("least", "counted", "words"), [(3, 4, "more than 3"), (4, 4, "4"), (5, 4, "4")])
def test_what_waits_is_counted_so_far_and_no_further(queue, least, counted, words):
    manager, _ = queue
    many = many_of(waiting_for(manager), least)
    assert (many.counted, str(many), many.is_more) == (counted, words, least < 4)


def test_of_many_the_longest_waiting_are_listed_and_any_may_be_chosen(queue):
    manager, handed_in = queue
    rows = waiting_for(manager)
    assert list(longest_waiting(rows, 3).order_by("submitted_at")) == handed_in[:3]
    assert set(longest_waiting(rows, 4)) == set(queue_for(manager)) == set(handed_in)
    assert list(chosen_for(manager, [handed_in[3].pk])) == [handed_in[3]]
    assert chosen_for(manager, [handed_in[3].pk]).get().is_below is True
    assert [many_for(manager, **wanted).counted for wanted in ({}, {"below": True}, {"contract": "no such"})] == [4, 1, 0]
    assert list(queue_for(manager, below=True)) == handed_in[3:]


@pytest.mark.parametrize("name", ["home", "returns", "returns-to-verify"])
def test_pages_say_how_many_wait(client, queue, name):
    manager, _ = queue
    client.force_login(manager)
    page = " ".join(client.get(reverse(name)).content.decode().split())
    assert ("4 returns to verify" if name != "returns-to-verify" else "4 returns") in page


@pytest.mark.postgres
def test_what_waits_is_read_from_an_index_in_its_order(queue):
    manager, _ = queue
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    plan = waiting_for(manager)[:13].explain()
    assert "using return_waiting" in plan, plan
    assert "Sort" not in plan, plan
