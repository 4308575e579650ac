"""Who adds, replaces and sets aside a contract's documents: the whole tables, reasons included; and who reads them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from contracts.papers import permissions, services
from contracts.papers.models import Paper
from contracts.papers.services import PaperDetails
from contracts.register.models import Contract
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.documents.models import Document
from tests.builders import contracts as build
from tests.fixtures import truth

from .steps import NOW, added, upload

pytestmark = pytest.mark.django_db
REASONS = {
    "neither": NotAllowed("Documents are added by the contract’s supplier or by the council’s contract managers"),
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "ended": WrongState("This contract has ended: its documents are kept as they were"),
    "over": WrongState("There is a newer one already, or it was set aside"),
    "not-yours": NotAllowed("This document is the council’s: its contract managers add the newer one"),
}


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def scene():
    who = build.parties()
    contract, _ = build.active_contract(who)
    return who, contract, truth.cast(who.council, who.supplier)


def ended(contract, who) -> Contract:
    return end_contract(contract, by=who.manager, reason="The provider closed.")


ADD = """
                     active   ended
commissioner         neither  neither
procurement_officer  neither  neither
evaluator            neither  neither
evaluation_lead      neither  neither
contract_manager     yes      ended
lead_director        neither  neither
member               neither  neither
supplier             yes      ended
partner              neither  neither
administrator        neither  neither
elsewhere            neither  neither
left                 neither  neither
inactive             neither  neither
"""


def test_who_adds_a_document(scene):
    who, contract, users = scene

    def states():
        yield "active", (contract,)
        yield "ended", (ended(contract, who),)

    truth.holds(permissions.check_can_add_paper, permissions.can_add_paper, ADD, users, states(), REASONS)


REPLACE = """
                     supplier's  council's  replaced  set-aside  ended
commissioner         neither     neither    neither   neither    neither
procurement_officer  neither     neither    neither   neither    neither
evaluator            neither     neither    neither   neither    neither
evaluation_lead      neither     neither    neither   neither    neither
contract_manager     yes         yes        over      over       ended
lead_director        neither     neither    neither   neither    neither
member               neither     neither    neither   neither    neither
supplier             yes         not-yours  over      over       ended
partner              neither     neither    neither   neither    neither
administrator        neither     neither    neither   neither    neither
elsewhere            neither     neither    neither   neither    neither
left                 neither     neither    neither   neither    neither
inactive             neither     neither    neither   neither    neither
"""
ASIDE = """
                     supplier's  council's  replaced   set-aside  ended
commissioner         must-edit   must-edit  must-edit  must-edit  must-edit
procurement_officer  must-edit   must-edit  must-edit  must-edit  must-edit
evaluator            must-edit   must-edit  must-edit  must-edit  must-edit
evaluation_lead      must-edit   must-edit  must-edit  must-edit  must-edit
contract_manager     yes         yes        over       over       ended
lead_director        must-edit   must-edit  must-edit  must-edit  must-edit
member               must-edit   must-edit  must-edit  must-edit  must-edit
supplier             must-edit   must-edit  must-edit  must-edit  must-edit
partner              must-edit   must-edit  must-edit  must-edit  must-edit
administrator        must-edit   must-edit  must-edit  must-edit  must-edit
elsewhere            must-edit   must-edit  must-edit  must-edit  must-edit
left                 must-edit   must-edit  must-edit  must-edit  must-edit
inactive             must-edit   must-edit  must-edit  must-edit  must-edit
"""


def papers(contract, who):
    """A supplier's, the council's, one that was replaced, one that was set aside; and one of a contract that has ended."""
    theirs, ours = added(contract, who.reporter), added(contract, who.manager, shared=True)
    yield "supplier's", (theirs,)
    yield "council's", (ours,)
    old, aside = added(contract, who.reporter), added(contract, who.reporter)
    services.replace_paper(old, PaperDetails(kind="bond", title="Bond"), by=who.reporter, upload=upload())
    yield "replaced", (Paper.objects.get(pk=old.pk),)
    yield "set-aside", (services.set_aside(aside, by=who.manager, reason="The group’s own policy covers this."),)
    ended(contract, who)
    yield "ended", (Paper.objects.get(pk=theirs.pk),)


@pytest.mark.parametrize(
    "table, check, can",
    [
        (REPLACE, permissions.check_can_replace_paper, permissions.can_replace_paper),
        (ASIDE, permissions.check_can_set_aside_paper, permissions.can_set_aside_paper),
    ],
)
def test_who_replaces_one_and_who_sets_one_aside(scene, table, check, can):
    who, contract, users = scene
    truth.holds(check, can, table, users, papers(contract, who), REASONS)


READS = """
                     theirs  other's  shared  kept  before
commissioner         no      no       no      no    no
procurement_officer  no      no       no      no    no
evaluator            no      no       no      no    no
evaluation_lead      no      no       no      no    no
contract_manager     yes     yes      yes     yes   yes
lead_director        yes     yes      yes     yes   yes
member               no      no       no      no    no
supplier             yes     no       yes     no    yes
partner              no      no       no      no    no
administrator        no      no       no      no    no
elsewhere            no      no       no      no    no
left                 no      no       no      no    no
inactive             no      no       no      no    no
second supplier      no      yes      yes     no    no
stranger             no      no       no      no    no
nobody               no      no       no      no    no
"""


def test_who_reads_which_document_and_its_file():
    """``before``: shared by the council before the second supplier came."""
    who, second = build.parties(), build.parties()
    contract, _ = build.active_contract(who, suppliers=[who.supplier, second.supplier])
    users = truth.cast(who.council, who.supplier)
    users |= {"second supplier": second.reporter, "stranger": build.parties().reporter, "nobody": AnonymousUser()}
    contract.parties.filter(organisation=second.supplier).update(first_day=NOW.date())
    with clock.at(NOW - timedelta(days=1)):
        before = added(contract, who.manager, shared=True)
    made = {
        "theirs": added(contract, who.reporter),
        "other's": added(contract, second.reporter),
        "shared": added(contract, who.manager, shared=True),
        "kept": added(contract, who.manager),
        "before": before,
    }
    wanted = truth.table(READS)
    assert set(wanted) == set(users)
    seen, opened = {}, {}
    for name, user in users.items():
        found = set(Paper.objects.visible_to(user).values_list("pk", flat=True))
        files = set(Document.objects.visible_to(user).values_list("owner_id", flat=True))
        seen[name] = {kind: "yes" if paper.pk in found else "no" for kind, paper in made.items()}
        opened[name] = {kind: "yes" if str(paper.pk) in files else "no" for kind, paper in made.items()}
    assert (seen, opened) == (wanted, wanted)


def test_a_supplier_that_has_left_keeps_reading_what_was_shared_with_it_and_its_own():
    who = build.parties()
    contract, _ = build.active_contract(who)
    own, shared = added(contract, who.reporter), added(contract, who.manager, shared=True)
    contract.parties.update(last_day=NOW.date())
    with clock.at(NOW + timedelta(days=1)):
        later = added(contract, who.manager, shared=True)
        assert set(Paper.objects.visible_to(who.reporter)) == {own, shared}
        assert later not in Paper.objects.visible_to(who.reporter)
        assert permissions.can_add_paper(who.reporter, contract) is False
