"""Marking a question by proxy values: allowed by the council's written decision alone, pinned, frozen, in the open."""

from decimal import Decimal

import pytest

from procurement.tendering import selectors, services
from procurement.tendering.models import PinnedProxy, ProxyMarking
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.audit.timelines import changes_shown
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.framework.models import Proxy
from tests.builders import people
from tests.builders import proxies as build
from tests.procurement.tendering.steps import again
from tests.reading import as_read

pytestmark = pytest.mark.django_db
OFF = "policy keeps proxies out of scoring"


def mark(tender, codes=("A", "H"), by=None, key="q4", **options):
    criterion = build.question(tender, key)
    options.setdefault("full_marks_at", build.FULL)
    return services.mark_by_proxies(criterion, by=by or tender.drafted_by, proxies=build.values(tender, *codes), **options)


def checks(tender) -> str:
    return " ".join(problem.text for problem in selectors.drafting_problems(again(tender)))


def test_without_a_decision_nothing_is_marked_by_proxies():
    tender = build.draft()
    with pytest.raises(Refused, match=OFF):
        mark(tender)
    build.allow(people.council())  # another council's decision
    with pytest.raises(Refused, match=OFF):
        mark(tender)
    assert not ProxyMarking.objects.exists()


def test_off_on_off_on():
    """The newest decision counts: to mark, to send for checking and to publish; going back to judging is always allowed."""
    tender = build.draft()
    build.allow(tender.council)
    mark(tender)
    assert checks(tender) == ""
    build.forbid(tender.council)
    assert OFF in checks(tender)
    with pytest.raises(Refused, match=OFF):
        services.send_for_checking(again(tender), by=tender.drafted_by)
    with pytest.raises(Refused, match=OFF):
        mark(tender, codes=("A",))
    build.allow(tender.council)
    sent = services.send_for_checking(again(tender), by=tender.drafted_by)
    build.forbid(tender.council)
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    with pytest.raises(Refused, match=OFF):
        services.publish(sent, by=officer)
    services.return_tender(again(tender), by=officer, comment="The policy has changed.")
    services.judge_again(build.question(tender), by=tender.drafted_by)
    assert checks(tender) == ""
    build.published(again(tender))


def test_publication_pins_the_decision_then_in_force():
    tender = build.marked()
    later = build.allow(
        tender.council, justification="A second decision, with the same answer and better words for everybody to read."
    )
    services.send_for_checking(tender, by=tender.drafted_by)
    services.publish(again(tender), by=people.person(tender.council, Role.PROCUREMENT_OFFICER))
    marking = ProxyMarking.objects.get()
    assert (marking.policy, marking.justification, marking.decided_at) == (later, later.justification, later.decided_at)
    assert marking.decided_by == str(later.decided_by)


def test_values_are_copied_with_where_they_come_from():
    tender = build.marked()
    found = list(PinnedProxy.objects.values_list("wording", "unit", "value", "source", "licence", "price_year", "area"))
    end = ("An invented source", "Free to use", 2025, "Kent")
    assert found == [
        ("Apprentices who stay a year", "people", Decimal("1200.00"), *end),
        ("Hours of mentoring", "hours", Decimal("12.50"), *end),
    ]
    event = timeline(tender)[0]
    assert event.verb == "mark by proxies"
    assert "£1,200 (An invented source)" in event.changes["values"][1]
    told = {c.label: c.after for c in changes_shown("procurement.tender", event.verb, event.changes)}
    assert told["Full marks at"] == "£50,000"
    assert told["The council’s decision"] == build.WHY


@pytest.mark.parametrize("codes", [("P",), ("C",), ("B",)])
def test_a_level_less_is_better_and_another_priority_are_not_offered(codes):
    tender = build.draft()
    build.allow(tender.council)
    with pytest.raises(Refused, match="Choose values of measures"):
        mark(tender, codes=codes)


