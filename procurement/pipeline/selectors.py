"""Reads of the pipeline: what is open, what is planned, the year's diary with its warnings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.pipeline import timetable
from procurement.pipeline.enums import Phase, PostingStatus
from procurement.pipeline.models import Overrule, Posting, TimetablePhase
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender


@dataclass(frozen=True)
class DiaryEntry:
    """One commission in the diary: its phases, the warnings that stand, the ones somebody overruled."""

    commission: Commission
    spans: list[timetable.Span]
    warnings: list[timetable.Warning]
    overruled: list[tuple[timetable.Warning, Overrule]]

    @property
    def label(self) -> str:
        return self.commission.title

    @property
    def phases(self) -> list[tuple[str, date, date]]:
        return [(Phase(s.phase).label, s.starts_on, s.ends_on) for s in self.spans]

    @property
    def clash(self) -> str:
        return self.warnings[0].text if self.warnings else ""


def open_tenders(now: datetime) -> QuerySet[Tender]:
    """Tenders that take bids, the next deadline first."""
    return (
        Tender.objects.filter(status=TenderStatus.PUBLISHED, deadline__gt=now)
        .select_related("commission__council")
        .order_by("deadline")
    )


def open_postings(now: datetime) -> QuerySet[Posting]:
    """Approved opportunities of others that have not closed."""
    return Posting.objects.public().filter(closes_at__gt=now).select_related("posted_for", "council").order_by("closes_at")


def forward_plan(rows: QuerySet[Commission] | None = None) -> QuerySet[Commission]:
    """What the public may know of what is coming: in the plan, and not yet let."""
    rows = Commission.objects.public() if rows is None else rows
    rows = rows.exclude(stage__in=[Stage.REVIEW, Stage.CLOSED])
    return (
        rows.exclude(tenders__status__in=[TenderStatus.CONTRACTED, TenderStatus.DECIDED])
        .select_related("council", "directorate")
        .prefetch_related("phases", "districts")
        .order_by("starts_on", "title")
    )


def spans_of(commission: Commission) -> list[timetable.Span]:
    return [timetable.Span(p.phase, p.starts_on, p.ends_on) for p in commission.phases.all()]


def facts_of(commission: Commission) -> timetable.Facts:
    return timetable.Facts(
        value=commission.estimated_value,
        light_touch=commission.light_touch,
        starts_on=commission.starts_on,
        category=commission.category,
        title=commission.title,
        reference=commission.reference,
    )


def tender_periods(council, first: date, last: date) -> list[tuple[timetable.Facts, timetable.Span]]:
    """The planned tender periods of a council's commissions that touch the days given, in one query."""
    rows = TimetablePhase.objects.filter(
        commission__council=council, phase=Phase.TENDER, starts_on__lte=last, ends_on__gte=first
    ).exclude(commission__stage=Stage.CLOSED)
    return [(facts_of(p.commission), timetable.Span(p.phase, p.starts_on, p.ends_on)) for p in rows.select_related("commission")]


def entry_of(commission: Commission, others, today: date) -> DiaryEntry:
    """A commission with its warnings; ``phases`` and ``overrules`` are prefetched where many are read."""
    spans = spans_of(commission)
    found = timetable.warnings(spans, facts_of(commission), others, today=today)
    written = {o.warning: o for o in commission.overrules.all()}
    return DiaryEntry(
        commission=commission,
        spans=spans,
        warnings=[w for w in found if w.key not in written],
        overruled=[(w, written[w.key]) for w in found if w.key in written],
    )


def diary(user, first: date, last: date, today: date, rows: Q | None = None) -> list[DiaryEntry]:
    """The commissions a person may see whose timetable touches the days, each with its warnings. Constant queries."""
    touching = TimetablePhase.objects.filter(starts_on__lte=last, ends_on__gte=first).values("commission")
    commissions = (
        Commission.objects.visible_to(user)
        .filter(rows or Q(), pk__in=touching)
        .exclude(stage=Stage.CLOSED)
        .select_related("directorate", "council")
        .prefetch_related("phases", Prefetch("overrules", Overrule.objects.select_related("by")))
    )
    found = list(commissions)
    others: dict[int, list] = {}
    for council in {c.council for c in found}:
        others[council.pk] = tender_periods(council, first, last)
    entries = [entry_of(c, others[c.council_id], today) for c in found]
    return sorted(entries, key=lambda e: (min(s.starts_on for s in e.spans), e.commission.title))


def waiting_postings(user) -> QuerySet[Posting]:
    """Posted opportunities that wait for this person's decision."""
    from socialvalue.accounts.enums import Permission

    councils = user.organisations_where(Permission.APPROVE_OPPORTUNITIES)
    return Posting.objects.filter(council__in=councils, status=PostingStatus.SUBMITTED).exclude(posted_by=user)


def planned(commissions: Iterable[Commission]) -> list[dict]:
    """Forward-plan rows for pages, CSV and calendar: when bids are asked for and when the contract starts."""
    rows = []
    for commission in commissions:
        by_phase = {p.phase: p for p in commission.phases.all()}
        tender = by_phase.get(Phase.TENDER)
        rows.append(
            {
                "commission": commission,
                "tender_from": tender.starts_on if tender else None,
                "tender_to": tender.ends_on if tender else None,
                "districts": ", ".join(d.name for d in commission.districts.all()),
            }
        )
    return rows
