"""Every address about a record, asked for with real keys by another council, a rival supplier, and somebody who left."""

import re
from datetime import timedelta

import pytest

from contracts.returns.models import Return
from procurement.bidding.models import Bid
from procurement.engagement import services as engagement
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.access import DEMONSTRATION, PUBLIC
from tests.builders import chain, people
from tests.socialvalue.test_every_route import DECLARED, WITH_PARAMETERS

pytestmark = pytest.mark.django_db
COUNCIL_ROLES = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]
# Partners belong to no council: every administrator looks after them
FOR_EVERY_ADMINISTRATOR = {"administration-partner-end"}


@pytest.fixture
def keys(db) -> dict[str, dict[str, object]]:
    """What stands for each parameter, by the beginning of the address; the longest that fits counts."""
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
    ref = {"reference": commission.reference, "ref": commission.reference}
    at_tender = {"reference": tender.reference, "bid_id": bid.pk, "key": criterion.key}
    return {
        "commissions/": ref | {"number": 1, "point": "improve", "verb": "plan", "kind": "need", "key": "x", "pk": 1},
        "commissions/<str:reference>/outcomes/": ref | {"pk": commission.sought_outcomes.first().pk},
        "commissions/<str:reference>/requirements/": ref | {"pk": commission.requirements.first().pk},
        "commissions/<str:reference>/remarks/": ref | {"pk": commission.remarks.first().pk},
        "commissions/<str:reference>/events/": ref | {"pk": event.pk},
        "tenders/": at_tender | {"pk": criterion.pk},
        "bids/": {"pk": bid.pk, "number": 1, "key": criterion.key, "file_id": "00000000-0000-0000-0000-000000000000"},
        "evaluations/": at_tender | {"pk": tender.evaluation.panel.first().pk},
        "awards/": at_tender,
        "contracts/": {"pk": contract.pk, "kind": "csv"},
        "contracts/make/": {"pk": done.award.pk},
        "obligations/": {"pk": obligation.pk},
        "kpis/": {"pk": kpi.pk},
        "returns/": {"pk": kpi.due_returns.first().pk},
        "returns/versions/": {
            "pk": Return.objects.filter(due__kpi=kpi).first().pk,
            "file": "00000000-0000-0000-0000-000000000000",
        },
        "figures/": {"kind": "contract", "pk": contract.pk},
        "oversight/directorates/": {"pk": contract.directorate_id},
        "administration/": {"user_id": done.manager.pk, "directorate_id": contract.directorate_id},
        "council": {"council": commission.council},
    }


def addresses(keys) -> list[tuple[str, str]]:
    found = []
    for name, route in WITH_PARAMETERS:
        begins = max((begin for begin in keys if route.startswith(begin)), key=len, default=None)
        if begins is None or DECLARED[name] in (PUBLIC, DEMONSTRATION) or name in FOR_EVERY_ADMINISTRATOR:
            continue
        pattern = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
        found.append((name, "/" + pattern.format(**keys[begins])))
    return found


def left(council) -> User:
    user = people.person(council, *COUNCIL_ROLES)
    user.memberships.update(ended_at=clock.now())
    return user


def test_outsiders_open_no_record_and_press_no_button(client, keys):
    council = keys["council"]["council"]
    outsiders = {
        "another council": people.person(people.council(), *COUNCIL_ROLES),
        "a rival supplier": people.person(people.supplier(), Role.SUPPLIER),
        "somebody who left": left(council),
        "nobody's person": people.person(council),
    }
    for label, user in outsiders.items():
        client.force_login(user)
        for name, path in addresses(keys):
            for ask in (client.get, client.post):
                status = ask(path).status_code
                assert status in (403, 404, 405), f"{ask.__name__} {path} ({name}) as {label}: {status}"
        client.logout()


def test_the_keys_are_real(client, keys):
    """Without this, the test above could pass because every address is wrong."""
    client.force_login(people.person(keys["council"]["council"], *COUNCIL_ROLES))
    opened = {name for name, path in addresses(keys) if client.get(path).status_code == 200}
    assert {"commission", "tender", "bid", "evaluation", "award", "contract", "obligation-chain", "kpi", "return"} <= opened
    assert len(opened) > 50, sorted(opened)
