"""A bank holiday proclaimed while a standstill runs: the contract waits, everybody is told, and nothing is told twice."""

import copy
from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from contracts.handover.permissions import check_can_make_contract
from measurement.clockwork.timed import due_events, poll
from procurement.award import permissions, selectors, services
from procurement.award.models import Award
from procurement.award.needs import needs
from procurement.award.selectors.standstill import lengthening_of
from procurement.tendering.services import terminate
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.law.services import confirm_proclaimed_day, enter_proclaimed_day, take_back_proclaimed_day
from socialvalue.notifications.models import Message
from tests.builders import award as awards
from tests.builders import evaluation as scenes
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
# 23, 24, 25, 26, 27 November, 1, 2, 3 December: Monday 30 November is Scotland's
TOLD_ON = datetime(2026, 11, 23, 10)
DURING = datetime(2026, 11, 26, 9)
HOLIDAY = date(2026, 12, 2)


@pytest.fixture(scope="module")
def closed(module_database):
    return scenes.closed(bids=2, panellists=1)


@pytest.fixture
def scene(closed):
    return copy.deepcopy(closed)


@pytest.fixture
def award(scene):
    made = awards.decided(scene)
    with clock.at(TOLD_ON):
        return services.tell_bidders(made, by=scene.lead)


@pytest.fixture
def manager(award):
    return people.person(award.tender.council, Role.CONTRACT_MANAGER)


def proclaim(award, day=HOLIDAY, moment=DURING, parts=("NIR",)):
    council = award.tender.council
    administrator = people.person(council, Role.ADMINISTRATOR)
    with clock.at(moment):
        enter_proclaimed_day(
            council, by=administrator, day=day, name="Victory", parts=list(parts), source="The Belfast Gazette, issue 8800"
        )
        confirm_proclaimed_day(day, council, by=people.person(council, Role.ADMINISTRATOR))
    return administrator


def days_of(award):
    award = Award.objects.get(pk=award.pk)
    return award.standstill_last_day, award.may_sign_from


def test_section_123_decides_the_day_that_bidders_are_told(award):
    assert days_of(award) == (date(2026, 12, 3), date(2026, 12, 4))
    assert award.summaries.first().content["standstill"]["last_day"] == "2026-12-03"


def test_a_standstill_begun_on_26_november_2026_ends_on_8_december(scene):
    made = awards.decided(scene)
    with clock.at(datetime(2026, 11, 26, 10)):
        told = services.tell_bidders(made, by=scene.lead)
    assert days_of(told) == (date(2026, 12, 8), date(2026, 12, 9))


def test_a_day_entered_before_is_counted_from_the_start(scene):
    made = awards.decided(scene)
    proclaim(made, moment=datetime(2026, 11, 20, 9))
    with clock.at(TOLD_ON):
        told = services.tell_bidders(made, by=scene.lead)
    assert days_of(told) == (date(2026, 12, 4), date(2026, 12, 5))
    with clock.at(DURING):
        assert services.lengthen_standstills(clock.now()) == 0


@pytest.mark.parametrize("check", [permissions.check_can_contract, check_can_make_contract])
def test_the_contract_waits_for_the_later_day_though_nobody_was_told_yet(award, manager, check):
    with clock.at(datetime(2026, 12, 3, 23, 59)), pytest.raises(WrongState, match="until the end of 3 December 2026"):
        check(manager, award)
    with clock.at(datetime(2026, 12, 4, 0, 0)):
        check(manager, award)
    proclaim(award)
    with clock.at(datetime(2026, 12, 4, 23, 59)), pytest.raises(WrongState, match="can be made from 5 December 2026"):
        check(manager, award)
    with clock.at(datetime(2026, 12, 5, 0, 0)):
        check(manager, award)


