"""The returns of a contract as a list: what is open now first, what is over and what is to come on their own."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from contracts.independent.pages import checked_words
from contracts.independent.selectors import is_confirmed
from contracts.returns.pages import figure_text
from contracts.returns.selectors import DueState, state_of
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from socialvalue.common.lists import Column, Kind, Listing, with_under
from socialvalue.common.templatetags.formats import day, plain_day, quantity
from socialvalue.common.templatetags.govuk import tag

NO_TARGET = mark_safe('<span class="sv-muted">none</span>')


def states(dues: Sequence[DueReturn]) -> list[DueState]:
    """How each of these rows stands today; their returns are loaded."""
    today = clock.today()
    return [state_of(due, due.kpi, today) for due in dues]


def _kpi(state: DueState) -> SafeString:
    due = state.due
    hidden = '<span class="govuk-visually-hidden">, {} to {}</span>'
    link = format_html(
        '<a class="govuk-link" href="{}">{}. {}' + hidden + "</a>",
        reverse("return", args=[due.pk]),
        due.kpi.number,
        due.kpi.wording,
        plain_day(due.starts_on),
        plain_day(due.ends_on),
    )
    return with_under(link, "The council’s own duty") if due.kpi.client_side else link


def state_cell(state: DueState) -> SafeString:
    shown = state.counted or state.waiting
    earlier = "Brought over from earlier records" if shown and shown.brought_over else ""
    waived = state.due.waived_reason if state.due.waived_at else ""
    return with_under(tag(*state.tag), ". ".join(filter(None, (state.late_words, earlier))), waived)


def figure_cell(state: DueState) -> SafeString | str:
    """What is verified, and what waits to be: “80 %, not verified yet”."""
    kpi = state.due.kpi
    waits = f"{figure_text(state.waiting, kpi)}, not verified yet" if state.waiting else ""
    if state.counted is None:
        return waits or quantity(None, kpi.unit)
    said = figure_text(state.counted, kpi)
    return with_under(said, f"Correction: {waits}") if waits else said


def _independent(state: DueState) -> str:
    """Of a verified return: whether somebody outside agrees with its figure."""
    return "" if state.counted is None else "yes" if is_confirmed(state.counted.confirmations.all()) else "no"


def _checked(state: DueState) -> str:
    """Of a verified return: who outside said what of it, and when."""
    return "" if state.counted is None else checked_words(state.counted.confirmations.all())


def _waiting_value(state: DueState) -> Decimal | None:
    return state.waiting.value if state.waiting else None


SCHEDULE = Listing(
    key="returns",
    name="Returns",
    one="return",
    many="returns",
    sort="due",
    per_page=50,
    prepare=states,
    columns=(
        Column(
            key="kpi",
            heading="KPI",
            read=lambda state: state.due.kpi.wording,
            draw=_kpi,
            sort="kpi__number",
            said="KPI number",
            kind=Kind.PLACE,
            parts=(("KPI", lambda state: state.due.kpi.number), ("Wording", lambda state: state.due.kpi.wording)),
        ),
        Column(
            key="period",
            heading="Period",
            read=lambda state: state.due.starts_on,
            draw=lambda state: format_html("{} to {}", day(state.due.starts_on), day(state.due.ends_on)),
            kind=Kind.DAY,
            sort="starts_on",
            parts=(("Starts", lambda state: state.due.starts_on), ("Ends", lambda state: state.due.ends_on)),
        ),
        Column(key="due", heading="Due", said="due day", read=lambda state: state.due.due_on, kind=Kind.DAY, sort="due_on"),
        Column(
            key="target",
            heading="Target",
            read=lambda state: state.due.target,
            draw=lambda state: NO_TARGET if state.due.target is None else quantity(state.due.target, state.due.kpi.unit),
            kind=Kind.NUMBER,
            parts=(("Target", lambda state: state.due.target), ("Unit", lambda state: state.due.kpi.unit)),
        ),
        Column(
            key="verified",
            heading="Figure",
            read=lambda state: state.value,
            draw=figure_cell,
            kind=Kind.NUMBER,
            parts=(("Verified", lambda state: state.value), ("Not verified yet", _waiting_value)),
        ),
        Column(key="state", heading="State", read=lambda state: state.tag[0], draw=state_cell),
        Column(
            key="independent",
            heading="Independently verified",
            read=_independent,
            shown=False,
            parts=(("Independently verified", _independent), ("Independently checked", _checked)),
        ),
    ),
)
