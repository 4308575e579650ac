"""The tender from its first draft to its end: what is refused, by name, and what is allowed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.tendering import selectors, services
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.enums.patterns import default_levels
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import tendering as build
from tests.builders.people import council, person
from tests.procurement.tendering.steps import again, officer

pytestmark = pytest.mark.django_db


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


def test_each_missing_part_of_a_draft_is_named():
    tender = build.with_criteria(build.draft())
    by = tender.drafted_by
    services.set_question(tender.criteria.get(key="q3"), by=by, wording="How?")
    services.set_question(tender.criteria.get(key="q4"), by=by, wording="What else?")
    services.add_criterion(tender, by=by, kind=K.PASS_FAIL, title="Insurance")
    services.set_scale(tender, by=by, levels=[(s, label, "" if s == 3 else w) for s, label, w in default_levels(5)])
    services.edit_tender(tender, by=by, deadline=None)
    assert [p.text for p in selectors.drafting_problems(again(tender))] == [
        "The specified question Apprenticeships states no requirement",
        "The open question Local employment names no priority",
        "Insurance has no question",
        "The level 3 (Satisfactory) does not say what earns it",
        "There is no deadline for bids",
    ]


def test_the_scale_cannot_fall_below_a_minimum_score():
    tender = build.with_criteria(build.draft())
    services.edit_criterion(tender.criteria.get(key="q1"), by=tender.drafted_by, minimum=Decimal(4))
    with pytest.raises(Refused, match="minimum of Delivery"):
        services.set_scale(tender, by=tender.drafted_by, levels=default_levels(3), maximum=3)
    services.edit_criterion(tender.criteria.get(key="q1"), by=tender.drafted_by, minimum=Decimal(2))
    assert services.set_scale(tender, by=tender.drafted_by, levels=default_levels(3), maximum=3).scale_maximum == 3


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
    with pytest.raises(WrongState, match=r"This cannot be done now: the tender is “Closed, bids sealed”$"):
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
    services.terminate(tender, by=officer(tender), reason="The council needs it no more.")
    assert (again(tender).status, again(tender).terminated_reason) == (S.TERMINATED, "The council needs it no more.")


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
