"""Work that only one may do at a time: taken by one, kept while it goes on, free again when its worker is gone."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from socialvalue.jobs.models import Turn
from socialvalue.jobs.services.turns import LASTS, Held, set_by_set, turn

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


def sets(*sizes: int | None | Exception):
    """A work whose sets say these one after another; a fault is raised."""
    left = list(sizes)

    def one():
        said = left.pop(0)
        if isinstance(said, Exception):
            raise said
        return said

    return one, left


def test_sets_are_done_until_none_is_left_and_counted():
    work, left = sets(3, 0, 4, None, 5)
    assert set_by_set("counting", work) == 7
    assert left == [5], "nothing is begun after the end"


def test_while_another_is_at_it_no_set_is_begun():
    work, left = sets(3, None)
    with turn("counting") as held:
        assert held is not None
        assert set_by_set("counting", work) == 0
        assert left == [3, None]
        # Another work has a turn of its own
        assert set_by_set("something else", work) == 3


def test_what_took_too_long_ends_with_its_set_and_the_other_goes_on():
    def slow():
        Turn.objects.filter(name="counting").update(holder=uuid.uuid4())
        return 2

    assert set_by_set("counting", slow) == 2
    assert Turn.objects.get(name="counting").until > timezone.now(), "the other keeps its turn"


def test_after_a_fault_the_turn_is_free_and_what_is_left_is_gone_on_with():
    work, _ = sets(1, ValueError("the third cannot be read"), 2, None)
    with pytest.raises(ValueError, match="^the third cannot be read$"):
        set_by_set("counting", work)
    assert set_by_set("counting", work) == 2
