"""The page that checks a receipt, opened from the disk as its bidder opens it: no server, no network, its own strict policy."""

import json
import re

import pytest

from procurement.bidding.calculations import receipts as signing
from socialvalue.common import clock

from .checking import Files, downloaded
from .tenders import BEFORE, open_tender

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OTHER_KEY = "another key of forty characters, for this test"


@pytest.fixture
def files(client, tmp_path) -> Files:
    return downloaded(client, open_tender(), tmp_path)


def answer(page, files: Files, receipt=None, bid=None) -> str:
    if receipt:
        page.get_by_label("Receipt").set_input_files(receipt)
    page.get_by_label("Bid, if you want to compare it").set_input_files(bid or [])
    page.get_by_role("button", name="Check").click()
    page.locator("#answer p").first.wait_for()
    # The comparison with the bid comes a moment after the signature's
    page.wait_for_timeout(300)
    return page.get_by_role("status").inner_text()


def test_it_tells_right_from_wrong_and_can_send_nothing(page, files, axe_check, no_sideways_scrolling):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(files.page.as_uri())
    axe_check(page)
    assert answer(page, files) == "Choose the receipt"

    said = answer(page, files, files.receipt, files.bid)
    assert "nothing in it was changed" in said
    assert "The bid is the one this receipt was given for, byte for byte" in said
    assert "Łódź & Žižkov <b>CIC</b>" in said
    axe_check(page)
    no_sideways_scrolling(page)
    assert "withdraws the bid of RCT-" in answer(page, files, files.withdrawal)
    assert "The bid is not the one this receipt was given for" in answer(page, files, files.receipt, files.later_bid)

    changed = bytearray(files.bid.read_bytes())
    changed[40] ^= 1
    broken = {"name": "bid.json", "mimeType": "application/json", "buffer": bytes(changed)}
    assert "The bid is not the one this receipt was given for" in answer(page, files, files.receipt, broken)
    # Nothing but the page itself was asked for
    assert set(asked) == {files.page.as_uri()}


def test_a_changed_receipt_and_another_key_are_refused(page, files):
    page.goto(files.page.as_uri())
    good = json.loads(files.receipt.read_text())
    forged = {
        "one character": good | {"signed": good["signed"].replace("2026-11-20T09", "2026-11-20T08")},
        "another key": good | {"signature": signing.sign(good["signed"], OTHER_KEY)},
    }
    for file in forged.values():
        given = {"name": "receipt.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()}
        said = answer(page, files, given)
        assert said == "The receipt was changed after it was signed, or was signed with another key"
    code = signing.code_of(signing.public_of(OTHER_KEY))
    signed = re.sub(r'"key":"[0-9a-f]+"', f'"key":"{code}"', good["signed"])
    unknown = good | {"signed": signed, "signature": signing.sign(signed, OTHER_KEY)}
    given = {"name": "receipt.json", "mimeType": "application/json", "buffer": json.dumps(unknown).encode()}
    assert answer(page, files, given) == f"The receipt names the key {code}, which is not among the public keys"
    for content in (b"", b"{}", b"[1]"):
        given = {"name": "receipt.json", "mimeType": "application/json", "buffer": content}
        assert answer(page, files, given) == "receipt.json is not a receipt"


def test_its_policy_is_strict_and_the_service_never_shows_it(client, files):
    with clock.at(BEFORE):
        response = client.get("/receipts/check-receipt.html")
    assert response["Content-Disposition"].startswith("attachment")
    html = files.page.read_text()
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "connect-src" not in policy
    assert not re.findall(r'\s(?:src|href|on\w+|style)="', html)
