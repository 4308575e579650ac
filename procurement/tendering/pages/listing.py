"""The list of tenders: its columns, and what each says of a tender."""

from collections.abc import Sequence

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.safestring import SafeString

from procurement.commissioning.pages.cycle import Ahead, aheads_of, cell_of
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from procurement.tendering.pages import COLOURS
from socialvalue.accounts.models import User
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import moment, money
from socialvalue.common.templatetags.govuk import tag

# Under what name a row carries its next step
AHEAD = "ahead"
ALONG_THE_WAY = Case(*(When(status=status, then=Value(number)) for number, status in enumerate(TenderStatus.values)))


def _title(tender: Tender) -> SafeString:
    under = f"{tender.reference}, {tender.commission.directorate.name}"
    return linked(reverse("tender", args=[tender.reference]), tender.title, under)


def _unanswered(tender) -> str:
    count = tender.unanswered
    return f"{count} question{'' if count == 1 else 's'}" if count else ""


def _deadline(tender) -> SafeString:
    asked = _unanswered(tender)
    return with_under(moment(tender.deadline), f"{asked} to answer" if asked else "")


def listing(user: User) -> Listing:
    """The list as this person reads it: with the next step of each tender, and its link for who may take it."""

    def rows(tenders: Sequence[Tender]) -> Sequence[Tender]:
        found = aheads_of([(tender.commission, tender.pk) for tender in tenders], user)
        for tender, ahead in zip(tenders, found, strict=True):
            setattr(tender, AHEAD, ahead)
        return tenders

    return TENDERS.prepared(rows)


def _ahead(tender: Tender) -> Ahead | None:
    return getattr(tender, AHEAD, None)


TENDERS = Listing(
    key="tenders",
    name="Tenders",
    one="tender",
    many="tenders",
    order=("-created_at", "-pk"),
    order_words="when they were drafted, latest first",
    columns=(
        Column(
            key="title",
            heading="Tender",
            read=lambda t: t.title,
            draw=_title,
            sort="title",
            said="title",
            parts=(("Reference", lambda t: t.reference), ("Title", lambda t: t.title)),
        ),
        Column(key="reference", heading="Reference", read=lambda t: t.reference, sort="reference", shown=False),
        Column(key="commission", heading="Commission", read=lambda t: t.commission.title, sort="commission__title", shown=False),
        Column(
            key="directorate",
            heading="Directorate",
            read=lambda t: t.commission.directorate.name,
            sort="commission__directorate__name",
            shown=False,
        ),
        Column(
            key="status",
            heading="Status",
            read=lambda t: t.get_status_display(),
            draw=lambda t: tag(t.get_status_display(), COLOURS[t.status]),
            kind=Kind.STEP,
            sort=ALONG_THE_WAY,
        ),
        Column(
            key="next",
            heading="Next step",
            read=lambda t: ahead.text if (ahead := _ahead(t)) else "",
            draw=lambda t: cell_of(_ahead(t)),
            parts=(
                ("Next step", lambda t: ahead.text if (ahead := _ahead(t)) else ""),
                ("Who takes it", lambda t: ahead.who if (ahead := _ahead(t)) else ""),
            ),
        ),
        Column(
            key="deadline",
            heading="Bids due by",
            read=lambda t: t.deadline,
            draw=_deadline,
            kind=Kind.DAY,
            sort="deadline",
        ),
        Column(
            key="unanswered",
            heading="To answer",
            read=lambda t: t.unanswered,
            draw=lambda t: _unanswered(t) or "None",
            kind=Kind.NUMBER,
            sort="unanswered",
            shown=False,
            falls=True,
            parts=(("Questions to answer", lambda t: t.unanswered),),
        ),
        Column(
            key="value",
            heading="Value",
            read=lambda t: t.value,
            draw=lambda t: money(t.value),
            kind=Kind.NUMBER,
            sort="value",
            falls=True,
            parts=(("Value (£)", lambda t: t.value),),
        ),
    ),
)
