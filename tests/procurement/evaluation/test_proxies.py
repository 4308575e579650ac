"""Moderation where proxy values mark a question: worked out, never typed; less may count, with a reason; frozen in the record."""

import copy
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procurement.evaluation import selectors, services
from procurement.evaluation.models import ModeratedScore, ProxyAllowance
from procurement.evaluation.selectors.proxies import Allowed, commitments_of, marked
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.evaluation.selectors.record import file_of, record_of
from procurement.panel import selectors as panel_selectors
from procurement.scoring.record import Incomplete
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import evaluation, people
from tests.builders import proxies as build
from tests.procurement.evaluation.test_pages import AROUND, ways_round
from tests.reading import as_read

pytestmark = pytest.mark.django_db
FIRST = [("A", "3", "year"), ("H", "10", "month"), (None, "900", "year")]
SECOND = [("A", "1", "term")]


@pytest.fixture(scope="module")
def moderating(module_database):
    return build.moderating(FIRST, SECOND)


@pytest.fixture
def scene(moderating):
    return copy.deepcopy(moderating)


def commitment(bid, code):
    return bid.commitments.get(measure__code=code)


def record(scene, number=1, *, by=None, allowed=None, **more):
    bid = build.bid_of(scene, number)
    given = {commitment(bid, code).pk: Allowed(Decimal(n), why) for code, (n, why) in (allowed or {}).items()}
    criterion = build.question(scene.tender)
    return services.mark_by_proxies(scene.evaluation, by=by or scene.lead, bid=bid, criterion=criterion, allowed=given, **more)


def test_nobody_is_given_the_question_to_score():
    scene = evaluation.prepared(tender=build.opened(FIRST))
    assert [c.key for c in scene.criteria] == ["q1", "q2", "q3"]
    assert [c.key for c in panel_selectors.moderated_criteria(scene.tender)] == ["q1", "q2", "q3", "q4"]
    with pytest.raises(Refused, match="not a question that people score"):
        services.add_panellist(scene.evaluation, by=scene.lead, user=scene.panel[0].user, criteria=[build.question(scene.tender)])


def test_scoring_and_moderation_begin_without_scores_for_it(scene):
    assert panel_selectors.without_panellist(scene.evaluation) == []
    assert str(selectors.moderated_so_far(scene.evaluation)) == "0 of 8"


def test_the_mark_follows_from_the_commitments(scene):
    found = record(scene)
    # 9 × £1,200 + 360 × £12.50 + nothing = £15,300; 5 × 15,300 ÷ 50,000
    assert found.value == Decimal("1.53")
    assert "£15,300, where £50,000 or more earns 5. That is 1.53 of 5." in found.reason
    assert "without a published value, which earn no marks here: 1 of 3." in found.reason
    # 1 × £1,200 over the whole term: 5 × 1,200 ÷ 50,000
    assert record(scene, 2).value == Decimal("0.12")


def test_less_of_a_commitment_counts_with_a_reason(scene):
    found = record(
        scene, allowed={"A": ("2", "They employ two already."), "H": ("0", "No mentor is named.")}, comment="The panel met."
    )
    # 6 × £1,200 = £7,200
    assert found.value == Decimal("0.72")
    assert "Commitments counted in part: 1 of 3. Commitments left out: 1 of 3." in found.reason
    assert found.reason.endswith("\nThe panel met.")
    assert "two already" not in found.reason  # the winner's reasons go to everybody; its commitments do not
    assert {(a.accepted, a.reason, a.by) for a in ProxyAllowance.objects.all()} == {
        (Decimal(2), "They employ two already.", scene.lead),
        (Decimal(0), "No mentor is named.", scene.lead),
    }
    # What was offered stays what it is
    assert commitment(build.bid_of(scene, 1), "A").quantity == 3


def test_counting_all_of_it_again_leaves_no_trace_but_the_audit(scene):
    record(scene, allowed={"A": ("2", "It is not additional.")})
    found = record(scene, allowed={"A": ("3", "")})
    assert found.value == Decimal("1.53")
    assert not ProxyAllowance.objects.exists()
    event = AuditEvent.objects.latest("pk")
    assert ["2: It is not additional.", "3: in full"] in event.changes.values()
    assert event.confidential


