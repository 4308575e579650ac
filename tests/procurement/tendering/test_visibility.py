"""Who sees a tender in which status: the whole tables."""

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from tests.builders import people, stages
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

SEES = """
                     draft  checking  returned  published  closed  opened  evaluated  decided  contracted
commissioner         yes
procurement_officer  yes
evaluator            no     no        no        yes        yes     yes     yes        yes      yes
evaluation_lead      yes
contract_manager     yes
lead_director        yes
member               no     no        no        yes        yes     yes     yes        yes      yes
supplier             no     no        no        yes        yes     yes     yes        yes      yes
partner              no     no        no        yes        yes     yes     yes        yes      yes
administrator        no     no        no        yes        yes     yes     yes        yes      yes
elsewhere            no     no        no        yes        yes     yes     yes        yes      yes
left                 no     no        no        yes        yes     yes     yes        yes      yes
inactive             no     no        no        yes        yes     yes     yes        yes      yes
nobody signed in     no     no        no        yes        yes     yes     yes        yes      yes
"""

WORKS_ON = """
                     draft  checking  returned  published  closed  opened  evaluated  decided  contracted
commissioner         yes
procurement_officer  yes
evaluator            no
evaluation_lead      yes
contract_manager     yes
lead_director        yes
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
def found(module_database):
    """Which of both questions → its table, taken in each status on the way."""
    council = people.council()
    users = {**truth.cast(council), truth.NOBODY: AnonymousUser()}
    tables: dict[str, truth.Table] = {"visible_to": {}, "inside": {}, "public": {}}

    class Watching(stages.Passed):
        def read(self, tender):
            read = super().read(tender)
            thing = {read.status: read}
            for name, table in tables.items():
                asked = (lambda user: Tender.objects.public()) if name == "public" else getattr(Tender.objects, name)
                for user, cells in truth.seen(asked, users, thing).items():
                    table.setdefault(user, {}).update(cells)
            return read

    stages.to_contracted(Watching(), council)
    return tables


def test_who_sees_it(found):
    truth.says(SEES, found["visible_to"])


def test_who_works_on_it(found):
    truth.says(WORKS_ON, found["inside"])


def test_what_the_public_pages_show(found):
    """Whoever asks: what somebody who is not signed in sees."""
    assert found["public"][truth.NOBODY] == found["visible_to"][truth.NOBODY]


def test_every_status_was_asked(found):
    assert set(found["visible_to"][truth.NOBODY]) == set(TenderStatus) - {TenderStatus.TERMINATED}
