"""Who decides on a return of a locked period, by when it was sent and through whose exception: both sides of each day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from contracts.returns import permissions
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule.calculations.locking import TO_DECIDE
from contracts.schedule.permissions import locked_words
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.contracts.schedule.locked import AFTER, LAST, UNTIL, Locked, opened, quarter
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
# Half past midnight in London: in Greenwich it is still the last of September
GRANTED, SENT = (datetime(2025, 10, 1, 0, minute, tzinfo=clock.LONDON) for minute in (5, 30))
LAST_TO_DECIDE = UNTIL + timedelta(days=TO_DECIDE)


def at(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=clock.LONDON))


def sent(scene: Locked) -> Return:
    made = returns.save_return(scene.due, by=scene.who.reporter, value=Decimal(3))
    return returns.submit_return(made, by=scene.who.reporter)


def fresh(kpi_return: Return) -> tuple[Return]:
    return (Return.objects.select_related("due__kpi__obligation__contract__council__period_lock").get(pk=kpi_return.pk),)


def verify(kpi_return: Return, scene: Locked) -> Return:
    return returns.verify_return(kpi_return, by=scene.who.manager, comment=build.SEEN)


def holds(check, can, expected, scene, states):
    users = {"its manager": scene.who.manager, "another officer": scene.who.director, "the supplier": scene.who.reporter}
    with clock.at(AFTER):
        reasons = {"locked": WrongState(locked_words(scene.due)), "must-verify": truth.lacks(Permission.VERIFY_RETURNS)}
    reasons |= {"not-verifier": NotAllowed("Only the person who verified this return can undo it")}
    truth.holds(check, can, expected, users, states, reasons)


def sent_in_time(scene: Locked):
    with clock.at(LAST):
        kept = sent(scene)
        yield "last day", fresh(kept)
    with clock.at(AFTER):
        yield "day after", fresh(kept)
    with clock.at(GRANTED):
        opened(scene)
        # It was not sent through it
        yield "supplier's open", fresh(kept)
        opened(scene, "council")
        yield "council's open", fresh(kept)
    with at(UNTIL + timedelta(days=1)):
        yield "council's over", fresh(kept)


IN_TIME = """
                 last day  day after  supplier's open  council's open  council's over
its manager      yes       locked     locked           yes             locked
another officer  yes       locked     locked           yes             locked
the supplier     must-verify
"""


def test_what_was_sent_before_the_lock_is_decided_on_before_it_or_through_the_councils_exception():
    scene = quarter(1)
    check, can = permissions.check_can_decide, permissions.can_decide
    holds(check, can, IN_TIME, scene, sent_in_time(scene))


def sent_through_the_suppliers(scene: Locked):
    with clock.at(GRANTED):
        opened(scene)
    with clock.at(SENT):
        kept = sent(scene)
        yield "just sent", fresh(kept)
    for word, day in (("last to decide", LAST_TO_DECIDE), ("day after", LAST_TO_DECIDE + timedelta(days=1))):
        with at(day):
            yield word, fresh(kept)


THROUGH_IT = """
                 just sent  last to decide  day after
its manager      yes        yes             locked
another officer  yes        yes             locked
the supplier     must-verify
"""


def test_what_was_sent_through_the_suppliers_exception_is_decided_on_for_a_fortnight_more():
    scene = quarter(1)
    check, can = permissions.check_can_decide, permissions.can_decide
    holds(check, can, THROUGH_IT, scene, sent_through_the_suppliers(scene))


def verified_around_the_lock(scene: Locked):
    """At five to midnight of the last day to decide, and undone within ten minutes, before and after midnight."""
    with clock.at(GRANTED):
        opened(scene)
    with clock.at(SENT):
        kept = sent(scene)
    late = datetime.combine(LAST_TO_DECIDE, datetime.min.time(), clock.LONDON) + timedelta(hours=23, minutes=55)
    with clock.at(late):
        kept = verify(kept, scene)
    for word, minutes in (("before midnight", 4), ("after midnight", 5)):
        with clock.at(late + timedelta(minutes=minutes)):
            yield word, fresh(kept)


UNDONE = """
                 before midnight  after midnight
its manager      yes              locked
another officer  not-verifier
the supplier     not-verifier
"""


def test_a_verification_is_taken_back_only_while_it_could_still_be_decided_on():
    scene = quarter(1)
    check, can = permissions.check_can_undo_verify, permissions.can_undo_verify
    holds(check, can, UNDONE, scene, verified_around_the_lock(scene))
