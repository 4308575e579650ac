"""Work that only one may do at a time: taken by one, kept while it goes on, free again when its worker is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from socialvalue.jobs.models import Turn
from socialvalue.jobs.services.turns import LASTS, Held, turn

pytestmark = pytest.mark.django_db


def test_while_one_is_at_it_another_is_not():
    with turn("counting") as first:
        assert first is not None
        with turn("counting") as second:
            assert second is None
        with turn("something else") as other:
            assert other is not None
        assert first.keep()
    with turn("counting") as again:
        assert again is not None


def test_a_turn_is_given_back_after_a_fault():
    with pytest.raises(ZeroDivisionError), turn("counting"):
        raise ZeroDivisionError
    assert Held("counting").take()


def test_a_killed_worker_loses_its_turn_when_its_time_is_over_and_finds_that_out():
    killed, next_one = Held("counting"), Held("counting")
    assert killed.take()
    Turn.objects.update(until=timezone.now() + timedelta(seconds=30))
    assert not next_one.take()
    Turn.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert next_one.take()
    assert not killed.keep()
    killed.give_back()  # takes nothing from the other
    assert next_one.keep()
    assert Turn.objects.get().until > timezone.now() + LASTS - timedelta(minutes=1)


@pytest.mark.parametrize("known, statements", [(False, 6), (True, 1)])
def test_taking_it_is_one_statement_once_its_row_is_there(known, statements, django_assert_num_queries):
    if known:
        with turn("counting"):
            pass
    with django_assert_num_queries(statements):
        Held("counting").take()
