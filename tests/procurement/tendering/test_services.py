"""From draft to publication: what is refused, by name, and what is allowed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from procurement.tendering import selectors, services
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, PriceFormula
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.enums.patterns import PATTERNS, default_levels
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.framework.models import Measure
from socialvalue.notifications.models import Message
from tests.builders import commissioning as needs
from tests.builders import tendering as build
from tests.builders.people import council, person, supplier

pytestmark = pytest.mark.django_db


def again(tender):
    return Tender.objects.get(pk=tender.pk)


def officer(tender):
    return person(tender.council, Role.PROCUREMENT_OFFICER)


def test_a_draft_has_a_reference_a_complete_scale_and_an_audit_event():
    tender = build.draft()
    assert tender.reference.startswith("T-")
    assert [level.score for level in tender.scale.all()] == [5, 4, 3, 2, 1, 0]
    assert timeline(tender).get().verb == "draft"


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"value": Decimal(0)}, "value"),
        ({"title": " "}, "title"),
        ({"minimum_quality": Decimal(50)}, "method"),
        ({"method": "gateway"}, "minimum_quality"),
        ({"scale_levels": [(0, "None", "No answer")]}, None),
        ({"scale_maximum": 11}, "scale_maximum"),
    ],
)
def test_wrong_details_are_refused_at_their_field(wrong, field):
    with pytest.raises(Refused) as error:
        build.draft(**wrong)
    assert error.value.problems[0][0] == field


def test_a_contract_cannot_end_before_it_starts():
    tender = build.draft()
    with pytest.raises(Refused, match="end after it starts"):
        services.edit_tender(tender, by=tender.drafted_by, contract_ends_on=tender.contract_starts_on)


def test_the_second_of_two_editors_is_told_and_overwrites_nothing():
    tender = build.draft()
    services.edit_tender(tender, by=tender.drafted_by, expected_version=1, title="First")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.edit_tender(tender, by=tender.drafted_by, expected_version=1, title="Second")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.add_criterion(tender, by=tender.drafted_by, kind=K.PRICE, title="Price", expected_version=1)
    assert again(tender).title == "First"
    assert not again(tender).criteria.exists()


def test_the_carers_pattern_gives_social_value_12_of_100_points():
    found = selectors.weights(build.with_criteria(build.draft()))
    assert {n.criterion.key: n.points for n in found.rows} == {
        "price": 40,
        "quality": 60,
        "q1": 30,
        "q2": 18,
        "social-value": 12,
        "q3": Decimal("7.2"),
        "q4": Decimal("4.8"),
    }
    assert str(found.share) == ("Social value is 12 of 100 points: 7.2 for specified requirements, 4.8 for the open question.")
    assert found.problems == []


@pytest.mark.parametrize(
    "weight, sentence",
    [
        ("40", "The criteria under Quality add up to 90 %. 10 % are missing."),
        ("51", "The criteria under Quality add up to 101 %. 1 % is too much."),
        ("49.5", "The criteria under Quality add up to 99.5 %. 0.5 % are missing."),
    ],
)
def test_wrong_weights_are_refused_with_the_sum_that_is_missing(weight, sentence):
    tender = build.with_criteria(build.draft())
    q1 = tender.criteria.get(key="q1")
    services.edit_criterion(q1, by=tender.drafted_by, weight=Decimal(weight))
    assert selectors.weights(tender).problems == [sentence]
    with pytest.raises(Refused) as error:
        services.send_for_checking(tender, by=tender.drafted_by)
    assert [text for _, text in error.value.problems] == [sentence]
    assert again(tender).status == S.DRAFT


def test_an_empty_tree_an_empty_group_and_a_missing_weight_are_named():
    tender = build.draft()
    assert selectors.weights(tender).problems == ["There are no award criteria yet."]
    services.add_criterion(tender, by=tender.drafted_by, kind=K.GROUP, title="Quality", weight=Decimal(100))
    assert selectors.weights(tender).problems == ["The group Quality has no criteria in it."]
    group = tender.criteria.get()
    services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="Plan", parent=group)
    assert selectors.weights(tender).problems == [
        "Plan has no weight yet.",
        "The criteria under Quality add up to 0 %. 100 % are missing.",
    ]


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"kind": K.PRICE}, "kind"),
        ({"kind": K.QUALITY, "key": "q1"}, "key"),
        ({"kind": K.QUALITY, "key": "Q 9"}, "key"),
        ({"kind": K.QUALITY, "weight": Decimal(0)}, "weight"),
        ({"kind": K.QUALITY, "weight": Decimal("100.01")}, "weight"),
        ({"kind": K.PASS_FAIL, "weight": Decimal(1)}, "weight"),
        ({"kind": K.SOCIAL_VALUE}, "form"),
        ({"kind": K.QUALITY, "form": Form.OPEN}, "form"),
        ({"kind": K.QUALITY, "minimum": Decimal(6)}, "minimum"),
        ({"kind": K.GROUP, "minimum": Decimal(1)}, "minimum"),
        ({"kind": K.QUALITY, "formula": PriceFormula.MEAN_DEVIATION}, "formula"),
        ({"kind": "wrong"}, "kind"),
    ],
)
def test_a_wrong_criterion_is_refused_at_its_field(wrong, field):
    tender = build.with_criteria(build.draft())
    with pytest.raises(Refused) as error:
        services.add_criterion(tender, by=tender.drafted_by, title="Another", **wrong)
    assert field in [name for name, _ in error.value.problems]
    assert tender.criteria.count() == 7


def test_a_criterion_stands_only_in_a_group_of_its_own_tender():
    one, other = build.with_criteria(build.draft()), build.with_criteria(build.draft())
    for parent in (other.criteria.get(key="quality"), one.criteria.get(key="q1")):
        with pytest.raises(Refused, match="in a group of this tender"):
            services.add_criterion(one, by=one.drafted_by, kind=K.QUALITY, title="Lost", parent=parent)


def test_keys_are_suggested():
    tender = build.draft()
    keys = [
        services.add_criterion(tender, by=tender.drafted_by, kind=kind, title="Some group", form=form).key
        for kind, form in [
            (K.QUALITY, ""),
            (K.PRICE, ""),
            (K.SOCIAL_VALUE, "open"),
            (K.GROUP, ""),
            (K.GROUP, ""),
            (K.PASS_FAIL, ""),
        ]
    ]
    assert keys == ["q1", "price", "q2", "some-group", "some-group2", "pass1"]


def test_criteria_move_and_go_with_everything_below():
    tender = build.with_criteria(build.draft())
    services.move_criterion(tender.criteria.get(key="quality"), by=tender.drafted_by, up=True)
    assert [n.criterion.key for n in selectors.weights(tender).roots] == ["quality", "price"]
    services.remove_criterion(tender.criteria.get(key="quality"), by=tender.drafted_by)
    assert [c.key for c in tender.criteria.all()] == ["price"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_totals_100_and_takes_the_commissions_requirements(pattern):
    tender = build.draft()
    services.apply_pattern(tender, by=tender.drafted_by, pattern=pattern)
    found = selectors.weights(tender)
    assert found.problems == []
    assert found.share.total == {"carers": 12, "equal": 20, "guideline": 10}[pattern]
    assert [p.text for p in selectors.drafting_problems(tender)] == [
        "The open question Further benefits you offer names no priority."
    ]
    with pytest.raises(Refused, match="criteria already"):
        services.apply_pattern(tender, by=tender.drafted_by, pattern=pattern)


def test_questions_are_checked_against_their_form():
    tender = build.with_criteria(build.draft())
    other = build.commission()
    specified, open_ = tender.criteria.get(key="q3"), tender.criteria.get(key="q4")
    for criterion, wrong, words in [
        (specified, {"requirements": other.requirements.all()}, "Choose requirements of this commission"),
        (specified, {"priority": tender.commission.framework.priorities.first()}, "Only an open question names a priority"),
        (open_, {"requirements": tender.commission.requirements.all()}, "An open question states no requirements"),
        (open_, {"priority": other.framework.priorities.first()}, "Choose a priority of the commission’s framework"),
        (tender.criteria.get(key="price"), {}, "A group and the price have no question"),
        (open_, {"word_limit": 0}, "The word limit must be between 1 and 5,000"),
    ]:
        with pytest.raises(Refused, match=words):
            services.set_question(criterion, by=tender.drafted_by, wording="Changed?", **wrong)
    assert specified.question.wording != "Changed?"


def test_each_missing_part_of_a_draft_is_named():
    tender = build.with_criteria(build.draft())
    by = tender.drafted_by
    services.set_question(tender.criteria.get(key="q3"), by=by, wording="How?")
    services.set_question(tender.criteria.get(key="q4"), by=by, wording="What else?")
    services.add_criterion(tender, by=by, kind=K.PASS_FAIL, title="Insurance")
    services.set_scale(tender, by=by, levels=[(s, label, "" if s == 3 else w) for s, label, w in default_levels(5)])
    services.edit_tender(tender, by=by, deadline=None)
    assert [p.text for p in selectors.drafting_problems(again(tender))] == [
        "The specified question Apprenticeships states no requirement.",
        "The open question Local employment names no priority.",
        "Insurance has no question.",
        "The level 3 (Satisfactory) does not say what earns it.",
        "There is no deadline for bids.",
    ]


def test_the_scale_cannot_fall_below_a_minimum_score():
    tender = build.with_criteria(build.draft())
    services.edit_criterion(tender.criteria.get(key="q1"), by=tender.drafted_by, minimum=Decimal(4))
    with pytest.raises(Refused, match="minimum of Delivery"):
        services.set_scale(tender, by=tender.drafted_by, levels=default_levels(3), maximum=3)
    services.edit_criterion(tender.criteria.get(key="q1"), by=tender.drafted_by, minimum=Decimal(2))
    assert services.set_scale(tender, by=tender.drafted_by, levels=default_levels(3), maximum=3).scale_maximum == 3


def test_publication_needs_the_act_and_the_plan():
    tender = build.checking_tender(build.commission(ready=False))
    with pytest.raises(Refused) as error:
        services.publish(tender, by=officer(tender))
    assert len(error.value.problems) == 5
    assert "section 1(3)(a)" in error.value.message
    assert "plan is not approved" in error.value.message
    build.make_ready(tender.commission, tender.drafted_by)
    assert services.publish(tender, by=officer(tender)).status == S.PUBLISHED


def test_the_law_s_minimum_period_is_refused_and_a_short_light_touch_one_is_a_warning():
    soon = clock.now() + timedelta(days=24)
    tender = build.checking_tender(build.commission(light_touch=False), deadline=soon)
    with pytest.raises(Refused, match="at least 25 days"):
        services.publish(tender, by=officer(tender))
    light = build.checking_tender(deadline=soon)
    assert selectors.warnings(light) == [
        "The law sets no minimum period for this tender, but 24 days are short: small organisations need time to work together."
    ]
    assert services.publish(light, by=officer(light)).status == S.PUBLISHED
    enough = build.checking_tender(build.commission(light_touch=False), deadline=clock.now() + timedelta(days=25))
    assert services.publish(enough, by=officer(enough)).status == S.PUBLISHED


def test_a_tender_whose_specified_questions_ask_for_outputs_only_is_warned_of():
    """Principle 2, as the commission's own pages say it. A requirement without a measure counts for nothing."""
    own = {"code": "M1", "name": "Jobs begun", "unit": "jobs", "kind": "output"}
    kept = {"code": "M2", "name": "Jobs kept", "unit": "jobs", "kind": "outcome"}
    body = build.commission(framework=build.framework(measure=own, more=(kept,)), ready=False)
    assert selectors.warnings(build.with_criteria(build.draft(body))) == []
    output = Measure.objects.get(code="M1")
    needs.requirement(body, measure=output)
    warned = build.with_criteria(build.draft(body))
    assert "Only outputs are asked for by the specified questions" in " ".join(selectors.warnings(warned))
    needs.requirement(body, measure=Measure.objects.get(code="M2"))
    assert selectors.warnings(warned), "a requirement that no question states changes nothing"
    assert selectors.warnings(build.with_criteria(build.draft(body))) == []


