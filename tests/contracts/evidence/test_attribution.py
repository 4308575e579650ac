"""How much is the provider's own work: worked by hand in fractions, beside the figure and never in its place."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contracts.evidence.calculations.attribution import Shares, own_work, rounded, steps_of
from contracts.evidence.models import Attribution
from contracts.evidence.services.attribution import say_shares
from contracts.returns import services as returns
from measurement.figures.selectors.sources import Source
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.reading import as_read

D = Decimal
SOURCE = "Exit interviews of May 2025"
KNOWN = Shares(anyway=D(25), anyway_source=SOURCE, others=D(20), others_source=SOURCE, displaced=D(10), displaced_source=SOURCE)


def test_forty_jobs_worked_by_hand():
    # 40 − 25 % = 30; 30 − 20 % = 24; 24 − 10 % = 21.6
    assert [step.left for step in steps_of(D(40), KNOWN)] == [30, 24, Fraction(108, 5)]
    assert steps_of(D(40), KNOWN)[-1].left == Fraction(108, 5)
    assert [step.shown for step in own_work(D(40), KNOWN).steps] == [D(30), D(24), D("21.6")]


def test_what_is_not_known_takes_nothing_off_and_says_so():
    steps = steps_of(D(40), Shares(others=D(50), others_source=SOURCE))
    assert [(step.share, step.left) for step in steps] == [(None, 40), (D(50), 20), (None, 20)]


@pytest.mark.parametrize(("share", "left"), [(D(0), 40), (D(100), 0), (D("33.33"), Fraction(6667, 250))])
def test_the_ends_and_a_third(share, left):
    assert steps_of(D(40), Shares(anyway=share, anyway_source=SOURCE))[-1].left == left


def test_it_is_rounded_once_and_half_up():
    assert rounded(Fraction(1, 3)) == D("0.3333")
    assert rounded(Fraction(5, 100_000)) == D("0.0001")
    assert rounded(Fraction(4, 100_000)) == D("0.0000")


@given(*(st.decimals(0, 100, places=2) for _ in range(3)), st.decimals(0, 10_000, places=2))
def test_the_order_of_the_shares_does_not_matter_to_what_is_left(first, second, third, gross):
    one = Shares(anyway=first, others=second, displaced=third)
    other = Shares(anyway=third, others=first, displaced=second)
    assert steps_of(gross, one)[-1].left == steps_of(gross, other)[-1].left
    assert 0 <= steps_of(gross, one)[-1].left <= gross


@pytest.mark.parametrize(
    ("shares", "fields"),
    [
        (KNOWN, []),
        (Shares(), []),
        (Shares(anyway=D("100.01"), anyway_source=SOURCE), ["anyway"]),
        (Shares(anyway=D("-0.01"), anyway_source=SOURCE), ["anyway"]),
        (Shares(others=D(5)), ["others_source"]),
        (Shares(others=D(5), others_source="guess"), ["others_source"]),
        (Shares(displaced_source=SOURCE), ["displaced"]),
    ],
)
def test_a_percentage_has_its_source(shares, fields):
    assert [field for field, _ in shares.problems()] == fields


@pytest.fixture
def stage(db):
    contract, who = build.active_contract()
    with clock.at(datetime(2025, 7, 10, 9)):
        due = build.first_due(contract)
        yield who, due, returns.save_return(due, by=who.reporter, value=D(40))


def test_the_figure_stays_and_the_working_stands_beside_it(stage, client):
    who, due, body = stage
    client.force_login(who.reporter)
    url = reverse("return-shares", args=[due.pk])
    typed = {name: value if value is not None else "" for name, value in vars(KNOWN).items()}
    refused = as_read(client.post(url, typed | {"others_source": ""}).content.decode())
    assert "Say where the percentage is known from" in refused
    assert client.post(url, typed).url == reverse("return", args=[due.pk])
    body.refresh_from_db()
    assert body.value == D(40)
    returns.submit_return(body, by=who.reporter)
    client.force_login(who.member)
    shown = as_read(client.get(reverse("return", args=[due.pk])).content.decode())
    assert all(
        words in shown for words in ("21.6 apprenticeships", f"Known from: {SOURCE}", "counts nowhere", "40 apprenticeships")
    )


def test_only_while_the_return_may_be_written_and_by_its_side(stage):
    who, _, body = stage
    with pytest.raises(WrongState, match="The supplier has begun this return"):
        say_shares(body, by=who.manager, shares=KNOWN)
    with pytest.raises(NotAllowed, match="Returns are made by"):
        say_shares(body, by=who.member, shares=KNOWN)
    say_shares(body, by=who.reporter, shares=KNOWN)
    returns.submit_return(body, by=who.reporter)
    with pytest.raises(WrongState, match="can no longer be changed"):
        say_shares(body, by=who.reporter, shares=Shares())


def test_taken_out_again_and_carried_into_a_correction(stage):
    who, due, body = stage
    say_shares(body, by=who.reporter, shares=KNOWN)
    assert say_shares(body, by=who.reporter, shares=Shares()) is None
    assert not Attribution.objects.exists()
    with pytest.raises(Refused, match="Say where the percentage is known from"):
        say_shares(body, by=who.reporter, shares=Shares(anyway=D(5)))
    say_shares(body, by=who.reporter, shares=KNOWN)
    returns.submit_return(body, by=who.reporter)
    returns.verify_return(body, by=who.manager, comment=build.SEEN)
    later = returns.correct_return(due, by=who.reporter, reason="One was counted twice.")
    assert later.attribution.shares == KNOWN


def test_the_database_keeps_no_share_without_a_source(stage):
    who, _, body = stage
    for wrong in ({"anyway": D(5)}, {"others": D(101), "others_source": SOURCE}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attribution.objects.create(kpi_return=body, set_by=who.reporter, **wrong)


def test_the_file_behind_a_figure_has_a_column_for_each():
    assert len(Source.own_work) == 4
