"""Who sees a commission and what belongs to it, and what stands in the public forward plan."""

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.commissioning import services
from procurement.commissioning.models import Commission, SoughtOutcome
from tests.builders import commissioning as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

SEES = """
                     theirs  another council’s
commissioner         yes     no
procurement_officer  yes     no
evaluator            no
evaluation_lead      yes     no
contract_manager     yes     no
lead_director        yes     no
member               no
supplier             no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
nobody signed in     no
"""


@pytest.fixture(scope="module")
def scene(module_database):
    council = people.council()
    users = {**truth.cast(council), truth.NOBODY: AnonymousUser()}
    return users, {"theirs": build.commission(council=council), "another council’s": build.commission()}


def test_commissions(scene):
    users, commissions = scene
    truth.says(SEES, truth.seen(Commission.objects.visible_to, users, commissions))


def test_what_belongs_to_a_commission_is_seen_with_it(scene):
    users, commissions = scene
    sought = {
        word: services.seek_outcome(body, by=body.lead, wording="Young people find work in care.", category="communities")
        for word, body in commissions.items()
    }
    truth.says(SEES, truth.seen(SoughtOutcome.objects.visible_to, users, sought))


def test_the_forward_plan_holds_what_its_lead_has_put_there():
    shown, kept = build.commission(in_forward_plan=True), build.commission(in_forward_plan=False)
    assert list(Commission.objects.filter(pk__in=[shown.pk, kept.pk]).public()) == [shown]
