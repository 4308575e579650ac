"""The tree of criteria in the hands of the drafter."""

from decimal import Decimal

import pytest

from procurement.tendering import selectors
from tests.builders import tendering as build
from tests.procurement.tendering.steps import again, url

pytestmark = pytest.mark.django_db


def test_the_editor_shows_what_is_missing_and_keeps_the_typed_weights(client):
    tender = build.with_criteria(build.draft())
    client.force_login(tender.drafted_by)
    weights = {f"weight-{c.pk}": str(c.weight) for c in tender.criteria.all()}
    q1 = tender.criteria.get(key="q1")
    page = client.post(
        url("tender-criteria", tender), weights | {f"weight-{q1.pk}": "40", "version": tender.version}, follow=True
    ).content.decode()
    assert "Kept, but they do not add up. The criteria under Quality add up to 90 %. 10 % are missing." in page
    assert "The weights are saved." not in page
    assert "7.2 for specified requirements, 4.8 for the open question" in page
    wrong = client.post(url("tender-criteria", tender), weights | {f"weight-{q1.pk}": "140", "version": again(tender).version})
    assert wrong.status_code == 200
    assert 'value="140"' in wrong.content.decode()
    assert tender.criteria.get(key="q1").weight == 40


def test_moving_saves_the_weights_that_were_typed_and_not_saved(client):
    tender = build.with_criteria(build.draft())
    client.force_login(tender.drafted_by)
    weights = {f"weight-{c.pk}": str(c.weight) for c in tender.criteria.all()}
    price = tender.criteria.get(key="price")
    form = weights | {f"weight-{price.pk}": "35", "down": price.pk, "version": tender.version}
    client.post(url("tender-criteria", tender), form)
    found = selectors.weights(tender)
    assert [n.criterion.key for n in found.roots] == ["quality", "price"]
    assert found.roots[1].criterion.weight == 35


@pytest.mark.parametrize("kind", ["group", "quality", "social_value", "price", "pass_fail"])
def test_each_kind_of_criterion_is_added_in_two_steps(client, kind):
    tender = build.draft()
    client.force_login(tender.drafted_by)
    address = url("criterion-add", tender)
    assert client.get(address).status_code == 200
    assert client.get(address, {"kind": "wrong", "parent": ""}).status_code == 200
    assert client.get(address, {"kind": kind, "parent": ""}).status_code == 200
    form = {
        "title": "Something",
        "key": "",
        "weight": "10",
        "form": "open",
        "formula": "lowest_over_bid",
        "version": tender.version,
    }
    assert client.post(f"{address}?kind={kind}&parent=", form).status_code == 302
    criterion = tender.criteria.get()
    assert (criterion.kind, criterion.weight) == (kind, None if kind == "pass_fail" else 10)
    for name in ("criterion-edit", "criterion-remove"):
        assert client.get(url(name, tender, criterion.pk)).status_code == 200
    client.post(url("criterion-edit", tender, criterion.pk), form | {"title": "Renamed", "version": again(tender).version})
    assert tender.criteria.get().title == "Renamed"
    client.post(url("criterion-remove", tender, criterion.pk), {"version": again(tender).version})
    assert not tender.criteria.exists()


def test_the_trial_of_the_formula_warns_when_one_bid_turns_the_order_of_others(client):
    tender = build.with_criteria(build.draft())
    client.force_login(tender.drafted_by)
    calm = client.get(url("tender-simulation", tender)).content.decode()
    assert "Points of the invented bids" in calm
    bids = {"price_A": "100", "score_A": "3", "price_B": "130", "score_B": "3.6", "price_C": "50", "score_C": "2"}
    page = client.get(url("tender-simulation", tender), bids).content.decode()
    assert "Without bid C, bid A would come before bid B" in page
    assert "must be" in client.get(url("tender-simulation", tender), bids | {"score_A": "9"}).content.decode()


def test_weights_are_written_as_people_write_them(client):
    tender = build.draft()
    client.force_login(tender.drafted_by)
    form = {"title": "Quality", "key": "quality", "weight": "66.6667 %", "version": tender.version}
    client.post(f"{url('criterion-add', tender)}?kind=quality&parent=", form)
    assert tender.criteria.get().weight == Decimal("66.6667")
