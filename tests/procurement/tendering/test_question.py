"""What bidders are asked: held to the form of its criterion."""

import pytest

from procurement.tendering import selectors, services
from socialvalue.common.errors import Refused
from socialvalue.framework.models import Measure
from tests.builders import commissioning as needs
from tests.builders import tendering as build

pytestmark = pytest.mark.django_db


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
