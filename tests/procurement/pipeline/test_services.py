"""Planning, overruling, posting and deciding: what is written, and what is refused."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from procurement.commissioning.models import Commission
from procurement.pipeline import selectors, services
from procurement.pipeline.enums import Phase, PostingKind, PostingStatus
from procurement.pipeline.models import Overrule, Posting
from procurement.pipeline.needs import needs
from procurement.pipeline.workflow import POSTING
from procurement.tendering import services as tendering
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from socialvalue.places.models import District
from socialvalue.places.services import load_districts
from tests.builders import people
from tests.builders import pipeline as build
from tests.builders.tendering import commission as full_commission
from tests.builders.tendering import published_tender

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 1, 12)
START = date(2027, 2, 15)


@pytest.fixture(autouse=True)
def in_july():
    with clock.at(NOON):
        yield


def keys(body):
    return [w.key for w in selectors.entry(type(body).objects.get(pk=body.pk), clock.today()).warnings]


def test_a_timetable_is_replaced_as_a_whole_and_moves_the_contracts_start():
    body = build.planned(build.commission(), START)
    assert body.starts_on == START
    assert body.phases.count() == 6
    build.planned(body, START + timedelta(days=7), engagement=0)
    assert body.phases.count() == 5
    assert body.phases.get(phase=Phase.MOBILISATION).ends_on == START + timedelta(days=6)
    newest = timeline(body)[0]
    assert newest.verb == "timetable"
    assert newest.changes[Phase.ENGAGEMENT][1] is None
    assert newest.changes["starts_on"] == ["2027-02-15", "2027-02-22"]


def test_phases_over_each_other_are_refused_and_nothing_is_lost():
    body = build.planned(build.commission(), START)
    phases = {Phase.TENDER: (date(2026, 9, 1), date(2026, 9, 30)), Phase.EVALUATION: (date(2026, 9, 30), date(2026, 10, 9))}
    with pytest.raises(Refused, match="starts before tender period has ended"):
        services.plan_timetable(body, by=body.lead, phases=phases)
    assert body.phases.count() == 6


def test_the_second_of_two_planners_is_told():
    body = build.commission()
    seen = body.version
    build.planned(body, START)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.plan_timetable(body, by=body.lead, phases={}, expected_version=seen)
    assert body.phases.count() == 6


def test_a_warning_is_overruled_once_with_a_reason_and_stays_so_until_the_fault_changes():
    body = build.planned(build.commission(), START, mobilisation=20)
    assert "mobilisation-short-20" in keys(body)
    with pytest.raises(Refused, match="Say why"):
        services.overrule(body, by=body.lead, warning="mobilisation-short-20", reason="  ")
    services.overrule(body, by=body.lead, warning="mobilisation-short-20", reason="The provider stays.")
    assert "mobilisation-short-20" not in keys(body)
    written = Overrule.objects.get()
    assert (written.reason, written.by, written.text[:24]) == ("The provider stays.", body.lead, "Mobilisation has 20 days")
    assert timeline(body)[0].reason == "The provider stays."
    with pytest.raises(Refused, match="This warning no longer applies"):
        services.overrule(body, by=body.lead, warning="mobilisation-short-20", reason="The school year fixes the day.")
    build.planned(body, START, mobilisation=19)
    assert "mobilisation-short-19" in keys(body)
    assert Overrule.objects.count() == 1


def test_a_clash_is_with_the_same_council_and_the_same_market():
    council = people.council()
    first = build.planned(build.commission(council, title="Home care"), START)
    second = build.planned(build.commission(council), START)
    build.planned(build.commission(council, category="Highways"), START)
    build.planned(build.commission(), START)
    assert [k for k in keys(second) if k.startswith("clash")] == [f"clash-{first.reference}"]
    assert [k for k in keys(first) if k.startswith("clash")] == [f"clash-{second.reference}"]


def test_a_published_tender_clashes_by_its_real_days_and_not_by_what_was_planned():
    council = people.council()
    out = full_commission(council=council)
    services.plan_timetable(out, by=out.lead, phases={Phase.TENDER: (date(2026, 9, 1), date(2026, 10, 5))})
    tender = published_tender(commission=out, deadline=datetime(2026, 8, 6, 12, tzinfo=clock.LONDON))

    def planning(first, last):
        body = build.commission(council, category=out.category)
        return services.plan_timetable(body, by=body.lead, phases={Phase.TENDER: (first, last)})

    def clashes(body):
        return [w for w in selectors.entry(Commission.objects.get(pk=body.pk), clock.today()).warnings if "clash" in w.key]

    then = planning(date(2026, 8, 6), date(2026, 9, 10))
    (found,) = clashes(then)
    assert found.key == f"clash-{out.reference}"
    assert "its tender is out from 1 July 2026 to 6 August 2026" in found.text
    # The planned days of a tender that is out count no more
    assert [w.key for w in clashes(planning(date(2026, 9, 15), date(2026, 10, 20)))] == []
    # Seen from the tender that is out, too, by its real days
    assert [w.key for w in clashes(out)] == [f"clash-{then.reference}"]
    tendering.amend(tender, by=tender.published_by, text="Longer.", new_deadline=datetime(2026, 9, 15, 12, tzinfo=clock.LONDON))
    assert len(clashes(out)) == 2
    tendering.terminate(Tender.objects.get(), by=tender.published_by, reason="The council needs it no more.")
    # Nothing is out any more: what is planned for it counts again
    (found,) = clashes(then)
    assert "is out" not in found.text


def test_a_tender_that_was_never_planned_clashes_as_well():
    council = people.council()
    out = full_commission(council=council)
    published_tender(commission=out, deadline=datetime(2026, 8, 6, 12, tzinfo=clock.LONDON))
    published_tender(commission=full_commission(category=out.category))
    body = build.commission(council, category=out.category)
    services.plan_timetable(body, by=body.lead, phases={Phase.TENDER: (date(2026, 7, 20), date(2026, 8, 20))})
    assert [k for k in keys(body) if k.startswith("clash")] == [f"clash-{out.reference}"]


def test_the_published_tenders_own_deadline_is_compared_with_the_plan():
    body = full_commission(category="Highways")
    services.plan_timetable(body, by=body.lead, phases={Phase.TENDER: (date(2026, 7, 2), date(2026, 8, 5))})
    deadline = datetime(2026, 8, 6, 12, tzinfo=clock.LONDON)
    tender = published_tender(commission=body, deadline=deadline)
    assert "deadline-differs-2026-08-06-2026-08-05" in keys(body)
    tendering.amend(tender, by=tender.published_by, text="Longer.", new_deadline=deadline + timedelta(days=7))
    assert Tender.objects.get().deadline == deadline + timedelta(days=7)
    assert "deadline-differs-2026-08-13-2026-08-05" in keys(body)


def test_an_opportunity_is_posted_decided_and_told():
    council = people.council()
    officer = people.person(council, Role.PROCUREMENT_OFFICER)
    found = build.posting(council=council)
    assert (found.status, found.reference) == (PostingStatus.SUBMITTED, "OPP-0001")
    waits = Message.objects.get(recipient=officer)
    assert waits.subject == "An opportunity to decide on: Cleaning of three village halls"
    assert waits.due_at == found.closes_at
    found = services.decide_posting(found, by=officer, publish=True)
    assert (found.status, found.decided_by, found.decided_at) == (PostingStatus.PUBLISHED, officer, clock.now())
    assert Message.objects.get(recipient=found.posted_by).subject == "Published: your opportunity Cleaning of three village halls"
    assert [e.verb for e in timeline(found)] == ["published", "post"]


def test_what_came_back_is_changed_and_sent_again():
    found = build.posting()
    officer = people.person(found.council, Role.PROCUREMENT_OFFICER)
    with pytest.raises(Refused, match="what has to change"):
        services.decide_posting(found, by=officer, publish=False)
    found = services.decide_posting(found, by=officer, publish=False, comment="How many halls?")
    assert (found.status, found.decision_comment) == (PostingStatus.RETURNED, "How many halls?")
    again = services.edit_posting(found, by=found.posted_by, expected_version=found.version, title="Cleaning of four halls")
    assert (again.status, again.title, again.decided_by) == (PostingStatus.SUBMITTED, "Cleaning of four halls", None)
    assert Message.objects.filter(recipient=officer).count() == 1
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.decide_posting(again, by=officer, publish=True, expected_version=found.version - 1)


def test_of_two_people_who_change_it_the_second_is_told():
    found = build.posting()
    officer = people.person(found.council, Role.PROCUREMENT_OFFICER)
    found = services.decide_posting(found, by=officer, publish=False, comment="Say more.")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.edit_posting(found, by=found.posted_by, expected_version=found.version - 1, title="Other")


@pytest.mark.parametrize(("value", "fits"), [("4999.99", False), ("5000", True), (None, True)])
def test_opportunities_begin_at_5000_pounds_or_are_not_known_yet(value, fits):
    value = value and Decimal(value)
    if fits:
        assert build.posting(value=value).value == value
    else:
        with pytest.raises(Refused, match="from £5,000") as refusal:
            build.posting(value=value)
        assert refusal.value.field == "value"


def test_the_database_keeps_the_least_value_too():
    found = build.posting()
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.filter(pk=found.pk).update(value=Decimal("4999.99"))


def test_the_closing_time_lies_ahead_when_it_is_posted_and_when_it_is_published():
    with pytest.raises(Refused, match="in the future") as refusal:
        build.posting(closes_at=clock.now())
    assert refusal.value.field == "closes_at"
    found = build.posting(closes_at=clock.now() + timedelta(minutes=1))
    officer = people.person(found.council, Role.PROCUREMENT_OFFICER)
    with clock.at(NOON + timedelta(minutes=1)), pytest.raises(Refused, match="closing time has passed"):
        services.decide_posting(found, by=officer, publish=True)


@pytest.mark.parametrize(
    ("body", "role", "kinds"),
    [
        (people.supplier, Role.SUPPLIER, {PostingKind.SUBCONTRACT}),
        (people.council, Role.COMMISSIONER, {PostingKind.QUOTATION, PostingKind.GRANT}),
        (build.partner, Role.PARTNER, set(PostingKind)),
    ],
)
def test_each_body_posts_what_is_its_own(body, role, kinds):
    body, council = body(), people.council()
    by = people.person(body, role)
    for kind in PostingKind:
        if kind in kinds:
            assert build.posting(council=council, body=body, by=by, kind=kind).kind == kind
        else:
            with pytest.raises(Refused, match="this kind of opportunity is not theirs to post") as refusal:
                build.posting(council=council, body=body, by=by, kind=kind)
            assert refusal.value.field == "kind"


def test_a_posting_says_where_and_a_change_of_it_is_on_record():
    load_districts()
    ashford, swale = District.objects.get(name="Ashford"), District.objects.get(name="Swale")
    found = build.posting(districts=[ashford])
    assert list(found.districts.all()) == [ashford]
    services.decide_posting(found, by=people.person(found.council, Role.PROCUREMENT_OFFICER), publish=False, comment="Where?")
    found = Posting.objects.get()
    services.edit_posting(found, by=found.posted_by, districts=[ashford, swale])
    assert timeline(found)[0].changes["districts"] == ["Ashford", "Ashford, Swale"]


def test_whoever_posted_it_never_approves_it():
    """Also not with both roles, nor past the service."""
    council = people.council()
    both = people.person(council, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    found = build.posting(council=council, body=council, by=both, kind=PostingKind.QUOTATION)
    with pytest.raises(NotAllowed, match="Somebody else"):
        services.decide_posting(found, by=both, publish=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.filter(pk=found.pk).update(decided_by=both)
    assert people_who(Permission.APPROVE_OPPORTUNITIES, council) == [both]
    assert not Message.objects.filter(recipient=both).exists()


def test_what_was_withdrawn_or_decided_stays_so():
    found = build.published_posting()
    officer = people.person(found.council, Role.PROCUREMENT_OFFICER)
    for do in (
        lambda: services.decide_posting(found, by=officer, publish=True),
        lambda: services.edit_posting(found, by=found.posted_by, title="Other"),
    ):
        with pytest.raises(WrongState, match=r"This cannot be done now: the posted opportunity is “Published”"):
            do()
    found = services.withdraw_posting(found, by=found.posted_by)
    assert found.status == PostingStatus.WITHDRAWN
    with pytest.raises(WrongState, match=r"This cannot be done now: the posted opportunity is “Withdrawn”"):
        services.withdraw_posting(found, by=found.posted_by)


def test_every_status_of_a_posting_is_reached():
    assert POSTING.unreachable() == set()


def test_what_waits_and_what_came_back_is_on_the_home_page_of_whoever_acts_next():
    council = people.council()
    officer = people.person(council, Role.PROCUREMENT_OFFICER)
    found = build.posting(council=council)

    def texts(user):
        return [n.text for n in needs(people.fresh(user), clock.now())]

    assert texts(officer) == [
        "Decide on the opportunity “Cleaning of three village halls” of Rother Vale District Council (fictional)"
    ]
    assert texts(found.posted_by) == []
    services.decide_posting(found, by=officer, publish=False, comment="Which halls?")
    assert texts(officer) == []
    assert texts(found.posted_by) == ["Your opportunity “Cleaning of three village halls” was returned"]
