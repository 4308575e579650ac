"""Every collected file of a register comes in as its case says; the same kinds again in small, for where they do not lie here."""

from datetime import date, datetime
from pathlib import Path

import pytest

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.services import import_contracts
from contracts.imports.services.waiting import bring_good_lines
from contracts.register.models import Contract
from socialvalue.common import clock
from socialvalue.common.tables import HeadingsMissing
from tests.builders import contracts as build

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases"
HERE = pytest.mark.skipif(not CASES.exists(), reason="the collected files do not lie beside this checkout")
HEAD = "Reference,Title,Directorate,Supplier,Start date,End date,Annual value,Procurement"


@pytest.fixture
def who(db):
    made = build.parties()
    for name in ("Corporate services", "Highways", "Children"):
        made.council.directorates.create(name=name, code=name[:4].upper())
    with clock.at(datetime(2026, 7, 1, 9, tzinfo=clock.LONDON)):
        yield made


def bring(who, name: str, data: bytes | None = None, **more):
    data = (CASES / "files" / name).read_bytes() if data is None else data
    return import_contracts(by=who.manager, council=who.council, data=data, name=name, **more)


def there() -> dict[str, Contract]:
    return {one.reference: one for one in Contract.objects.all()}


@HERE
def test_contracts_past_their_end_run_on_and_those_without_one_come_in(who):
    assert bring(who, "r11-expired-still-live.csv").counts == "3 created, 0 updated, 0 unchanged, 0 refused"
    found = there()
    assert [(str(one.standing), one.ends_on) for one in (found["N-1"], found["N-2"], found["N-3"])] == [
        ("past_end", date(2024, 3, 31)), ("live", None), ("live", None),
    ]  # fmt: skip
    assert bring(who, "r11-expired-still-live.csv").counts == "0 created, 0 updated, 3 unchanged, 0 refused"


@HERE
def test_the_schema_of_2015_comes_in_by_its_good_lines(who):
    outcome = bring(who, "r1-lga-schema-register.csv", good_lines=True)
    assert outcome.counts == "1 created, 0 updated, 0 unchanged, 2 refused"
    assert sorted({(p.line, p.column) for p in outcome.problems}) == [(3, "start date"), (4, "end date")]
    assert outcome.missing_lines == 1  # 1.25 million, and nobody is named
    whole = Meaning(fixed={"end date": "rolling", "start date": "2024-04-01"})
    assert bring(who, "r1-lga-schema-register.csv", good_lines=True, meaning=whole).counts == (
        "2 created, 0 updated, 1 unchanged, 0 refused"
    )
    trust = there()["ECC-40299"].suppliers.get()
    assert (trust.registration_number, trust.vcse) == ("GB-CHC-1182233", True)


@HERE
def test_of_spelled_dates_those_that_are_none_wait(who):
    data = (CASES / "files" / "r16-dates.csv").read_bytes()
    outcome, kept = bring_good_lines(who.council, by=who.manager, name="r16-dates.csv", data=data, meaning=Meaning(), answers={})
    # Two name a month, and two have a comma of their own, which moves their cells
    assert sorted({p.line for p in outcome.problems}) == [5, 6, 15, 16]
    assert outcome.unknown_words == []
    assert outcome.counts == "15 created, 0 updated, 0 unchanged, 4 refused"
    assert len(bytes(kept.data).splitlines()) == 5
    assert {one.starts_on for reference, one in there().items() if reference != "T-19"} == {date(2024, 4, 1)}


@HERE
@pytest.mark.parametrize(
    "name, counts",
    [
        ("r5b-number-not-available.csv", "3 created, 0 updated, 0 unchanged, 0 refused"),
        ("r8-lines-above-headings.csv", "1 created, 0 updated, 0 unchanged, 0 refused"),
        ("r10-extension-words.csv", "3 created, 0 updated, 0 unchanged, 0 refused"),
        ("r12-sep-line.csv", "1 created, 0 updated, 0 unchanged, 0 refused"),
        ("r13-mixed-encoding.csv", "1 created, 0 updated, 0 unchanged, 1 refused"),
        ("r14-routes.csv", "17 created, 0 updated, 0 unchanged, 0 refused"),
        ("r18-postcodes.csv", "4 created, 0 updated, 0 unchanged, 2 refused"),
    ],
)
def test_what_is_right_of_each_file_comes_in_and_again_changes_nothing(who, name, counts):
    assert bring(who, name, good_lines=True).counts == counts
    again = bring(who, name, good_lines=True)
    assert again.counts == f"0 created, 0 updated, {counts.split()[0]} unchanged, {counts.split()[-2]} refused"


@HERE
def test_a_flat_file_of_notices_says_which_headings_it_lacks(who):
    with pytest.raises(HeadingsMissing, match="^The file has no heading “reference”|^The file has no heading"):
        bring(who, "contracts-finder-flat.csv", (CASES / "real" / "contracts-finder-flat.csv").read_bytes())


# The same kinds in small


SMALL = {
    "title lines and a sum": (
        f"Some Council,,,,,,,\n,,,,,,,\n{HEAD}\nA-1,Windows,Highways,Clear Ltd,1/4/2024,31/3/2030,4000,ITT\n,,,,,Total,4000,\n",
        "1 created, 0 updated, 0 unchanged, 0 refused",
    ),
    "semicolons and rolling": (
        "sep=;\n" + HEAD.replace(",", ";") + "\nA-1;Windows;Highways;Clear Ltd;1/4/2024;Rolling;4000;Waiver\n",
        "1 created, 0 updated, 0 unchanged, 0 refused",
    ),
    "old line ends": (
        f"{HEAD}\rA-1,Windows,Highways,Clear Ltd,1/4/2024,31/3/2030,£4k,Quote\rA-2,Doors,Highways,Door Ltd,TBC,31/3/2030,1,Quote\r",
        "1 created, 0 updated, 0 unchanged, 1 refused",
    ),
    "the code of 2015": (
        "Contract Reference Number,Title of agreement,Local authority department responsible,Supplier name,Sum to be paid,Start date,"
        "End date,Process Type,Contract Status\nA-1,Windows,Highways,Clear &amp; Co,4000,1/4/2015,31/3/2019,Tender,Current\n",
        "1 created, 0 updated, 0 unchanged, 0 refused",
    ),
}


@pytest.mark.parametrize("kind", SMALL)
def test_small_files_of_the_same_kinds(who, kind):
    text, counts = SMALL[kind]
    assert bring(who, "small.csv", text.encode(), good_lines=True).counts == counts
    again = bring(who, "small.csv", text.encode(), good_lines=True)
    assert again.counts == counts.replace("1 created", "0 created").replace("0 unchanged", "1 unchanged")
