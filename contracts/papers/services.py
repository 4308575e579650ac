"""Documents are added to a contract, replaced by newer ones, and set aside. Nothing of them is ever taken away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.papers.models import Paper
from contracts.papers.permissions import check_can_add_paper, check_can_replace_paper, check_can_set_aside_paper
from contracts.register.enums import Side
from contracts.register.models import Contract, ContractSupplier
from contracts.register.services import look_again, tell_suppliers
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.documents.models import Document
from socialvalue.documents.services import store
from socialvalue.notifications.services import tell


@dataclass(frozen=True, kw_only=True)
class PaperDetails:
    """What is said of a document: ``valid_until`` is the last day on which it holds. ``shared`` counts on the council's side."""

    kind: str
    title: str
    valid_from: date | None = None
    valid_until: date | None = None
    shared: bool = False


@transaction.atomic
def add_paper(contract: Contract, details: PaperDetails, *, by: User, upload) -> tuple[Paper, Document]:
    """Keep a document with the contract, for the side that adds it; the other side is told. Raises Refused, on ``file`` too."""
    contract = locked(contract, NOTHING_READ)
    side = check_can_add_paper(by, contract)
    return _keep(
        contract, details, by=by, upload=upload, side=side, whose=_party_of(contract, by) if side == Side.SUPPLIER else {}
    )


@transaction.atomic
def replace_paper(
    paper: Paper, details: PaperDetails, *, by: User, upload, expected_version: Shown = AS_READ
) -> tuple[Paper, Document]:
    """Keep a newer one of the same side and supplier; the old one stays, and nobody is asked for it. May raise Refused."""
    paper = locked(paper, expected_version)
    check_can_replace_paper(by, paper)
    side = check_can_add_paper(by, paper.contract)
    whose = {"supplier": paper.supplier, "supplier_then": paper.supplier_then}
    return _keep(paper.contract, details, by=by, upload=upload, side=side, whose=whose, replaces=paper)


@transaction.atomic
def set_aside(paper: Paper, *, by: User, reason: str, expected_version: Shown = AS_READ) -> Paper:
    """Say that a document is no longer needed, and why: nobody is asked for a newer one. It stays readable."""
    paper = locked(paper, expected_version)
    check_can_set_aside_paper(by, paper)
    check_reason(reason, "Say why it is no longer needed")
    save_changes(paper, set_aside_at=clock.now(), set_aside_by=by, set_aside_reason=reason.strip())
    look_again(paper.contract)
    _record("set a document aside", f"set aside {_called(paper)}: it is no longer needed", paper, by=by, reason=reason)
    return paper


def _keep(contract, details: PaperDetails, *, by, upload, side, whose: dict[str, Any], replaces=None) -> tuple[Paper, Document]:
    of_council = whose.get("supplier") is None
    paper = Paper(
        contract=contract,
        kind=details.kind,
        title=details.title.strip(),
        valid_from=details.valid_from,
        valid_until=details.valid_until,
        shared=details.shared and of_council,
        replaces=replaces,
        added_by=by,
        added_on=clock.today(),
        **whose,
    )
    _check(paper)
    paper.save()
    kept = store(upload=upload, owner=paper, by=by)
    look_again(contract)
    newer = f", in the place of the one until {plain_day(replaces.valid_until)}" if replaces and replaces.valid_until else ""
    _record("added a document", f"added {_called(paper)}{newer}", paper, by=by)
    _tell(paper, by, side)
    return paper, kept


def _check(paper: Paper) -> None:
    problems = []
    if not paper.title:
        problems.append(("title", "Enter what it is"))
    if problem := paper.validity.problem():
        problems.append(("valid_until", problem))
    if paper.validity.has_run_out(clock.today()):
        problems.append(("valid_until", "This one has run out already: add one that is in force"))
    if problems:
        raise Refused(problems)


def _party_of(contract: Contract, user: User) -> dict[str, Any]:
    """For which supplier of the contract they act today, by its name of then."""
    theirs, today = set(user.delivers_as), clock.today()
    parties = ContractSupplier.objects.filter(contract=contract, open_to__in=theirs).select_related("open_to").order_by("pk")
    party = next(one for one in parties if one.holds_on(today))
    return {"supplier": party.open_to, "supplier_then": party.name_then}


def _called(paper: Paper) -> str:
    """By its kind alone: the contract's timeline has more readers than the document."""
    return f"a document ({paper.get_kind_display().lower()})"


def _record(verb: str, sentence: str, paper: Paper, *, by: User, reason: str = "") -> None:
    record(verb, sentence, by=by, about=[paper, paper.contract], council=paper.contract.council, reason=reason)


def _tell(paper: Paper, by: User, side: Side) -> None:
    """The other side, as news: the manager of what a supplier added, the suppliers of what the council shares."""
    contract = paper.contract
    until = f" It holds until {plain_day(paper.valid_until)}." if paper.valid_until else ""
    url, action = reverse("contract-papers", args=[contract.pk]), "See the documents"
    subject = f"New document for {contract.title}: {paper.get_kind_display().lower()}"
    body = f"{by} added “{paper.title}” to {contract.title} ({contract.reference}).{until}"
    if side == Side.SUPPLIER and contract.manager and contract.manager.is_active:
        tell(
            contract.manager, key=f"contract-paper:{paper.pk}", subject=subject, body=body, url=url, action=action,
            why="You get this because you manage this contract.", council=contract.council, for_information=True,
            duty=Duty.CONTRACTS,
        )  # fmt: skip
    elif side == Side.COUNCIL and paper.shared:
        tell_suppliers(
            contract, key=f"contract-paper:{paper.pk}", subject=subject, body=body, url=url, action=action, for_information=True
        )
