#!/usr/bin/env python3
"""Check the receipt of a bid: who signed it, and whether a bid is the one it was given for.

    python3 check_receipt.py receipt-RCT-….json [RCT-….json] [--keys receipt-keys.json]

The first file is the receipt, the second the bid as it was sent (“Download what you sent”). Nothing is sent anywhere: it needs
Python 3.9 or newer and nothing else. The public keys are those of the day on which this program was downloaded; ``--keys`` takes
others, from /receipts/keys.json. It ends with 0 where everything is right, 1 where something is not, 2 where a file cannot be
read.
"""

import argparse
import base64
import hashlib
import io
import json
import sys

# Filled in when the program is downloaded: the code of each key, and the key in Base64
KEYS: dict[str, str] = {}

# Ed25519, RFC 8032 section 5.1: the field, the group's order, the curve's constant, a square root of -1
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def point(data):
    """The point that these 32 bytes encode; None where there is none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, what):
    sum_ = (0, 1, 1, 0)
    while number:
        if number & 1:
            sum_ = add(sum_, what)
        what = add(what, what)
        number >>= 1
    return sum_


def same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(text, signature, public):
    """Whether ``signature`` is that of ``text`` by the key whose public half is ``public``; all are bytes."""
    if len(signature) != 64 or len(public) != 32:
        return False
    key, first = point(public), point(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if key is None or first is None or number >= L:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % L
    return same(times(number, BASE), add(first, times(hashed, key)))


def code_of(public):
    return hashlib.sha256(public).hexdigest()[:16]


class Unreadable(Exception):
    """A file that is not what it should be; the text says why."""


def load(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror}") from None


def keys_in(path):
    """{code: key} of a file from /receipts/keys.json. A key goes by the code that follows from it, whatever the file says."""
    try:
        found = [base64.b64decode(one["public_key"], validate=True) for one in json.loads(load(path))["keys"]]
    except (ValueError, KeyError, TypeError):
        raise Unreadable(f"{path} is not a list of public keys") from None
    return {code_of(public): public for public in found}


def receipt_in(path):
    """(signed text, signature, what it says) of a receipt."""
    try:
        file = json.loads(load(path))
        signed, signature = file["signed"], base64.b64decode(file["signature"], validate=True)
        said = json.loads(signed)
        if file["format"] != "signed-receipt/1" or said["format"] != "receipt/1":
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Unreadable(f"{path} is not a receipt") from None
    return signed.encode(), signature, said


def check(receipt, bid, keys):
    """(whether all is right, the lines that say so)."""
    signed, signature, said = receipt_in(receipt)
    public = keys.get(said.get("key"))
    if public is None:
        return False, [f"WRONG  The receipt names the key {said.get('key')}, which is not among the public keys"]
    if not is_signed(signed, signature, public):
        return False, ["WRONG  The receipt was changed after it was signed, or was signed with another key"]
    lines = [f"RIGHT  The receipt was signed with the key {said['key']}, and nothing in it was changed", *telling(said)]
    if bid is None:
        return True, lines
    digest = hashlib.sha256(load(bid)).hexdigest()
    if digest != said["sha256"]:
        return False, [*lines, "WRONG  The bid is not the one this receipt was given for", f"       its SHA-256 is {digest}"]
    return True, [*lines, "RIGHT  The bid is the one this receipt was given for, byte for byte"]


def telling(said):
    head = said["record"]
    back = f" (withdraws the bid of {said['withdraws']})" if said["withdraws"] else ""
    return [
        f"       {said['receipt']}, bid {said['kind']}{back}",
        f"       at {said['at']} (UTC)",
        f"       {said['bidder']} for {said['tender']}, {said['council']}, submission {said['submission']}",
        f"       SHA-256 of the bid {said['sha256']}",
        f"       record at entry {head['number']}, digest {head['digest']}"
        if head
        else "       the record had no linked entry yet",
    ]


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check the receipt of a bid. Nothing is sent anywhere.")
    parser.add_argument("receipt", help="the receipt: receipt-RCT-….json")
    parser.add_argument("bid", nargs="?", help="the bid as it was sent: RCT-….json")
    parser.add_argument("--keys", help="public keys, from /receipts/keys.json")
    given = parser.parse_args(arguments)
    try:
        keys = keys_in(given.keys) if given.keys else {code: base64.b64decode(key) for code, key in KEYS.items()}
        right, lines = check(given.receipt, given.bid, keys)
    except Unreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0 if right else 1


if __name__ == "__main__":
    # A name of any letters is printed, on whatever terminal
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
