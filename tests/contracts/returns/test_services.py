"""Returns: typed, handed in, verified by somebody else, corrected; seen by whom."""

import copy
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from contracts.evidence import services as evidence
from contracts.evidence.models import Story
from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.workflow import RETURN
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.common.typed import SIGNED_OUT
from socialvalue.documents.models import Document, HeldFile
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    contract, who = build.active_contract()
    return contract, who, build.first_due(contract)


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def test_every_status_of_a_return_is_reachable():
    assert RETURN.unreachable() == set()


def test_a_draft_keeps_what_was_typed_and_nothing_typed_is_not_nought(stage):
    contract, who, due = stage
    draft = services.save_return(due, by=who.reporter, value=None, narrative="Half a sent")
    assert (draft.value, draft.narrative, draft.side) == (None, "Half a sent", "supplier")
    with pytest.raises(Refused, match=r"Enter the value\. If nothing was achieved, enter 0 and say why") as refusal:
        services.submit_return(draft, by=who.reporter)
    assert refusal.value.field == "value"
    again = services.save_return(due, by=who.reporter, value=D(0), expected_version=draft.version)
    assert again.pk == draft.pk
    assert services.submit_return(again, by=who.reporter).status == "submitted"


def test_two_people_typing(stage):
    contract, who, due = stage
    first = services.save_return(due, by=who.reporter, value=D(1), expected_version=0)
    colleague = people.person(who.supplier, Role.SUPPLIER)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.save_return(due, by=colleague, value=D(2), expected_version=0)
    services.save_return(due, by=colleague, value=D(2), expected_version=first.version)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.save_return(due, by=who.reporter, value=D(3), expected_version=first.version)


@pytest.mark.parametrize(
    "value, words",
    [
        ("-1", "The value cannot be negative"),
        ("0.00001", "at most 10 digits before the decimal point and 4 behind it"),
        ("10000000000", "at most 10 digits before the decimal point and 4 behind it"),
    ],
)
def test_values_that_cannot_be(stage, value, words):
    _, who, due = stage
    with pytest.raises(Refused, match=words):
        services.save_return(due, by=who.reporter, value=D(value))


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD_DIRECTOR, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER])
def test_officers_who_do_not_manage_contracts_do_not_report(stage, role):
    _, who, due = stage
    with pytest.raises(NotAllowed, match=r"Returns are made by the contract's supplier or by the council's contract managers"):
        services.save_return(due, by=people.person(who.council, role), value=D(1))


def test_a_period_that_has_not_begun_cannot_be_handed_in(stage):
    contract, who, _ = stage
    later = DueReturn.objects.order_by("starts_on")[2]
    draft = services.save_return(later, by=who.reporter, value=D(1))
    with pytest.raises(Refused, match="not begun"):
        services.submit_return(draft, by=who.reporter)


@pytest.mark.parametrize(
    "who_decides, may",
    [
        ("manager", True),
        ("director", True),
        ("reporter", False),
        ("member", False),
        ("commissioner", False),
        ("other_manager", False),
    ],
)
def test_who_verifies_a_suppliers_return(stage, who_decides, may):
    _, who, due = stage
    handed_in = build.submitted_return(due, who)
    others = {
        "commissioner": lambda: people.person(who.council, Role.COMMISSIONER),
        "other_manager": lambda: build.parties().manager,
    }
    by = others[who_decides]() if who_decides in others else getattr(who, who_decides)
    if may:
        assert services.verify_return(handed_in, by=by, comment=build.SEEN).decided_by == by
    else:
        with pytest.raises(NotAllowed, match=r"Your role does not include: verify KPI returns"):
            services.verify_return(handed_in, by=by, comment=build.SEEN)


def test_a_manager_does_not_verify_what_they_made_or_handed_in(stage):
    _, who, due = stage
    colleague = people.person(who.council, Role.CONTRACT_MANAGER)
    draft = services.save_return(due, by=who.manager, value=D(3))
    handed_in = services.submit_return(draft, by=colleague)
    for by in (who.manager, colleague):
        with pytest.raises(NotAllowed, match=r"You made this return yourself: somebody else verifies it"):
            services.verify_return(handed_in, by=by, comment=build.SEEN)
    assert services.verify_return(handed_in, by=who.director, comment=build.SEEN).status == "verified"


