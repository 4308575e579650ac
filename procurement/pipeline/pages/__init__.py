"""Opportunities of all kinds as one list: tenders run here, and what others post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from procurement.pipeline import selectors
from procurement.pipeline.models import Posting
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.models import Tender


@dataclass(frozen=True)
class OpenRow:
    """One open opportunity. ``value`` in pounds over the whole term, None while it is not known; ``by``: who buys."""

    title: str
    url: str
    kind: str
    by: str
    text: str
    value: Decimal | None
    closes_at: datetime
    published_at: datetime
    where: str
    small: bool


def rows_of(tenders: Iterable[Tender], postings: Iterable[Posting]) -> list[OpenRow]:
    """Both kinds as rows, in the order given. Districts, councils and bodies are loaded."""
    return [_of_tender(t) for t in tenders] + [_of_posting(p) for p in postings]


def _of_tender(tender: Tender) -> OpenRow:
    return OpenRow(
        title=tender.title,
        url=reverse("opportunity", args=[tender.reference]),
        kind="Tender, by invitation" if tender.by_invitation else "Tender",
        by=str(tender.commission.council),
        text=tender.description,
        value=tender.value,
        closes_at=deadline_of(tender),
        published_at=tender.published_at or tender.created_at,
        where=selectors.where(tender.commission.districts.all()),
        small=tender.suits_sme or tender.suits_vcse,
    )


def _of_posting(posting: Posting) -> OpenRow:
    return OpenRow(
        title=posting.title,
        url=reverse("posting", args=[posting.reference]),
        kind=str(posting.get_kind_display()),
        by=str(posting.posted_for),
        text=posting.description,
        value=posting.value,
        closes_at=posting.closes_at,
        published_at=posting.decided_at or posting.created_at,
        where=selectors.where(posting.districts.all()),
        small=False,
    )