@pytest.mark.parametrize(
    "count, why, field, words",
    [
        ("4", "More", "accepted", "At most the 3 people offered"),
        ("-1", "Less", "accepted", "not less than none"),
        ("NaN", "Less", "accepted", "At most"),
        ("1.00001", "Less", "accepted", "4 decimal places"),
        ("2", " ", "reason", "Say why less counts"),
    ],
)
def test_what_cannot_count_is_refused_beside_its_field(scene, count, why, field, words):
    with pytest.raises(Refused, match=words) as refused:
        record(scene, allowed={"A": (count, why)})
    assert refused.value.problems[0][0] == f"{field}-{commitment(build.bid_of(scene, 1), 'A').pk}"
    assert not ModeratedScore.objects.exists()


def test_another_bid_s_commitment_is_refused(scene):
    other = commitment(build.bid_of(scene, 2), "A")
    with pytest.raises(Refused, match="not among those offered"):
        services.mark_by_proxies(
            scene.evaluation,
            by=scene.lead,
            bid=build.bid_of(scene, 1),
            criterion=build.question(scene.tender),
            allowed={other.pk: Allowed(Decimal(0), "It is mine to leave out?")},
        )


def test_a_mark_is_never_typed(scene):
    with pytest.raises(Refused, match="Nobody types it"):
        services.moderate(
            scene.evaluation,
            by=scene.lead,
            bid=scene.bids[0],
            criterion=build.question(scene.tender),
            value=Decimal(5),
            reason="We like it.",
        )
    with pytest.raises(Refused, match="not marked by proxy values"):
        services.mark_by_proxies(scene.evaluation, by=scene.lead, bid=scene.bids[0], criterion=scene.criterion("q1"))


def test_who_may(scene):
    for user in (
        scene.panel[0].user,
        people.person(scene.council, Role.PROCUREMENT_OFFICER),
        people.person(people.council(), Role.EVALUATION_LEAD),
    ):
        with pytest.raises(NotAllowed, match=r"Your role does not include: set up panels, moderate, recommend an award"):
            record(scene, by=user)
    with pytest.raises(NotAllowed, match="Declare first"):
        record(scene, by=people.person(scene.council, Role.EVALUATION_LEAD))


def test_only_during_moderation():
    scoring = evaluation.scoring(tender=build.opened(FIRST))
    with pytest.raises(WrongState, match=r"Moderation has not started yet"):
        record(scoring)
    closed = build.closed(FIRST)
    with pytest.raises(WrongState, match=r"The evaluation is closed\. Its scores stay as they are\."):
        record(closed)


def test_two_people_at_once():
    scene = build.moderating([("A", "1", "term"), ("A", "1", "term")])
    bid, criterion = build.bid_of(scene, 1), build.question(scene.tender)
    first, second = bid.commitments.all()

    def leave_out(one, shown):
        given = {one.pk: Allowed(Decimal(0), "This was offered twice.")}
        return services.mark_by_proxies(
            scene.evaluation, by=scene.lead, bid=bid, criterion=criterion, allowed=given, expected_version=shown
        )

    shown = leave_out(first, 0)
    # The same mark and the same words for another working: a colleague's page is old all the same
    again = leave_out(second, shown.version)
    assert (again.value, again.reason) == (shown.value, shown.reason)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        leave_out(first, shown.version)
    assert ProxyAllowance.objects.get().commitment == second


def test_no_bid_s_mark_depends_on_another():
    alone = build.moderating(FIRST)
    alone_mark = record(alone).value
    among = build.moderating(FIRST, [("A", "900", "year")], [("H", "1", "term")])
    record(among, 2, allowed={"A": ("0", "Not to be believed.")})
    assert record(among).value == alone_mark == Decimal("1.53")
    record(among, 2)
    assert ModeratedScore.objects.get(bid=build.bid_of(among, 1), criterion__key="q4").value == alone_mark


def test_closing_waits_for_the_mark(scene):
    evaluation.moderate_all(scene)
    with pytest.raises(Refused, match="Local employment: the moderated score is missing"):
        services.close(scene.evaluation, by=scene.lead)


def test_closing_refuses_a_mark_that_its_commitments_do_not_come_to(scene):
    evaluation.moderate_all(scene)
    record(scene)
    record(scene, 2)
    ModeratedScore.objects.filter(criterion__key="q4", bid=build.bid_of(scene, 1)).update(value=Decimal(5))
    with pytest.raises(Refused, match="not what its commitments come to"):
        services.close(scene.evaluation, by=scene.lead)


