"""Reads of the pipeline: what is open, what is planned, the year's diary with its warnings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Min, Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from procurement.commissioning.enums import CommissionKind, Stage
from procurement.commissioning.models import Commission
from procurement.pipeline.calculations import judging, timetable
from procurement.pipeline.enums import Phase
from procurement.pipeline.models import Overrule, Posting, TimetablePhase
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.common.clock import LONDON
from socialvalue.councils.selectors import closed_days
from socialvalue.law.days import NEVER_CLOSED, Proclaimed
from socialvalue.law.selectors import proclaimed_days


@dataclass(frozen=True)
class DiaryEntry:
    """One commission in the diary: its phases, the warnings that stand, and what was overruled (also where the fault is gone)."""

    commission: Commission
    spans: list[timetable.Span]
    warnings: list[judging.TimetableWarning]
    overruled: list[Overrule]
    # The law's working days of the standstill that is planned
    standstill_days: int = 0

    @property
    def label(self) -> str:
        return self.commission.title

    @property
    def phases(self) -> list[tuple[str, date, date]]:
        return [(Phase(s.phase).label, s.starts_on, s.ends_on) for s in self.spans]

    @property
    def clash(self) -> str:
        """What the picture says under the name: whom it clashes with, and how many other warnings there are."""
        rivals = [w.key.removeprefix(judging.CLASH) for w in self.warnings if w.key.startswith(judging.CLASH)]
        rest = len(self.warnings) - len(rivals)
        said = [f"Clashes with {', '.join(rivals)}"] if rivals else []
        if rest:
            said.append(f"{rest} {'other ' if rivals else ''}{'warning' if rest == 1 else 'warnings'}")
        return "; ".join(said)

    @property
    def url(self) -> str:
        return reverse("timetable", args=[self.commission.reference])


def open_tenders(now: datetime, user=None) -> QuerySet[Tender]:
    """Tenders that take bids, the next deadline first: those for everybody, and with a ``user`` those they are invited to."""
    seen = Tender.objects.public() if user is None else Tender.objects.visible_to(user)
    return (
        seen.filter(status=TenderStatus.PUBLISHED, deadline__gt=now)
        .select_related("commission__council")
        .prefetch_related("commission__districts")
        .order_by("deadline")
    )


def open_postings(now: datetime) -> QuerySet[Posting]:
    """Approved opportunities of others that have not closed."""
    rows = Posting.objects.public().filter(closes_at__gt=now).select_related("posted_for", "council")
    return rows.prefetch_related("districts").order_by("closes_at")


def where(districts) -> str:
    """The names of the districts, or words for all of them."""
    return ", ".join(d.name for d in districts) or "The whole area"


def _advertised(*, inside: bool = False) -> Prefetch:
    """The tenders the public knows, the newest last, as ``advertised``; ``inside`` also those by invitation."""
    return Prefetch("tenders", _out(inside=inside), to_attr="advertised")


def _out(*, inside: bool = False) -> QuerySet[Tender]:
    found = Tender.objects.published() if inside else Tender.objects.public()
    return found.exclude(status=TenderStatus.TERMINATED).order_by("published_at", "pk")


def advertised(commission: Commission) -> list[Tender]:
    """The tenders of it that the public knows, the newest last: read now where they did not come with it."""
    if "advertised" not in vars(commission):
        vars(commission)["advertised"] = list(_out().filter(commission=commission))
    found: list[Tender] = vars(commission)["advertised"]
    return found


def planned_entries() -> QuerySet[Commission]:
    """Every commission its lead has put into the public plan, also once it is let: addresses that were given out go on."""
    return (
        Commission.objects.public()
        .select_related("council", "directorate")
        .prefetch_related("phases", "districts", _advertised())
    )


def forward_plan(user=None) -> QuerySet[Commission]:
    """What is coming and not yet let, by directorate and contract start.

    Without ``user`` what the public may know: what its lead has put into the plan. With one, every commission of the
    councils whose commissions they may see.
    """
    rows = Commission.objects.public() if user is None else Commission.objects.visible_to(user)
    return (
        rows.exclude(stage__in=[Stage.REVIEW, Stage.CLOSED])
        .exclude(tenders__status__in=[TenderStatus.CONTRACTED, TenderStatus.DECIDED])
        .select_related("council", "directorate")
        .prefetch_related("phases", "districts", _advertised())
        .order_by("council__name", "directorate__name", F("starts_on").asc(nulls_last=True), "title", "pk")
    )


def spans_of(commission: Commission) -> list[timetable.Span]:
    return [timetable.Span(p.phase, p.starts_on, p.ends_on) for p in commission.phases.all()]


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _open_days(commission: Commission) -> list[tuple[Tender, date, date]]:
    """Each tender of it that the public knows and that has a deadline, with the day it was published and its last day."""
    found = advertised(commission)
    return [(t, _day(t.published_at), _day(t.deadline)) for t in found if t.published_at and t.deadline]


def facts_of(commission: Commission) -> judging.Facts:
    """``commission`` comes with ``advertised`` where many are read."""
    out = _open_days(commission)
    return judging.Facts(
        value=commission.estimated_value,
        light_touch=commission.light_touch,
        works=commission.works,
        starts_on=commission.starts_on,
        category=commission.category,
        title=commission.title,
        reference=commission.reference,
        bought=commission.kind != CommissionKind.IN_HOUSE,
        law_applies=commission.kind == CommissionKind.CONTRACT,
        began_on=_day(commission.created_at),
        published=out[-1][1] if out else None,
        deadline=out[-1][2] if out else None,
    )


def markets(councils: Iterable[int], first: date, last: date) -> dict[int, judging.Market]:
    """For each council (by id) when its commissions ask for bids on one of the days given. Three queries.

    A published tender counts with its real days, from publication to deadline; what was planned for it then counts no more.
    """
    names = ("commission__reference", "commission__title", "commission__category")
    out = Tender.objects.published().exclude(status=TenderStatus.TERMINATED)
    found: dict[int, list] = {council: [] for council in councils}
    open_then = out.filter(commission__council__in=found, published_at__date__lte=last, deadline__date__gte=first)
    for council, reference, title, category, published, deadline in open_then.order_by("published_at", "pk").values_list(
        "commission__council", *names, "published_at", "deadline"
    ):
        found[council].append(judging.Rival(reference, title, category, _day(published), _day(deadline), out=True))
    rows = (
        TimetablePhase.objects.filter(commission__council__in=found, phase=Phase.TENDER, starts_on__lte=last, ends_on__gte=first)
        .exclude(commission__stage=Stage.CLOSED)
        .exclude(commission__kind=CommissionKind.IN_HOUSE)
        .exclude(commission__in=out.values("commission"))
        .order_by("starts_on", "commission__reference")
    )
    for council, *rival in rows.values_list("commission__council", *names, "starts_on", "ends_on"):
        found[council].append(judging.Rival(*rival))
    closed = closed_days(councils)
    return {council: judging.Market(rivals, closed.get(council, NEVER_CLOSED)) for council, rivals in found.items()}


def entry_of(commission: Commission, market: judging.Market, today: date, proclaimed: Proclaimed) -> DiaryEntry:
    """A commission with its warnings; ``phases`` and ``overrules`` are prefetched where many are read."""
    spans = spans_of(commission)
    found = judging.warnings(spans, facts_of(commission), market, today=today, proclaimed=proclaimed)
    overruled = list(commission.overrules.all())
    accepted = {o.warning for o in overruled}
    return DiaryEntry(
        commission=commission,
        spans=spans,
        warnings=[w for w in found if w.key not in accepted],
        overruled=overruled,
        standstill_days=sum(judging.working_days(s, proclaimed) for s in spans if s.phase == Phase.STANDSTILL),
    )


def entry(commission: Commission, today: date, proclaimed: Proclaimed | None = None) -> DiaryEntry:
    """One commission's timetable, judged."""
    return entries([commission], today, proclaimed)[0]


