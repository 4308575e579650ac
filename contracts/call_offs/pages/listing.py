"""The list of framework agreements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.call_offs.calculations.ceiling import NEAR, REACHED, Use
from contracts.call_offs.enums import AgreementStatus
from contracts.call_offs.models import FrameworkAgreement, LotSupplier
from contracts.call_offs.selectors import uses_of
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import day
from socialvalue.common.templatetags.govuk import tag

COLOURS = {AgreementStatus.TO_BEGIN: "grey", AgreementStatus.LIVE: "green", AgreementStatus.ENDED: "grey"}


@dataclass(frozen=True)
class AgreementRow:
    """An agreement with what is called off, as its reader sees it, and how many suppliers are on it today."""

    agreement: FrameworkAgreement
    use: Use
    suppliers: int


def listing(user: User) -> Listing:
    """The list as this person sees it."""

    def rows(agreements: Sequence[FrameworkAgreement]) -> list[AgreementRow]:
        seen = None if user.council is not None else user
        uses, counts = uses_of(agreements, seen), _suppliers(agreements)
        return [AgreementRow(one, uses[one.pk], counts[one.pk]) for one in agreements]

    return AGREEMENTS.prepared(rows)


def _suppliers(agreements: Sequence[FrameworkAgreement]) -> dict[int, int]:
    """How many suppliers are on each today, one on two lots once. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    for agreement, root in LotSupplier.objects.filter(lot__agreement__in=agreements).on(clock.today()).roots():
        found[agreement].add(root)
    return {one.pk: len(found[one.pk]) for one in agreements}


def _title(row: AgreementRow) -> SafeString:
    one = row.agreement
    illustrative = " · illustrative" if one.illustrative else ""
    return linked(reverse("agreement", args=[one.pk]), one.title, f"{one.reference} · {one.directorate.name}{illustrative}")


def _used(row: AgreementRow) -> SafeString | str:
    if row.use.stage == REACHED:
        return with_under(row.use.words, tag("Ceiling reached", "red"))
    return with_under(row.use.words, tag("Near its ceiling", "yellow")) if row.use.stage == NEAR else row.use.words


AGREEMENTS = Listing(
    key="agreements",
    name="Framework agreements",
    one="framework agreement",
    many="framework agreements",
    sort="title",
    columns=(
        Column(
            key="title",
            heading="Framework agreement",
            read=lambda row: row.agreement.title,
            draw=_title,
            sort="title",
            said="title",
            parts=(
                ("Reference", lambda row: row.agreement.reference),
                ("Framework agreement", lambda row: row.agreement.title),
                ("Directorate", lambda row: row.agreement.directorate.name),
            ),
        ),
        Column(
            key="ends",
            heading="Last day",
            read=lambda row: row.agreement.last_day,
            draw=lambda row: day(row.agreement.last_day),
            sort="ends_on",
            kind=Kind.DAY,
            parts=(
                ("First day", lambda row: row.agreement.starts_on),
                ("Last day", lambda row: row.agreement.last_day),
            ),
        ),
        Column(
            key="status",
            heading="Status",
            read=lambda row: row.agreement.status_words,
            draw=lambda row: tag(row.agreement.status_words, COLOURS[row.agreement.status]),
        ),
        Column(key="suppliers", heading="Suppliers", read=lambda row: row.suppliers, kind=Kind.NUMBER),
        Column(
            key="used",
            heading="Called off",
            read=lambda row: row.use.called,
            draw=_used,
            sort="ceiling",
            said="ceiling",
            kind=Kind.PLACE,
            parts=(
                ("Called off, pounds", lambda row: row.use.called),
                ("Ceiling, pounds", lambda row: row.agreement.ceiling),
            ),
        ),
        Column(key="manager", heading="Contract manager", read=lambda row: str(row.agreement.manager)),
    ),
)
