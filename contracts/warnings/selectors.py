"""What contracts warn of, read for many at once: their facts, and whose business each warning is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from contracts.papers.models import Paper
from contracts.register.models import Contract
from contracts.warnings.calculations.due import Facts, Notice, Running, notices
from contracts.warnings.calculations.words import About
from contracts.warnings.enums import Kind
from socialvalue.accounts.models import User


def facts_of(contracts: Sequence[Contract], today: date) -> dict[int, Facts]:
    """By the contract's key. ``parties`` are loaded. One query."""
    papers = running_out_of(contracts, today)
    return {
        one.pk: Facts(
            # What is said to run on has its own line, once it does
            ends_on=None if one.runs_on else one.ends_on,
            review_on=one.review_on,
            extension_months=one.extension_months,
            publish_by=None if one.kpis_published_on else one.kpis_publish_by,
            evaluation_due_on=one.evaluation_due_on,
            lacks_manager=one.unowned and one.manager_id is None,
            lacks_director=one.unowned and one.lead_director_id is None,
            lacks_head=one.is_in_house and one.service_head_id is None,
            papers=tuple(papers[one.pk]),
        )
        for one in contracts
    }


def running(paper: Paper) -> Running | None:
    """A document as its warnings know it; None where it does not run out."""
    if paper.valid_until is None:
        return None
    return Running(paper.pk, paper.title, paper.valid_until, paper.supplier_id is not None)


def running_out_of(contracts: Iterable[Contract], today: date) -> dict[int, list[Running]]:
    """The documents in use with a last day, by contract; of suppliers that no longer deliver one, none. One query."""
    by_key = {contract.pk: contract for contract in contracts}
    papers = Paper.objects.current().filter(contract__in=by_key, valid_until__isnull=False).order_by("valid_until", "pk")
    found: dict[int, list[Running]] = defaultdict(list)
    for paper in papers:
        asked = paper.supplier_id is None or by_key[paper.contract_id].is_open_to([paper.supplier_id], today)
        if asked and (one := running(paper)):
            found[paper.contract_id].append(one)
    return found


def about(contract: Contract) -> About:
    return About(contract.title, contract.reference, contract.ends_on, contract.extension_months, contract.evaluation_due_on)


def owners_told(contract: Contract, notice: Notice) -> list[User]:
    """Whom at the council it is told to: both of what ends or may be extended, the other one of who is missing, otherwise the
    manager, or the director where there is none. ``manager`` and ``lead_director`` are loaded."""
    both = [person for person in (contract.manager, contract.lead_director) if person and person.is_active]
    return list(dict.fromkeys(both if notice.kind in (Kind.ENDS, Kind.EXTENSION) else both[:1]))


def notices_for(contracts: Sequence[Contract], today: date) -> dict[int, list[Notice]]:
    """What each contract in force warns of today; of others nothing. One query."""
    active = [contract for contract in contracts if contract.is_active]
    return {key: notices(facts, today) for key, facts in facts_of(active, today).items()}
