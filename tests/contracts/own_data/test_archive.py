"""A worked archive, table by table: what a supplier takes away is what stood on its pages."""

import hashlib

import pytest

from contracts.overview.pages.export import register_table
from contracts.own_data.pages import LEFT_OUT
from socialvalue.common import clock
from tests.contracts.own_data import steps

pytestmark = pytest.mark.django_db

TABLES = [
    "read-me.txt",
    "organisation/organisation.csv", "organisation/register-numbers.csv", "organisation/earlier-names.csv",
    "organisation/people.csv",
    "bids/bids.csv", "bids/receipts.csv", "bids/answers.csv", "bids/commitments.csv",
    "contracts/contracts.csv", "contracts/obligations.csv", "contracts/earlier-obligations.csv", "contracts/kpis.csv",
    "contracts/kpis-before.csv",
    "contracts/kpi-changes.csv", "contracts/objections.csv", "contracts/documents.csv", "contracts/supply-chain.csv",
    "contracts/spent.csv",
    "returns/due.csv", "returns/returns.csv", "returns/who-benefited.csv", "returns/attribution.csv",
    "returns/named-evidence.csv", "returns/line-answers.csv", "returns/independent-checks.csv",
    "evidence/case-studies.csv", "evidence/people-measured.csv", "evidence/changes-kept.csv",
    "evidence/regulator-references.csv", "evidence/postcode-counts.csv",
]  # fmt: skip


@pytest.fixture
def scene():
    return steps.everything()


@pytest.fixture
def taken(scene):
    return steps.archive(scene.who.reporter)


def test_its_tables_and_files_by_name(taken):
    # The list of the first version, and of the correction that began with it
    files = ["0001-Weald policy.txt", "0002-Weald list.txt", "0003-Weald list.txt", "0004-case-study.png"]
    assert taken.names == [*TABLES, *(f"files/Weald-1/{name}" for name in files), "files.csv"]


def test_the_organisation_and_its_people(scene, taken):
    (row,) = taken.table("organisation/organisation.csv")
    assert row["organisation"] == "Weald Carers CIC"
    assert row["email"] == scene.who.supplier.email
    (person,) = taken.table("organisation/people.csv")
    assert (person["name"], person["email"], person["role"]) == (scene.who.reporter.name, scene.who.reporter.email, "Supplier")
    assert person["since"].startswith("20")
    assert person["until"] == ""


def test_contracts_stand_under_the_headings_of_the_register(scene, taken):
    (row,) = taken.table("contracts/contracts.csv")
    assert row["reference"] == "Weald-1"
    assert row["start date"] == "2025-04-01"
    assert row["total value"] == "1200000.00"
    assert "contract manager" not in row


def test_obligations_say_who_agreed_for_each_side(scene, taken):
    (row,) = taken.table("contracts/obligations.csv")
    assert (row["obligation"], row["wording"], row["status"]) == (
        "O1",
        "Three apprenticeships a quarter.",
        "Agreed by both sides",
    )
    assert row["agreed for the council by"] == scene.who.manager.name
    assert row["agreed for the supplier by"] == scene.who.reporter.name
    assert row["agreed by the supplier at"] == "2025-03-20T09:00:00+00:00"
    assert row["where it is written"] == "Schedule 4"


def test_kpis_have_their_targets(taken):
    (row,) = taken.table("contracts/kpis.csv")
    said = [row[name] for name in ("contract", "kpi", "kpi wording", "unit", "target", "minimum", "frequency", "kpi kind")]
    assert said == ["Weald-1", "1", "Apprenticeships started", "apprenticeships", "3.0000", "2.0000", "quarterly", "sum"]


def test_every_period_that_is_due_stands_there(scene, taken):
    rows = taken.table("returns/due.csv")
    assert len(rows) == 12
    assert (rows[0]["start date"], rows[0]["end date"], rows[0]["due"]) == ("2025-04-01", "2025-06-30", "2025-07-20")
    assert {row["target"] for row in rows} == {"3.0000"}


def test_every_version_of_a_return_has_its_whole_history(scene, taken):
    first, corrected, draft = taken.table("returns/returns.csv")
    assert [row["version"] for row in (first, corrected, draft)] == ["1", "2", "1"]
    assert [row["status"] for row in (first, corrected, draft)] == ["replaced", "verified", "draft"]
    assert [row["value"] for row in (first, corrected, draft)] == ["4.0000", "2.0000", "3.0000"]
    assert first["narrative"] == "Weald took on four."
    assert first["reason for a change after it was sent"] == steps.CHANGED
    assert first["first sent at"] == "2025-07-10T09:00:00+01:00"
    assert first["sent at"] == "2025-07-16T09:00:00+01:00"
    assert first["sent back at"] == "2025-07-14T09:00:00+01:00"
    assert first["replaced at"] == "2025-08-05T09:00:00+01:00"
    assert (first["sent on"], first["verified on"]) == ("2025-07-16", "2025-07-20")
    assert corrected["reason for the correction"] == steps.WRONG
    assert corrected["estimated"] == "yes"
    assert corrected["decided by"] == scene.who.manager.name
    assert corrected["sent by"] == scene.who.reporter.name
    assert (corrected["target"], corrected["minimum"]) == ("3.0000", "2.0000")
    assert (draft["sent at"], draft["decided by"], draft["verified on"]) == ("", "", "")


