"""The queue of returns to verify: what decides about each, the risky first; several verified after one look."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from contracts.evidence import services as evidence
from contracts.performance.enums import Standing
from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.pages.queue import QUEUE
from contracts.returns.selectors import missing_in
from contracts.returns.selectors.queue import files_of, in_order, just_verified, queue_for, waiting
from contracts.returns.services import verify_together
from contracts.returns.services.together import CHANGED, GONE
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.draws.steps import chosen, passing_over
from tests.reading import as_read

pytestmark = pytest.mark.django_db
WHOLE = {"direct_result": "Yes, of this work.", "anyway": "No, not without it.", "evidence_note": "In the provider’s list."}


@pytest.fixture(autouse=True)
def now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(datetime(2026, 1, 20, 9)):
        yield


def draws_none(who) -> None:
    """The council has one in a hundred drawn, and in these days by chance none."""
    chosen(who, one_in=100)
    passing_over(who.council, [date(2026, 1, day) for day in range(17, 21)])


@pytest.fixture
def stage():
    contract, who = build.active_contract()
    draws_none(who)
    return who, list(DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("starts_on"))


def rows(user) -> list:
    return waiting(list(queue_for(user).order_by(*QUEUE.order, "pk")))


def test_below_the_minimum_comes_first_then_what_waits_longest(stage):
    who, dues = stage
    handed_in = {}
    for day, due, value in ((18, dues[0], "3"), (17, dues[1], "2"), (19, dues[2], "1")):
        with clock.at(datetime(2026, 1, day, 9)):
            handed_in[value] = build.submitted_return(due, who, value, **WHOLE)
    assert [row.version for row in rows(who.manager)] == [handed_in["1"], handed_in["2"], handed_in["3"]]
    assert [row.standing for row in rows(who.manager)] == [
        Standing.BELOW_MINIMUM, Standing.BELOW_TARGET, Standing.ON_TARGET,
    ]  # fmt: skip


def test_where_lower_is_better_the_most_is_the_minimum():
    contract, who = build.active_contract(
        kpi={"direction": "lower", "kind": "level", "target": Decimal(3), "minimum": Decimal(4)}
    )
    due = build.first_due(contract)
    build.submitted_return(due, who, "5", **WHOLE)
    assert [(row.version.is_below, row.standing) for row in rows(who.manager)] == [(True, Standing.BELOW_MINIMUM)]


@pytest.mark.parametrize(
    ("value", "left_out", "why"),
    [
        ("3", (), ""),
        ("2", (), ""),
        ("1", (), "It is below its minimum"),
        ("3", ("anyway",), "Something is missing or in question"),
        ("3", ("evidence_note",), "Something is missing or in question"),
        ("30", (), "Something is missing or in question"),
    ],
)
def test_within_range_and_with_its_evidence(stage, value, left_out, why):
    who, dues = stage
    build.submitted_return(dues[0], who, value, **{name: text for name, text in WHOLE.items() if name not in left_out})
    (row,) = rows(who.manager)
    assert row.why_not_together == why


def test_a_kpi_without_a_target_wants_a_look_of_its_own():
    contract, who = build.active_contract(kpi={"target": None, "minimum": None})
    build.submitted_return(build.first_due(contract), who, "3", **WHOLE)
    assert [row.why_not_together for row in rows(who.manager)] == ["There is no target to compare it with"]


def test_the_row_says_what_the_page_of_the_return_says(stage):
    who, dues = stage
    build.verified_return(dues[0], who, "4", **WHOLE)
    draft = services.save_return(dues[1], by=who.reporter, value=Decimal(40), direct_result="Yes.", anyway="No.")
    photo = SimpleUploadedFile("list.txt", b"Names", content_type="text/plain")
    evidence.add_evidence(draft, by=who.reporter, upload=photo, description="The list")
    services.submit_return(Return.objects.get(pk=draft.pk), by=who.reporter)
    (row,) = rows(who.manager)
    assert (row.before.value, [file.name for file in row.files]) == (4, ["list.txt"])
    assert row.missing == missing_in(row.version) != []


@pytest.mark.parametrize("many", [1, 3])
def test_the_queue_asks_the_same_number_of_questions(client, django_assert_num_queries, many):
    contract, who = build.active_contract(obligations=many)
    draws_none(who)
    for due in DueReturn.objects.filter(starts_on=build.first_due(contract).starts_on):
        build.submitted_return(due, who, **WHOLE)
    client.force_login(who.manager)
    with django_assert_num_queries(QUEUE_QUERIES):
        page = client.get(reverse("returns-to-verify"))
    assert page.content.decode().count('name="chosen"') == many


QUEUE_QUERIES = 10


def pairs(*versions: Return) -> list[tuple[int, int]]:
    return [(version.pk, version.version) for version in versions]


def test_each_is_verified_by_itself_and_what_cannot_be_says_why(stage):
    who, dues = stage
    good = build.submitted_return(dues[0], who, "3", **WHOLE)
    poor = build.submitted_return(dues[1], who, "1", **WHOLE)
    other, _ = build.active_contract(who)
    also = build.submitted_return(build.first_due(other), who, "3", **WHOLE)
    foreign, there = build.active_contract()
    theirs = build.submitted_return(build.first_due(foreign), there, "3", **WHOLE)
    stale = build.submitted_return(dues[2], who, "3", **WHOLE)
    result = verify_together([*pairs(good, poor, theirs), (stale.pk, stale.version - 1), *pairs(also)], by=who.manager)
    assert result.verified == [good, also]
    assert [(left.version, left.why) for left in result.left] == [
        (poor, "It is below its minimum"),
        (None, GONE),
        (stale, CHANGED),
    ]
    assert {r.pk: r.status for r in Return.objects.all()} == {
        good.pk: "verified", also.pk: "verified", poor.pk: "submitted", theirs.pk: "submitted", stale.pk: "submitted",
    }  # fmt: skip
    assert timeline(good).first().verb == "verify return"
    assert who.reporter.messages.filter(key__startswith="return-verified:").count() == 2


def test_who_made_a_return_does_not_find_it_in_the_queue(stage):
    who, dues = stage
    draft = services.save_return(dues[0], by=who.manager, value=Decimal(3), **WHOLE)
    services.submit_return(draft, by=who.manager)
    assert rows(who.manager) == []
    assert [row.version.pk for row in rows(who.director)] == [draft.pk]
    assert [left.why for left in verify_together(pairs(Return.objects.get()), by=who.manager).left] == [GONE]


def test_what_is_ticked_is_shown_once_more_before_it_counts(stage, client):
    who, dues = stage
    good = build.submitted_return(dues[0], who, "3", **WHOLE)
    later = build.submitted_return(dues[1], who, "3", **WHOLE)
    client.force_login(who.manager)
    page = client.get(reverse("returns-to-verify")).content.decode()
    assert page.count(">KPI 1: Apprenticeships started</a>") == 2
    assert page.count(f'value="{good.pk}:{good.version}"') == 1
    assert page.count(" checked") == len([column for column in QUEUE.columns if column.shown]) - 1, (
        "the columns shown, and no return"
    )
    assert client.get(reverse("returns-to-verify") + "?tick=all").content.decode().count(" checked") == len(QUEUE.columns) - 1
    address, chosen = reverse("returns-together"), {"chosen": [f"{good.pk}:{good.version}"]}
    asked = client.post(address, chosen).content.decode()
    assert "Verify 1 return?" in asked
    assert "In the provider’s list." in asked
    assert Return.objects.filter(status="verified").count() == 0
    done = client.post(address, chosen | {"confirmed": "1"}, follow=True)
    assert "1 return is verified." in done.content.decode()
    assert list(Return.objects.filter(status="verified")) == [good]
    both = client.post(address, {"chosen": [*chosen["chosen"], f"{later.pk}:{later.version}"], "confirmed": "1"})
    assert GONE in both.content.decode()
    assert Return.objects.filter(status="verified").count() == 2
    nothing = client.post(address, {"chosen": ["x", "1", "1:x"]}, follow=True)
    assert "Tick the returns that you want to verify" in nothing.content.decode()
    assert nothing.redirect_chain == [(reverse("returns-to-verify"), 302)]


def test_with_nothing_ticked_the_same_returns_are_listed_again_and_none_is_ticked(stage, client):
    who, dues = stage
    listed = build.submitted_return(dues[0], who, "3", **WHOLE)
    build.submitted_return(dues[1], who, "3", **WHOLE)
    client.force_login(who.manager)
    answer = client.post(reverse("returns-together"), {"listed": f"{listed.pk}:{listed.version}", "confirmed": "1"})
    page = html.fromstring(answer.content)
    assert page.xpath("//input[@name='chosen']/@value") == [f"{listed.pk}:{listed.version}"]
    assert page.xpath("//input[@name='chosen'][@checked]") == []
    assert page.xpath("//a[@href='#chosen-1']/text()") == ["Tick at least one return to verify"]
    assert not Return.objects.filter(status="verified").exists()


def test_what_was_just_verified_can_be_undone_all_at_once(stage, client):
    who, dues = stage
    first, second = (build.submitted_return(due, who, "3", **WHOLE) for due in dues[:2])
    client.force_login(who.manager)
    chosen = [f"{one.pk}:{one.version}" for one in (first, second)]
    done = client.post(reverse("returns-together"), {"chosen": chosen, "confirmed": "1"}, follow=True)
    assert done.redirect_chain == [(reverse("returns-just-verified"), 302)]
    page = html.fromstring(done.content)
    assert len(page.xpath("//tbody/tr")) == 2
    undo = page.xpath("//input[@name='chosen']/@value")
    # Somebody else's is not among them, and cannot be posted by hand
    client.force_login(people.person(who.council, Role.CONTRACT_MANAGER))
    assert "There is nothing of yours to undo." in client.get(reverse("returns-just-verified")).content.decode()
    answer = client.post(reverse("returns-just-verified"), {"chosen": undo}, follow=True).content.decode()
    assert answer.count("Only the person who verified this return can undo it") == 2
    client.force_login(who.manager)
    answer = client.post(reverse("returns-just-verified"), {"chosen": undo}, follow=True)
    assert "Undone. 2 returns wait to be verified again." in answer.content.decode()
    assert set(Return.objects.values_list("status", flat=True)) == {"submitted"}


def test_after_ten_minutes_nothing_is_listed_and_undoing_says_why(stage, client):
    who, dues = stage
    found = build.submitted_return(dues[0], who, "3", **WHOLE)
    client.force_login(who.manager)
    client.post(reverse("returns-together"), {"chosen": [f"{found.pk}:{found.version}"], "confirmed": "1"})
    with clock.at(clock.now() + timedelta(minutes=10)):
        assert just_verified(who.manager) == []
        late = client.post(reverse("returns-just-verified"), {"chosen": [f"{found.pk}:{found.version}"]}, follow=True)
        assert "This could be undone for 10 minutes" in late.content.decode()
    assert Return.objects.get(pk=found.pk).status == "verified"


def in_order_page(client, query: str = "") -> html.HtmlElement:
    return html.fromstring(client.get(reverse("returns-together") + query).content)


def ticked(page: html.HtmlElement) -> list[str]:
    """The values of the boxes, all of which are ticked from the start."""
    assert len(page.xpath("//input[@name='chosen'][not(@checked)]")) == 0
    return page.xpath("//input[@name='chosen']/@value")


def test_what_is_in_order_is_verified_in_one_act_and_what_wants_a_look_stays(stage, client):
    """By contract and KPI, each figure beside its target with its evidence to open; a tick taken off leaves that return."""
    who, dues = stage
    good = build.submitted_return(dues[0], who, "3", **WHOLE)
    with clock.at(datetime(2026, 1, 19, 9)):
        draft = services.save_return(dues[1], by=who.reporter, value=Decimal(3), narrative="Two began in Thanet.", **WHOLE)
        photo = SimpleUploadedFile("list.txt", b"Names", content_type="text/plain")
        evidence.add_evidence(draft, by=who.reporter, upload=photo, description="The list")
        filed = services.submit_return(Return.objects.get(pk=draft.pk), by=who.reporter)
    below = build.submitted_return(dues[2], who, "1", **WHOLE)
    other, _ = build.active_contract(who, title="A first in the alphabet")
    first = build.submitted_return(build.first_due(other), who, "3", **WHOLE)
    bare, _ = build.active_contract(who, title="Without evidence")
    build.submitted_return(build.first_due(bare), who, "3", **(WHOLE | {"evidence_note": ""}))
    client.force_login(who.manager)
    queue = html.fromstring(client.get(reverse("returns-to-verify")).content)
    assert queue.xpath("//a[text()='Verify what is in order']/@href") == [reverse("returns-together")]
    page = in_order_page(client)
    assert as_read(page.xpath("//h1")[0].text_content()) == "3 returns in order"
    values = [f"{one.pk}:{one.version}" for one in (first, good, filed)]
    assert ticked(page) == values
    rows = [[as_read(cell.text_content()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert [row[1:3] for row in rows] == [["3 apprenticeshipsOn target", "3 apprenticeships"]] * 3
    # A row begins with what it is, so that it can be a card on a phone; the box to tick comes last
    assert page.xpath("//table[contains(@class, 'sv-cards')]/tbody/tr[1]/td[last()]/@data-label") == ["Verify"]
    assert rows[2][4] == "list.txt In the provider’s list. What happened: Two began in Thanet."
    assert page.xpath("//tbody/tr[3]//a/@href")[1:] == [reverse("document", args=[filed_file(filed)])]
    assert "2 more have to be opened one by one" in as_read(page.text_content())
    done = client.post(reverse("returns-together"), {"chosen": values[1:], "confirmed": "1"}, follow=True)
    assert "2 returns are verified." in done.content.decode()
    assert {one.pk for one in Return.objects.filter(status="verified")} == {good.pk, filed.pk}
    assert ticked(in_order_page(client)) == values[:1]
    assert Return.objects.get(pk=below.pk).status == "submitted"


def filed_file(version: Return):
    [file] = files_of([version])[str(version.pk)]
    return file.pk


def test_the_filter_of_the_queue_goes_along(stage, client):
    who, dues = stage
    build.submitted_return(dues[0], who, "3", **WHOLE)
    other, _ = build.active_contract(who, title="Verges")
    there = build.submitted_return(build.first_due(other), who, "3", **WHOLE)
    client.force_login(who.manager)
    queue = html.fromstring(client.get(reverse("returns-to-verify") + "?contract=Verges&sort=-submitted&page=1").content)
    assert queue.xpath("//a[text()='Verify what is in order']/@href") == [reverse("returns-together") + "?contract=Verges"]
    page = in_order_page(client, "?contract=Verges")
    assert ticked(page) == [f"{there.pk}:{there.version}"]
    assert "Only those that your filter shows." in as_read(page.text_content())
    below = as_read(in_order_page(client, "?below=1").text_content())
    assert "No return in your filter can be verified together." in below
    client.force_login(who.director)
    build.submitted_return(dues[1], who, "1", **WHOLE)
    assert "No return in your filter can be verified together." in as_read(in_order_page(client, "?below=1").text_content())


@pytest.mark.parametrize(("most", "found", "complete"), [(1, 1, False), (2, 2, False), (3, 3, True), (4, 3, True)])
def test_as_many_are_offered_as_are_verified_at_once(stage, most, found, complete):
    """Some that want a look stand between: they are passed over, not counted."""
    who, dues = stage
    contracts = [dues[0], *(build.first_due(build.active_contract(who, title=f"Contract {n}")[0]) for n in range(4))]
    for number, due in enumerate(contracts):
        build.submitted_return(due, who, "3", **(WHOLE if number % 2 == 0 else WHOLE | {"evidence_note": ""}))
    rows, all_read = in_order(queue_for(who.manager), most, who.manager)
    assert (len(rows), all_read) == (found, complete)
    assert [row.why_not_together for row in rows] == [""] * found


def test_after_a_decision_the_next_is_offered(stage, client):
    who, dues = stage
    first = build.submitted_return(dues[0], who, "3", **WHOLE)
    build.submitted_return(dues[1], who, "3", **WHOLE)
    client.force_login(who.manager)
    decision = {"decision": "verify", "version": first.version}
    page = client.post(reverse("return-verify", args=[dues[0].pk]), decision, follow=True).content.decode()
    assert "Next to verify: Apprenticeships started" in page
    assert f'href="{reverse("return", args=[dues[1].pk])}"' in page
    assert "(1 left)" in page
    second = Return.objects.get(due=dues[1])
    decision["version"] = second.version
    page = client.post(reverse("return-verify", args=[dues[1].pk]), decision, follow=True).content.decode()
    assert "Next to verify" not in page


def test_the_returns_of_a_contract_begin_with_what_is_open(stage, client):
    who, dues = stage
    build.verified_return(dues[0], who, "3", **WHOLE)
    build.submitted_return(dues[1], who, "3", **WHOLE)
    client.force_login(who.manager)
    address = reverse("contract-returns", args=[dues[0].kpi.obligation.contract_id])

    def shown(query: str = "") -> list[DueReturn]:
        return [state.due for state in client.get(address + query).context["list"].found]

    # The fourth quarter runs still
    assert [fold.is_open for fold in client.get(address).context["folded"].periods] == [False, True, False, False]
    assert shown("?show=open") == dues[2:3]
    assert shown("?show=waiting") == dues[1:2]
    assert shown("?show=over") == dues[:1]
    assert shown("?show=later") == dues[3:]
    assert shown("?show=all") == dues
    assert [part[1:3] for part in client.get(address).context["parts"]] == [
        ("Due now", 1), ("Waiting to be verified", 1), ("Over", 1), ("Not due yet", 9), ("All", 12),
    ]  # fmt: skip
    waits = as_read(client.get(address + "?show=waiting"))
    assert "3 apprenticeships, not verified yet" in waits
    assert "not reported" not in waits
    # What was sent back is to do again
    sent = Return.objects.get(due=dues[1])
    services.query_return(sent, by=who.manager, comment="Who are they?")
    assert shown("?show=open") == dues[1:3]
    build.submitted_return(dues[2], who, "3", **WHOLE)
    services.submit_return(Return.objects.get(due=dues[1]), by=who.reporter)
    assert shown("?show=waiting") == dues[1:3]
    assert shown("?show=open") == []


def test_a_contract_that_has_just_begun_opens_with_its_first_period(client):
    with clock.at(datetime(2025, 4, 2, 9)):
        contract, who = build.active_contract()
        client.force_login(who.reporter)
        page = client.get(reverse("contract-returns", args=[contract.pk]))
        assert [(label, current) for _, label, _, current in page.context["parts"]] == [("Not due yet", False), ("All", False)]
        assert [(len(fold.states), fold.is_open) for fold in page.context["folded"].periods] == [(1, True)]
        assert len(client.get(reverse("contract-returns", args=[contract.pk]), {"show": "all"}).context["list"].found) == 12
