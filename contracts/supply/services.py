"""A supply chain is entered by the supplier, quarter by quarter, and confirmed by an officer."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from contracts.supply.calculations import problem_with_shares
from contracts.supply.models import SupplyLink, SupplyPeriod, SupplyTerms
from contracts.supply.permissions import check_can_change, check_can_confirm, check_can_define, check_can_enter
from contracts.supply.selectors import latest_before
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.law.periods import quarter_of
from socialvalue.notifications.services import tell
from socialvalue.places.models import District
from socialvalue.second_word.services import settle
from socialvalue.suppliers.querysets import suppliers_here
from socialvalue.suppliers.selectors.naming import supplier_called

CONFIRM_SAY = "Say how you know that this is right"
BACK_SAY = "Say what is wrong: the supplier reads it"


@dataclass(frozen=True, kw_only=True)
class LinkDetails:
    """An organisation beneath the supplier. Shares in per cent of the whole contract, of what it does itself."""

    tier: int
    name: str
    number: str = ""
    work: Decimal | None = None
    fee: Decimal | None = None
    district: District | None = None
    sme: bool | None = None
    vcse: bool | None = None
    easy: int | None = None
    usual: int | None = None
    hard: int | None = None


FIELDS = tuple(one.name for one in fields(LinkDetails))


@transaction.atomic
def define_cases(
    contract: Contract, *, by: User, easy: str, usual: str, hard: str, expected_version: Shown = AS_READ
) -> SupplyTerms:
    """Say what the contract calls an easy, a usual and a hard case. The version is the contract's."""
    contract = locked(contract, expected_version)
    check_can_define(by, contract)
    said = {"easy": easy.strip(), "usual": usual.strip(), "hard": hard.strip()}
    problems: list[tuple[str | None, str]] = [
        (name, f"Say what a case that is {name} is") for name, words in said.items() if not words
    ]
    if problems:
        raise Refused(problems)
    terms = SupplyTerms.objects.select_for_update(of=("self",)).filter(contract=contract).first()
    if terms is None:
        terms, changed = (
            SupplyTerms.objects.create(contract=contract, said_by=by, **said),
            {name: ["", w] for name, w in said.items()},
        )
    else:
        changed = save_changes(terms, **said)
    if changed:
        contract.version += 1
        contract.save(update_fields=["version"])
        _record("defined easy and hard cases", "said which cases are easy, usual and hard", contract, by, changes=changed)
    return terms


@transaction.atomic
def begin_quarter(contract: Contract, *, by: User, quarter: tuple[int, int]) -> SupplyPeriod:
    """Begin to enter a quarter, with who worked in the one before; their cases are new. May raise Refused."""
    contract = locked(contract, NOTHING_READ)
    check_can_enter(by, contract)
    if not quarter_of(contract.starts_on) <= quarter <= quarter_of(clock.today()):
        raise Refused("Enter a quarter in which the contract ran", "quarter")
    prime, called = _prime(contract, by)
    there = SupplyPeriod.objects.filter(contract=contract, year=quarter[0], quarter=quarter[1], prime=prime, withdrawn_at=None)
    if there.exclude(accepted=False).exists():
        raise Refused("This quarter is entered already", "quarter")
    made = SupplyPeriod.objects.create(
        contract=contract, year=quarter[0], quarter=quarter[1], prime=prime, prime_then=called, asked_by=by
    )
    before = latest_before(made)
    earlier: list[SupplyLink] = list(before.links.all()) if before else []
    for link in earlier:
        kept: dict[str, Any] = {name: getattr(link, name) for name in FIELDS if name not in ("easy", "usual", "hard")}
        SupplyLink.objects.create(period=made, organisation=link.organisation, **kept)
    _record("began a quarter of the supply chain", f"began to enter the supply chain: {made}", contract, by)
    return made


@transaction.atomic
def add_link(period: SupplyPeriod, details: LinkDetails, *, by: User) -> SupplyLink:
    """Add an organisation; shares of a quarter are never more than 100 % together."""
    period = _open(period, NOTHING_READ, by)
    _check(period, details)
    made = SupplyLink.objects.create(period=period, organisation=_known(details), **_values(details))
    _raise_version(period)
    _record("added to the supply chain", f"added {made.name} to the supply chain", period.contract, by)
    return made


@transaction.atomic
def change_link(link: SupplyLink, details: LinkDetails, *, by: User, expected_version: Shown = AS_READ) -> SupplyLink:
    """Change what is said of an organisation. The version is the quarter's."""
    period = _open(link.period, expected_version, by)
    link = locked(link, NOTHING_READ)
    _check(period, details, besides=link)
    changed = save_changes(link, organisation=_known(details), **_values(details))
    if changed:
        _raise_version(period)
        _record("changed the supply chain", f"changed what is said of {link.name}", period.contract, by, changes=changed)
    return link