def test_bidders_and_officers_are_told_once(scene, award, manager):
    officer = people.person(award.tender.council, Role.PROCUREMENT_OFFICER)
    member = people.person(award.tender.council, Role.MEMBER)
    proclaim(award)
    before = Message.objects.count()
    with clock.at(DURING):
        now = clock.now()
        assert ("make the standstill longer", award.tender.reference) in [(e.what, e.subject) for e in due_events(now)]
        assert poll(now)["standstills longer or over"] == 1
        assert poll(now)["standstills longer or over"] == 0
        assert "make the standstill longer" not in [e.what for e in due_events(now)]
    assert days_of(award) == (date(2026, 12, 4), date(2026, 12, 5))
    found = Message.objects.filter(subject=f"The standstill of {award.tender.title} ends later")
    bidders = {p.pk for bid in scene.bids for p in people_who(Permission.BID, bid.supplier)}
    officers = {
        p.pk
        for permission in (Permission.CHECK_TENDERS, Permission.LEAD_EVALUATION, Permission.EDIT_CONTRACTS)
        for p in people_who(permission, award.tender.council)
    }
    assert bidders
    assert {officer.pk, scene.lead.pk, manager.pk} <= officers
    assert sorted(found.values_list("recipient", flat=True)) == sorted(bidders | officers)
    assert Message.objects.count() - before == len(bidders | officers)
    assert not found.filter(recipient=member).exists()
    body = (
        "2 December 2026 was proclaimed a bank holiday in Northern Ireland (Victory). "
        f"The standstill of {award.tender.title} now lasts until the end of 4 December 2026. "
        "The contract will not be made before 5 December 2026."
    )
    assert {m.body for m in found.filter(recipient__in=bidders)} == {body}
    assert {m.body for m in found.filter(recipient__in=officers)} == {f"{body} The bidders were told."}
    event = AuditEvent.objects.get(verb="lengthen standstill")
    assert event.actor is None
    assert event.changes == {"standstill_last_day": ["2026-12-03", "2026-12-04"], "may_sign_from": ["2026-12-04", "2026-12-05"]}


def test_what_bidders_were_told_first_stays_as_it_was_sent(award):
    before = [(s.content, s.sha256) for s in award.summaries.order_by("pk")]
    proclaim(award)
    with clock.at(DURING):
        services.lengthen_standstills(clock.now())
    assert [(s.content, s.sha256) for s in award.summaries.order_by("pk")] == before


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 12, 3), date(2026, 12, 4)),  # the last day itself
        (date(2026, 12, 4), date(2026, 12, 3)),  # the day after it
        (date(2026, 11, 23), date(2026, 12, 4)),  # the day of the notice
    ],
)
def test_both_sides_of_the_standstill(award, day, last):
    proclaim(award, day)
    with clock.at(DURING):
        assert services.lengthen_standstills(clock.now()) == (last != date(2026, 12, 3))
    assert days_of(award)[0] == last


def test_what_is_over_or_ended_stays(award):
    proclaim(award, moment=datetime(2026, 12, 5, 9))
    with clock.at(datetime(2026, 12, 5, 9)):
        assert services.lengthen_standstills(clock.now()) == 0
    with clock.at(datetime(2026, 12, 4, 9)):
        assert services.awards_to_lengthen(clock.today()) == [award]
        officer = people.person(award.tender.council, Role.PROCUREMENT_OFFICER)
        terminate(award.tender, by=officer, reason="The council needs it no more.")
        assert services.awards_to_lengthen(clock.today()) == []


def test_taken_back_the_later_day_that_was_told_stays(award):
    administrator = proclaim(award)
    with clock.at(DURING):
        services.lengthen_standstills(clock.now())
        take_back_proclaimed_day(HOLIDAY, award.tender.council, by=administrator, reason="It was a misprint in the paper.")
        assert services.lengthen_standstills(clock.now()) == 0
    assert days_of(award) == (date(2026, 12, 4), date(2026, 12, 5))


def test_the_officer_reads_of_it_until_the_day_has_come(scene, award, manager):
    officer = people.person(award.tender.council, Role.PROCUREMENT_OFFICER)
    text = f"The standstill of {award.tender.title} ends later than was told: 4 December 2026"
    with clock.at(DURING):
        assert text not in [n.text for n in needs(officer, clock.now())]
    proclaim(award)
    with clock.at(DURING):
        services.lengthen_standstills(clock.now())
        assert text in [n.text for n in needs(officer, clock.now())]
        assert text in [n.text for n in needs(scene.lead, clock.now())]
        assert selectors.lengthened_standstills(people.person(people.council(), Role.PROCUREMENT_OFFICER)) == []
    with clock.at(datetime(2026, 12, 5, 9)):
        assert text not in [n.text for n in needs(officer, clock.now())]


@pytest.mark.parametrize("polled", [False, True], ids=["before the poll", "after it"])
def test_the_award_and_the_summary_say_so(client, scene, award, polled):
    sentence = "2 December 2026 was proclaimed a bank holiday in Northern Ireland (Victory)"
    later = "It now ends at the end of 4 December 2026. Bidders were first told 3 December 2026."
    bid = scene.bids[1]
    pages = [
        (scene.lead, reverse("award", args=[award.tender.reference])),
        (people_who(Permission.BID, bid.supplier)[0], reverse("assessment-summary", args=[award.tender.reference, bid.pk])),
    ]
    for user, url in pages:
        client.force_login(user)
        with clock.at(DURING):
            assert "proclaimed" not in read(client, url)
    proclaim(award)
    for user, url in pages:
        client.force_login(user)
        with clock.at(DURING):
            if polled:
                services.lengthen_standstills(clock.now())
            text = as_read(read(client, url))
        assert sentence in text
        assert later in text
        sent = "As sent on 23 November 2026: The contract award notice is published on 23 November 2026."
        assert text.count(sent) == (url != pages[0][1])
    client.force_login(scene.lead)
    with clock.at(DURING):
        assert "No contract is made before 5 December 2026" in read(client, pages[0][1])


