"""The digests, worked with nothing but hashlib, and what each kind of tampering is called."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from socialvalue.audit.calculations import digest_of, moment
from socialvalue.ledger.calculations import NOTHING, Linked, fault_of, is_digest, link_digest
from socialvalue.ledger.enums import Fault

AT = datetime(2026, 11, 27, 15, 4, 5, 60, tzinfo=UTC)
SAID = {
    "at": AT, "actor": 7, "actor_label": "Procurement officer", "council": 3, "verb": "publish", "sentence": "published the tender",
    "reason": "", "changes": {"status": ["checking", "published"]}, "confidential": False,
    "about": [("procurement.tender", "12", "T-0012 Carers"), ("procurement.commission", "5", "C-0005")],
}  # fmt: skip


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_an_entry_s_digest_is_that_of_its_words_in_one_spelling():
    spelt = (
        '{"about":[["procurement.commission","5","C-0005"],["procurement.tender","12","T-0012 Carers"]],"actor":7,'
        '"actor_label":"Procurement officer","at":"2026-11-27T15:04:05.000060Z","changes":{"status":["checking","published"]},'
        '"confidential":false,"council":3,"format":1,"reason":"","sentence":"published the tender","verb":"publish"}'
    )
    assert digest_of(**SAID) == sha(spelt)


@pytest.mark.parametrize(
    "other",
    [
        {"at": AT + timedelta(microseconds=1)}, {"actor": 8}, {"actor": None}, {"actor_label": "Procurement Officer"},
        {"council": None}, {"verb": "publishes"}, {"sentence": "published the tender."}, {"reason": "x"},
        {"changes": {"status": ["checking", "closed"]}}, {"changes": {}}, {"confidential": True}, {"about": SAID["about"][:1]},
        {"about": [*SAID["about"], ("a", "1", "b")]}, {"about": [("procurement.tender", "12", "T-0012"), SAID["about"][1]]},
    ],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_whatever_is_said_otherwise_has_another_digest(other):
    assert digest_of(**SAID | other) != digest_of(**SAID)


def test_the_order_of_records_and_of_fields_makes_no_difference():
    changes = {"b": [1, 2], "a": [None, "x"]}
    turned = SAID | {"about": SAID["about"][::-1], "changes": dict(reversed(changes.items()))}
    assert digest_of(**turned) == digest_of(**SAID | {"changes": changes})


@pytest.mark.parametrize(
    ("written", "given_back"),
    [({"n": [1e16, 0.5]}, {"n": [10**16, 0.5]}), ({"n": [2.0, None]}, {"n": [2, None]}), ({1: ["a", "b"]}, {"1": ["a", "b"]})],
)
def test_what_a_database_gives_back_has_the_digest_of_what_was_written(written, given_back):
    assert digest_of(**SAID | {"changes": written}) == digest_of(**SAID | {"changes": given_back})


def test_letters_of_every_script_stand_for_themselves():
    digest = digest_of(**SAID | {"sentence": "Łódź, Ngāti, 東京 “ok” \U0001f9ea"})
    assert digest != digest_of(**SAID | {"sentence": "Łódź, Ngati, 東京 “ok” \U0001f9ea"})


def test_a_moment_is_the_same_in_every_zone():
    assert moment(AT.astimezone(timezone(timedelta(hours=5, minutes=30)))) == moment(AT) == "2026-11-27T15:04:05.000060Z"


def test_a_link_s_digest_follows_the_one_before_it():
    first = link_digest(1, NOTHING, 41, "a" * 64, AT)
    assert first == sha(json.dumps([1, "0" * 64, 41, "a" * 64, "2026-11-27T15:04:05.000060Z"], separators=(",", ":")))
    assert link_digest(2, first, 40, "b" * 64, None) == sha(json.dumps([2, first, 40, "b" * 64, None], separators=(",", ":")))


CONTENT = "c" * 64
GOOD = Linked(2, 9, CONTENT, link_digest(2, "p" * 64, 9, CONTENT, AT), AT)


@pytest.mark.parametrize(
    ("link", "found", "fault"),
    [
        (GOOD, CONTENT, None),
        (GOOD, "d" * 64, Fault.ENTRY_CHANGED),
        (Linked(2, 9, CONTENT, GOOD.digest, None), None, Fault.ENTRY_GONE),
        (Linked(3, 9, CONTENT, link_digest(3, "p" * 64, 9, CONTENT, AT), AT), CONTENT, Fault.LINK_GONE),
        (Linked(2, 9, "d" * 64, GOOD.digest, AT), "d" * 64, Fault.LINK_CHANGED),
        (Linked(2, 10, CONTENT, GOOD.digest, AT), CONTENT, Fault.LINK_CHANGED),
        (Linked(2, 9, CONTENT, "e" * 64, AT), CONTENT, Fault.LINK_CHANGED),
        (Linked(2, 9, CONTENT, GOOD.digest, AT + timedelta(seconds=1)), CONTENT, Fault.LINK_CHANGED),
        # An entry and its link, both made to fit each other, no longer fit the link before
        (Linked(2, 9, "d" * 64, link_digest(2, "q" * 64, 9, "d" * 64, AT), AT), "d" * 64, Fault.LINK_CHANGED),
    ],
)
def test_each_kind_of_tampering_has_its_name(link, found, fault):
    assert fault_of(2, "p" * 64, link, found) == fault


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("0" * 64, True), ("f" * 64, True), ("0" * 63, False), ("0" * 65, False), ("g" * 64, False), ("A" * 64, False), ("", False)],
)
def test_what_could_be_a_digest(text, is_one):
    assert is_digest(text) is is_one