@transaction.atomic
def drop_link(link: SupplyLink, *, by: User, expected_version: Shown = AS_READ) -> None:
    """Take an organisation out of a quarter that is not sent yet."""
    period = _open(link.period, expected_version, by)
    _record("dropped from the supply chain", f"took {link.name} out of the supply chain: {period}", period.contract, by)
    link.delete()
    _raise_version(period)


@transaction.atomic
def send_quarter(
    period: SupplyPeriod, *, by: User, easy: int | None, usual: int | None, hard: int | None, expected_version: Shown = AS_READ
) -> SupplyPeriod:
    """Send a quarter with the cases the supplier kept itself; the contract manager is asked to confirm it."""
    period = _open(period, expected_version, by)
    save_changes(period, easy=easy, usual=usual, hard=hard, sent_at=clock.now())
    contract = period.contract
    _record("sent the supply chain", f"sent the supply chain: {period}", contract, by)
    if contract.manager and contract.manager.is_active:
        tell(
            contract.manager, key=f"supply-period:{period.pk}:sent", subject=f"Confirm the supply chain of {contract.title}",
            body=f"{by} sent who worked beneath {period.prime_then} in {contract.title} ({contract.reference}).",
            url=reverse("supply-period", args=[period.pk]), action="Confirm it, or send it back",
            why="You get this because you manage this contract.", council=contract.council, duty=Duty.CONTRACTS,
        )  # fmt: skip
    return period


@transaction.atomic
def decide_quarter(period: SupplyPeriod, *, by: User, accept: bool, decision: str) -> SupplyPeriod:
    """An officer confirms a quarter or sends it back, and says why. Sent back, the supplier enters it once more."""
    contract = locked(period.contract, NOTHING_READ)
    period = locked(period, AS_READ)
    check_can_confirm(by, period)
    check_reason(decision, CONFIRM_SAY if accept else BACK_SAY)
    settle(period, by=by, accept=accept, decision=decision)
    word = "confirmed" if accept else "sent back"
    _record(f"{word} the supply chain", f"{word} the supply chain: {period}", contract, by, reason=decision)
    tell_suppliers(
        contract, key=f"supply-period:{period.pk}:decided", subject=f"Supply chain {word}: {contract.title}",
        body=f"{by} {word} what you sent of {contract.title} ({contract.reference}).", private=period.decision,
        url=reverse("contract-supply", args=[contract.pk]), action="See the supply chain", for_information=accept,
    )  # fmt: skip
    return period


def _open(period: SupplyPeriod, expected_version: Shown, by: User) -> SupplyPeriod:
    locked(period.contract, NOTHING_READ)
    period = locked(period, expected_version)
    check_can_change(by, period)
    return period


def _check(period: SupplyPeriod, details: LinkDetails, besides: SupplyLink | None = None) -> None:
    others = list(period.links.exclude(pk=besides.pk) if besides else period.links.all())
    problems: list[tuple[str | None, str]] = []
    if not details.name.strip():
        problems.append(("name", "Enter the name of the organisation"))
    elif period.prime is not None and _known(details) == period.prime:
        problems.append(("name", "This is the supplier itself: what is left of the shares is its own"))
    for name in ("work", "fee"):
        if problem := problem_with_shares([getattr(one, name) for one in others], getattr(details, name)):
            problems.append((name, problem))
    if problems:
        raise Refused(problems)


def _values(details: LinkDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in FIELDS} | {"name": details.name.strip(), "number": details.number.strip()}


def _known(details: LinkDetails) -> Organisation | None:
    """The organisation of the register of suppliers that has just this number, or this name; None where it is not sure."""
    for text in filter(str.strip, (details.number, details.name)):
        try:
            return supplier_called(text, suppliers_here())
        except Refused:
            continue
    return None


def _prime(contract: Contract, by: User) -> tuple[Organisation | None, str]:
    """For which supplier of the contract they act today, by its name of then; of a service of the council's own, itself."""
    theirs, today = set(by.delivers_as), clock.today()
    for party in contract.parties.all():
        if party.open_to_id in theirs and party.holds_on(today):
            return party.open_to, party.name_then
    return None, contract.title


def _raise_version(period: SupplyPeriod) -> None:
    period.version += 1
    period.save(update_fields=["version"])


def _record(verb: str, sentence: str, contract: Contract, by: User, **more: Any) -> None:
    record(verb, sentence, by=by, about=contract, council=contract.council, **more)
