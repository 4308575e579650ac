"""Load the demonstration once, through the services, at the dates it tells of."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db import transaction

from contracts.kept import services as kept
from measurement.demonstration import agreements, doubts, library, locking, pipeline, postcodes
from measurement.demonstration import cast as casting
from measurement.demonstration.cases import CARERS
from measurement.demonstration.learning import learn
from measurement.demonstration.more_cases import EARLY, HIGHWAYS_NEXT, MORE
from measurement.demonstration.neighbour import settle
from measurement.demonstration.newcomers import arrive
from measurement.demonstration.questions import ask
from measurement.demonstration.register import Registrar
from measurement.demonstration.stages import Stagehand, analyse, ideas, plan, tell_the_public
from measurement.demonstration.tenders import COMPETED, ROADS, Play, begin_receipts
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.framework.services import shipped
from socialvalue.ledger import services as ledger
from socialvalue.notifications.services import mark_all_read
from socialvalue.places.services import load_districts

UNREAD = timedelta(days=7)


def is_loaded() -> bool:
    """Whether the demonstration's council is there: a second load then does nothing."""
    return Organisation.objects.filter(name=casting.COUNCIL).exists()


T = TypeVar("T")


def counted(what: str, things: Sequence[T], say: Callable[[str], object]) -> Iterator[T]:
    """The things one by one; each is said before it is begun: “tenders 2 of 6”."""
    for number, thing in enumerate(things, start=1):
        say(f"{what} {number} of {len(things)}")
        yield thing


@transaction.atomic
def load(today: date, say=lambda text: None) -> bool:
    """Make the whole demonstration as of ``today``; False when it was there already. All or nothing."""
    if is_loaded():
        return False
    say("people, suppliers and frameworks")
    people = casting.gather()
    load_districts()
    postcodes.load()
    framework = library.shelve(people, today)
    stage = Stagehand(people, framework, today)
    library.draft_the_next(stage, days_ago=9)
    commissions = {}
    for case in counted("commissions", (CARERS, *MORE, *EARLY), say):
        commissions[case.key] = analyse(stage, case)
        if case not in EARLY:
            days = max(case.started - 110, 25) if case.key == "carers" else case.started - 110
            plan(stage, case, commissions[case.key], days=days)
        if case is MORE[-1]:
            tell_the_public(stage, commissions[CARERS.key], days=2)
    ideas(stage, commissions)
    agreement = agreements.agree(stage)
    plays = {}
    begin_receipts(stage)
    for road in counted("tenders", ROADS, say):
        commissions[road.case].refresh_from_db()
        under = agreement if road.case == COMPETED else None
        plays[road.case] = Play(stage, road, commissions[road.case], under)
        plays[road.case].run()
    say("timetables and posted opportunities")
    pipeline.timetables(stage, commissions)
    pipeline.postings(stage)
    registrar = Registrar(stage, say)
    registrar.from_award(plays["hot-meals"].made, days_ago=60)
    registrar.run()
    locking.lock(registrar)
    agreements.call_off(stage, agreement)
    learn(stage, commissions[HIGHWAYS_NEXT.key])
    arrive(stage)
    ask(stage)
    say("a second council")
    beside = settle(stage, shipped.load(shipped.DERBYSHIRE))
    # Years of post would stand unread in their name; the last days' are what somebody comes back to
    for person in (*people.officers.values(), *people.bidders.values(), *beside.officers.values()):
        mark_all_read(by=person, until=clock.now() - UNREAD)
    say("the record, linked")
    _witness(people, today)
    say("figures")
    with clock.at(datetime.combine(today, datetime.min.time(), tzinfo=clock.LONDON)):
        kept.roll()
    doubts.follow(people, people.manager, today)
    return True


def _witness(people: casting.Cast, today: date) -> None:
    """An office that keeps the heads of the record, and the record read whole once."""
    with clock.at(datetime.combine(today - timedelta(days=1), time(10), tzinfo=clock.LONDON)):
        ledger.add_witness(
            people.council,
            by=people.admin,
            name="External auditor (illustrative)",
            email="external.auditor@demo.example",
            reason="Appointed by another body. Nobody who runs this service reads its mail. Invented for the demonstration.",
        )
    ledger.link_up()
    ledger.check()
