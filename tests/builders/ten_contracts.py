"""Ten small contracts of one council that between them meet every case of the rule of standing.

What is expected of them is worked out by hand in ``tests/measurement/portfolio/ten/by_hand.py``.
"""

from datetime import date
from decimal import Decimal as D

from contracts.obligations import services as commitments
from contracts.schedule import services as schedule
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate
from socialvalue.framework.models import Measure
from socialvalue.framework.services.versions import publish_version, start_version
from tests.fixtures.remembered import remembered

from . import measurement as build
from . import people
from .portfolio import BEGAN, GAP, NO_CASES, Portfolio, on


@remembered
def portfolio() -> Portfolio:
    """All ten."""
    with on(date(2025, 2, 1)):
        found = begin()
    for make in (
        _sums, _changes, _minimums, _allowances, _shares, _levels, _done_or_not, _early_end, _extension, _in_house,
    ):  # fmt: skip
        make(found)
    return found


@remembered
def begin() -> Portfolio:
    """The council, both versions of its framework and its two directorates, before any contract."""
    scene = build.scene()
    old = scene.measures["LE2.2"].outcome.priority.version
    author = people.person(scene.council, Role.COMMISSIONER)
    newer = publish_version(start_version(old.framework, by=author), by=author)
    measures = {m.code: m for m in Measure.objects.filter(outcome__priority__version=newer)}
    named = {"ASCH": "Adult Social Care and Health", "GET": "Growth, Environment and Transport"}
    bodies = {code: Directorate.objects.create(council=scene.council, code=code, name=name) for code, name in named.items()}
    return Portfolio(scene, measures, bodies)


def _sums(book: Portfolio) -> None:
    """P-01: one with target and minimum, one with neither."""
    one = book.enter("P-01", "Home care", "ASCH")
    aimed = book.promise(one, "LE2.2", target=D(3), minimum=D(2))
    free = book.promise(one, "LE2.2")
    book.start(one)
    book.report(aimed, "3", "4", "2", "3")
    book.report(free, "1", "2", "0", "5")


def _changes(book: Portfolio) -> None:
    """P-02: a target that both sides agreed after half the year, and one that only the supplier has agreed."""
    one = book.enter("P-02", "Day centres", "ASCH")
    later = book.promise(one, "CD2.1")
    proposed = book.promise(one, "LE1.1", target=D(2))
    book.start(one)
    book.report(later, "20", "20")
    book.change(later, date(2025, 10, 20), agreed=True, target=D(10), minimum=D(8))
    book.report(later, "7", "10", skip=2)
    book.report(proposed, "1", "2", "2")
    book.change(proposed, date(2026, 1, 20), agreed=False, target=D(1))
    book.report(proposed, "2", skip=3)


def _minimums(book: Portfolio) -> None:
    """P-03: the same figures, with a minimum for half the year and for all of it."""
    one = book.enter("P-03", "Warm homes", "ASCH")
    half = book.promise(one, "GS2.1", target=D(10), minimum=D(8))
    whole = book.promise(one, "GS2.1", target=D(10), minimum=D(8))
    book.start(one)
    book.report(half, "5", "5")
    book.change(half, date(2025, 10, 20), agreed=True, minimum=None)
    book.report(half, "5", "5", skip=2)
    book.report(whole, "5", "5", "5", "5")


def _allowances(book: Portfolio) -> None:
    """P-04: complaints, of which so many are allowed a year; under no priority."""
    one = book.enter("P-04", "Meals at home", "ASCH")
    allowance = {"unit": "complaints", "direction": "lower", "per": "year"}
    some = book.promise(one, target=D(3), minimum=D(6), **allowance)
    many = book.promise(one, target=D(10), minimum=D(12), **allowance)
    just = book.promise(one, target=D(3), **allowance)
    book.start(one)
    book.report(some, "1", "1", "1", "1")
    book.report(many, "5", "4", "3", "2")
    book.report(just, "0", "3", "0", "0")


