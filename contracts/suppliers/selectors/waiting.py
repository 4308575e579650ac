"""What waits for an officer about who a supplier is. Contracts come through ``visible_to``, so each officer's own council."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from contracts.register.models import Contract, ContractSupplier
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.suppliers.models import DetailsChange, Joining, JoinRequest, OrganisationName
from socialvalue.suppliers.permissions import can_decide_together
from socialvalue.suppliers.querysets import suppliers_here
from socialvalue.suppliers.querysets.concern import goes_on, not_of_others, not_of_others_among

# What waits of a supplier, and not of a contract or of two suppliers: each officer decides on their own council's
OF_SUPPLIERS = ("changes", "joins", "unconfirmed")


@dataclass
class Waits:
    """Keys of suppliers for which something waits, by what it is, with how many."""

    changes: Counter[int] = field(default_factory=Counter)
    joins: Counter[int] = field(default_factory=Counter)
    links: Counter[int] = field(default_factory=Counter)
    together: Counter[int] = field(default_factory=Counter)
    unconfirmed: set[int] = field(default_factory=set)

    def keys(self) -> set[int]:
        return set(self.changes) | set(self.joins) | set(self.links) | set(self.together) | self.unconfirmed


def waits_for(user: User) -> Waits:
    """What waits for this officer in all suppliers that are no other council's.

    First what waits at all, for it is little; then whose those suppliers are. One query where nothing waits, otherwise four or
    five; one more where joining is proposed.
    """
    here = suppliers_here()
    joins = JoinRequest.objects.waiting().filter(organisation__in=here).filter(_officer_decides())
    unconfirmed = here.filter(confirmed_at=None).filter(Exists(_accounts("pk")))
    rows = [
        _rows("changes", DetailsChange.objects.filter(decided_at=None), goes_on("organisation")),
        _rows("joins", joins, F("organisation")),
        _rows("links", open_links(user), goes_on("organisation")),
        _rows("together", Joining.objects.undecided().exclude(asked_by__in=user.one_hand), F("pk")),
        _rows("unconfirmed", unconfirmed, F("pk")),
    ]
    found: dict[str, list[int]] = defaultdict(list)
    for what, key in rows[0].union(*rows[1:], all=True):
        found[what].append(key)
    mine = _mine(user, {key for what in OF_SUPPLIERS for key in found[what]})
    for what in OF_SUPPLIERS:
        found[what] = [key for key in found[what] if key in mine]
    proposed: Iterable[Joining] = Joining.objects.waiting().filter(pk__in=found["together"]) if found["together"] else []
    return Waits(
        changes=Counter(found["changes"]),
        joins=Counter(found["joins"]),
        links=Counter(found["links"]),
        together=Counter(one.kept_id for one in proposed if can_decide_together(user, one)),
        unconfirmed=set(found["unconfirmed"]),
    )


def _mine(user: User, suppliers: set[int]) -> set[int]:
    """Which of these few suppliers (keys) this officer may decide on: the rule of ``suppliers_for``."""
    listed = list(suppliers_here().filter(pk__in=suppliers).values_list("pk", flat=True)) if suppliers else []
    return not_of_others_among(listed, user.organisations_where(Permission.CONFIRM_SUPPLIERS))


def _rows(what: str, rows: QuerySet[Any], key: F | Coalesce) -> QuerySet[Any, tuple[str, int]]:
    """(what waits, key) of each of ``rows``, to be asked together with others."""
    said = Value(what, output_field=CharField())
    return rows.order_by().annotate(waits_what=said, waits_key=key).values_list("waits_what", "waits_key")


def open_links(user: User) -> QuerySet[ContractSupplier]:
    """Suppliers of this officer's contracts that were found by name, and opened to nobody yet."""
    councils = user.organisations_where(Permission.CONFIRM_SUPPLIERS)
    return ContractSupplier.objects.filter(open_to=None, contract__council__in=councils).select_related(
        "contract", "organisation"
    )


def suppliers_for(user: User) -> QuerySet[Organisation]:
    """Suppliers whose identity this officer may decide: those of their council's, and those that concern no council."""
    return not_of_others(suppliers_here(), user.organisations_where(Permission.CONFIRM_SUPPLIERS))


def listed(user: User, *, search: str = "", waiting: str = "") -> QuerySet[Organisation]:
    """Every supplier, narrowed by words of its name or number and by whether something waits for this officer."""
    found = suppliers_here()
    for word in (search or "").split():
        found = found.filter(Q(name__icontains=word) | Q(numbers__number__icontains=word, numbers__ended_at=None)).distinct()
    if waiting:
        found = found.filter(pk__in=waits_for(user).keys())
    return found


def contracts_of(user: User, keys: Iterable[int]) -> dict[int, int]:
    """How many contracts that this person sees are with each of these suppliers, or with what was joined to it."""
    seen = ContractSupplier.objects.filter(contract__in=Contract.objects.visible_to(user)).annotate(one=goes_on("organisation"))
    counted = seen.filter(one__in=list(keys)).values_list("one").annotate(n=Count("contract", distinct=True))
    return dict(counted.values_list("one", "n"))


def people_of(keys: Iterable[int]) -> dict[int, int]:
    """How many people act for each of these suppliers now."""
    rows = Membership.objects.filter(organisation__in=list(keys), ended_at=None, user__is_active=True)
    return dict(rows.values_list("organisation").annotate(n=Count("user", distinct=True)).values_list("organisation", "n"))


def former_names(keys: Iterable[int]) -> dict[int, str]:
    """What each of these suppliers was called before; of several the last."""
    rows = OrganisationName.objects.filter(organisation__in=list(keys)).order_by("until", "pk")
    return dict(rows.values_list("organisation", "name"))


def linked_since(joining: Joining, user: User) -> QuerySet[ContractSupplier]:
    """Links to the supplier that goes on since the two were joined, in this officer's councils: parting asks whose they are.

    Not those that a decision awarded: they are with who bid. Nor contracts that the other one is a supplier of already.
    """
    theirs = ContractSupplier.objects.filter(organisation=joining.joined).values("contract")
    found = ContractSupplier.objects.filter(
        organisation=joining.kept,
        linked_at__gte=joining.decided_at,
        contract__award=None,
        contract__council__in=user.organisations_where(Permission.CONFIRM_SUPPLIERS),
    ).exclude(contract__in=theirs)
    return found.select_related("contract", "organisation").order_by("contract__title", "pk")


def with_contract() -> QuerySet[ContractSupplier]:
    """Which councils have a contract with which supplier."""
    return ContractSupplier.objects.annotate(supplier_key=goes_on("organisation"), council_key=F("contract__council"))


def _accounts(path: str) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation=OuterRef(path), ended_at=None, user__is_active=True)


def _officer_decides() -> Q:
    """Where nobody acts for the supplier, or no council has confirmed who it is."""
    return Q(organisation__confirmed_at=None) | Q(~Exists(_accounts("organisation")))
