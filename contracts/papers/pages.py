"""The documents of a contract, and those of every contract, as a list."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from contracts.papers.models import Paper
from contracts.papers.selectors import PaperRow, papers_of, rows_for
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import day, plain_day
from socialvalue.common.templatetags.govuk import tag

NO_END = mark_safe('<span class="sv-muted">Does not run out</span>')
# On the contract's own page
MOST_SHOWN = 5


def listing(user: User, *, of_one: bool) -> Listing:
    """The list as this person sees it; ``of_one``: of one contract, with what replaced and set aside."""

    def rows(papers: Sequence[Paper]) -> list[PaperRow]:
        return rows_for(papers, user)

    return (PAPERS.without("contract") if of_one else PAPERS).prepared(rows)


def state_of(row: PaperRow) -> tuple[str, str]:
    """A word for its state, and the colour of its tag."""
    if row.paper.is_set_aside:
        return "No longer needed", "grey"
    return ("Replaced", "grey") if row.is_over else row.paper.validity.said(clock.today())


def papers_part(contract: Contract, user: User) -> dict:
    """For the contract's page: those in use, what runs out first, with how many there are."""
    found = sorted(
        (p for p in papers_of(contract, user).current()), key=lambda p: (p.valid_until is None, p.valid_until or p.added_on, p.pk)
    )
    rows = rows_for(found[:MOST_SHOWN], user)
    return {"rows": [(row, *state_of(row)) for row in rows], "count": len(found)}


def _name(row: PaperRow) -> SafeString:
    paper = row.paper
    if row.file is None:
        return with_under(paper.title, paper.get_kind_display())
    return linked(reverse("document", args=[row.file.pk]), paper.title, paper.get_kind_display(), *_held(row))


def _held(row: PaperRow) -> tuple[str, ...]:
    return ("Cannot be opened yet: it is being checked for viruses",) if row.file and row.file.held else ()


def _until(row: PaperRow) -> SafeString:
    paper = row.paper
    said = day(paper.valid_until) if paper.valid_until else NO_END
    return with_under(said, f"from {plain_day(paper.valid_from)}" if paper.valid_from else "")


def _state(row: PaperRow) -> SafeString:
    return with_under(tag(*state_of(row)), row.paper.set_aside_reason)


def _whose(row: PaperRow) -> str:
    paper = row.paper
    return f"{paper.whose}, shared with the supplier" if paper.shared else paper.whose


def _contract(row: PaperRow) -> SafeString:
    contract = row.paper.contract
    return linked(reverse("contract-papers", args=[contract.pk]), contract.title, contract.reference)


def _acts(row: PaperRow) -> SafeString | str:
    hidden = format_html('<span class="govuk-visually-hidden">: {}</span>', row.paper.title)
    links = [
        format_html('<a class="govuk-link" href="{}">{}{}</a>', reverse(name, args=[row.paper.pk]), words, hidden)
        for name, words, may in (
            ("contract-paper-newer", "Add a newer one", row.may_replace),
            ("contract-paper-aside", "No longer needed", row.may_set_aside),
        )
        if may
    ]
    return mark_safe("<br>".join(links))


PAPERS = Listing(
    key="contract-documents",
    name="Documents",
    one="document",
    many="documents",
    sort="until",
    columns=(
        Column(
            key="name",
            heading="Document",
            read=lambda row: row.paper.title,
            draw=_name,
            sort="title",
            parts=(("Document", lambda row: row.paper.title), ("What it is", lambda row: row.paper.get_kind_display())),
        ),
        Column(
            key="contract",
            heading="Contract",
            read=lambda row: row.paper.contract.title,
            draw=_contract,
            sort="contract__title",
            parts=(
                ("Contract", lambda row: row.paper.contract.reference),
                ("Title of the contract", lambda row: row.paper.contract.title),
            ),
        ),
        Column(
            key="until",
            heading="In force until",
            read=lambda row: row.paper.valid_until,
            draw=_until,
            sort="valid_until",
            said="last day",
            kind=Kind.DAY,
            parts=(
                ("In force from", lambda row: row.paper.valid_from),
                ("In force until", lambda row: row.paper.valid_until),
            ),
        ),
        Column(key="state", heading="State", read=lambda row: state_of(row)[0], draw=_state),
        Column(key="whose", heading="Whose it is", read=_whose),
        Column(
            key="added",
            heading="Added",
            read=lambda row: row.paper.added_on,
            draw=lambda row: with_under(day(row.paper.added_on), f"by {row.paper.added_by}"),
            sort="added_at",
            kind=Kind.DAY,
            parts=(("Added on", lambda row: row.paper.added_on), ("Added by", lambda row: str(row.paper.added_by))),
        ),
        Column(key="acts", heading="What you can do", read=lambda row: "", draw=_acts, parts=None),
    ),
)
