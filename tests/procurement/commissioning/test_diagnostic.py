"""The findings of the analyse stage, and the report that freezes them."""

import pytest

from procurement.commissioning import services
from procurement.commissioning.models import FrozenDocument
from socialvalue.common.errors import Conflict, Refused
from tests.builders import commissioning as build
from tests.builders import engagement

pytestmark = pytest.mark.django_db


def test_a_finding_is_refused_without_words_a_section_or_ones_own_council():
    body, other = build.commission(), build.commission()
    for wrong, field, words in (
        ({"text": " "}, "text", "Write what was found"),
        ({"kind": "x"}, "kind", "Choose a section of the report"),
        ({"other_commission": other}, "other_commission", "Choose another commission of your own council"),
    ):
        with pytest.raises(Refused, match=words) as error:
            services.add_entry(body, by=body.lead, **{"kind": "need", "text": "X", **wrong})
        assert error.value.field == field
    entry = services.add_entry(body, by=body.lead, kind="need", text="Regular times")
    services.edit_entry(entry, by=body.lead, expected_version=1, text="Regular, known times")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.edit_entry(entry, by=body.lead, expected_version=1, text="Second")


def test_the_diagnostic_report_is_frozen_and_numbered():
    body = build.commission()
    with pytest.raises(Refused, match="empty"):
        services.issue_diagnostic(body, by=body.lead)
    said = engagement.remark(body)
    entry = services.add_entry(body, by=body.lead, kind="need", text="Regular times", remarks=[said])
    first = services.issue_diagnostic(body, by=body.lead)
    services.edit_entry(entry, by=body.lead, text="Something else")
    second = services.issue_diagnostic(body, by=body.lead)
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256
    needs = FrozenDocument.objects.get(number=1).content["sections"][0]["entries"]
    assert needs[0]["text"] == "Regular times"
    assert needs[0]["remarks"][0]["text"] == said.text