def test_a_case_study_comes_with_what_the_person_agreed_to(scene, taken):
    (row,) = taken.table("evidence/case-studies.csv")
    assert (row["title"], row["text"]) == ("Weald story", "Weald found work.")
    assert row["may be used by"] == "Anybody, in publicity too"
    assert (row["who asked"], row["how"], row["asked on"]) == ("Support worker", "In writing", "2025-04-01")
    assert (row["files"], row["what its files show or say"]) == ("1", "Weald at work")


def test_people_are_codes(taken):
    (row,) = taken.table("evidence/people-measured.csv")
    assert (row["code"], row["at the beginning"], row["now"]) == ("P01", "3", "5")
    assert row["scale"].endswith(", 1 to 10")


def test_documents_and_supply_chains(taken):
    (paper,) = taken.table("contracts/documents.csv")
    assert (paper["title"], paper["valid until"]) == ("Public liability insurance", "2027-08-31")
    prime, beneath = taken.table("contracts/supply-chain.csv")
    assert (prime["tier"], prime["organisation"], prime["share of the work (%)"]) == (
        "0",
        "Weald Carers CIC (fictional)",
        "70.00",
    )
    assert (beneath["tier"], beneath["organisation"], beneath["share of the fee (%)"]) == ("1", "Weald Neighbours", "25.00")


def test_the_index_of_files_says_what_each_belongs_to_with_the_digest_of_its_bytes(taken):
    rows = taken.table("files.csv")
    assert [row["file"] for row in rows] == [name for name in taken.names if name.startswith("files/")]
    for row in rows:
        data = taken.zip.read(row["file"])
        assert (row["sha256"], int(row["bytes"])) == (hashlib.sha256(data).hexdigest(), len(data))
        assert (row["contract" if "contract" in row else "reference"], row["in the archive"]) == ("Weald-1", "yes")
    assert [row["belongs to"] for row in rows] == [
        "Insurance certificate: Public liability insurance",
        "KPI 1, 2025-04-01 to 2025-06-30, version 1",
        "KPI 1, 2025-04-01 to 2025-06-30, version 2",
        "Case study “Weald story”: KPI 1, 2025-07-01 to 2025-09-30, version 1",
    ]


def test_the_read_me_says_for_whom_from_when_what_and_what_not(scene, taken):
    said = taken.zip.read("read-me.txt").decode()
    assert "\r\n" in said
    words = " ".join(said.split())
    assert words.startswith("Your organisation’s data ")
    assert f"Made on 2 November 2026 at 9am for {scene.who.reporter.name} ({scene.who.reporter.email})." in words
    assert "It holds what is kept of Weald Carers CIC (fictional), as far as this person could open it" in words
    for name in [*TABLES[1:], "files.csv"]:
        assert f" {name} " in words
    for reason in LEFT_OUT:
        assert reason in words
    assert max(len(line) for line in said.splitlines()) <= 100


def test_no_email_address_of_an_officer_is_in_it(scene, taken):
    everything = taken.everything()
    for officer in (scene.who.manager, scene.who.director, scene.who.member):
        assert officer.email.encode() not in everything
    assert scene.who.manager.name.encode() in everything


def test_members_bear_the_day_and_no_path_of_a_machine(taken):
    for member in taken.zip.infolist():
        assert member.date_time == (2026, 11, 2, 9, 0, 0)
        assert not member.filename.startswith("/")
        assert ".." not in member.filename.split("/")


def test_returns_and_kpis_can_be_read_where_such_files_are_read(scene, taken):
    from contracts.brought.documents.columns import OBLIGATIONS, RETURNS, columns_of
    from contracts.brought.enums import Holds
    from socialvalue.common.tables import raw_table, table_of

    for name, holds, headings in (
        ("contracts/kpis.csv", Holds.OBLIGATIONS, OBLIGATIONS),
        ("returns/returns.csv", Holds.RETURNS, RETURNS),
    ):
        raw = raw_table(taken.zip.read(name), "file.csv")
        assert {heading.name for heading in headings} <= set(raw.headings)
        read = table_of(raw.headings, raw.lines, columns_of(holds), {})
        wrong = [str(problem) for problem in read.problems if problem.column != "status"]
        assert wrong == []
    verified = next(row for row in read.rows if row.texts["status"] == "verified")
    assert verified.values["kpi"] == 1
    assert str(verified.values["sent on"]) == "2025-08-01"


def test_contracts_are_those_of_the_list(scene, taken):
    with clock.at(steps.NOW):
        from django.http import QueryDict

        from socialvalue.exports.documents import Asked

        headings, row = register_table(Asked(scene.who.reporter, QueryDict())).rows()
    (line,) = taken.table("contracts/contracts.csv")
    assert list(line) == headings
    assert line["title"] == row[headings.index("title")]
