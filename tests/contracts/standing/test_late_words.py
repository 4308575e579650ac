"""Whether a period was in time is told by the first version: a correction years later makes nobody late."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations.models import Kpi
from contracts.returns import services as returns
from contracts.standing.selectors.standings import standings
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.reading import as_read

pytestmark = pytest.mark.django_db
WHY = "One of the three had left after a week."


def on(*day: int):
    return clock.at(datetime(*day, 10, tzinfo=clock.LONDON))


def corrected(first_sent: tuple[int, int, int]):
    """The first quarter, due on 20 July 2025, sent on this day and corrected in April 2026."""
    with on(2025, 3, 20):
        contract, who = build.active_contract()
    due = build.first_due(contract)
    with on(*first_sent):
        build.verified_return(due, who)
    with on(2026, 4, 15):
        draft = returns.correct_return(due, by=who.reporter, reason=WHY)
        draft = returns.save_return(due, by=who.reporter, value=Decimal(2), expected_version=draft.version)
        returns.verify_return(returns.submit_return(draft, by=who.reporter), by=who.manager, comment=build.SEEN)
    return build.kpi_of(contract), who


@pytest.mark.parametrize(
    ("first_sent", "words"),
    [((2025, 7, 8), ""), ((2025, 7, 20), ""), ((2025, 7, 21), "Submitted 1 day late"), ((2025, 8, 3), "Submitted 14 days late")],
)
def test_a_correction_is_never_late(first_sent, words, client):
    kpi, who = corrected(first_sent)
    with on(2026, 4, 16):
        [found] = standings(Kpi.objects.filter(pk=kpi.pk))
        first = found.rows[0]
        assert (first.value, first.latest.number, first.late_words) == (2, 2, words)
        for user in (who.member, who.reporter):
            client.force_login(user)
            page = as_read(client.get(reverse("kpi", args=[kpi.pk])))
            assert (page.count("days late") + page.count("day late"), words in page) == (1 if words else 0, True)