def test_somebody_on_both_sides_does_not_verify(stage):
    _, who, due = stage
    handed_in = build.submitted_return(due, who)
    both = people.person(who.council, Role.CONTRACT_MANAGER)
    with people.from_before():
        people.give(both, who.supplier, Role.SUPPLIER)
    with pytest.raises(NotAllowed, match=r"The supplier's own people do not verify its returns"):
        services.verify_return(handed_in, by=people.fresh(both), comment=build.SEEN)


def test_the_database_refuses_the_same_person_and_a_second_verified_one(stage):
    _, who, due = stage
    handed_in = build.submitted_return(due, who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.filter(pk=handed_in.pk).update(status="verified", decided_by=who.reporter, decided_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.filter(pk=handed_in.pk).update(status="verified")
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.filter(pk=handed_in.pk).update(value=None)


def test_sent_back_answered_verified(stage):
    _, who, due = stage
    handed_in = build.submitted_return(due, who)
    with pytest.raises(Refused, match="Say what has to be answered before it can be verified"):
        services.query_return(handed_in, by=who.manager, comment="")
    back = services.query_return(handed_in, by=who.manager, comment="Which three?")
    asked = who.reporter.messages.get(key__startswith="return-queried:")
    assert (asked.private, "Which three?" in asked.body) == ("Which three?", False), "the question stands on the page alone"
    services.save_return(due, by=who.reporter, value=D(2), expected_version=back.version)
    back.refresh_from_db()
    again = services.submit_return(back, by=who.reporter, change_reason="One of the three was counted twice.")
    assert (again.decided_by, again.decision_comment) == (None, "")
    assert services.verify_return(again, by=who.manager, comment=build.SEEN).value == 2


def test_a_correction_replaces_only_once_it_is_verified(stage):
    _, who, due = stage
    first = build.verified_return(due, who)
    with pytest.raises(WrongState, match=r"This return is verified\. A correction replaces it, with a reason\."):
        services.save_return(due, by=who.reporter, value=D(9))
    with pytest.raises(Refused, match="Say what was wrong"):
        services.correct_return(due, by=who.reporter, reason="")
    second = services.correct_return(due, by=who.reporter, reason="Counted one twice.")
    assert (second.number, second.value, second.status) == (2, first.value, "draft")
    second = services.save_return(due, by=who.reporter, value=D(2), expected_version=second.version)
    second = services.submit_return(second, by=who.reporter)
    assert Return.objects.get(pk=first.pk).status == "verified"
    services.verify_return(second, by=who.manager, comment=build.SEEN)
    assert [(r.number, r.status, r.value) for r in due.returns.all()] == [(1, "replaced", 3), (2, "verified", 2)]


def test_a_correction_begins_with_the_files_and_what_is_taken_out_of_it_stays_with_the_verified_one(stage):
    _, who, due = stage
    colleague = people.person(who.supplier, Role.SUPPLIER)
    draft = services.save_return(due, by=who.reporter, value=D(3))
    for name, text in (("register.txt", b"Three signed in"), ("photo of the day.txt", b"A day in May")):
        evidence.add_evidence(draft, by=who.reporter, upload=SimpleUploadedFile(name, text), description=f"The {name}")
    evidence.tell_story(draft, by=who.reporter, title="T", text="x", consent=build.AGREED)
    first = services.verify_return(services.submit_return(draft, by=who.reporter), by=who.manager, comment=build.SEEN)
    before = list(Document.objects.of(first).order_by("name"))
    with clock.at(datetime(2025, 7, 12, 9)):
        second = services.correct_return(due, by=colleague, reason="Counted one twice.")
    after = list(Document.objects.of(second).order_by("name"))
    # Says who: the one who brought it, when they did
    facts = [(one.name, one.description, one.sha256, one.uploaded_by, one.uploaded_at) for one in before]
    assert [(one.name, one.description, one.sha256, one.uploaded_by, one.uploaded_at) for one in after] == facts
    assert {one.pk for one in before}.isdisjoint(one.pk for one in after)
    assert {one.file.name for one in before}.isdisjoint(one.file.name for one in after)
    told = AuditEvent.objects.filter(verb="carried a file over").order_by("pk")
    assert [(one.actor, one.sentence, one.confidential) for one in told] == [
        (colleague, f"carried the file “{one.name}” over", True) for one in before[::-1]
    ]
    # Case studies stay where they were told
    assert [one.kpi_return for one in Story.objects.all()] == [first]
    evidence.remove_evidence(second, by=who.reporter, document=after[0])
    assert [one.name for one in Document.objects.of(first).order_by("name")] == [one.name for one in before]
    assert before[0].file.read() == b"A day in May"
    before[0].file.close()
    services.drop_correction(Return.objects.get(pk=second.pk), by=who.reporter)
    assert set(Document.objects.all()) == set(before)


def test_a_file_that_is_being_checked_is_checked_in_the_correction_too(stage):
    _, who, due = stage
    draft = services.save_return(due, by=who.reporter, value=D(3))
    file = evidence.add_evidence(draft, by=who.reporter, upload=SimpleUploadedFile("register.txt", b"Three signed in"))
    services.verify_return(services.submit_return(draft, by=who.reporter), by=who.manager, comment=build.SEEN)
    Document.objects.filter(pk=file.pk).update(held=True)
    second = services.correct_return(due, by=who.reporter, reason="Counted one twice.")
    carried = Document.objects.of(second).get()
    assert carried.held
    assert HeldFile.objects.get().key == carried.pk


def test_nothing_is_added_to_what_is_handed_in(stage):
    _, who, due = stage
    handed_in = build.submitted_return(due, who)
    with pytest.raises(WrongState, match=r"This return can no longer be changed: it is “Waiting to be verified”"):
        evidence.tell_story(handed_in, by=who.reporter, title="T", text="x", consent=build.AGREED)
    with pytest.raises(WrongState, match=r"This return can no longer be changed: it is “Waiting to be verified”"):
        evidence.add_evidence(handed_in, by=who.reporter, upload=SimpleUploadedFile("a.txt", b"text"), description="")


def test_a_councils_own_duty_is_reported_by_the_council():
    contract, who = build.active_contract(kpi={"client_side": True})
    due = build.first_due(contract)
    with pytest.raises(NotAllowed, match=r"This is the council's own duty in the contract: the council reports on it"):
        services.save_return(due, by=who.reporter, value=D(1))
    assert services.save_return(due, by=who.manager, value=D(1)).side == "council"


def test_each_side_keeps_to_its_own_draft(stage):
    _, who, due = stage
    services.save_return(due, by=who.reporter, value=D(1))
    with pytest.raises(WrongState, match="supplier has begun"):
        services.save_return(due, by=who.manager, value=D(2))


# Who sees what


SEES = [
    # who, supplier's draft, handed in
    ("reporter", True, True),
    ("manager", False, True),
    ("director", False, True),
    ("member", False, True),
    ("other_reporter", False, False),
    ("other_manager", False, False),
    ("nobody", False, False),
]


@pytest.mark.parametrize("name, draft, handed_in", SEES)
def test_who_sees_a_suppliers_return_its_story_and_its_evidence(stage, settings, tmp_path, name, draft, handed_in):
    from django.contrib.auth.models import AnonymousUser

    settings.MEDIA_ROOT = tmp_path
    _, who, due = stage
    other = build.parties()
    seer = {"other_reporter": other.reporter, "other_manager": other.manager, "nobody": AnonymousUser()}.get(name) or getattr(
        who, name
    )
    body = services.save_return(due, by=who.reporter, value=D(3))
    evidence.add_evidence(
        body, by=who.reporter, upload=SimpleUploadedFile("list.txt", b"Three names, removed"), description="A list"
    )
    evidence.tell_story(body, by=who.reporter, title="Sam", text="Sam stayed.", consent=build.AGREED)

    def seen():
        return [model.objects.visible_to(seer).exists() for model in (Return, Story, Document)]

    assert seen() == [draft] * 3
    services.submit_return(body, by=who.reporter)
    assert seen() == [handed_in] * 3


def test_a_councils_draft_is_not_seen_by_the_supplier_or_members(stage):
    _, who, due = stage
    services.save_return(due, by=who.manager, value=D(3))
    seen = {
        name: Return.objects.visible_to(getattr(who, name)).exists() for name in ("manager", "reporter", "member", "director")
    }
    assert seen == {"manager": True, "reporter": False, "member": False, "director": False}


def test_two_suppliers_of_one_contract_do_not_double_its_returns():
    who = build.parties()
    second = people.supplier()
    person = people.person(who.supplier, Role.SUPPLIER)
    person.memberships.create(organisation=second, role=Role.SUPPLIER)
    contract, _ = build.active_contract(who, suppliers=[who.supplier, second])
    build.verified_return(build.first_due(contract), who)
    assert Return.objects.visible_to(people.fresh(person)).count() == 1


def test_a_file_is_said_to_be_added_only_when_it_was(stage, settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    _, who, due = stage
    client.force_login(who.reporter)
    address = f"/returns/{due.pk}/"
    form = client.get(address).context["form"]
    typed = {"version": form["version"].value(), "page": form["page"].value(), "narrative": "Nine started", "next": ""}
    refused = client.post(address, typed | {"file": SimpleUploadedFile("photo.png", b"not a picture")})
    assert list(refused.context["form"].errors) == ["file"]
    assert list(refused.context["messages"]) == []
    assert (Return.objects.get().narrative, Document.objects.count()) == ("Nine started", 0)
    # The words of the same page were kept with the refusal: trying again with another file is no conflict
    kept = client.post(address, typed | {"file": SimpleUploadedFile("list.txt", b"Nine")}, follow=True)
    assert [str(m) for m in kept.context["messages"]] == [
        "The file list.txt was added.",
        "Your draft is saved. Nobody at the council sees it until you submit it.",
    ]
    assert Document.objects.get().name == "list.txt"


def test_version_nought_overwrites_nothing_of_ones_own_other_tab(stage):
    _, who, due = stage
    services.save_return(due, by=who.reporter, value=D(1), expected_version=0, page="one")
    with pytest.raises(Conflict, match="^You saved this in another tab or window at 9am"):
        services.save_return(due, by=who.reporter, value=D(2), expected_version=0, page="two")
    colleague = people.person(who.supplier, Role.SUPPLIER)
    with pytest.raises(Conflict, match="^Somebody else"):
        services.save_return(due, by=colleague, value=D(2), expected_version=0, page="one")
    assert Return.objects.get().value == 1
    same = services.save_return(due, by=who.reporter, value=D(2), expected_version=0, page="one")
    assert (same.value, same.version) == (2, 2)


def test_of_one_page_what_was_typed_last_wins_whichever_arrives_last(stage):
    _, who, due = stage
    for text, page in [("a", "one.1"), ("ab", "one.3"), ("ab", "one.5")]:
        services.save_return(due, by=who.reporter, value=None, narrative=text, expected_version=0, page=page)
    for late in ("one.2", "one.4"):
        with pytest.raises(Conflict, match="What you typed later"):
            services.save_return(due, by=who.reporter, value=None, narrative="a", expected_version=1, page=late)
    assert Return.objects.get().narrative == "ab"


def test_saving_by_itself_when_signed_out_says_so_in_its_line(stage, client):
    _, _, due = stage
    answer = client.post(f"/returns/{due.pk}/save/", {"narrative": "x", "version": 0})
    assert answer.status_code == 200
    assert SIGNED_OUT in answer.content.decode()


def test_what_is_reported_is_the_value_and_a_draft_without_one_has_none(stage):
    _, who, due = stage
    draft = services.save_return(due, by=who.reporter, value=None, narrative="Nine started")
    with pytest.raises(ValueError, match="^no value is reported: "):
        _ = draft.reported
    # Nought is a value
    assert services.save_return(due, by=who.reporter, value=D(0)).reported == D(0)
