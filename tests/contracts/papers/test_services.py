"""Documents of contracts: added by either side, replaced, set aside; nothing of them is ever lost."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from contracts.papers import services
from contracts.papers.models import Paper
from contracts.papers.services import PaperDetails
from contracts.register.models import Contract
from contracts.warnings.needs import needs
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused, WrongState
from socialvalue.documents.models import Document
from tests.builders import contracts as build
from tests.builders import people

from ..warnings.steps import at, look, told
from .steps import NOW, UNTIL, added, upload

pytestmark = pytest.mark.django_db
WHY = "The new policy of the group covers this contract too."


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    return build.active_contract()


def test_a_supplier_adds_its_own_and_the_manager_hears_of_it(stage):
    contract, who = stage
    paper = added(contract, who.reporter)
    assert (paper.supplier, paper.supplier_then, paper.shared, paper.added_by, paper.added_on) == (
        who.supplier,
        contract.parties.get().name_then,
        False,
        who.reporter,
        NOW.date(),
    )
    assert Document.objects.of(paper).get().name == "certificate.txt"
    message = who.manager.messages.latest("pk")
    assert (message.subject, message.for_information) == (f"New document for {contract.title}: insurance certificate", True)
    assert message.body == (
        f"{who.reporter} added “Public liability insurance” to {contract.title} ({contract.reference}). It holds until 31 August 2026."
    )
    event = timeline(contract).first()
    # Others read the contract's timeline, so it names neither the document nor its file
    assert event.sentence == "added a document (insurance certificate)"


def test_of_what_the_council_adds_the_supplier_hears_only_where_it_is_shared(stage):
    contract, who = stage
    before = who.reporter.messages.count()
    kept = added(contract, who.manager, kind="other", title="Credit check")
    assert (kept.supplier, kept.shared, who.reporter.messages.count()) == (None, False, before)
    shared = added(contract, who.manager, kind="signed", title="The contract, signed", valid_until=None, shared=True)
    assert (shared.whose, shared.shared, who.reporter.messages.count()) == ("The council", True, before + 1)
    assert who.reporter.messages.latest("pk").subject == f"New document for {contract.title}: signed contract"


@pytest.mark.parametrize(
    "details, problem",
    [
        ({"title": "   "}, ("title", "Enter what it is")),
        (
            {"valid_until": NOW.date() - timedelta(days=1)},
            ("valid_until", "This one has run out already: add one that is in force"),
        ),
        ({"valid_from": date(2026, 9, 1)}, ("valid_until", "It cannot run out before it begins")),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(stage, details, problem):
    contract, who = stage
    with pytest.raises(Refused) as refused:
        added(contract, who.reporter, **details)
    assert refused.value.problems == [problem]
    assert (Paper.objects.count(), Document.objects.count()) == (0, 0)
    added(contract, who.reporter, valid_until=NOW.date())


def test_a_file_that_is_refused_leaves_no_document(stage):
    contract, who = stage
    with pytest.raises(Refused, match="This kind of file cannot be uploaded"):
        added(contract, who.reporter, upload_=upload("setup.exe", b"MZ"))
    assert Paper.objects.count() == 0


def test_a_newer_one_replaces_the_old_which_is_kept(stage):
    contract, who = stage
    old = added(contract, who.reporter)
    details = PaperDetails(kind="insurance", title="Public liability 2027", valid_until=date(2027, 8, 31), shared=True)
    new, _ = services.replace_paper(old, details, by=who.manager, upload=upload())
    # The council may add what was sent to it; it stays the supplier's
    assert (new.supplier, new.supplier_then, new.shared, new.replaces) == (old.supplier, old.supplier_then, False, old)
    assert list(Paper.objects.current()) == [new]
    assert Document.objects.of(old).exists()
    assert timeline(contract).first().sentence == (
        "added a document (insurance certificate), in the place of the one until 31 August 2026"
    )
    with pytest.raises(WrongState, match="There is a newer one already, or it was set aside"):
        services.replace_paper(old, details, by=who.manager, upload=upload())
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=added(contract, who.reporter).pk).update(replaces=old)


def test_one_that_is_no_longer_needed_stays_readable_with_the_reason(stage):
    contract, who = stage
    paper = added(contract, who.reporter)
    with pytest.raises(Refused, match="Say why it is no longer needed"):
        services.set_aside(paper, by=who.manager, reason="ok")
    with pytest.raises(Conflict, match="Somebody else saved this"):
        services.set_aside(paper, by=who.manager, reason=WHY, expected_version=paper.version + 1)
    paper = services.set_aside(paper, by=who.manager, reason=f" {WHY} ", expected_version=paper.version)
    assert (paper.is_set_aside, paper.set_aside_by, paper.set_aside_reason) == (True, who.manager, WHY)
    assert list(Paper.objects.current()) == []
    event = timeline(contract).first()
    assert (event.sentence, event.reason) == ("set aside a document (insurance certificate): it is no longer needed", f" {WHY} ")
    assert Paper.objects.visible_to(who.reporter).get() == paper


def test_both_sides_are_told_60_and_14_days_before_it_runs_out_and_afterwards(stage):
    contract, who = stage
    added(contract, who.reporter)
    days = [date(2026, 7, 1), date(2026, 7, 2), date(2026, 8, 16), date(2026, 8, 17), UNTIL, date(2026, 9, 1), date(2026, 9, 2)]
    assert [look(day) for day in days] == [0, 2, 0, 2, 0, 2, 0]
    runs, ran = "runs out on 31 August 2026", "ran out on 31 August 2026"
    expected = [f"“Public liability insurance” of {contract.title} {words}" for words in (runs, runs, ran)]
    assert (told(who.manager), told(who.reporter), told(who.director)) == (expected, expected, [])
    message = who.reporter.messages.filter(key__startswith="contract-warning").latest("pk")
    assert (message.why, message.action, message.due_on) == (
        "You get this because you act for the supplier whose document this is.",
        "See the documents and add the newer one",
        None,
    )


def test_of_the_councils_own_the_supplier_hears_no_warning(stage):
    contract, who = stage
    added(contract, who.manager, title="Indemnity of the council", shared=True)
    assert look(date(2026, 7, 2)) == 1
    assert (len(told(who.manager)), told(who.reporter)) == (1, [])


def test_a_newer_one_and_one_set_aside_end_the_warning_and_the_newer_one_begins_its_own(stage):
    contract, who = stage
    paper = added(contract, who.reporter)
    look(date(2026, 7, 2))

    def asked(user, day):
        with at(day):
            return [(need.kind, need.text) for need in needs(people.fresh(user), clock.now())]

    line = f"“Public liability insurance” of {contract.title} runs out on 31 August 2026: add the newer one"
    assert [asked(user, date(2026, 7, 2)) for user in (who.manager, who.reporter, who.director)] == [
        [("due", line)],
        [("due", line)],
        [],
    ]
    assert asked(who.reporter, date(2026, 9, 1)) == [("overdue", line.replace("runs", "ran"))]
    with at(date(2026, 7, 3)):
        details = PaperDetails(kind="insurance", title="Public liability", valid_until=date(2026, 12, 31))
        newer, _ = services.replace_paper(paper, details, by=who.reporter, upload=upload())
    assert [asked(user, date(2026, 7, 3)) for user in (who.manager, who.reporter)] == [[], []]
    assert [look(date(2026, 9, 1)), look(date(2026, 10, 31))] == [0, 0]
    assert look(date(2026, 11, 1)) == 2
    with at(date(2026, 11, 3)):
        services.set_aside(newer, by=who.manager, reason=WHY)
    assert [look(date(2026, 11, 3)), look(date(2027, 1, 1))] == [0, 0]
    assert asked(who.reporter, date(2027, 1, 1)) == []


def test_a_supplier_that_no_longer_delivers_is_asked_for_nothing(stage):
    contract, who = stage
    added(contract, who.reporter)
    contract.parties.update(last_day=date(2026, 6, 30))
    assert look(date(2026, 7, 2)) == 0
    with at(date(2026, 7, 2)):
        assert needs(people.fresh(who.reporter), clock.now()) == []


def test_a_contract_that_has_ended_takes_no_more(stage):
    contract, who = stage
    Contract.objects.update(status="ended", ended_on=NOW.date())
    with pytest.raises(WrongState, match="This contract has ended: its documents are kept as they were"):
        added(contract, who.manager)