def test_who_drafted_and_who_sent_hear_that_it_is_published_and_that_it_was_returned():
    body = build.commission()
    drafted = build.with_criteria(build.draft(body))
    colleague = person(body.council, Role.COMMISSIONER)
    sent = services.send_for_checking(drafted, by=colleague)
    checker = officer(sent)
    services.return_tender(sent, by=checker, comment="Shorter.")
    services.publish(services.send_for_checking(Tender.objects.get(), by=colleague), by=checker)
    for words in ("returned to you", "is published"):
        told = Message.objects.filter(subject__contains=words)
        assert set(told.values_list("recipient", flat=True)) == {colleague.pk, drafted.drafted_by_id}, words


def test_somebody_else_publishes():
    tender = build.with_criteria(build.draft())
    both = person(tender.council, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    services.send_for_checking(tender, by=both)
    for verb in (services.publish, services.return_tender):
        with pytest.raises(NotAllowed, match="Somebody else"):
            verb(tender, by=both, comment="Fine")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tender.objects.filter(pk=tender.pk).update(published_by=both)


def test_a_returned_tender_can_be_edited_and_sent_again():
    tender = build.checking_tender()
    with pytest.raises(WrongState, match="being checked"):
        services.edit_tender(tender, by=tender.drafted_by, title="Quietly changed")
    with pytest.raises(Refused, match="what has to change"):
        services.return_tender(tender, by=officer(tender), comment=" ")
    services.return_tender(tender, by=officer(tender), comment="Say what a break is.")
    services.edit_tender(tender, by=tender.drafted_by, description="A break of a day or a night.")
    assert services.send_for_checking(tender, by=tender.drafted_by).status == S.CHECKING


def test_nothing_published_can_be_changed_but_by_amendment():
    tender = build.published_tender()
    by = tender.drafted_by
    q1 = tender.criteria.get(key="q1")
    for change in (
        lambda: services.edit_tender(tender, by=by, title="New"),
        lambda: services.edit_criterion(q1, by=by, weight=Decimal(1)),
        lambda: services.remove_criterion(q1, by=by),
        lambda: services.move_criterion(q1, by=by, up=False),
        lambda: services.set_question(q1, by=by, wording="New"),
        lambda: services.set_scale(tender, by=by, levels=default_levels(3), maximum=3),
        lambda: services.add_criterion(tender, by=by, kind=K.PASS_FAIL, title="New"),
    ):
        with pytest.raises(WrongState, match="amend the tender"):
            change()
    assert Criterion.objects.get(pk=q1.pk).weight == 50


def test_an_amendment_is_numbered_moves_the_deadline_and_tells_bidders_once():
    tender = build.published_tender()
    body = supplier()
    bidder, stranger = person(body, Role.SUPPLIER), person(supplier(), Role.SUPPLIER)
    tender.bids.create(supplier=body, started_by=bidder)
    later = tender.deadline + timedelta(days=7)
    with pytest.raises(Refused, match="later than"):
        services.amend(tender, by=officer(tender), text="Earlier", new_deadline=tender.deadline)
    first = services.amend(tender, by=officer(tender), text="The lot now covers Swale.", new_deadline=later)
    second = services.amend(tender, by=officer(tender), text="Transport is included.")
    assert (first.number, second.number) == (1, 2)
    assert again(tender).deadline == later
    assert bidder.messages.count() == 2
    assert not stranger.messages.exists()


def test_questions_of_suppliers_are_answered_to_all_without_the_name():
    tender = build.published_tender()
    asking, bidding = supplier("Asking Ltd"), supplier()
    asker, bidder = person(asking, Role.SUPPLIER), person(bidding, Role.SUPPLIER)
    tender.bids.create(supplier=bidding, started_by=bidder)
    question = services.ask_clarification(tender, by=asker, supplier=asking, question="Is transport included?")
    assert not timeline(tender).filter(verb="ask clarification").exists()
    services.answer_clarification(question, by=tender.drafted_by, answer="Yes.")
    assert bidder.messages.get().body.count("Asking Ltd") == 0
    assert asker.messages.count() == 1
    # Who asked is interested: amendments reach them too, bid begun or not
    services.amend(tender, by=person(tender.council, Role.PROCUREMENT_OFFICER), text="Transport is part of the price.")
    assert asker.messages.filter(subject__contains="amended").count() == 1
    with pytest.raises(Refused, match="already"):
        services.answer_clarification(question, by=tender.drafted_by, answer="No.")


def test_the_last_day_for_questions():
    with clock.at(clock.now() - timedelta(days=60)):
        tender = build.published_tender()
    body = supplier()
    asker = person(body, Role.SUPPLIER)
    with clock.at(tender.deadline - timedelta(days=7)):
        services.ask_clarification(tender, by=asker, supplier=body, question="In time?")
    with clock.at(tender.deadline - timedelta(days=2)), pytest.raises(WrongState, match="last day for questions"):
        services.ask_clarification(tender, by=asker, supplier=body, question="Too late?")
    with (
        clock.at(tender.deadline - timedelta(days=7)),
        pytest.raises(NotAllowed, match="Your role does not include: bid for tenders and report on contracts for a supplier"),
    ):
        services.ask_clarification(tender, by=asker, supplier=supplier(), question="For somebody else?")


def test_the_clock_closes_tenders_once_at_the_deadline():
    with clock.at(clock.now() - timedelta(days=60)):
        tender, other = build.published_tender(), build.published_tender(deadline=clock.now() + timedelta(days=50))
    assert services.close_due(tender.deadline - timedelta(seconds=1)) == 0
    assert services.close_due(tender.deadline) == 1
    assert services.close_due(tender.deadline + timedelta(seconds=1)) == 0
    assert (again(tender).status, again(other).status) == (S.CLOSED, S.PUBLISHED)
    assert timeline(tender).first().actor_label == "The system"


def test_the_rooms_above_move_the_status_step_by_step():
    tender = build.closed_tender()
    by = officer(tender)
    with pytest.raises(WrongState, match=r"This cannot be done now: the tender is “Closed, bids sealed”\."):
        services.mark(tender, "decide", by=by)
    for verb in ("open bids", "close evaluation", "decide", "make contract"):
        services.mark(tender, verb, by=by)
    assert again(tender).status == S.CONTRACTED
    with pytest.raises(ValueError):
        services.mark(tender, "publish", by=by)


def test_ending_without_award_needs_a_reason():
    tender = build.published_tender()
    with pytest.raises(Refused, match="why"):
        services.terminate(tender, by=officer(tender), reason="")
    services.terminate(tender, by=officer(tender), reason="The grant ended.")
    assert (again(tender).status, again(tender).terminated_reason) == (S.TERMINATED, "The grant ended.")


def test_another_council_s_officers_can_do_nothing():
    tender = build.checking_tender()
    elsewhere = council()
    outsider = person(elsewhere, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    checks, drafts = "does not include: check, publish, amend", "does not include: draft commissions"
    for act, words in (
        (lambda: services.publish(tender, by=outsider), checks),
        (lambda: services.return_tender(tender, by=outsider, comment="No"), checks),
        (lambda: services.edit_tender(tender, by=outsider, title="No"), drafts),
        (lambda: services.draft_tender(tender.commission, _details(tender), by=outsider), drafts),
    ):
        with pytest.raises(NotAllowed, match=words):
            act()


def _details(tender):
    names = ("title", "description", "value", "contract_starts_on", "contract_ends_on")
    return TenderDetails(**{name: getattr(tender, name) for name in names})
