"""What a return asks of whoever owes it: to be made, a question to be answered, or a locked period to be opened first."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.returns import services as returns
from contracts.returns.needs import needs
from contracts.returns.pages.owed import ask_of
from contracts.returns.selectors import by_period, owed_by
from contracts.schedule.models import DueReturn
from contracts.schedule.selectors.locking import with_exceptions
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.schedule import locked
from tests.reading import as_read

pytestmark = pytest.mark.django_db
QUESTION = "Two of the three are not on the list that came with it."
TITLE = "Carers’ short breaks"


def asked(who: build.Parties, day: datetime):
    with clock.at(day):
        return ask_of(by_period(owed_by(who.reporter))[0], who.reporter)


def sent_back(scene: locked.Locked, count: int) -> None:
    """So many of the two returns of the quarter are sent and sent back with a question."""
    with clock.at(datetime(2025, 7, 10, 9)):
        for due in scene.stage.dues[:count]:
            fresh = DueReturn.objects.get(pk=due.pk)
            share = {"numerator": Decimal(12), "denominator": Decimal(15)}
            typed = share if fresh.kpi.is_ratio else {"value": Decimal(3)}
            sent = returns.submit_return(returns.save_return(fresh, by=scene.who.reporter, **typed), by=scene.who.reporter)
            returns.query_return(sent, by=scene.who.manager, comment=QUESTION)


@pytest.mark.parametrize(
    ("kpis", "back", "words", "button"),
    [
        (1, 0, f"Report on “{{}}” for {TITLE}", "Make the return"),
        (1, 1, f"Answer the question about “{{}}” for {TITLE}", "Answer the question"),
        (2, 0, f"Report on 2 KPIs for {TITLE}", "Make the returns"),
        (2, 1, f"Report on 2 KPIs for {TITLE}, and answer the question about one of them", "Make the returns"),
        (2, 2, f"Answer the questions about 2 KPIs for {TITLE}", "Answer the questions"),
        (3, 2, f"Report on 3 KPIs for {TITLE}, and answer the question about 2 of them", "Make the returns"),
    ],
)
def test_a_question_that_waits_is_said(kpis, back, words, button):
    scene = locked.quarter(kpis, days=None)
    sent_back(scene, back)
    found = asked(scene.who, datetime(2025, 7, 12, 9))
    assert (found.words, found.button, found.on_time) == (words.format(scene.stage.dues[0].kpi.wording), button, True)


def test_of_a_locked_period_the_way_is_to_ask_and_not_to_make():
    scene = locked.quarter()
    late = f"Ask to send 2 KPIs for {TITLE} late: the period locked after 18 September 2025"
    # Both sides of the last day
    assert asked(scene.who, locked.LAST).words == f"Report on 2 KPIs for {TITLE}"
    found = asked(scene.who, locked.AFTER)
    assert (found.words, found.button, found.on_time) == (late, "Ask to send it late", False)
    with clock.at(locked.OPENED):
        exception = locked.asked(scene)
    assert asked(scene.who, locked.OPENED).words == f"Wait for the answer whether 2 KPIs for {TITLE} can be sent late"
    with clock.at(locked.OPENED):
        locked.services.grant(exception, by=scene.who.manager, until=locked.UNTIL)
    assert asked(scene.who, locked.OPENED).words == f"Report on 2 KPIs for {TITLE}"
    assert asked(scene.who, datetime(2025, 10, 11, 9)).words == late, "it locks again by itself"


def test_the_home_and_the_list_of_a_supplier_say_the_same(client):
    scene = locked.quarter()
    words = f"Ask to send 2 KPIs for {TITLE} late: the period locked after 18 September 2025"
    with clock.at(locked.AFTER):
        assert words in [need.text for need in needs(scene.who.reporter, clock.now())]
        client.force_login(scene.who.reporter)
        home = as_read(client.get("/"))
        assert words in home
        assert "Ask to send it late" in home
        assert "Make the returns" not in home
        assert words in as_read(client.get(reverse("returns")))


def test_a_question_past_its_day_is_late_and_a_question_still(client):
    scene = locked.quarter(1, days=None)
    sent_back(scene, 1)
    with clock.at(datetime(2025, 7, 25, 9)):
        client.force_login(scene.who.reporter)
        home = as_read(client.get("/"))
    assert f"Due on 20 July 2025: answer the question about “{scene.stage.dues[0].kpi.wording}” for {TITLE}" in home


@pytest.mark.parametrize("kpis", [1, 5])
def test_as_many_questions_to_the_database_for_one_as_for_five(django_assert_num_queries, kpis):
    scene = locked.quarter(kpis)
    with clock.at(locked.AFTER):
        [mine] = by_period(owed_by(scene.who.reporter))
        locked_ones = list(mine)
        assert locked_ones[0].due_on == date(2025, 7, 20)
        with django_assert_num_queries(1):
            with_exceptions(locked_ones)
            ask_of(locked_ones, scene.who.reporter)