def test_the_record_holds_the_working_and_score_finds_it_equal(tmp_path, capsys):
    scene = build.closed(
        FIRST, SECOND, allowed={1: lambda bid: {commitment(bid, "A").pk: Allowed(Decimal(2), "Two work there already.")}}
    )
    content = scene.record.content
    pinned = content["proxy_marking"]["q4"]
    assert pinned["full_marks_at"] == "50000"
    assert pinned["decision"]["justification"] == build.WHY
    assert [(v["measure"], v["value"], v["licence"]) for v in pinned["values"]] == [
        ("Apprentices who stay a year", "1200", "Free to use"),
        ("Hours of mentoring", "12.5", "Free to use"),
    ]
    label = build.bid_of(scene, 1).label
    bid = next(b for b in content["bids"] if b["id"] == label)
    working = bid["proxy_working"]["q4"]
    assert (working["pounds"], working["mark"], bid["scores"]["q4"]) == ("11700", "1.17", "1.17")
    first, second, third = working["commitments"]
    assert (first["quantity"], first["over_the_term"]) == ("3", "9")
    assert (first["accepted"], first["accepted_over_the_term"], first["pounds"], first["reason"]) == (
        "2",
        "6",
        "7200",
        "Two work there already.",
    )
    assert (second["over_the_term"], second["value"], second["pounds"]) == ("360", "12.5", "4500")
    assert (third["value"], third["pounds"]) == (None, "0")
    path = tmp_path / "record.json"
    path.write_bytes(file_of(content))
    call_command("score", "--check", str(path))
    assert capsys.readouterr().out == ""
    # The result is the same without what this adds
    bare = {k: v for k, v in content.items() if k != "proxy_marking"}
    bare["bids"] = [{k: v for k, v in b.items() if k != "proxy_working"} for b in content["bids"]]
    path.write_text(json.dumps(bare))
    call_command("score", "--check", str(path))


def test_behind_a_gateway_only_bids_that_passed_it_are_marked():
    tender = build.marked(method="gateway", maximum_price=Decimal("150000"))
    scene = build.moderating(FIRST, SECOND, tender=build.published(tender), prices={1: "200000"})
    within, beyond = build.bid_of(scene, 1), build.bid_of(scene, 2)
    for bid in (within, beyond):
        for key in ("q1", "q2"):
            evaluation_score(scene, bid, key)
    evaluation_score(scene, within, "q3")
    record(scene)
    services.close(scene.evaluation, by=scene.lead)
    found = {b["id"]: b for b in scene.record.content["bids"]}
    assert found[within.label]["proxy_working"]["q4"]["mark"] == "1.53"
    assert "proxy_working" not in found[beyond.label]


def evaluation_score(scene, bid, key):
    criterion = scene.criterion(key)
    services.moderate(
        scene.evaluation,
        by=scene.lead,
        bid=bid,
        criterion=criterion,
        value=Decimal(4),
        reason="Each step is evidenced by a named person.",
    )


def test_a_record_without_proxies_says_nothing_of_them():
    scene = evaluation.moderating()
    assert "proxy" not in json.dumps(record_of(scene.evaluation, scene.tender.only_lot))


def test_the_policy_switched_off_later_changes_nothing(scene):
    build.forbid(scene.council)
    assert record(scene).value == Decimal("1.53")
    evaluation.moderate_all(scene)
    record(scene, 2)
    services.close(scene.evaluation, by=scene.lead)
    assert ranking_of(scene.reload()).workings


def page_url(scene, number=1):
    return f"/evaluations/{scene.tender.reference}/moderation/{build.bid_of(scene, number).opaque}/q4/"


def typed(scene, number=1, version="0", comment="", **counts):
    bid, data = build.bid_of(scene, number), {"version": version, "comment": comment}
    for one in bid.commitments.filter(measure__code__in=["A", "H"]):
        data[f"accepted-{one.pk}"], data[f"reason-{one.pk}"] = counts.get(one.measure.code, (f"{one.quantity.normalize():f}", ""))
    return data


