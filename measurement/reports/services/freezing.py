"""A report is frozen in steps: counted, the returns behind each figure gathered, finished. What is counted stays after a kill.

Between the steps nothing is held: others work, and the page says how far it is.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from measurement.figures.calculations.figures import Figure
from measurement.figures.selectors.scope import Scope
from measurement.reports import selectors
from measurement.reports.calculations import words
from measurement.reports.calculations.sources import Gatherer, Which
from measurement.reports.documents import content as frozen_content
from measurement.reports.documents.kinds import KINDS
from measurement.reports.documents.sections.material import SET, digest_now, scope_of, sources
from measurement.reports.enums import ReportStatus
from measurement.reports.models import FrozenFigure, FrozenSources, Report
from measurement.reports.selectors import kept
from measurement.reports.services.building import writers
from measurement.reports.workflow import REPORT
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.canonical import sha256
from socialvalue.common.errors import WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked, save_changes
from socialvalue.ledger.selectors import head
from socialvalue.notifications.services import tell_all

Progress = Callable[[int, str], None]
# How often it is counted anew because a return was verified or corrected while it was counted, or between counting and gathering
TRIES = 3
# Per cent: where gathering begins and ends
FROM, TO = 30, 70


def build(report_id: int, progress: Progress = lambda percent, step: None) -> Report:
    """Compute and freeze, once: a report that is frozen already is answered as it is.

    Raises WrongState where returns are verified faster than they can be gathered, or another worker has taken the report over.
    """
    for _ in range(TRIES):
        report = Report.objects.select_related("council", "requested_by").get(pk=report_id)
        if report.status != ReportStatus.BUILDING:
            return report
        if not report.counted:
            report = _count(report, progress)
        gatherer = _gather(report, progress)
        if _agree(report, gatherer):
            return _finish(report, gatherer)
        _forget(report)
    raise WrongState("Returns were verified while the figures were being frozen, three times. Try again when it is quieter.")


def _count(report: Report, progress: Progress) -> Report:
    """The figures, kept beside the report until the returns behind them are gathered; of an earlier freezing nothing stays."""
    now, until = clock.now(), clock.source()
    scope = scope_of(report, now.astimezone(clock.LONDON).date())
    before = digest_now(scope)
    frozen = frozen_content.freeze(report, now, progress)
    # Not of one moment where it is another now: then nothing that is gathered agrees with it
    counted_of = before if digest_now(scope) == before else ""
    with transaction.atomic():
        fresh = locked(Report(pk=report.pk), NOTHING_READ)
        _check_building(fresh)
        fresh.figures.all().delete()
        FrozenFigure.objects.bulk_create(_row(fresh, figure) for figure, _ in frozen.figures)
        counted = {
            "content": frozen.content,
            "which": [which.plain() for _, which in frozen.figures],
            "until": until.isoformat(),
            "of": counted_of,
        }
        # Not its next version: it is the same save that the job is named by
        Report.objects.filter(pk=fresh.pk).update(content={}, frozen_at=now, counted=counted)
    return Report.objects.select_related("council", "requested_by").get(pk=report.pk)


def _row(report: Report, figure: Figure) -> FrozenFigure:
    return FrozenFigure(
        report=report,
        key=figure.key,
        label=figure.label[:300],
        value=None if figure.value is None else kept(figure.value),
        unit=figure.unit,
        reported=figure.counts.reported,
        expected=figure.counts.expected,
    )


def _gather(report: Report, progress: Progress) -> Gatherer:
    """Walk the returns once, in sets, each with what it adds to the rows of keys; a run that was broken off left nothing."""
    run, figures = secrets.token_hex(16), list(report.figures.order_by("pk"))
    with transaction.atomic():
        Report.objects.filter(pk=report.pk, status=ReportStatus.BUILDING).update(gathering=run)
        FrozenSources.objects.filter(figure__report=report).delete()
    gatherer = Gatherer(Which(**which) for which in report.counted["which"])
    total = max((figure.reported for figure in figures), default=0)
    progress(FROM, "Finding the returns behind each figure")
    until = datetime.fromisoformat(report.counted["until"])
    for taken, source in enumerate(sources(_scope(report), until), start=1):
        gatherer.take(source)
        if taken % SET == 0:
            _write(report, run, figures, gatherer, to_the_end=False)
            share = min(TO, FROM + (TO - FROM) * taken // max(total, 1))
            progress(share, f"Finding the returns behind each figure: {taken:,} of {max(total, taken):,}")
    _write(report, run, figures, gatherer, to_the_end=True)
    return gatherer


def _scope(report: Report) -> Scope:
    assert report.frozen_at is not None, "what is counted says when"
    return scope_of(report, report.frozen_at.astimezone(clock.LONDON).date())


@transaction.atomic
def _write(report: Report, run: str, figures: list[FrozenFigure], gatherer: Gatherer, *, to_the_end: bool) -> None:
    fresh = Report.objects.select_for_update(of=("self",)).defer("content", "counted").get(pk=report.pk)
    if fresh.gathering != run:
        raise WrongState("Another worker has taken this report over")
    FrozenSources.objects.bulk_create(
        FrozenSources(figure=figure, first=keys[0], last=keys[-1], keys=keys)
        for figure, gathered in zip(figures, gatherer.gathered, strict=True)
        for keys in gathered.rows(to_the_end=to_the_end)
    )


def _agree(report: Report, gatherer: Gatherer) -> bool:
    """Whether the very returns were gathered that were counted, and behind each figure as many as it says.

    As many alone would not do: a correction takes the place of another return, and has the moment at which its request came in,
    which is before anybody can see it.
    """
    if gatherer.keys.hex != report.counted.get("of"):
        return False
    counted = report.figures.order_by("pk").values_list("reported", flat=True)
    return [gathered.digest.count for gathered in gatherer.gathered] == list(counted)


@transaction.atomic
def _forget(report: Report) -> None:
    Report.objects.filter(pk=report.pk, status=ReportStatus.BUILDING).update(counted={}, gathering="")


@transaction.atomic
def _finish(report: Report, gatherer: Gatherer) -> Report:
    fresh = locked(Report(pk=report.pk), NOTHING_READ)
    _check_building(fresh)
    content: dict[str, Any] = fresh.counted["content"]
    figures = list(fresh.figures.order_by("pk"))
    for figure, entry, gathered in zip(figures, content["figures"], gatherer.gathered, strict=True):
        figure.digest = entry["digest"] = gathered.digest.hex
        if gathered.brought_over:
            entry["brought_over"] = gathered.brought_over
    FrozenFigure.objects.bulk_update(figures, ["digest"], 500)
    if not (last := head()).is_nothing:
        content["record"] = {"number": last.number, "digest": last.digest}
    changes = {"content": content, "sha256": sha256(content), "counted": {}, "gathering": "", "looked_at": fresh.frozen_at}
    drafted = words.first_draft(fresh, content, body=KINDS[fresh.kind].body, pathway=KINDS[fresh.kind].pathway)
    written = {name: text for name, text in drafted.items() if not getattr(fresh, name)}
    save_changes(fresh, status=REPORT.target("freeze", fresh.status), **changes, **written)
    record("froze a report", f"froze the figures of {fresh.reference}", by=None, about=fresh, council=fresh.council)
    _tell_who_writes(fresh)
    return fresh


def _check_building(report: Report) -> None:
    if report.status != ReportStatus.BUILDING:
        raise WrongState("Another worker has taken this report over")


def _tell_who_writes(report: Report) -> None:
    """Once a freezing: whoever asked for the report; for one that the schedule made, all who prepare reports."""
    body = "The figures of the report stand. Read the draft, write what only an officer can say, and send it for approval."
    others = selectors.overlapping(report.council, report.kind, report.starts_on, report.ends_on)
    if others:
        body += f"\n\nIts period shares days with {words.listed([words.named(o) for o in others])}: their returns count in both."
    tell_all(writers(report), key=f"report-frozen:{report.pk}:{report.version}", subject=f"A report to finish: {report}",
             body=body, url=reverse("report", args=[report.reference]), action="Read the draft and write your parts",
             why="You get this because you asked for the report." if report.requested_by
             else f"You get this because you prepare reports of {report.council}.")  # fmt: skip
