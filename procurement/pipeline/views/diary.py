"""The year's diary: as a picture and a list, as CSV, and its steps as a calendar. For officers, each their own council's."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from procurement.commissioning.selectors.progress import starts_lost
from procurement.pipeline import selectors
from procurement.pipeline.calculations.shading import shaded
from procurement.pipeline.documents import calendars
from procurement.pipeline.enums import PHASE_GROUPS, Phase
from procurement.pipeline.forms import DiaryFilter
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs, page_of
from socialvalue.councils.selectors import closed_days
from socialvalue.law.days import NEVER_CLOSED, Closed
from socialvalue.law.selectors import proclaimed_days

T = "procurement/pipeline/"
COLUMNS = [
    "Reference", "Title", "Directorate", "Category", "Lead", "Step", "First day", "Last day", "Calendar days", "As",
    "Warnings not overruled",
]  # fmt: skip


def _asked_for(request, today: date):
    """(the filter, first day, last day, the commissions of the diary that fit)."""
    form = DiaryFilter(request.GET, user=request.user, years=range(today.year - 1, today.year + 4))
    wanted = form.wanted()
    year = form.cleaned_data.get("year") if form.is_valid() else None
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (today.replace(day=1), _year_on(today))
    return form, first, last, selectors.in_diary(request.user, first, last, wanted)


def _closed(user) -> Closed:
    """The closed days of the council that somebody works for: a picture of several councils shades one calendar."""
    return closed_days([user.council.pk]).get(user.council.pk, NEVER_CLOSED) if user.council else NEVER_CLOSED


@needs(Permission.VIEW_COMMISSIONS)
def diary(request):
    """The year as a picture, one bar a commission, and the list beneath."""
    today = clock.today()
    form, first, last, rows = _asked_for(request, today)
    page, proclaimed = page_of(request, rows, per_page=40), proclaimed_days()
    entries = selectors.entries(page.object_list, today, proclaimed)
    context = {
        "form": form,
        "page": page,
        "entries": entries,
        "starts_lost": starts_lost([e.commission for e in entries], today),
        "first": first,
        "last": last,
        "today": today,
        "shaded": shaded(first, last, proclaimed, _closed(request.user)),
        "warned": sum(1 for e in entries if e.warnings),
        "overruled": any(e.overruled for e in entries),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "alt": _sentence(entries, first, last),
        "groups": PHASE_GROUPS,
    }
    return render(request, f"{T}diary.html", context)


@needs(Permission.VIEW_COMMISSIONS)
def diary_csv(request):
    """Every step of the commissions the page would show, one a line, with the warnings that nobody overruled."""
    today = clock.today()
    *_, rows = _asked_for(request, today)
    entries = selectors.entries(rows.select_related("directorate", "council", "lead"), today)
    return csv_response("diary-of-tenders.csv", chain([COLUMNS], _lines(entries)))


def _lines(entries: Iterable[selectors.DiaryEntry]) -> Iterator[list]:
    for entry in entries:
        c = entry.commission
        warnings = " ".join(w.text for w in entry.warnings)
        for step in selectors.steps(entry):
            span = [step.starts_on, step.ends_on, (step.ends_on - step.starts_on).days + 1]
            kind = "published" if step.real else "planned"
            yield [c.reference, c.title, c.directorate.name, c.category, str(c.lead), step.label, *span, kind, warnings]


@needs(Permission.VIEW_COMMISSIONS)
def diary_ics(request):
    """The same steps as a calendar to bring in once: a calendar that subscribes cannot sign in."""
    today = clock.today()
    *_, rows = _asked_for(request, today)
    body = calendars.diary(selectors.entries(rows, today), now=clock.now(), site=settings.SITE_URL.rstrip("/"))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="diary-of-tenders.ics"'
    return response


def _year_on(today: date) -> date:
    """The last day of the twelve months that begin with this one."""
    return date.fromordinal(date(today.year + 1, today.month, 1).toordinal() - 1)


def _sentence(entries, first: date, last: date) -> str:
    tendering = sum(
        1 for e in entries if any(s.phase == Phase.TENDER and s.starts_on <= last and s.ends_on >= first for s in e.spans)
    )
    warned = sum(1 for e in entries if e.warnings)
    span = f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    count = f"{len(entries)} commission{'' if len(entries) == 1 else 's'}"
    return f"{count} from {span}: {tendering} with bids asked for, {warned} with a warning that nobody overruled."
