"""Load the demonstration once, through the services, at the dates it tells of."""

from datetime import date

from django.db import transaction

from measurement.demonstration import cast as casting
from measurement.demonstration import library, pipeline
from measurement.demonstration.cases import CARERS
from measurement.demonstration.learning import learn
from measurement.demonstration.more_cases import EARLY, HIGHWAYS_NEXT, MORE
from measurement.demonstration.register import Registrar
from measurement.demonstration.stages import Stagehand, analyse, ideas, plan, tell_the_public
from measurement.demonstration.tenders import ROADS, Play
from socialvalue.accounts.models import Organisation
from socialvalue.places.services import load_districts


def is_loaded() -> bool:
    """Whether the demonstration's council is there: a second load then does nothing."""
    return Organisation.objects.filter(name=casting.COUNCIL).exists()


@transaction.atomic
def load(today: date, say=lambda text: None) -> bool:
    """Make the whole demonstration as of ``today``; False when it was there already. All or nothing."""
    if is_loaded():
        return False
    say("People, suppliers, frameworks")
    people = casting.gather()
    load_districts()
    framework = library.shelve(people, today)
    stage = Stagehand(people, framework, today)
    library.draft_the_next(stage, days_ago=9)
    say("Commissions: analyse and plan")
    commissions = {}
    for case in (CARERS, *MORE):
        commissions[case.key] = analyse(stage, case)
        plan(stage, case, commissions[case.key], days=max(case.started - 110, 25) if case.key == "carers" else case.started - 110)
    tell_the_public(stage, commissions[CARERS.key], days=2)
    for case in EARLY:
        commissions[case.key] = analyse(stage, case)
    ideas(stage, commissions)
    say("Tenders, bids, evaluations, awards")
    plays = {}
    for road in ROADS:
        commissions[road.case].refresh_from_db()
        plays[road.case] = Play(stage, road, commissions[road.case])
        plays[road.case].run()
    say("Timetables and posted opportunities")
    pipeline.timetables(stage, commissions)
    pipeline.postings(stage)
    say("Contracts, two years of returns, Cabinet reports")
    registrar = Registrar(stage)
    registrar.from_award(plays["hot-meals"].made, days_ago=60)
    registrar.run()
    learn(stage, commissions[HIGHWAYS_NEXT.key])
    return True
