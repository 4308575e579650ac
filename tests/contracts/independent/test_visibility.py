"""A finding is for everybody who sees the return; the paper of a body outside for the council's people who answer for contracts."""

import pytest
from django.contrib.auth.models import AnonymousUser

from contracts.independent import services
from contracts.independent.models import Confirmation
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import people
from tests.contracts.independent.steps import AGREES, NOW, outsider, report, verified
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
READ_THE_PAPER = {Role.CONTRACT_MANAGER, Role.LEAD_DIRECTOR}


def test_who_reads_the_paper_of_a_body_outside():
    with clock.at(NOW):
        kpi_return, who = verified()
        services.record_outside(kpi_return, AGREES, by=outsider(who), body="A university", upload=report())
        seen = {
            row
            for row, user in truth.cast(who.council, who.supplier).items()
            if Confirmation.objects.files_visible_to(people.fresh(user)).exists()
        }
    assert seen == READ_THE_PAPER
    assert not Confirmation.objects.files_visible_to(AnonymousUser()).exists()
