"""Who sees a framework and its versions: drafts their editors, published and retired ones everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser

from socialvalue.framework.models import Framework, FrameworkVersion
from tests.builders import commissioning, people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

SEES = """
                     theirs, draft  theirs, published  theirs, retired  another’s, draft  another’s, published  another’s, retired  everybody’s, draft  everybody’s, published  everybody’s, retired
commissioner         yes            yes                yes              no                yes                   yes                 yes                 yes                     yes
procurement_officer  yes            yes                yes              no                yes                   yes                 yes                 yes                     yes
evaluator            no             yes                yes              no                yes                   yes                 no                  yes                     yes
evaluation_lead      no             yes                yes              no                yes                   yes                 no                  yes                     yes
contract_manager     no             yes                yes              no                yes                   yes                 no                  yes                     yes
lead_director        no             yes                yes              no                yes                   yes                 no                  yes                     yes
member               no             yes                yes              no                yes                   yes                 no                  yes                     yes
supplier             no             yes                yes              no                yes                   yes                 no                  yes                     yes
partner              no             yes                yes              no                yes                   yes                 no                  yes                     yes
administrator        yes            yes                yes              no                yes                   yes                 yes                 yes                     yes
elsewhere            no             yes                yes              no                yes                   yes                 yes                 yes                     yes
left                 no             yes                yes              no                yes                   yes                 no                  yes                     yes
inactive             no             yes                yes              no                yes                   yes                 no                  yes                     yes
nobody signed in     no             yes                yes              no                yes                   yes                 no                  yes                     yes
"""


@pytest.fixture(scope="module")
def scene(module_database):
    council = people.council()
    users = {**truth.cast(council), truth.NOBODY: AnonymousUser()}
    owners = {"theirs": council, "another’s": people.council(), "everybody’s": None}
    versions = {
        f"{whose}, {status}": commissioning.framework(owner, status=status)
        for whose, owner in owners.items()
        for status in ("draft", "published", "retired")
    }
    return users, versions


def test_versions(scene):
    users, versions = scene
    truth.says(SEES, truth.seen(FrameworkVersion.objects.visible_to, users, versions))


def test_a_framework_is_seen_with_a_version_of_it(scene):
    users, versions = scene
    frameworks = {word: version.framework for word, version in versions.items()}
    truth.says(SEES, truth.seen(Framework.objects.visible_to, users, frameworks))