def test_the_page_shows_the_working_tries_and_records(client, scene):
    client.force_login(scene.lead)
    shown = as_read(client.get(page_url(scene)))
    for words in (
        "1.53 of 5",
        "As offered. Nothing is recorded yet.",
        "£10,800",
        "£4,500",
        "£15,300",
        "Something else",
        "Nobody types the mark",
    ):
        assert words in shown, words
    less = typed(scene, A=("2", "Two work there already."))
    tried = as_read(client.post(page_url(scene), {**less, "try": "1"}))
    assert "1.17 of 5" in tried
    assert "Nothing is recorded yet" in tried
    assert "of 9 offered" in tried
    assert not ModeratedScore.objects.exists()
    assert client.post(page_url(scene), less).status_code == 302
    assert ModeratedScore.objects.get().value == Decimal("1.17")
    shown = as_read(client.get(page_url(scene)))
    assert f"As recorded by {scene.lead}" in shown
    assert "Two work there already." in shown


def test_the_page_is_skipped_to_its_mark_and_has_one_way_back(client, scene):
    client.force_login(scene.lead)
    assert ways_round(client, scene, page_url(scene)) == AROUND


def test_the_page_refuses_beside_the_field_and_tells_of_a_conflict(client, scene):
    client.force_login(scene.lead)
    key = commitment(build.bid_of(scene, 1), "A").pk
    for button in ({}, {"try": "1"}):
        shown = as_read(client.post(page_url(scene), typed(scene, A=("2", "")) | button))
        assert f'href="#id_reason-{key}"' in shown
    assert not ModeratedScore.objects.exists()
    record(scene)
    shown = as_read(client.post(page_url(scene), typed(scene, A=("1", "It came much too late."))))
    assert "Somebody else saved this" in shown
    assert "It came much too late." in shown


def test_the_page_is_for_the_lead(client, scene):
    client.force_login(people.person(scene.council, Role.PROCUREMENT_OFFICER))
    assert client.get(page_url(scene)).status_code == 403
    client.force_login(people.person(people.council(), Role.EVALUATION_LEAD))
    assert client.get(page_url(scene)).status_code == 404


def test_panellists_see_neither_the_question_nor_its_pounds(client):
    scene = evaluation.scoring(tender=build.opened(FIRST))
    client.force_login(scene.panel[0].user)
    reference, bid = scene.tender.reference, scene.bids[0]
    shown = as_read(client.get(f"/evaluations/{reference}/scores/"))
    assert "Delivery" in shown
    assert "Local employment" not in shown
    assert client.get(f"/evaluations/{reference}/scores/{bid.opaque}/q4/").status_code == 404


def test_moderation_and_overview_say_that_it_is_worked_out(client, scene):
    client.force_login(scene.lead)
    assert "the commitments decide the mark" in as_read(client.get(f"/evaluations/{scene.tender.reference}/moderation/"))
    assert "worked out from proxy values" in as_read(client.get(f"/evaluations/{scene.tender.reference}/"))


def test_moderation_asks_the_database_as_often_for_three_bids(client):
    counts = []
    for offers in ([FIRST], [FIRST, SECOND, SECOND]):
        scene = build.moderating(*offers)
        client.force_login(scene.lead)
        client.get(f"/evaluations/{scene.tender.reference}/moderation/")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/evaluations/{scene.tender.reference}/moderation/")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_result_shows_the_working(client):
    scene = build.closed(
        FIRST, SECOND, allowed={1: lambda bid: {commitment(bid, "H").pk: Allowed(Decimal(0), "No mentor is named.")}}
    )
    client.force_login(scene.lead)
    shown = as_read(client.get(f"/evaluations/{scene.tender.reference}/result/"))
    for words in (
        "The mark for Local employment, worked out from proxy values",
        "Left out: No mentor is named.",
        "£10,800",
        "full marks at £50,000",
    ):
        assert words in shown, words


def test_a_working_without_its_numbers_is_never_written_down(scene):
    bid, criterion = build.bid_of(scene, 1), build.question(scene.tender)
    found = marked(criterion, commitments_of(bid, criterion), {})
    row = found.rows[0]
    assert (row.accepted, row.as_dict()["over_the_term"]) == (Decimal(3), "9")
    unsaid = replace(row, counted=replace(row.counted, offer=replace(row.counted.offer, quantity=None)))
    with pytest.raises(Incomplete, match="^how much of a commitment counts is missing"):
        _ = unsaid.accepted
    with pytest.raises(Incomplete, match="^the quantity over the term is missing"):
        replace(row, offered=replace(row.offered, over_term=None)).as_dict()
    for name, what in (("mark", "the mark"), ("full_marks_at", "at how many pounds full marks are reached")):
        with pytest.raises(Incomplete, match=f"^{what} is missing, and missing is not zero$"):
            replace(found, working=replace(found.working, **{name: None})).as_dict()