def _shares(book: Portfolio) -> None:
    """P-05: so many out of so many, each with periods without cases; of the last there never were any."""
    one = book.enter("P-05", "Recovery service", "ASCH")
    apprentices = book.promise(one, "LE2.1", kind="ratio", target=D(3), minimum=D(2))
    paid = book.promise(one, "BK2.1", kind="ratio", target=D(90), minimum=D(85))
    left = book.promise(one, "GE2.2", kind="ratio", target=D(10))
    book.start(one)
    book.report(apprentices, ("3", "100"), NO_CASES, ("1", "50"), ("6", "150"))
    book.report(paid, ("9", "10"), NO_CASES, ("80", "100"), GAP)
    book.report(left, NO_CASES, NO_CASES, NO_CASES, NO_CASES)


def _levels(book: Portfolio) -> None:
    """P-06: 130 days in two periods of 92 and 38, a level and a share."""
    one = book.enter("P-06", "Winter help", "GET", starts_on=date(2025, 11, 1), ends_on=date(2026, 3, 10))
    level = book.promise(one, "BK1.3", kind="level", target=D(70), minimum=D(60))
    paid = book.promise(one, "BK2.1", kind="ratio", target=D(80))
    book.start(one)
    book.report(level, "80", "40")
    book.report(paid, ("1", "2"), ("9", "10"))


def _done_or_not(book: Portfolio) -> None:
    """P-07: kept or not, done by a day, and a duty of the council's own."""
    one = book.enter("P-07", "Street lighting", "GET")
    kept = book.promise(one, "GS1.3", kind="yes_no", unit="")
    done = book.promise(one, "CD3.1", kind="milestone", unit="", frequency="", milestone_on=date(2025, 12, 31))
    own = book.promise(one, "LE2.2", client_side=True, target=D(1))
    book.start(one)
    book.report(kept, "1", "1", "0", "1")
    book.report(done, "1")
    book.report(own, "100", "100", "100", GAP)


def _early_end(book: Portfolio) -> None:
    """P-08: ended on the 46th of the 92 days of its third quarter."""
    one = book.enter("P-08", "Park keeping", "GET")
    kpi = book.promise(one, "LE2.2", target=D(4), minimum=D(2))
    book.start(one)
    book.report(kpi, "4", "3")
    with on(date(2025, 11, 16)):
        schedule.end_contract(one, by=book.scene.who.manager, reason="The provider has closed.", ended_on=date(2025, 11, 15))
    book.report(kpi, "2", skip=2)


def _extension(book: Portfolio) -> None:
    """P-09: its third quarter was cut on the same day, reported, and then the contract was extended; under version 2."""
    one = book.enter("P-09", "Coast paths", "GET", ends_on=date(2025, 11, 15))
    kpi = book.promise(one, book.newer["LE2.2"], target=D(4), minimum=D(2))
    book.start(one)
    book.report(kpi, "4", "4", "2")
    with on(date(2025, 12, 1)):
        commitments.change_dates(
            one, by=book.scene.who.manager, reason="The option to extend was taken up.", ends_on=date(2027, 3, 31)
        )
    book.report(kpi, "1", "4", skip=3)


def _in_house(book: Portfolio) -> None:
    """P-10: waiting and late, reported from January, given up, not agreed, sent back."""
    one = book.enter("P-10", "Library service", "GET", suppliers=[], route="in_house")
    january = date(2026, 1, 1)
    open_one = book.promise(one, "LE1.1", target=D(5))
    since = book.promise(one, "GS2.1", priority="BK", target=D(5), reported_from=january)
    waived = book.promise(one, "LE1.1", target=D(5))
    back = book.promise(one, "CD2.1", target=D(5), reported_from=january)
    book.start(one)
    book.promise(one, "LE1.1", day=date(2025, 5, 1), agreed=False, target=D(5), reported_from=BEGAN)
    book.report(open_one, "5", "5")
    book.hand_in(book.rows(open_one)[2], "6")
    book.report(since, "2")
    with on(date(2025, 10, 5)):
        schedule.waive(book.rows(waived)[1], by=book.scene.who.manager, reason="The library was closed for repairs.")
    book.report(waived, "5", GAP, "5", "4")
    book.send_back(book.hand_in(book.rows(back)[0], "3"))
