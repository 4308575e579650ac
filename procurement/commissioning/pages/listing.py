"""The list of commissions: its columns, and what each says of a commission."""

from collections.abc import Sequence

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.safestring import SafeString

from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.pages.cycle import CANNOT_BE_KEPT, Ahead, aheads_of, cell_of
from socialvalue.accounts.models import User
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import day, money
from socialvalue.common.templatetags.govuk import tag

COLOURS: dict[str, str] = {Stage.CLOSED: "grey", Stage.REVIEW: "teal", Stage.DO: "green"}
# Under what name a row carries its next step
AHEAD = "ahead"
ALONG_THE_CYCLE = Case(*(When(stage=stage, then=Value(number)) for number, stage in enumerate(Stage.values)))


def _title(commission: Commission) -> SafeString:
    under = f"{commission.reference}, {commission.category}"
    return linked(reverse("commission", args=[commission.reference]), commission.title, under)


def _stage(commission: Commission) -> SafeString:
    said = tag(commission.get_stage_display(), COLOURS.get(commission.stage, "blue"))
    plan = getattr(commission, "plan", None)
    if commission.stage != Stage.PLAN or plan is None:
        return said
    return with_under(said, f"Plan: {plan.get_status_display().lower()}")


def listing(user: User) -> Listing:
    """The list as this person reads it: with the next step of each commission, and its link for who may take it."""

    def rows(commissions: Sequence[Commission]) -> Sequence[Commission]:
        found = aheads_of([(commission, None) for commission in commissions], user)
        for commission, ahead in zip(commissions, found, strict=True):
            setattr(commission, AHEAD, ahead)
        return commissions

    return COMMISSIONS.prepared(rows)


def _ahead(commission: Commission) -> Ahead | None:
    return getattr(commission, AHEAD, None)


def _next(commission: Commission) -> SafeString | str:
    return cell_of(_ahead(commission), known=str(commission.lead))


def _starts(commission: Commission) -> SafeString:
    ahead = _ahead(commission)
    return with_under(day(commission.starts_on), CANNOT_BE_KEPT if ahead and ahead.start_lost else "")


COMMISSIONS = Listing(
    key="commissions",
    name="Commissions",
    one="commission",
    many="commissions",
    order=("-created_at", "-pk"),
    order_words="when they were started, latest first",
    columns=(
        Column(
            key="title",
            heading="Commission",
            read=lambda c: c.title,
            draw=_title,
            sort="title",
            said="title",
            parts=(("Reference", lambda c: c.reference), ("Title", lambda c: c.title)),
        ),
        Column(key="reference", heading="Reference", read=lambda c: c.reference, sort="reference", shown=False),
        Column(
            key="directorate", heading="Directorate", read=lambda c: c.directorate.name, sort="directorate__name", shown=False
        ),
        Column(key="lead", heading="Lead", read=lambda c: str(c.lead), sort="lead__name"),
        Column(key="category", heading="Category", read=lambda c: c.category, sort="category", shown=False),
        Column(
            key="stage",
            heading="Stage",
            read=lambda c: c.get_stage_display(),
            draw=_stage,
            kind=Kind.STEP,
            sort=ALONG_THE_CYCLE,
        ),
        Column(key="next", heading="Next step", read=lambda c: ahead.text if (ahead := _ahead(c)) else "", draw=_next),
        Column(key="kind", heading="Kind", read=lambda c: c.get_kind_display(), sort="kind", shown=False),
        Column(
            key="term",
            heading="Term (months)",
            said="term",
            read=lambda c: c.term_months,
            kind=Kind.NUMBER,
            sort="term_months",
            shown=False,
        ),
        Column(
            key="starts",
            heading="Starts",
            said="start",
            read=lambda c: c.starts_on,
            draw=_starts,
            kind=Kind.DAY,
            sort="starts_on",
        ),
        Column(
            key="value",
            heading="Value",
            read=lambda c: c.estimated_value,
            draw=lambda c: money(c.estimated_value, "pounds"),
            kind=Kind.NUMBER,
            sort="estimated_value",
            falls=True,
            parts=(("Estimated value (£)", lambda c: c.estimated_value),),
        ),
        Column(key="illustrative", heading="Illustrative", read=lambda c: c.illustrative, shown=False),
    ),
)
