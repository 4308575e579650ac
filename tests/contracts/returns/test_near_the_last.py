"""Where a council draws none, returns are verified together only near their last value, by somebody who opened their files."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from contracts.evidence import services as evidence
from contracts.evidence.models import EvidenceLook
from contracts.evidence.selectors.looking import opened_by
from contracts.evidence.services.looking import look_at
from contracts.returns import services
from contracts.returns.calculations.together import FAR, NOTHING_BEFORE
from contracts.returns.models import Return
from contracts.returns.selectors.queue import files_of, in_order, queue_for, waiting
from contracts.returns.services import verify_together
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.documents.models import BEING_CHECKED, Document
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.draws.steps import WHOLE, chosen, passing_over
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 20, 9, tzinfo=clock.LONDON)
TOGETHER = "returns-together"
TERMS = {"target": Decimal(20), "minimum": Decimal(10)}


@pytest.fixture(autouse=True)
def now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    """A target of 20 and a minimum of 10 a quarter; of the first quarter 20 are verified."""
    contract, who = build.active_contract(kpi=TERMS)
    dues = list(DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("starts_on"))
    build.verified_return(dues[0], who, "20", **WHOLE)
    return who, dues[1:3]


def with_files(due, who, *names: str, value: str = "20") -> Return:
    draft = services.save_return(due, by=who.reporter, value=Decimal(value), **WHOLE)
    for minutes, name in enumerate(names):
        upload = SimpleUploadedFile(name, name.encode(), content_type="text/plain")
        with clock.at(NOW + timedelta(minutes=minutes)):
            evidence.add_evidence(draft, by=who.reporter, upload=upload, description="The list")
        draft = Return.objects.get(pk=draft.pk)
    return services.submit_return(draft, by=who.reporter)


def files(version: Return) -> dict[str, Document]:
    return {file.name: file for file in files_of([version])[str(version.pk)]}


def row(user):
    [found] = waiting(list(queue_for(user)), user)
    return found


def pairs(*versions: Return) -> list[tuple[int, int]]:
    return [(version.pk, version.version) for version in versions]


@pytest.mark.parametrize(("value", "why"), [("20", ""), ("22", ""), ("18", ""), ("23", FAR), ("17", FAR), ("12", FAR)])
def test_within_a_tenth_of_the_last_verified_value(stage, value, why):
    who, dues = stage
    version = build.submitted_return(dues[0], who, value, **WHOLE)
    assert row(who.manager).why_not_together == why
    found, complete = in_order(queue_for(who.manager), 100, who.manager)
    assert ([one.version for one in found], complete) == ([] if why else [version], True)
    result = verify_together(pairs(version), by=who.manager)
    assert [left.why for left in result.left] == ([why] if why else [])
    assert result.verified == ([] if why else [version])


def test_the_first_period_has_nothing_to_be_compared_with():
    contract, who = build.active_contract()
    build.submitted_return(build.first_due(contract), who, "3", **WHOLE)
    assert row(who.manager).why_not_together == NOTHING_BEFORE


def test_what_was_only_submitted_before_is_nothing_to_be_compared_with():
    contract, who = build.active_contract()
    dues = list(DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("starts_on"))[:2]
    first, second = (build.submitted_return(due, who, "3", **WHOLE) for due in dues)
    found = {one.version: one.why_not_together for one in waiting(list(queue_for(who.manager)), who.manager)}
    assert found == {first: NOTHING_BEFORE, second: NOTHING_BEFORE}
    services.verify_return(first, by=who.manager)
    assert row(who.manager).why_not_together == ""


def test_a_figure_that_was_corrected_is_compared_as_it_stands_now(stage):
    who, dues = stage
    verified = Return.objects.get(status="verified")
    draft = services.correct_return(verified.due, by=who.reporter, reason="Ten of them were counted twice.")
    draft = services.save_return(verified.due, by=who.reporter, value=Decimal(12), expected_version=draft.version, **WHOLE)
    services.verify_return(services.submit_return(draft, by=who.reporter), by=who.manager)
    build.submitted_return(dues[0], who, "20", **WHOLE)
    assert (row(who.manager).before.value, row(who.manager).why_not_together) == (12, FAR)


def test_where_the_council_draws_the_draw_decides_and_not_how_near_it_is(stage):
    who, dues = stage
    chosen(who, one_in=100)
    passing_over(who.council, [clock.today()])
    version = with_files(dues[0], who, "list.txt", value="12")
    assert (row(who.manager).why_not_together, row(who.manager).to_open) == ("", ())
    assert verify_together(pairs(version), by=who.manager).verified == [version]


def test_a_file_that_was_not_opened_holds_its_own_return_up_and_no_other(stage):
    who, dues = stage
    filed = with_files(dues[0], who, "list.txt", "photo.txt")
    plain = build.submitted_return(dues[1], who, "20", **WHOLE)
    result = verify_together(pairs(filed, plain), by=who.manager)
    assert result.verified == [plain]
    assert [(left.version, left.why) for left in result.left] == [(filed, "Open its evidence first: list.txt, photo.txt")]
    look_at(files(filed)["list.txt"], by=who.manager)
    assert [left.why for left in verify_together(pairs(filed), by=who.manager).left] == ["Open its evidence first: photo.txt"]
    look_at(files(filed)["photo.txt"], by=who.manager)
    assert verify_together(pairs(filed), by=who.manager).verified == [filed]


def test_each_person_opens_it_for_themselves_and_once(stage):
    who, dues = stage
    file = files(with_files(dues[0], who, "list.txt"))["list.txt"]
    look_at(file, by=who.director)
    assert (opened_by(who.director, [file]), opened_by(who.manager, [file]), opened_by(None, [file])) == (
        {file.pk}, set(), set(),
    )  # fmt: skip
    with clock.at(datetime(2026, 1, 21, 9, tzinfo=clock.LONDON)):
        look_at(file, by=who.director)
    assert [look.at for look in EvidenceLook.objects.all()] == [NOW]


def test_a_file_that_is_added_after_a_question_is_opened_too(stage):
    who, dues = stage
    version = with_files(dues[0], who, "list.txt")
    look_at(files(version)["list.txt"], by=who.manager)
    assert row(who.manager).to_open == []
    services.query_return(version, by=who.manager, comment="Which of these is the list of March?")
    upload = SimpleUploadedFile("march.txt", b"March", content_type="text/plain")
    evidence.add_evidence(Return.objects.get(pk=version.pk), by=who.reporter, upload=upload, description="The list of March")
    services.submit_return(Return.objects.get(pk=version.pk), by=who.reporter, change_reason="The list of March was missing.")
    assert [file.name for file in row(who.manager).to_open] == ["march.txt"]


def test_what_the_scanner_holds_cannot_have_been_opened(stage):
    who, dues = stage
    file = files(with_files(dues[0], who, "list.txt"))["list.txt"]
    Document.objects.filter(pk=file.pk).update(held=True)
    with pytest.raises(Refused, match=BEING_CHECKED):
        look_at(Document.objects.get(pk=file.pk), by=who.manager)
    assert not EvidenceLook.objects.exists()


def test_the_page_has_a_button_for_each_file_and_verifies_once_they_are_open(stage, client):
    who, dues = stage
    version = with_files(dues[0], who, "list.txt", "photo.txt")
    client.force_login(who.manager)
    page = html.fromstring(client.get(reverse(TOGETHER)).content)
    buttons = page.xpath("//form//button[@formaction]")
    assert [as_read(button.text_content()) for button in buttons] == [
        "list.txt (opens in a new tab)", "photo.txt (opens in a new tab)",
    ]  # fmt: skip
    assert "within 10 % of the last verified value" in as_read(page.text_content())
    act = {"chosen": [f"{version.pk}:{version.version}"], "confirmed": "1"}
    said = as_read(html.fromstring(client.post(reverse(TOGETHER), act).content).text_content())
    assert "Open its evidence first: list.txt, photo.txt" in said
    for button in buttons:
        opened = client.post(button.get("formaction"), act)
        assert opened.status_code == 302
        assert b"".join(client.get(opened.url).streaming_content) in (b"list.txt", b"photo.txt")
    page = html.fromstring(client.get(reverse(TOGETHER)).content)
    assert page.xpath("//button[@formaction]") == []
    assert "Open it first" not in as_read(page.text_content())
    client.post(reverse(TOGETHER), act)
    assert Return.objects.get(pk=version.pk).status == "verified"


def test_nobody_opens_what_they_may_not_see(stage, client):
    who, dues = stage
    file = files(with_files(dues[0], who, "list.txt"))["list.txt"]
    address = reverse("evidence-open", args=[file.pk])
    for person, status in (
        (people.person(people.council(), Role.CONTRACT_MANAGER), 404),
        (people.person(who.council, Role.MEMBER), 403),
        (who.reporter, 403),
    ):
        client.force_login(person)
        assert client.post(address).status_code == status
    client.force_login(who.manager)
    assert client.get(address).status_code == 405
    assert client.post(reverse("evidence-open", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    assert not EvidenceLook.objects.exists()


def test_a_file_of_something_else_is_not_opened_by_this_address(stage, client):
    """What belongs to another record is read where that stands."""
    who, dues = stage
    file = files(with_files(dues[0], who, "list.txt"))["list.txt"]
    contract = dues[0].kpi.obligation.contract
    Document.objects.filter(pk=file.pk).update(owner_type="contracts.contract", owner_id=str(contract.pk))
    client.force_login(who.manager)
    assert client.post(reverse("evidence-open", args=[file.pk])).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_number_of_questions(client, django_assert_num_queries, many):
    contract, who = build.active_contract(obligations=many, kpi=TERMS)
    dues = DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("starts_on", "pk")
    for due in dues[:many]:
        build.verified_return(due, who, "20", **WHOLE)
    for due in dues[many : 2 * many]:
        with_files(due, who, "list.txt", "photo.txt")
    client.force_login(who.manager)
    client.get(reverse(TOGETHER))
    with django_assert_num_queries(10):
        page = client.get(reverse(TOGETHER))
    assert page.content.decode().count("formaction") == 2 * many
