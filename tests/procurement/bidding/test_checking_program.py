"""The program that checks a receipt, run as its bidder runs it: a process of its own, on files that are right and on broken ones."""

import base64
import json
import runpy
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from procurement.bidding.calculations import receipts as signing
from procurement.bidding.documents.checking import DATA, PROGRAM

from .checking import Files, downloaded
from .tenders import open_tender

ALONE = ["-I", "-S", "-W", "error"]
OTHER_KEY = "another key of forty characters, for this test"
L = 2**252 + 27742317777372353535851937790883648493


@pytest.fixture(scope="module")
def tender(module_database):
    return open_tender()


@pytest.fixture
def files(db, client, tender, tmp_path) -> Files:
    return downloaded(client, tender, tmp_path)


def run(files: Files, *arguments) -> subprocess.CompletedProcess[str]:
    """Without this project, without installed packages."""
    command = [sys.executable, *ALONE, str(files.program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, cwd=files.program.parent)


def test_a_receipt_and_its_bid_are_right(files):
    done = run(files, files.receipt, files.bid)
    assert (done.returncode, done.stderr) == (0, "")
    assert "RIGHT  The receipt was signed with the key" in done.stdout
    assert "RIGHT  The bid is the one this receipt was given for, byte for byte" in done.stdout
    assert "Łódź & Žižkov <b>CIC</b>" in done.stdout
    assert "WRONG" not in done.stdout


def test_a_receipt_alone_is_right_and_so_is_that_of_a_withdrawal(files):
    sent, back = run(files, files.receipt), run(files, files.withdrawal, files.bid)
    assert (sent.returncode, back.returncode) == (0, 0)
    assert "byte for byte" not in sent.stdout
    assert "bid withdrawn (withdraws the bid of RCT-" in back.stdout


def test_keys_from_their_address_do_as_well(files):
    assert run(files, files.receipt, files.bid, "--keys", files.keys).returncode == 0


def test_the_bid_of_another_submission_is_not_this_receipts(files):
    for receipt, bid in ((files.receipt, files.later_bid), (files.later_receipt, files.bid)):
        done = run(files, receipt, bid)
        assert done.returncode == 1
        assert "WRONG  The bid is not the one this receipt was given for" in done.stdout
    assert run(files, files.later_receipt, files.later_bid).returncode == 0


def test_one_byte_of_the_bid_changed_is_wrong(files):
    changed = bytearray(files.bid.read_bytes())
    changed[len(changed) // 2] ^= 1
    files.bid.write_bytes(bytes(changed))
    done = run(files, files.receipt, files.bid)
    assert done.returncode == 1
    assert "WRONG  The bid is not the one" in done.stdout


def change(files: Files, **changes) -> None:
    file = json.loads(files.receipt.read_text())
    files.receipt.write_text(json.dumps(file | changes))


@pytest.mark.parametrize("old, new", [('"kind":"sent"', '"kind":"Sent"'), ("2026-11-20T09", "2026-11-20T08"), ("CIC", "CIc")])
def test_one_character_of_the_receipt_changed_is_wrong(files, old, new):
    signed = json.loads(files.receipt.read_text())["signed"]
    assert old in signed
    change(files, signed=signed.replace(old, new))
    done = run(files, files.receipt, files.bid)
    assert done.returncode == 1
    assert done.stdout.startswith("WRONG  The receipt was changed after it was signed, or was signed with another key")


def test_a_changed_signature_is_wrong(files):
    signature = bytearray(base64.b64decode(json.loads(files.receipt.read_text())["signature"]))
    signature[3] ^= 1
    change(files, signature=base64.b64encode(bytes(signature)).decode())
    assert run(files, files.receipt).returncode == 1


def test_signed_with_another_key_that_names_ours_is_wrong(files):
    signed = json.loads(files.receipt.read_text())["signed"]
    change(files, signature=signing.sign(signed, OTHER_KEY))
    assert run(files, files.receipt).returncode == 1


def test_a_key_that_nobody_published_is_wrong_even_under_the_name_of_ours(files):
    """Somebody gives a file of keys in which their own key goes by our code: it goes by its own all the same."""
    signed = json.loads(files.receipt.read_text())["signed"]
    change(files, signature=signing.sign(signed, OTHER_KEY))
    keys = json.loads(files.keys.read_text())
    keys["keys"][0]["public_key"] = signing.public_of(OTHER_KEY)
    files.keys.write_text(json.dumps(keys))
    done = run(files, files.receipt, "--keys", files.keys)
    assert done.returncode == 1
    assert "is not among the public keys" in done.stdout


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff\xfe", b"[1]", b'{"format":"signed-receipt/1","signed":"{}","signature":"AA=="}']
)
def test_what_is_no_receipt_cannot_be_read(files, content):
    files.receipt.write_bytes(content)
    done = run(files, files.receipt, files.bid)
    assert done.returncode == 2
    assert "is not a receipt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_said(files):
    done = run(files, files.receipt, files.bid.with_name("nowhere.json"))
    assert done.returncode == 2
    assert "cannot be read: No such file" in done.stderr


# The arithmetic of the program against a library


@pytest.fixture(scope="module")
def program():
    return runpy.run_path(str(DATA / PROGRAM))


def test_it_agrees_with_a_library_on_what_is_signed(program):
    for length in (0, 1, 31, 64, 1000):
        key = Ed25519PrivateKey.generate()
        public, text = key.public_key().public_bytes_raw(), bytes(range(256)) * 4
        text = text[:length]
        signature = key.sign(text)
        assert program["is_signed"](text, signature, public)
        assert not program["is_signed"](text + b"x", signature, public)
        for place in (0, 31, 32, 63):
            changed = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
            assert not program["is_signed"](text, changed, public)
        other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        assert not program["is_signed"](text, signature, other)


def test_a_signature_written_in_a_second_way_is_refused(program):
    """The number in it plus the group's order is the same point: only the smaller is taken, as RFC 8032 asks."""
    key = Ed25519PrivateKey.generate()
    signature = key.sign(b"bid")
    number = int.from_bytes(signature[32:], "little") + L
    again = signature[:32] + number.to_bytes(32, "little")
    assert not program["is_signed"](b"bid", again, key.public_key().public_bytes_raw())


@pytest.mark.parametrize("public", [b"\xff" * 32, b"\x02" + b"\x00" * 31, b"short"])
def test_what_is_no_key_signs_nothing(program, public):
    assert not program["is_signed"](b"bid", b"\x00" * 64, public)


def test_the_vector_of_the_standard(program):
    """RFC 8032, 7.1, test 2."""
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert program["is_signed"](b"\x72", signature, public)
    assert program["code_of"](public) == signing.code_of(base64.b64encode(public).decode())
