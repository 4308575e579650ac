"""Who may post an opportunity, and who may let it through, in every status: the whole tables, reasons included."""

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.pipeline import permissions, services
from procurement.pipeline.enums import PostingStatus
from procurement.pipeline.models import Posting
from procurement.pipeline.workflow import POSTING
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import Membership
from socialvalue.common.errors import NotAllowed
from tests.builders import people
from tests.builders import pipeline as build
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "not-theirs": NotAllowed("You can post opportunities for your own organisation only"),
    "must-approve": truth.lacks(Permission.APPROVE_OPPORTUNITIES),
    "own-posting": NotAllowed("You posted this opportunity. Somebody else has to approve it."),
    **truth.not_now(POSTING),
}


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast, and one from before who posts for the partner and approves for the council."""
    council, partner = people.council(), build.partner()
    users = truth.cast(council, partner=partner)
    users["posted it"] = people.person(council, Role.PROCUREMENT_OFFICER)
    with people.from_before():
        Membership.objects.create(user=users["posted it"], organisation=partner, role=Role.PARTNER)
    return council, partner, users


POST = """
                     partner     supplier    council     another
commissioner         not-theirs  not-theirs  yes         not-theirs
procurement_officer  not-theirs
evaluator            not-theirs
evaluation_lead      not-theirs
contract_manager     not-theirs
lead_director        not-theirs
member               not-theirs
supplier             not-theirs  yes         not-theirs  not-theirs
partner              yes         not-theirs  not-theirs  not-theirs
administrator        not-theirs
elsewhere            not-theirs
left                 not-theirs
inactive             not-theirs
posted it            yes         not-theirs  not-theirs  not-theirs
"""


def test_for_whom(scene):
    council, partner, users = scene
    states = {
        "partner": (partner,),
        "supplier": (users["supplier"].supplier,),
        "council": (council,),
        "another": (people.supplier(),),
    }
    truth.holds(permissions.check_can_post, None, POST, users, states, REASONS)


def passed(council, body, by) -> dict[str, tuple]:
    """A partner's opportunity as it was read in each status."""
    posting = build.posting(council=council, body=body, by=by)
    approver = people.person(council, Role.PROCUREMENT_OFFICER)
    read = [posting]
    read.append(services.decide_posting(posting, by=approver, publish=False, comment="Say more."))
    services.edit_posting(posting, by=by, description="Three times a week each, for one year.")
    read.append(services.decide_posting(Posting.objects.get(pk=posting.pk), by=approver, publish=True))
    read.append(services.withdraw_posting(posting, by=by))
    return {one.status: (one,) for one in read}


# No service leaves an opportunity as a draft: it is sent for approval as it is posted
POSTED = set(PostingStatus) - {PostingStatus.DRAFT}

EDIT = """
                     submitted     returned  published     withdrawn
commissioner         not-theirs
procurement_officer  not-theirs
evaluator            not-theirs
evaluation_lead      not-theirs
contract_manager     not-theirs
lead_director        not-theirs
member               not-theirs
supplier             not-theirs
partner              is-submitted  yes       is-published  is-withdrawn
administrator        not-theirs
elsewhere            not-theirs
left                 not-theirs
inactive             not-theirs
posted it            is-submitted  yes       is-published  is-withdrawn
nobody signed in     no
"""

WITHDRAW = """
                     submitted   returned  published  withdrawn
commissioner         not-theirs
procurement_officer  not-theirs
evaluator            not-theirs
evaluation_lead      not-theirs
contract_manager     not-theirs
lead_director        not-theirs
member               not-theirs
supplier             not-theirs
partner              yes         yes       yes        is-withdrawn
administrator        not-theirs
elsewhere            not-theirs
left                 not-theirs
inactive             not-theirs
posted it            yes         yes       yes        is-withdrawn
nobody signed in     no
"""

DECIDE = """
                     submitted     returned     published     withdrawn
commissioner         must-approve
procurement_officer  yes           is-returned  is-published  is-withdrawn
evaluator            must-approve
evaluation_lead      must-approve
contract_manager     must-approve
lead_director        must-approve
member               must-approve
supplier             must-approve
partner              must-approve
administrator        must-approve
elsewhere            must-approve
left                 must-approve
inactive             must-approve
posted it            own-posting
nobody signed in     no
"""

TABLES = [
    (permissions.check_can_edit_posting, permissions.can_edit_posting, EDIT),
    (permissions.check_can_withdraw_posting, permissions.can_withdraw_posting, WITHDRAW),
    (permissions.check_can_decide_posting, permissions.can_decide_posting, DECIDE),
]


@pytest.mark.parametrize("check, can, expected", TABLES, ids=[check.__name__ for check, *_ in TABLES])
def test_an_opportunity_in_every_status(scene, check, can, expected):
    council, partner, users = scene
    states = passed(council, partner, users["posted it"])
    truth.holds(check, can, expected, {**users, truth.NOBODY: AnonymousUser()}, states, REASONS, POSTED)
