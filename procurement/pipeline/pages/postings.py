"""The list of opportunities that somebody posted: its columns."""

from django.urls import reverse
from django.utils.safestring import SafeString

from procurement.pipeline.models import Posting
from socialvalue.common.lists import Column, Kind, Listing, linked
from socialvalue.common.templatetags.formats import money
from socialvalue.common.templatetags.govuk import tag


def _title(posting: Posting) -> SafeString:
    return linked(reverse("posting", args=[posting.reference]), posting.title, posting.reference)


def _status(posting: Posting) -> SafeString:
    return tag("Returned", "yellow") if posting.is_returned else tag(posting.get_status_display())


POSTINGS = Listing(
    key="postings",
    name="Your opportunities",
    one="opportunity",
    many="opportunities",
    order=("-created_at", "-pk"),
    order_words="when they were posted, latest first",
    columns=(
        Column(
            key="title",
            heading="Opportunity",
            read=lambda p: p.title,
            draw=_title,
            sort="title",
            said="title",
            parts=(("Reference", lambda p: p.reference), ("Opportunity", lambda p: p.title)),
        ),
        Column(key="kind", heading="Kind", read=lambda p: p.get_kind_display(), sort="kind"),
        Column(key="closes", heading="Closes", read=lambda p: p.closes_at, kind=Kind.DAY, sort="closes_at"),
        Column(
            key="value",
            heading="Value",
            read=lambda p: p.value,
            draw=lambda p: "Not known yet" if p.value is None else money(p.value, "pounds"),
            kind=Kind.NUMBER,
            sort="value",
            falls=True,
            parts=(("Value (£)", lambda p: p.value),),
        ),
        Column(key="status", heading="Status", read=lambda p: p.get_status_display(), draw=_status, sort="status"),
    ),
)
