"""The Cabinet reports of the demonstration, frozen and approved on the days they would have been, and their schedule."""

from datetime import date, timedelta

from measurement.demonstration.cast import Cast
from measurement.reports import services as reports
from measurement.reports.enums import ReportKind
from measurement.reports.models import Report
from socialvalue.law.days import add_months
from socialvalue.ledger.services import link_up

WORDS = {
    "recommendation": "The Cabinet is asked to note what was delivered and to support the improvement of the contracts named in section 6.",
    "financial_implications": "None arise from this report. Social value is delivered within the prices of the contracts.",
    "legal_implications": "The council considers social value under the Public Services (Social Value) Act 2012 in all commissioning.",
    "equalities_implications": "Several measures concern people who face disadvantage. No figure identifies a person.",
    "background_documents": "Together for Social Value: a framework for adult social care, Kent County Council, 2017\nMaximising Social Value through Commissioning, report to the Scrutiny Committee, Kent County Council, 2019",
    "contact": "Contract management team, Strategic and Corporate Services\nsocial-value@demo.example",
}


def half_year_before(day: date) -> tuple[date, date]:
    """First and last day of the last whole half of the financial year that was over 30 days before ``day``."""
    reference = day - timedelta(days=30)
    starts = [date(reference.year + y, m, 1) for y in (-2, -1, 0) for m in (4, 10)]
    first = max(s for s in starts if add_months(s, 6) <= reference)
    return first, add_months(first, 6) - timedelta(days=1)


def plan(registrar) -> None:
    """Three half-years: two approved reports and one that waits for approval; then the schedule."""
    cast, today = registrar.cast, registrar.stage.today
    first, _ = half_year_before(today)
    for back in (12, 6, 0):
        starts_on = add_months(first, -back)
        ends_on = add_months(starts_on, 6) - timedelta(days=1)
        made_on = ends_on + timedelta(days=26)
        registrar.later(made_on, lambda s=starts_on, e=ends_on: _make(cast, s, e))
        registrar.later(made_on + timedelta(days=2), lambda s=starts_on: _submit(cast, s))
        if back:
            registrar.later(made_on + timedelta(days=4), lambda s=starts_on: _approve(cast, s))
    # Yesterday, since today may not have come to that hour
    registrar.later(today - timedelta(days=1), lambda: _schedule(cast, add_months(first, 6)))


def _of(cast: Cast, starts_on: date) -> Report:
    return Report.objects.get(council=cast.council, kind=ReportKind.CABINET, starts_on=starts_on)


def _make(cast: Cast, starts_on: date, ends_on: date) -> None:
    report = reports.ask_for_report(
        by=cast.manager, council=cast.council, kind=ReportKind.CABINET, starts_on=starts_on, ends_on=ends_on
    )
    # A running service links what happens within a minute; the report names the last entry
    link_up()
    reports.build(report.pk)


def _submit(cast: Cast, starts_on: date) -> None:
    report = reports.edit_words(_of(cast, starts_on), by=cast.manager, **WORDS)
    reports.submit_report(report, by=cast.manager)


def _approve(cast: Cast, starts_on: date) -> None:
    reports.approve_report(_of(cast, starts_on), by=cast.director, comment="Ready for Cabinet.")


def _schedule(cast: Cast, starts_on: date) -> None:
    reports.set_schedule(
        by=cast.manager,
        council=cast.council,
        kind=ReportKind.CABINET,
        months=6,
        next_starts_on=starts_on,
        next_on=add_months(starts_on, 6) + timedelta(days=14),
    )