def test_one_value_for_each_measure():
    tender = build.draft(framework=build.framework(second="900.00"))
    build.allow(tender.council)
    both = list(Proxy.objects.filter(measure__code="A"))
    with pytest.raises(Refused, match="Choose one value"):
        services.mark_by_proxies(build.question(tender), by=tender.drafted_by, proxies=both, full_marks_at=build.FULL)
    services.mark_by_proxies(build.question(tender), by=tender.drafted_by, proxies=both[:1], full_marks_at=build.FULL)
    assert PinnedProxy.objects.get().value == Decimal("900.00")


@pytest.mark.parametrize("key", ["q1", "q3"])
def test_only_an_open_social_value_question_with_commitments(key):
    tender = build.draft()
    build.allow(tender.council)
    with pytest.raises(Refused, match="Only an open social value question"):
        mark(tender, key=key)


def test_the_question_has_to_ask_for_commitments_and_go_on_asking():
    tender = build.marked()
    question = build.question(tender).question
    services.set_question(build.question(tender), by=tender.drafted_by, wording="Tell us.", priority=question.priority)
    assert "Only a question that asks for commitments" in checks(tender)


def test_another_priority_needs_other_values():
    tender = build.marked()
    other = tender.commission.framework.priorities.get(code="BL")
    services.set_question(
        build.question(tender), by=tender.drafted_by, wording="Whom will you buy from?", priority=other, asks_commitments=True
    )
    assert "pins a value for Apprentices who stay a year, which its priority" in checks(tender)
    mark(tender, codes=("B",))
    assert checks(tender) == ""


def test_the_check_names_everything_that_is_missing():
    tender = build.marked(codes=(), full_marks_at=None, framework=build.framework(source="", licence=""))
    # ``codes=()`` chooses the usual two: their source and licence are empty
    found = checks(tender)
    assert "does not say at how many pounds" in found
    assert "Apprentices who stay a year has no source and no licence" in found
    services.mark_by_proxies(build.question(tender), by=tender.drafted_by, proxies=[], full_marks_at=None)
    assert "is marked by proxy values and has none" in checks(tender)
    with pytest.raises(Refused, match="has none"):
        services.send_for_checking(again(tender), by=tender.drafted_by)


@pytest.mark.parametrize("pounds", [Decimal(0), Decimal(-1)])
def test_full_marks_need_pounds(pounds):
    tender = build.draft()
    build.allow(tender.council)
    with pytest.raises(Refused, match="more than £0") as refused:
        mark(tender, full_marks_at=pounds)
    assert refused.value.problems[0][0] == "full_marks_at"


def test_the_checker_is_warned():
    tender = build.marked(framework=build.framework(unit="journey"))
    words = " ".join(selectors.warnings(again(tender)))
    assert "shut out small organisations (measuring principle 5)" in words
    assert "never added into what was promised or delivered" in words
    assert "“people”; its source gives pounds for “journey”" in words
    assert "minimum score" not in words
    services.edit_criterion(build.question(tender), by=tender.drafted_by, minimum=Decimal(1))
    assert "pounds alone can exclude a bid" in " ".join(selectors.warnings(again(tender)))
    assert "proxy" not in " ".join(selectors.warnings(build.draft()))


def test_what_is_published_stays():
    tender = build.published()
    with pytest.raises(WrongState, match=r"What was published stays as it is\."):
        mark(tender)
    with pytest.raises(WrongState, match=r"What was published stays as it is\."):
        services.judge_again(build.question(tender), by=tender.drafted_by)
    build.forbid(tender.council)
    assert build.question(tender).proxy_marking.proxies.count() == 2
    assert ProxyMarking.objects.get().justification == build.WHY


def test_who_may():
    tender = build.draft()
    build.allow(tender.council)
    for role in (Role.PROCUREMENT_OFFICER, Role.EVALUATOR, Role.EVALUATION_LEAD):
        with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
            mark(tender, by=people.person(tender.council, role))
    with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
        mark(tender, by=people.person(people.council(), Role.COMMISSIONER))
    mark(tender)
    with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
        services.judge_again(build.question(tender), by=people.person(tender.council, Role.PROCUREMENT_OFFICER))