PROCLAIMED = "2 December 2026 was proclaimed a bank holiday in Northern Ireland (Victory), so it does not count as a working day"
NAMED = (HOLIDAY, "Victory", "Northern Ireland")
UNCOUNTED = "A bank holiday that was not counted at first falls in this standstill."
MOVED = "The end of this standstill was moved after the bidders were told. It stays at the later day."


def lengthened(award):
    return lengthening_of(Award.objects.get(pk=award.pk))


def why_on_the_page(client, scene, award) -> list[str]:
    client.force_login(scene.lead)
    with clock.at(DURING):
        text = as_read(read(client, reverse("award", args=[award.tender.reference])))
    return [words for words in (PROCLAIMED, UNCOUNTED, MOVED) if words in text]


def test_a_day_that_was_no_working_day_already_is_not_named(client, scene, award):
    proclaim(award, date(2026, 11, 30), parts=("ENG",))  # Saint Andrew's Day is Scotland's every year
    assert lengthened(award) is None
    proclaim(award)
    assert lengthened(award).because == [NAMED]
    assert why_on_the_page(client, scene, award) == [PROCLAIMED]
    with clock.at(DURING):
        services.lengthen_standstills(clock.now())
    told = Message.objects.exclude(key__startswith="bank-holiday-").values_list("body", flat=True)
    assert [body for body in told if "30 November" in body] == []


def test_a_day_counted_at_first_is_not_named_when_another_part_follows(scene):
    made = awards.decided(scene)
    proclaim(made, date(2026, 12, 1), moment=datetime(2026, 11, 20, 9), parts=("SCT",))
    with clock.at(TOLD_ON):
        told = services.tell_bidders(made, by=scene.lead)
    proclaim(told, date(2026, 12, 1), parts=("ENG",))
    assert lengthened(told) is None
    proclaim(told)
    assert lengthened(told).because == [NAMED]


def test_taken_back_nothing_explains_the_later_day(client, scene, award):
    administrator = proclaim(award)
    with clock.at(DURING):
        services.lengthen_standstills(clock.now())
        take_back_proclaimed_day(HOLIDAY, award.tender.council, by=administrator, reason="It was a misprint in the paper.")
    found = lengthened(award)
    assert (found.because, found.uncounted, found.last_day) == ([], False, date(2026, 12, 4))
    assert why_on_the_page(client, scene, award) == [MOVED]


def test_a_bank_holiday_of_every_year_that_was_not_counted_at_first(client, scene, award):
    """As an earlier version told it, which counted England's bank holidays alone: 30 November was a working day."""
    for summary in award.summaries.all():
        content = summary.content | {"standstill": summary.content["standstill"] | {"last_day": "2026-12-02"}}
        award.summaries.filter(pk=summary.pk).update(content=content)
    found = lengthened(award)
    assert (found.because, found.uncounted, found.last_day) == ([], True, date(2026, 12, 3))
    assert why_on_the_page(client, scene, award) == [UNCOUNTED]


@pytest.mark.parametrize(
    ("day", "affected"),
    [
        (HOLIDAY, True),
        (date(2026, 12, 3), True),  # the last day itself
        (date(2026, 12, 4), False),  # the day after it
        (date(2026, 11, 30), False),  # no working day already
    ],
)
def test_who_confirms_a_day_reads_whether_a_standstill_ends_later(client, award, day, affected):
    client.force_login(people.person(award.tender.council, Role.ADMINISTRATOR))
    typed = {"name": "Victory", "parts": ["NIR"], "source": "The Belfast Gazette, issue 8800"}
    typed |= {"day_day": day.day, "day_month": day.month, "day_year": day.year}
    with clock.at(DURING):
        page = client.post(reverse("administration-bank-holiday-new"), typed, follow=True)
    waits = "The bank holiday is entered. It counts once another administrator has confirmed it; they were asked."
    assert [str(m) for m in page.context["messages"]] == [waits]
    assert lengthened(award) is None
    client.force_login(people.person(award.tender.council, Role.ADMINISTRATOR))
    with clock.at(DURING):
        page = client.post(reverse("administration-bank-holiday-confirm", args=[day]), follow=True)
    longer = "Standstills it falls into now end later, and their bidders are told."
    said = longer if affected else "No running standstill is affected."
    assert [str(m) for m in page.context["messages"]] == [f"The bank holiday is confirmed. {said}"]


def read(client, url: str) -> str:
    """The words of a page, without the tags around its dates."""
    return strip_tags(client.get(url).content.decode())
