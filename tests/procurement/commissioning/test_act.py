"""The record of the 2012 Act, and what the law leaves to council policy."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import html

from procurement.commissioning import selectors, services
from procurement.commissioning.enums import ActPoint, CommissionKind
from procurement.commissioning.pages.overview import law_note
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import commissioning as build
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def test_the_acts_record_names_each_gap_until_it_is_closed():
    body = build.commission()
    assert selectors.act_gaps(body) == list(selectors.ACT_POINTS)
    services.consider(body, by=body.lead, point=ActPoint.CONSULT, text="Yes, carers.", considered_on=clock.today())
    assert selectors.act_gaps(body) == [ActPoint.IMPROVE, ActPoint.SECURE, ActPoint.PROPORTIONATE]
    build.considered(body)
    assert selectors.act_gaps(body) == []
    assert body.act_considerations.filter(point=ActPoint.CONSULT).count() == 2


def test_the_page_says_how_many_points_are_left(client):
    body = build.commission()
    client.force_login(body.lead)
    page = reverse("act-record", args=[body.reference])
    left = {4: "the 4 points", 3: "the 3 points", 2: "the 2 points", 1: "the point", 0: ""}
    points = iter(selectors.ACT_POINTS)
    for number, words in left.items():
        text = as_read(html.fromstring(client.get(page).content).text_content())
        said = f"Before you can publish, record {words} marked “Not recorded” below."
        assert (said in text, "Before you can publish" in text) == (bool(number), bool(number))
        # The sentence says the words once
        assert text.count("Not recorded") == number + (number > 0)
        if number:
            services.consider(body, by=body.lead, point=next(points), text="Yes.", considered_on=clock.today())


def test_urgency_with_its_reason_stands_for_the_considerations():
    body = build.commission()
    with pytest.raises(Refused) as error:
        services.consider(body, by=body.lead, point=ActPoint.URGENCY, text=" ", considered_on=clock.today() + timedelta(days=1))
    assert {name for name, _ in error.value.problems} == {"text", "considered_on"}
    services.consider(body, by=body.lead, point=ActPoint.URGENCY, text="The provider failed.", considered_on=clock.today())
    assert selectors.act_gaps(body) == []


def test_what_the_law_leaves_to_council_policy():
    assert "below the threshold of £207,720" in law_note(build.commission(estimated_value=Decimal("207719.99"))).lower()
    assert law_note(build.commission(estimated_value=Decimal("207720"))) == ""
    assert "£663,540" in law_note(build.commission(estimated_value=Decimal("663539"), light_touch=True))
    assert "light touch" in law_note(build.commission(estimated_value=Decimal("663540"), light_touch=True))
    assert "in-house" in law_note(build.commission(kind=CommissionKind.IN_HOUSE))
    assert "grant buys nothing" in law_note(build.commission(kind=CommissionKind.GRANT))
    assert "From £30,000 it asks for a below-threshold notice" in law_note(build.commission(estimated_value=Decimal(30000)))
    assert "notice" not in law_note(build.commission(estimated_value=Decimal("29999.99")))
