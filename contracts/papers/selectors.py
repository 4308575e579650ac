"""Reads of contracts' documents, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.papers.models import Paper
from contracts.papers.permissions import can_replace_paper, can_set_aside_paper
from contracts.papers.querysets import PaperQuerySet
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.documents.models import Document

WITH = ("contract", "added_by", "set_aside_by", "replaced_by")


def papers_of(contract: Contract, user: User) -> PaperQuerySet:
    """What this person may read of the contract's documents, the earlier ones too."""
    return Paper.objects.visible_to(user).filter(contract=contract).select_related(*WITH)


def papers_for(user: User, *, state: str = "", kind: str = "") -> PaperQuerySet:
    """Those in use of every contract that has not ended; ``state``: “soon” or “over”."""
    today = clock.today()
    found = Paper.objects.visible_to(user).current().exclude(contract__status="ended").select_related(*WITH)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.running_out(today) if state == "soon" else found.filter(valid_until__lt=today)
    return found


@dataclass(frozen=True)
class PaperRow:
    paper: Paper
    file: Document | None
    may_replace: bool
    may_set_aside: bool

    @property
    def is_over(self) -> bool:
        """There is a newer one, or it is no longer needed."""
        return self.paper.is_set_aside or hasattr(self.paper, "replaced_by")


def rows_for(papers: Sequence[Paper], user: User) -> list[PaperRow]:
    """Each with its file and what this person may do with it. Two queries, and one a contract for who delivers it."""
    label = Paper._meta.label_lower
    files = Document.objects.filter(owner_type=label, owner_id__in=[str(paper.pk) for paper in papers])
    found = {file.owner_id: file for file in files}
    same: dict[int, Contract] = {}
    for paper in papers:
        paper.contract = same.setdefault(paper.contract_id, paper.contract)
    return [
        PaperRow(paper, found.get(str(paper.pk)), can_replace_paper(user, paper), can_set_aside_paper(user, paper))
        for paper in papers
    ]
