"""Who may prepare, change, submit and decide on a report, in every status: the whole tables, reasons included."""

import pytest

from measurement.reports import permissions, services
from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from measurement.reports.workflow import REPORT
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import measurement as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-prepare": truth.lacks(Permission.PREPARE_REPORTS),
    "must-approve": truth.lacks(Permission.APPROVE_REPORTS),
    "own-report": NotAllowed("Somebody else has to approve this report: you submitted it"),
    **{
        f"fixed-{status.value}": WrongState(f"The text cannot be changed now: the report is “{status.label}”")
        for status in ReportStatus
    },
    **truth.not_now(REPORT),
}


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast, one who prepares reports and approves them, and that person's report as it was read in each status."""
    scene = build.scene()
    users = truth.cast(scene.council)
    by = users["submitted it"] = people.person(scene.council, Role.CONTRACT_MANAGER, Role.LEAD_DIRECTOR)
    with clock.at(build.NOW):
        read = [build.asked(scene)]
        report = services.build(read[0].pk)
        read.append(Report.objects.get(pk=report.pk))
        report = services.edit_words(report, by=by, **build.WORDS)
        read.append(services.submit_report(report, by=by))
        read.append(services.return_report(report, by=scene.approver, comment="Say what it costs."))
        report = services.submit_report(Report.objects.get(pk=report.pk), by=by)
        approved = services.approve_report(report, by=scene.approver)
        read.append(Report.objects.get(pk=approved.pk))
        other = build.approved(scene, kind="scrutiny")
        fresh = services.build(services.replace_report(other, by=scene.preparer, reason=build.WHY).pk)
        fresh = services.submit_report(fresh, by=scene.preparer)
        services.approve_report(fresh, by=scene.approver)
        read.append(Report.objects.get(pk=other.pk))
    return scene.council, users, {report.status: (report,) for report in read}


PREPARE = """
                     its council   another
commissioner         must-prepare
procurement_officer  must-prepare
evaluator            must-prepare
evaluation_lead      must-prepare
contract_manager     yes           must-prepare
lead_director        must-prepare
member               must-prepare
supplier             must-prepare
partner              must-prepare
administrator        must-prepare
elsewhere            must-prepare
left                 must-prepare
inactive             must-prepare
submitted it         yes           must-prepare
"""


def test_preparing(scene):
    council, users, _ = scene
    states = {"its council": (council,), "another": (people.council(),)}
    truth.holds(permissions.check_can_prepare, permissions.can_prepare, PREPARE, users, states, REASONS)


EDIT = """
                     building        draft  submitted        returned  approved        replaced
commissioner         must-prepare
procurement_officer  must-prepare
evaluator            must-prepare
evaluation_lead      must-prepare
contract_manager     fixed-building  yes    fixed-submitted  yes       fixed-approved  fixed-replaced
lead_director        must-prepare
member               must-prepare
supplier             must-prepare
partner              must-prepare
administrator        must-prepare
elsewhere            must-prepare
left                 must-prepare
inactive             must-prepare
submitted it         fixed-building  yes    fixed-submitted  yes       fixed-approved  fixed-replaced
"""

SUBMIT = """
                     building      draft  submitted     returned  approved     replaced
commissioner         must-prepare
procurement_officer  must-prepare
evaluator            must-prepare
evaluation_lead      must-prepare
contract_manager     is-building   yes    is-submitted  yes       is-approved  is-replaced
lead_director        must-prepare
member               must-prepare
supplier             must-prepare
partner              must-prepare
administrator        must-prepare
elsewhere            must-prepare
left                 must-prepare
inactive             must-prepare
submitted it         is-building   yes    is-submitted  yes       is-approved  is-replaced
"""

DECIDE = """
                     building      draft     submitted   returned     approved     replaced
commissioner         must-approve
procurement_officer  must-approve
evaluator            must-approve
evaluation_lead      must-approve
contract_manager     must-approve
lead_director        is-building   is-draft  yes         is-returned  is-approved  is-replaced
member               must-approve
supplier             must-approve
partner              must-approve
administrator        must-approve
elsewhere            must-approve
left                 must-approve
inactive             must-approve
submitted it         is-building   is-draft  own-report  is-returned  is-approved  is-replaced
"""

BUILD_AGAIN = """
                     building      draft  submitted     returned  approved     replaced
commissioner         must-prepare
procurement_officer  must-prepare
evaluator            must-prepare
evaluation_lead      must-prepare
contract_manager     is-building   yes    is-submitted  yes       is-approved  is-replaced
lead_director        must-prepare
member               must-prepare
supplier             must-prepare
partner              must-prepare
administrator        must-prepare
elsewhere            must-prepare
left                 must-prepare
inactive             must-prepare
submitted it         is-building   yes    is-submitted  yes       is-approved  is-replaced
"""

REPLACE = """
                     building      draft     submitted     returned     approved  replaced
commissioner         must-prepare
procurement_officer  must-prepare
evaluator            must-prepare
evaluation_lead      must-prepare
contract_manager     is-building   is-draft  is-submitted  is-returned  yes       is-replaced
lead_director        must-prepare
member               must-prepare
supplier             must-prepare
partner              must-prepare
administrator        must-prepare
elsewhere            must-prepare
left                 must-prepare
inactive             must-prepare
submitted it         is-building   is-draft  is-submitted  is-returned  yes       is-replaced
"""

TABLES = [
    (permissions.check_can_edit, permissions.can_edit, EDIT),
    (permissions.check_can_submit, permissions.can_submit, SUBMIT),
    (permissions.check_can_decide, permissions.can_decide, DECIDE),
    (permissions.check_can_build_again, permissions.can_build_again, BUILD_AGAIN),
    (permissions.check_can_replace, permissions.can_replace, REPLACE),
]


@pytest.mark.parametrize("check, can, expected", TABLES, ids=[check.__name__ for check, *_ in TABLES])
def test_a_report_in_every_status(scene, check, can, expected):
    _, users, states = scene
    truth.holds(check, can, expected, users, states, REASONS, ReportStatus)
