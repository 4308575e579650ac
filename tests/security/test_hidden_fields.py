"""What somebody writes into a hidden field or leaves out of a form is answered, never with a trace."""

import pytest
from django.urls import reverse

from procurement.bidding import selectors
from tests.builders import bidding as bids
from tests.builders import contracts as agreed
from tests.builders import evaluation as scenes
from tests.builders import tendering as tenders

pytestmark = pytest.mark.django_db
NOT_NUMBERS = ["²", "9" * 5000, "-", "1e400", "NaN", "x"]


@pytest.mark.parametrize("written", NOT_NUMBERS)
def test_a_version_that_is_no_number_is_an_old_page(client, written):
    contract, who = agreed.draft_contract()
    obligation = agreed.obligation(contract, who)
    client.force_login(who.manager)
    response = client.post(reverse("obligation-agree", args=[obligation.pk]), {"version": written}, follow=True)
    assert response.status_code == 200
    obligation.refresh_from_db()
    assert obligation.council_agreed_at is None


@pytest.mark.parametrize("written", NOT_NUMBERS)
def test_agreeing_all_survives_what_is_no_number(client, written):
    contract, who = agreed.draft_contract()
    obligation = agreed.obligation(contract, who)
    client.force_login(who.manager)
    shown = [f"{written}:1", f"{obligation.pk}:{written}"]
    assert client.post(reverse("contract-agree-all", args=[contract.pk]), {"shown": shown}).status_code == 302
    obligation.refresh_from_db()
    assert obligation.council_agreed_at is None


@pytest.mark.parametrize("written", NOT_NUMBERS)
def test_the_panels_page_survives_what_is_no_number(client, written):
    scene = scenes.prepared(bids=1, panellists=1)
    client.force_login(scene.lead)
    path = reverse("evaluation-panel", args=[scene.tender.reference])
    assert client.post(path, {"version": written}).status_code == 200


@pytest.mark.parametrize("written", NOT_NUMBERS)
def test_removing_a_commitment_survives_what_is_no_number(client, written):
    user = bids.bidder()
    bid = bids.filled_bid(tenders.published_tender(), user)
    key = next(k for k, a in selectors.content(bid, user)["answers"].items() if a["commitments"])
    client.force_login(user)
    answer = client.post(reverse("bid-commitment-remove", args=[bid.pk, key, 1]), {"version": written})
    assert answer.status_code in (302, 409)


@pytest.mark.parametrize("written", NOT_NUMBERS)
@pytest.mark.parametrize(("editor", "field"), [("tender-criteria", "up"), ("tender-scale", "maximum")])
def test_the_editor_of_criteria_survives_what_is_no_number(client, editor, field, written):
    tender = tenders.draft()
    client.force_login(tender.drafted_by)
    response = client.post(reverse(editor, args=[tender.reference]), {"version": tender.version, field: written})
    assert response.status_code in (200, 302, 404)


def test_dates_that_cannot_be_changed_on_the_page_do_not_break_it(client):
    """The form of a contract with indicators shows its dates disabled: a browser sends nothing for them."""
    contract, who = agreed.active_contract()
    client.force_login(who.manager)
    typed = {
        "version": contract.version,
        "title": "A new title",
        "kind": contract.kind,
        "route": contract.route,
        "directorate": contract.directorate_id,
        "manager": contract.manager_id,
        "lead_director": contract.lead_director_id,
        "suppliers": contract.suppliers.get().name,
        "total_value": contract.total_value,
        "starts_on_day": "1",
    }
    response = client.post(reverse("contract-edit", args=[contract.pk]), typed)
    assert response.status_code == 302, response.context["form"].errors
    before = contract.starts_on
    contract.refresh_from_db()
    assert (contract.title, contract.starts_on) == ("A new title", before)