def in_diary(user, first: date, last: date, wanted: Q | None = None) -> QuerySet[Commission]:
    """The commissions a person may see whose timetable touches the days, what begins first at the head."""
    touching = TimetablePhase.objects.filter(starts_on__lte=last, ends_on__gte=first).values("commission")
    return (
        Commission.objects.visible_to(user)
        .filter(wanted or Q(), pk__in=touching)
        .exclude(stage=Stage.CLOSED)
        .annotate(begins_on=Min("phases__starts_on"))
        .select_related("directorate", "council")
        .prefetch_related("phases", _advertised(inside=True), Prefetch("overrules", Overrule.objects.select_related("by")))
        .order_by("begins_on", "title", "pk")
    )


def entries(commissions: Iterable[Commission], today: date, proclaimed: Proclaimed | None = None) -> list[DiaryEntry]:
    """Each with its warnings, compared with everything its council asks for at the same time.

    Three queries of its own, and a fourth where the caller has not read the ``proclaimed`` days.
    """
    found = list(commissions)
    # Timetables are the council's own: tenders by invitation count
    prefetch_related_objects([c for c in found if "advertised" not in vars(c)], _advertised(inside=True))
    proclaimed = proclaimed_days() if proclaimed is None else proclaimed
    facts = [facts_of(c) for c in found]
    spans = [(s.starts_on, s.ends_on) for c in found for s in spans_of(c)]
    spans += [(f.published, f.deadline) for f in facts if f.published and f.deadline]
    first, last = min((s[0] for s in spans), default=today), max((s[1] for s in spans), default=today)
    known = markets({c.council_id for c in found}, first, last)
    return [entry_of(c, known[c.council_id], today, proclaimed) for c in found]


@dataclass(frozen=True)
class Step:
    """One step of a diary entry, first and last day inclusive. ``real``: of a published tender, and no plan."""

    key: str
    label: str
    starts_on: date
    ends_on: date
    real: bool = False


def steps(entry: DiaryEntry) -> list[Step]:
    """The phases planned, the real days of each published tender, and the contract's start, in the order of their days."""
    commission = entry.commission
    found = [Step(s.phase, str(Phase(s.phase).label), s.starts_on, s.ends_on) for s in entry.spans]
    for t, published, deadline in _open_days(commission):
        found.append(Step(t.reference, f"Tender {t.reference}: open for bids", published, deadline, real=True))
    if commission.starts_on:
        found.append(Step("start", "Contract starts", commission.starts_on, commission.starts_on))
    return sorted(found, key=lambda s: (s.starts_on, s.ends_on, s.label))


def financial_year(day: date | None) -> str:
    """England's councils' year, April to March: “2027–28”; a sentence when there is no day yet."""
    if day is None:
        return "No start planned yet"
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}–{(first + 1) % 100:02d}"


def planned(commissions: Iterable[Commission]) -> list[dict]:
    """Forward-plan rows for pages and CSV: when bids are asked for, the tender when there is one, the contract's start."""
    rows = []
    for commission in commissions:
        by_phase = {p.phase: p for p in commission.phases.all()}
        tender = by_phase.get(Phase.TENDER)
        rows.append(
            {
                "commission": commission,
                "year": financial_year(commission.starts_on),
                "tender_from": tender.starts_on if tender else None,
                "tender_to": tender.ends_on if tender else None,
                "advertised": next(reversed(advertised(commission)), None),
                "districts": ", ".join(d.name for d in commission.districts.all()),
            }
        )
    return rows
