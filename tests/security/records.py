"""The addresses of records, filled with the keys of records that exist."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.urls.converters import get_converters

from contracts.benefits.services import make_list
from contracts.brought.enums import Holds
from contracts.brought.services.files import keep_file
from contracts.call_offs.services import plan_days
from contracts.follow_up.models import FollowUp, MeasureRule
from contracts.independent.models import Confirmation
from contracts.returns.models import Return
from contracts.schedule.services import ask_to_open
from procurement.bidding.models import Bid
from procurement.engagement import services as engagement
from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import Role
from socialvalue.accounts.services.ties import enter_tie
from socialvalue.common import clock
from socialvalue.councils.services import close_offices
from socialvalue.framework.models import Measure
from socialvalue.law.periods import quarter_of
from socialvalue.law.services import enter_proclaimed_day
from socialvalue.ledger.services import add_witness
from tests.builders import chain, contracts, framework, people
from tests.builders import contracts as build
from tests.contracts.call_offs import steps as call_offs
from tests.contracts.evidence.steps import measured, told_with_a_sound
from tests.contracts.grants.steps import around
from tests.contracts.innovation import steps as ideas
from tests.contracts.papers.steps import added
from tests.contracts.schedule.locked import quarter_of_2024
from tests.contracts.supply import steps as chains
from tests.socialvalue.test_every_route import WITH_PARAMETERS


def keys_of_a_journey(proclaimed_in: int = 300) -> dict[str, dict[str, object]]:
    """What stands for each parameter, by the beginning of the address; the longest that fits counts.

    ``proclaimed_in``: days until the bank holiday that is entered, which two journeys cannot share.
    """
    done = chain.journey()
    chain.first_return_verified(done)
    commission, tender, contract = done.commission, done.award.tender, done.contract
    chain.heard(commission)
    with clock.at(clock.now() + timedelta(minutes=1)):
        event = engagement.create_event(
            commission, by=commission.lead, kind="market", title="Meet", description="Talk", place="Hall",
            starts_at=clock.now() + timedelta(days=1), ends_at=clock.now() + timedelta(days=1, hours=2),
        )  # fmt: skip
    bid, obligation = Bid.objects.filter(tender=tender).first(), contract.obligations.first()
    kpi = obligation.kpis.first()
    criterion = tender.criteria.filter(question__isnull=False).first()
    day = clock.today() + timedelta(days=proclaimed_in)
    day += timedelta(days=2 * (day.weekday() >= 5))  # to a weekday
    by = people.person(commission.council, Role.ADMINISTRATOR)
    typed = {
        "email": f"somebody.{commission.council.pk}@example.org",
        "name": "Somebody who waits",
        "roles": [Role.EVALUATION_LEAD],
        "reason": "They lead the evaluation of repairs",
    }
    grant = administration.add_person(commission.council, by=by, **typed).role_grants.get(council=commission.council)
    reset = people.lost_step(commission.council, by=by)
    tie = enter_tie(people.person(commission.council, Role.MEMBER), by=by, supplier=people.supplier())
    enter_proclaimed_day(
        commission.council, by=by, day=day, parts=["SCT"], name="A proclaimed day",
        source="https://example.org/proclaimed/1",
    )  # fmt: skip
    ref = {"reference": commission.reference, "ref": commission.reference}
    at_tender = {"reference": tender.reference, "bid_id": bid.pk, "key": criterion.key}
    closed = close_offices(
        commission.council, by=people.person(commission.council, Role.ADMINISTRATOR), first=clock.today(), name="Moving house"
    )
    witness = add_witness(
        commission.council, by=people.person(commission.council, Role.ADMINISTRATOR), name="Auditor",
        email="auditor@outside.example", reason="Appointed by another body, outside the council.",
    )  # fmt: skip
    looked = {"finding": "differs", "how": "site", "looked_at": "The site", "words": "Two were there"}
    counted = Return.objects.filter(due__kpi=kpi, status="verified").first()
    doubt = Confirmation.objects.create(
        kpi_return=counted, asked_by=by, body="A university", answered_by=by, answered_at=clock.now(), **looked
    )
    late = FollowUp.objects.create(
        council=commission.council, contract=contract, due=counted.due, question="in_time", rule="overdue", sentence="It is late",
        found_on=clock.today(),
    )  # fmt: skip
    measure = Measure.objects.get(outcome__priority__version=framework.published(framework.editor(commission.council)))
    rule = MeasureRule.objects.create(
        council=commission.council, compares="at_most", whole=measure, because="It is part of it", made_by=by
    )
    running = keep_file(commission.council, by=done.manager, holds=Holds.OBLIGATIONS, name="ours.csv", data=b"contract\nC-1\n")
    who = build.parties(commission.council, people.supplier())
    locked = quarter_of_2024(who, admin=by)
    exception = ask_to_open(locked, date(2024, 1, 31), by=who.reporter, reason="The figures came late.")
    groups = make_list(commission.council, by=by, name=f"Age {proclaimed_in}", groups=["Under 18", "Over 18"], overlaps=False)
    story = told_with_a_sound(kpi, done.supplier_user)
    person = measured(kpi, done.manager, done.supplier_user)
    agreement = call_offs.agreed(council=commission.council)
    review = plan_days(agreement.agreement, by=agreement.manager, kind="review", first=clock.today())[0]
    around_it = replace(contracts.parties(commission.council, contract.suppliers.get()), manager=done.manager)
    ideas.pot(contract, around_it)
    idea = ideas.proposed(contract, around_it.reporter)
    # It may begin after the journey's last day
    ran = max(clock.today(), contract.starts_on)
    with clock.at(max(clock.now(), datetime.combine(ran, time(12), clock.LONDON))):
        entered = chains.whole(contract, around_it, quarter_of(ran))
    given, payment, evaluation = around(replace(contracts.parties(commission.council), manager=done.manager))
    return {
        "administration/benefits/": {"pk": groups.pk},
        "returns/exceptions/": {"pk": exception.pk},
        "administration/calendar/": {"pk": closed.pk},
        "administration/record/witnesses/": {"pk": witness.pk},
        "commissions/": ref | {"number": 1, "point": "improve", "verb": "plan", "kind": "need", "key": "x", "pk": 1},
        "commissions/<str:reference>/outcomes/": ref | {"pk": commission.sought_outcomes.first().pk},
        "commissions/<str:reference>/requirements/": ref | {"pk": commission.requirements.first().pk},
        "commissions/<str:reference>/remarks/": ref | {"pk": commission.remarks.first().pk},
        "commissions/<str:reference>/events/": ref | {"pk": event.pk},
        "tenders/": at_tender | {"pk": criterion.pk},
        "bids/": {"pk": bid.pk, "number": 1, "key": criterion.key, "file_id": "00000000-0000-0000-0000-000000000000"},
        "evaluations/": at_tender | {"pk": tender.evaluation.panel.first().pk},
        "awards/": at_tender,
        "contracts/": {
            "pk": contract.pk,
            "kind": "csv",
            "number": 1,
            "day": kpi.due_returns.first().ends_on.isoformat(),
            "code": "highways-maintenance",
        },
        "contracts/running/": {"pk": running.pk, "holds": "obligations", "kind": "csv"},
        "contracts/documents/": {"pk": added(contract, done.manager, valid_until=None).pk},
        "scales/": {"pk": person.due.kpi.on_scale.scale_id},
        "returns/people/": {"pk": person.pk},
        "stories/": {"pk": story.pk},
        "stories/files/": {"pk": story.files.get().pk},
        "contracts/<int:pk>/grant/": {"pk": given.pk},
        "innovation-projects/": {"pk": idea.pk},
        "supply-periods/": {"pk": entered.pk},
        "supply-links/": {"pk": entered.links.first().pk},
        "grant-payments/": {"pk": payment.pk},
        "grant-evaluations/": {"pk": evaluation.pk},
        "contracts/make/": {"pk": done.award.pk},
        "framework-agreements/": {"pk": agreement.agreement.pk},
        "framework-agreements/lots/": {"pk": agreement.roofs.pk},
        "framework-agreements/suppliers/": {"pk": agreement.roofs.suppliers.get().pk},
        "framework-agreements/days/": {"pk": review.pk},
        "obligations/": {"pk": obligation.pk},
        "kpis/": {"pk": kpi.pk},
        "returns/": {
            "pk": kpi.due_returns.first().pk,
            "sub": "s1",
            "document_id": "00000000-0000-0000-0000-000000000000",
        },
        "confirmations/": {"pk": doubt.pk},
        "follow-up/": {"pk": late.pk},
        "follow-up/rules/": {"pk": rule.pk},
        "returns/versions/": {
            "pk": Return.objects.filter(due__kpi=kpi).first().pk,
            "file": "00000000-0000-0000-0000-000000000000",
        },
        "figures/": {"kind": "contract", "pk": contract.pk},
        "oversight/directorates/": {"pk": contract.directorate_id},
        "administration/": {
            "membership_id": done.manager.memberships.get().pk,
            "user_id": done.manager.pk,
            "directorate_id": contract.directorate_id,
            "day": day.isoformat(),
        },
        "administration/roles/": {"pk": grant.pk},
        "administration/second-steps/": {"pk": reset.pk},
        "administration/suppliers/": {"pk": tie.pk},
        "council": {"council": commission.council},
    }


def addresses(keys: dict[str, dict[str, object]]) -> list[tuple[str, str]]:
    """(name, path) of every address about a record for which ``keys`` has the parameters."""
    found = []
    for name, route in WITH_PARAMETERS:
        begins = max((begin for begin in keys if route.startswith(begin)), key=len, default=None)
        if begins is None:
            continue
        found.append((name, "/" + filled(route, keys[begins])))
    return found


def filled(route: str, keys: dict[str, object]) -> str:
    """``route`` with these parameters, each written as its address writes it."""

    def written(match: re.Match) -> str:
        converter = get_converters()[match[1] or "str"]
        value = keys[match[2]]
        return converter.to_url(value) if match[1] == "bid" else str(value)

    return re.sub(r"<(?:(\w+):)?(\w+)>", written, route)