def test_two_people():
    tender = build.draft()
    build.allow(tender.council)
    shown = tender.version
    mark(tender, expected_version=shown)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        mark(tender, codes=("A",), expected_version=shown)


def url(tender, end):
    return f"/tenders/{tender.reference}/criteria/{build.question(tender).pk}/{end}/"


def test_pages_offer_nothing_while_the_policy_is_off(client):
    tender = build.draft()
    client.force_login(tender.drafted_by)
    for end in ("question", "proxies"):
        page = as_read(client.get(url(tender, end)))
        assert OFF in page
        assert "/frameworks/proxy-policy/" in page
        assert "1,200" not in page
        assert "full_marks_at" not in page
    page = client.post(url(tender, "proxies"), {"full_marks_at": "1", "version": tender.version})
    assert not ProxyMarking.objects.exists()
    assert OFF in as_read(page)


def test_pages_from_choosing_to_the_public_page(client):
    tender = build.draft()
    build.allow(tender.council)
    client.force_login(tender.drafted_by)
    assert "mark it by proxy values" in client.get(url(tender, "question")).content.decode()
    page = client.get(url(tender, "proxies")).content.decode()
    assert "Apprentices who stay a year: £1,200 for one person" in page
    assert "An invented source. Licence: Free to use." in page
    assert build.WHY in page
    assert "Share of staff" not in page
    chosen = [p.pk for p in build.values(tender)]
    data = {"full_marks_at": "50,000", "proxies": chosen, "version": again(tender).version}
    assert client.post(url(tender, "proxies"), data).status_code == 302
    assert "full marks at £50,000" in client.get(f"/tenders/{tender.reference}/criteria/").content.decode()
    assert "shut out small organisations" in client.get(f"/tenders/{tender.reference}/check/").content.decode()
    tender = build.published(again(tender))
    build.forbid(tender.council)
    client.logout()
    page = as_read(client.get(f"/opportunities/{tender.reference}/"))
    for words in (
        "worked out, not judged",
        "£50,000 or more earns 5 of 5",
        "£12.50",
        "An invented source",
        "Prices of 2025",
        build.WHY,
    ):
        assert words in page, words
    decided_by = ProxyMarking.objects.get().decided_by
    assert decided_by not in page
    client.force_login(tender.drafted_by)
    assert f"by {decided_by}" in client.get(f"/tenders/{tender.reference}/criteria/").content.decode()


def test_a_stale_page_and_a_bad_form_say_so(client):
    tender = build.draft()
    build.allow(tender.council)
    client.force_login(tender.drafted_by)
    page = client.post(url(tender, "proxies"), {"full_marks_at": "0", "version": tender.version}).content.decode()
    assert "Full marks must need more than £0" in page
    old = tender.version
    mark(tender)
    page = client.post(url(tender, "proxies"), {"full_marks_at": "9", "version": old}).content.decode()
    assert "Somebody else saved this" in page


def test_judging_again_on_its_page(client):
    tender = build.marked()
    client.force_login(tender.drafted_by)
    assert "Let people judge it" in client.get(url(tender, "judge")).content.decode()
    assert client.post(url(tender, "judge"), {"version": tender.version}).status_code == 302
    assert not ProxyMarking.objects.exists()


def test_outsiders_find_nothing(client):
    tender = build.marked()
    client.force_login(people.person(people.council(), Role.COMMISSIONER))
    assert client.get(url(tender, "proxies")).status_code == 404
    client.force_login(people.person(tender.council, Role.EVALUATION_LEAD))
    assert client.get(url(tender, "proxies")).status_code in (403, 404)


def test_the_tree_costs_one_query_more_only_where_values_are_pinned(django_assert_num_queries):
    judged, marked = build.draft(), build.marked()
    with django_assert_num_queries(2):
        [node.criterion.proxy_marking for node in selectors.weights(judged).rows]
    with django_assert_num_queries(3):
        [n.criterion.proxy_marking and list(n.criterion.proxy_marking.proxies.all()) for n in selectors.weights(marked).rows]
