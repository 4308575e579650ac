"""One mechanism for what takes two people: how it stands, what the database refuses, and who writes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from lxml import html

from contracts.register.models import SupplierChange
from socialvalue.accounts.administration.models import RoleGrant, StepReset
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.second_word import services
from socialvalue.second_word.enums import Outcome
from socialvalue.second_word.models import SecondWord
from socialvalue.suppliers.enums import Together
from socialvalue.suppliers.models import Joining
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

START = datetime(2026, 6, 10, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "kept, later, outcome",
    [
        ({}, 0 * DAY, Outcome.WAITS),
        ({}, 14 * DAY - timedelta(seconds=1), Outcome.WAITS),
        ({}, 14 * DAY, Outcome.RUN_OUT),
        ({"decided_at": START + DAY, "accepted": True}, 30 * DAY, Outcome.AGREED),
        ({"decided_at": START + DAY, "accepted": False}, 30 * DAY, Outcome.REFUSED),
        ({"withdrawn_at": START + DAY}, 30 * DAY, Outcome.TAKEN_BACK),
        ({"withdrawn_at": START + 14 * DAY}, 30 * DAY, Outcome.RUN_OUT),
    ],
)
def test_how_it_stands_with_what_runs_out_after_fourteen_days(kept, later, outcome):
    with clock.at(START + later):
        asked = RoleGrant(asked_at=START, roles=["administrator"], **kept)
        assert (asked.outcome, asked.is_open) == (outcome, outcome == Outcome.WAITS)


@pytest.mark.parametrize(
    ("kept", "later", "words"),
    [
        ({}, 0 * DAY, "Waits for a second person"),
        ({}, 14 * DAY, "Ran out on 24 June 2026."),
        ({}, 30 * DAY, "Ran out on 24 June 2026."),
        ({"withdrawn_at": START + 14 * DAY}, 30 * DAY, "Ran out on 24 June 2026."),
        ({"withdrawn_at": START + DAY}, 30 * DAY, "Taken back on 11 June 2026."),
    ],
)
def test_what_ended_says_on_which_day(kept, later, words):
    with clock.at(START + later):
        asked = RoleGrant(asked_at=START, roles=["administrator"], **kept)
        drawn = html.fromstring(render_to_string("components/outcome.html", {"asked": asked}))
    assert as_read(drawn.text_content()) == words


def test_what_has_no_limit_waits_for_as_long_as_it_takes():
    with clock.at(START + 400 * DAY):
        assert SupplierChange(asked_at=START).outcome == Outcome.WAITS
        assert SupplierChange(asked_at=START, withdrawn_at=START + 300 * DAY).outcome == Outcome.TAKEN_BACK


@pytest.mark.parametrize("model", [RoleGrant, StepReset, Joining, SupplierChange])
def test_all_that_takes_two_people_is_of_this_kind(model):
    assert issubclass(model, SecondWord)
    names = {one.name for one in model._meta.constraints}
    assert {name.partition("_decided_by_")[2] for name in names} >= {"a_second_person", "somebody_somehow"}


@pytest.fixture
def kinds(db):
    """One of each kind, and who asked for all of them."""
    with clock.at(START):
        who = build.parties()
        contract, _ = build.active_contract(who)
        first = people.person(who.council, Role.ADMINISTRATOR)
        somebody, other = people.person(who.council, Role.MEMBER), people.supplier()
        said = {"asked_by": first, "reason": "For the test of what takes two people"}
        found = [
            RoleGrant.objects.create(user=somebody, council=who.council, roles=["administrator"], **said),
            StepReset.objects.create(user=somebody, council=who.council, how="In person, with the staff card", **said),
            Joining.objects.create(
                doing=Together.JOIN, kept=who.supplier, joined=other, council=who.council, evidence="Both numbers", **said
            ),
            SupplierChange.objects.create(
                contract=contract, leaves=contract.parties.get(), comes=other, effective_on=date(2026, 7, 1), ground="provided",
                ground_then="The contract itself", **said,
            ),
        ]  # fmt: skip
        yield first, who.manager, found


def refused_by_the_database(asked, constraint: str, **changes) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(asked).objects.filter(pk=asked.pk).update(**changes)


def test_the_database_holds_two_people_apart_and_every_decision_to_one(kinds):
    first, second, found = kinds
    now = START + DAY
    for asked in found:
        refused_by_the_database(asked, "second_person", decided_by=first, decided_at=now, accepted=True)
        refused_by_the_database(asked, "second_person", decided_by=first, decided_at=now, accepted=False)
        refused_by_the_database(asked, "somehow", decided_at=now)
        refused_by_the_database(asked, "somehow", decided_by=second, decided_at=now)
        refused_by_the_database(asked, "somehow", decided_by=second, decided_at=now, accepted=True, withdrawn_at=now)
        services.settle(asked, by=second, accept=True, decision="  It was looked at, and holds  ")
        asked.refresh_from_db()
        assert (asked.outcome, asked.decided_by, asked.decision) == (Outcome.AGREED, second, "It was looked at, and holds")


def test_whom_it_is_about_neither_asks_nor_decides(kinds):
    first, second, found = kinds
    for asked in found[:2]:
        refused_by_the_database(asked, "not_asked_for_oneself", asked_by=asked.user)
        refused_by_the_database(asked, "second_person", decided_by=asked.user, decided_at=START, accepted=True)


def test_taken_back_it_leaves_the_lists_and_room_for_another(kinds):
    first, second, found = kinds
    for asked in found:
        model = type(asked)
        assert list(model.objects.waiting()) == list(model.objects.undecided()) == [asked]
        assert services.take_back(asked) is True
        assert (asked.outcome, asked.withdrawn_at) == (Outcome.TAKEN_BACK, START)
        assert not model.objects.undecided().exists()


def test_what_ran_out_counts_from_the_moment_it_did(kinds):
    _, _, (grant, reset, joining, change) = kinds
    with clock.at(START + 14 * DAY):
        assert list(RoleGrant.objects.waiting()) == list(StepReset.objects.waiting()) == []
        assert list(RoleGrant.objects.undecided()) == [grant]
        assert (list(Joining.objects.waiting()), list(SupplierChange.objects.waiting())) == ([joining], [change])
        assert (services.take_back(grant), services.take_back(reset)) == (False, False)
        assert (grant.withdrawn_at, reset.withdrawn_at) == (START + 14 * DAY, START + 3 * DAY)
        assert {grant.outcome, reset.outcome} == {Outcome.RUN_OUT}
