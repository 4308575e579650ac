"""Who may edit frameworks, in every status of a version: the whole tables, reasons included."""

import pytest
from django.contrib.auth.models import AnonymousUser

from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.framework import permissions, services
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import FrameworkVersion
from socialvalue.framework.services.shipped import NATIONAL, load
from tests.builders import framework as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

SYSTEM = "the command line"
REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_FRAMEWORKS),
    "for-everybody": NotAllowed("Only the people who run this installation can import a framework for everybody"),
    "who-answers": NotAllowed("A council’s framework needs somebody who answers for it"),
    "national": WrongState("This framework comes from a national source. It is changed where it comes from, not here."),
    "frozen": WrongState("A published version is frozen. Start a new version to change it."),
    "retire-it": WrongState("Only a draft can be discarded. A published version can be retired."),
}


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast; a version of the council's own framework in each status, and a national one."""
    council = people.council()
    by = build.editor(council)
    versions, version = {}, build.draft(by)
    for step in (services.publish_version, services.retire_version, None):
        read = FrameworkVersion.objects.select_related("framework__council").get(pk=version.pk)
        versions[read.status] = read
        if step:
            step(version, by=by)
    return council, truth.cast(council), versions


CREATE = """
                     its council  another      for everybody
commissioner         yes          must-edit    for-everybody
procurement_officer  yes          must-edit    for-everybody
evaluator            must-edit    must-edit    for-everybody
evaluation_lead      must-edit    must-edit    for-everybody
contract_manager     must-edit    must-edit    for-everybody
lead_director        must-edit    must-edit    for-everybody
member               must-edit    must-edit    for-everybody
supplier             must-edit    must-edit    for-everybody
partner              must-edit    must-edit    for-everybody
administrator        yes          must-edit    for-everybody
elsewhere            must-edit    must-edit    for-everybody
left                 must-edit    must-edit    for-everybody
inactive             must-edit    must-edit    for-everybody
the command line     who-answers  who-answers  yes
"""


def test_creating(scene):
    """For everybody only the system brings one in, and it brings none in for a council."""
    council, users, _ = scene
    states = {"its council": (council,), "another": (people.council(),), "for everybody": (None,)}
    truth.holds(permissions.check_can_create, None, CREATE, {**users, SYSTEM: None}, states, REASONS)


EDIT = """
                     the council's  national
commissioner         yes            national
procurement_officer  yes            national
evaluator            must-edit      national
evaluation_lead      must-edit      national
contract_manager     must-edit      national
lead_director        must-edit      national
member               must-edit      national
supplier             must-edit      national
partner              must-edit      national
administrator        yes            national
elsewhere            must-edit      national
left                 must-edit      national
inactive             must-edit      national
nobody signed in     no
"""


def test_editing_a_framework(scene):
    _, users, versions = scene
    states = {"the council's": (versions["draft"].framework,), "national": (load(NATIONAL[0]).framework,)}
    truth.holds(permissions.check_can_edit, permissions.can_edit, EDIT, {**users, truth.NOBODY: AnonymousUser()}, states, REASONS)


EDIT_BY_SYSTEM = """
                  the council's  national
the command line  who-answers    yes
"""


def test_the_system_edits_what_is_for_everybody(scene):
    _, _, versions = scene
    states = {"the council's": (versions["draft"].framework,), "national": (load(NATIONAL[0]).framework,)}
    truth.holds(permissions.check_can_edit, None, EDIT_BY_SYSTEM, {SYSTEM: None}, states, REASONS)


def with_national(versions: dict[str, FrameworkVersion]) -> dict[str, tuple]:
    return {**{status: (version,) for status, version in versions.items()}, "national": (load(NATIONAL[0]),)}


EDIT_VERSION = """
                     draft      published  retired    national
commissioner         yes        frozen     frozen     national
procurement_officer  yes        frozen     frozen     national
evaluator            must-edit  must-edit  must-edit  national
evaluation_lead      must-edit  must-edit  must-edit  national
contract_manager     must-edit  must-edit  must-edit  national
lead_director        must-edit  must-edit  must-edit  national
member               must-edit  must-edit  must-edit  national
supplier             must-edit  must-edit  must-edit  national
partner              must-edit  must-edit  must-edit  national
administrator        yes        frozen     frozen     national
elsewhere            must-edit  must-edit  must-edit  national
left                 must-edit  must-edit  must-edit  national
inactive             must-edit  must-edit  must-edit  national
nobody signed in     no
"""


def test_a_version_in_every_status(scene):
    _, users, versions = scene
    users = {**users, truth.NOBODY: AnonymousUser()}
    check, can = permissions.check_can_edit_version, permissions.can_edit_version
    truth.holds(check, can, EDIT_VERSION, users, with_national(versions), REASONS, VersionStatus)


DISCARD = """
                     draft      published  retired    national
commissioner         yes        retire-it  retire-it  national
procurement_officer  yes        retire-it  retire-it  national
evaluator            must-edit  must-edit  must-edit  national
evaluation_lead      must-edit  must-edit  must-edit  national
contract_manager     must-edit  must-edit  must-edit  national
lead_director        must-edit  must-edit  must-edit  national
member               must-edit  must-edit  must-edit  national
supplier             must-edit  must-edit  must-edit  national
partner              must-edit  must-edit  must-edit  national
administrator        yes        retire-it  retire-it  national
elsewhere            must-edit  must-edit  must-edit  national
left                 must-edit  must-edit  must-edit  national
inactive             must-edit  must-edit  must-edit  national
"""


def test_discarding_in_every_status(scene):
    _, users, versions = scene
    truth.holds(permissions.check_can_discard, None, DISCARD, users, with_national(versions), REASONS, VersionStatus)
