"""The sentence before any figure: what it says of every state of a tally, and of a scope with filters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measurement.figures import selectors
from measurement.figures.calculations.headline import certainty, extremes, on_target_words
from measurement.figures.calculations.tally import Tally
from measurement.figures.pages.headline import Headline, headline, headline_of
from measurement.figures.selectors.scope import Scope
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import measurement as build
from tests.builders import people
from tests.fixtures.truth import module_database  # noqa: F401
from tests.measurement.figures import steps


def met(some: int, of: int, **more) -> Tally:
    counted = {"kpis": of, "expected": of, "reported": of, **more}
    return Tally(on_target=some, below_target=of - some, **counted)


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (met(65, 95), "about two in three of the KPIs with a target and a verified return were on target (65 of 95)"),
        (met(60, 95), "60 of the 95 KPIs with a target and a verified return were on target (63 %)"),
        (met(299, 300), "299 of the 300 KPIs with a target and a verified return were on target (99.7 %)"),
        (met(1200, 1200), "all 1,200 KPIs with a target and a verified return were on target"),
        (met(0, 12), "none of the 12 KPIs with a target and a verified return was on target"),
        (met(2, 2), "both KPIs with a target and a verified return were on target"),
        (met(3, 3), "all 3 KPIs with a target and a verified return were on target"),
        (met(0, 2), "neither of the two KPIs with a target and a verified return was on target"),
        (met(6, 9), "6 of the 9 KPIs with a target and a verified return were on target"),
        (met(5, 10), "half of the KPIs with a target and a verified return were on target (5 of 10)"),
        (met(1, 3), "1 of the 3 KPIs with a target and a verified return was on target"),
        (met(1, 1), "the one KPI with a target and a verified return was on target"),
        (met(0, 1), "the one KPI with a target and a verified return was not on target"),
        (Tally(kpis=3, no_target=2, not_reported=1, expected=3, reported=2),
         "no KPI could be set against a target: 1 not reported, 2 no target"),
        (Tally(kpis=3, not_reported=3, expected=3), "no return was verified, so no KPI can be set against its target"),
        (Tally(kpis=3, nothing_due=3), "no return was due yet for the 3 KPIs"),
        (Tally(kpis=1, nothing_due=1), "no return was due yet for the 1 KPI"),
        (Tally(), "no KPI had a period that ended"),
    ],
)  # fmt: skip
def test_how_many_are_on_target(tally, words):
    assert on_target_words(tally).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("priorities", "words"),
    [
        (
            [("A", met(6, 13)), ("B", met(24, 29)), ("C", met(5, 8))],
            "Furthest behind: A, 6 of 13. Best: B, 24 of 29.",
        ),
        # All are level, though their counts differ
        ([("A", met(3, 6)), ("B", met(2, 4))], ""),
        ([("A", met(6, 13))], ""),
        ([], ""),
        # Three KPIs are enough, two are not
        ([("A", met(0, 3)), ("B", met(3, 3))], "Furthest behind: A, 0 of 3. Best: B, 3 of 3."),
        ([("A", met(0, 2)), ("B", met(3, 3))], ""),
        (
            [("A", met(0, 2)), ("B", met(3, 3)), ("C", met(2, 4))],
            "Furthest behind of the priorities with at least 3 such KPIs: C, 2 of 4. Best: B, 3 of 3.",
        ),
        # A priority without any such KPI is not left out: it cannot be compared at all
        (
            [("A", Tally(kpis=2, not_reported=2)), ("B", met(3, 3)), ("C", met(2, 4))],
            "Furthest behind: C, 2 of 4. Best: B, 3 of 3.",
        ),
        # Those that are level are named together
        (
            [("A", met(1, 3)), ("B", met(2, 6)), ("C", met(3, 3))],
            "Furthest behind: A, 1 of 3 and B, 2 of 6. Best: C, 3 of 3.",
        ),
    ],
)
def test_best_and_furthest_behind(priorities, words):
    assert extremes(priorities) == words


def owed(expected: int, reported: int, waiting: int = 0, late: int = 0, not_reported: int = 0) -> Tally:
    return Tally(kpis=9, expected=expected, reported=reported, waiting=waiting, late=late, not_reported=not_reported)


@pytest.mark.parametrize(
    ("tally", "contracts", "words"),
    [
        (owed(304, 281, 0, 3), 1, "281 of 304 returns due were verified (92 %); 3 are overdue, all from one contract."),
        (owed(304, 281, 20, 3), 2,
         "281 of 304 returns due were verified (92 %); 20 wait to be verified and 3 are overdue, from 2 contracts."),
        (owed(304, 303, 1), 0, "303 of 304 returns due were verified (99.7 %); 1 waits to be verified."),
        (owed(304, 303, 0, 1), 1, "303 of 304 returns due were verified (99.7 %); 1 is overdue."),
        (owed(1304, 1304), 0, "All 1,304 returns due were verified."),
        (owed(9, 8), 0, "8 of 9 returns due were verified."),
        (owed(10, 8), 0, "8 of 10 returns due were verified (80 %)."),
        (owed(3, 1, 2, 0, 1), 0, "1 of 3 returns due was verified; 2 wait to be verified. 1 KPI is not reported."),
        (owed(3, 1, 0, 2, 2), 2, "1 of 3 returns due was verified; 2 are overdue, from 2 contracts. 2 KPIs are not reported."),
        (owed(2, 0, 2, 0, 2), 0, "Neither of the two returns due was verified; 2 wait to be verified."),
        (owed(1, 1), 0, "The one return due was verified."),
        (owed(1, 0, 0, 1, 1), 1, "The one return due was not verified; 1 is overdue."),
        (owed(0, 0), 0, "No return is due yet."),
        (Tally(no_target=1, expected=9, reported=8), 0, "8 of 9 returns due were verified. 1 KPI has no target and is not counted."),
        (Tally(no_target=11, expected=9, reported=8, not_reported=1), 0,
         "8 of 9 returns due were verified. 1 KPI is not reported. 11 KPIs have no target and are not counted."),
    ],
)  # fmt: skip
def test_how_sure_it_is(tally, contracts, words):
    assert certainty(tally, contracts).replace("\u00a0", " ") == words


@pytest.fixture(scope="module")
def made(module_database):  # noqa: F811
    return steps.hand()


def plain(found: Headline) -> tuple[str, str]:
    return found.sentence.replace("\u00a0", " "), found.certainty.replace("\u00a0", " ")


@pytest.mark.django_db
def test_of_a_whole_council(made):
    with clock.at(build.NOW):
        found = headline_of(made.scene.scope())
    assert plain(found) == (
        "In the 6 months to 30 September 2025, 2 of the 8 KPIs with a target and a verified return were on target.",
        "17 of 22 returns due were verified (77 %); 1 waits to be verified and 4 are overdue, all from one contract. "
        "1 KPI is not reported. 1 KPI has no target and is not counted.",
    )


@pytest.mark.django_db
def test_as_known_on_an_earlier_day(made):
    with clock.at(build.NOW):
        found = headline_of(made.scene.scope(as_of=steps.BEFORE_DUE))
    assert plain(found)[1].startswith("As known on 10 October 2025: 1")


@pytest.mark.django_db
def test_a_filter_in_force_is_said_first(made):
    directorate = made.scene.council.directorates.get()
    district = District.objects.create(name="Rother Vale", gss_code="E07999999", county="Kent")
    with clock.at(build.NOW):
        both = headline_of(made.scene.scope(directorate_id=directorate.pk, district_id=district.pk))
        one = headline_of(made.scene.scope(directorate_id=directorate.pk))
    assert plain(both) == (
        f"{directorate.name}, contracts in {district.name} only: in the 6 months to 30 September 2025, "
        "no KPI had a period that ended.",
        "No return is due yet.",
    )
    assert one.sentence.startswith(f"{directorate.name} only: in the 6 months to 30 September 2025, 2 of the 8 KPIs ")


@pytest.mark.django_db
def test_nothing_at_all():
    scope = Scope(people.council().pk, *build.PERIOD, build.NOW.date())
    with clock.at(build.NOW):
        found = headline_of(scope)
    assert plain(found) == ("In the 6 months to 30 September 2025, no KPI had a period that ended.", "No return is due yet.")


@pytest.mark.django_db
def test_it_asks_no_more_than_the_figures_do(made):
    with clock.at(build.NOW):
        with CaptureQueriesContext(connection) as queries:
            found = headline_of(made.scene.scope())
        assert len(queries) == 5
        with CaptureQueriesContext(connection) as queries:
            assert headline(selectors.achievement(made.scene.scope())) == found
        assert len(queries) == 5
