"""``import_obligations`` and ``import_returns``: what they print, and how they end."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from contracts.obligations.models import Kpi, Obligation
from contracts.returns.models import Return
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import people
from tests.contracts.brought.steps import OBLIGATION, RETURN, TODAY, VERIFIED, as_file, running, with_framework

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(TODAY):
        yield


@pytest.fixture
def stage(tmp_path):
    contract, who = running()
    with_framework(who)
    return contract, who, tmp_path / "ours.csv"


def run(command: str, *args) -> tuple[int, list[str], list[str]]:
    """(exit code, what it says, what it complains of)."""
    out, err = StringIO(), StringIO()
    try:
        call_command(command, *map(str, args), stdout=out, stderr=err)
        code = 0
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


def test_obligations_come_in_and_again_change_nothing(stage):
    contract, who, file = stage
    file.write_bytes(as_file(OBLIGATION, OBLIGATION | {"kpi": "2", "remarks": "none"}))
    dry = run("import_obligations", file, "--dry-run", "--by", who.manager.email)
    assert dry == (0, [
        "Headings not known, and not imported: remarks",
        "line 2: RC-1, KPI 1 of O1: would be created",
        "line 3: RC-1, KPI 2 of O1: would be created",
        "Nothing was imported: this was a dry run.",
        "2 created, 0 updated, 0 unchanged, 0 refused",
    ], [])  # fmt: skip
    assert Obligation.objects.count() == 0
    assert run("import_obligations", file)[1][-1] == "2 created, 0 updated, 0 unchanged, 0 refused"
    again = run("import_obligations", file, "--by", who.manager.email.upper())
    assert (again[0], again[1][-1], Kpi.objects.count()) == (0, "0 created, 0 updated, 2 unchanged, 0 refused", 2)
    # Without a name the council's first contract manager answers for it
    assert contract.obligations.get().council_agreed_by == who.manager


def test_a_bad_line_ends_with_2_and_good_lines_with_1(stage):
    _, _, file = stage
    file.write_bytes(as_file(OBLIGATION, OBLIGATION | {"kpi": "2", "target": "many"}))
    wrong = "line 3, target: must be a number, like 12.5 (found “many”)"
    assert run("import_obligations", file) == (
        2, ["0 created, 0 updated, 0 unchanged, 1 refused"],
        [wrong, "Nothing was imported: correct these first, or choose --good-lines."],
    )  # fmt: skip
    assert run("import_obligations", file, "--good-lines") == (1, ["1 created, 0 updated, 0 unchanged, 1 refused"], [wrong])
    assert Kpi.objects.count() == 1


def test_verified_returns_need_somebody_who_says_so(stage):
    _, who, file = stage
    file.write_bytes(as_file(OBLIGATION))
    run("import_obligations", file)
    file.write_bytes(as_file(VERIFIED, RETURN | {"start date": "Q2 2024/25"}))
    code, _, complaints = run("import_returns", file, "--by", who.manager.email)
    assert (code, complaints[0]) == (2, "line 2, status: Say who says that it was verified: a second person (found “verified”)")
    own = run("import_returns", file, "--by", who.manager.email, "--verified-by", who.manager.email)
    assert own[0] == 2
    outside = run("import_returns", file, "--verified-by", who.reporter.email)
    nobody = f"{who.reporter.email} is nobody who verifies returns of {who.council.name}"
    assert outside == (2, ["0 created, 0 updated, 0 unchanged, 0 refused"], [nobody])
    assert Return.objects.count() == 0
    both = run("import_returns", file, "--by", who.manager.email, "--verified-by", who.director.email)
    assert (both[0], both[1][-1]) == (0, "2 created, 0 updated, 0 unchanged, 0 refused")
    made = Return.objects.get(status="verified")
    assert (made.decided_by, made.verified_on) == (who.director, date(2024, 7, 30))


def test_the_council_s_own_headings_and_words_are_mapped(stage, tmp_path):
    _, who, file = stage
    file.write_bytes(as_file(OBLIGATION))
    run("import_obligations", file)
    theirs = {"Ref": "RC-1", "Ind": "1", "When": "Q1 2024/25", "Done": "3", "State": "OK"}
    file.write_bytes(as_file(theirs))
    code, _, complaints = run("import_returns", file)
    assert (code, complaints) == (
        2, ["The file has no heading “contract”, “kpi”, “start date” or “status”. It has: Ref, Ind, When, Done, State."],
    )  # fmt: skip
    mapping = tmp_path / "map.json"
    headings = {"Ref": "contract", "Ind": "kpi", "When": "start date", "Done": "value", "State": "status"}
    mapping.write_text(json.dumps({"headings": headings, "words": {"status": {"OK": "sent"}}}))
    assert run("import_returns", file, "--map", mapping)[:2] == (0, ["1 created, 0 updated, 0 unchanged, 0 refused"])
    mapping.write_text(json.dumps({"headings": {"Ref": "obligation"}}))
    assert "There is no column “obligation”" in run("import_returns", file, "--map", mapping)[2][0]
    mapping.write_text("{")
    assert run("import_returns", file, "--map", mapping)[2][0].startswith("map.json cannot be read")
    assert run("import_returns", file, "--map", tmp_path / "no.json")[2] == [
        "no.json cannot be opened: No such file or directory"
    ]


def test_what_cannot_be_opened_or_is_nobody_is_said(stage, tmp_path):
    _, who, file = stage
    nothing = ["0 created, 0 updated, 0 unchanged, 0 refused"]
    assert run("import_returns", file) == (2, nothing, ["ours.csv cannot be opened: No such file or directory"])
    file.write_bytes(as_file(OBLIGATION))
    member = people.person(who.council, Role.MEMBER)
    assert run("import_obligations", file, "--by", member.email)[2] == [
        f"{member.email} is no contract manager of {who.council.name}"
    ]
    assert run("import_obligations", file, "--council", "Nowhere")[0] == 2
