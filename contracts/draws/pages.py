"""What was drawn, as a list from which anybody can work it out again."""

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from contracts.draws.models import Draw
from socialvalue.common import clock
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import day, plain_day
from socialvalue.common.templatetags.govuk import tag

HIDDEN_TODAY = "Shown from tomorrow"
NOT_YET = mark_safe(f'<span class="sv-muted">{HIDDEN_TODAY}</span>')


def _return(row: Draw) -> SafeString:
    kpi = row.due.kpi
    contract = kpi.obligation.contract
    period = f"{plain_day(row.due.starts_on)} to {plain_day(row.due.ends_on)}"
    under = f"{contract.reference} {contract.title}, {period}, version {row.number}"
    return linked(reverse("return", args=[row.due_id]), f"KPI {kpi.number}: {kpi.wording}", under)


def _seed(row: Draw) -> str:
    return row.day.shown_on(clock.today()) or HIDDEN_TODAY


def _seed_drawn(row: Draw) -> SafeString | str:
    return row.day.shown_on(clock.today()) or NOT_YET


DRAWS = Listing(
    key="returns-draws",
    name="Returns drawn for a full look",
    one="return",
    many="returns",
    order=("-day__day", "pk"),
    order_words="the day of the draw, latest first",
    columns=(
        Column(
            key="return",
            heading="Return",
            read=lambda row: row.due.kpi.wording,
            draw=_return,
            sort="due__kpi__wording",
            parts=(
                ("Contract reference", lambda row: row.due.kpi.obligation.contract.reference),
                ("Contract", lambda row: row.due.kpi.obligation.contract.title),
                ("KPI", lambda row: row.due.kpi.number),
                ("Period starts", lambda row: row.due.starts_on),
                ("Period ends", lambda row: row.due.ends_on),
            ),
        ),
        Column(
            key="drawn",
            heading="Drawn",
            read=lambda row: "yes" if row.drawn else "no",
            draw=lambda row: with_under(tag("Drawn", "purple") if row.drawn else "Not drawn", f"1 in {row.one_in}"),
            sort="drawn",
            falls=True,
            parts=(("Drawn", lambda row: "yes" if row.drawn else "no"), ("One in", lambda row: row.one_in)),
        ),
        Column(
            key="day",
            heading="Day",
            read=lambda row: row.day.day,
            draw=lambda row: day(row.day.day),
            kind=Kind.DAY,
            sort="day__day",
        ),
        Column(key="key", heading="Key", read=lambda row: row.key),
        Column(key="seed", heading="Seed of the day", read=_seed, draw=_seed_drawn, shown=False),
        Column(key="digest", heading="Digest", read=lambda row: row.digest, shown=False),
    ),
)
