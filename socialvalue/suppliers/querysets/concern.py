"""Which councils a supplier concerns: those that have a contract with it or have opened a bid of it. The storeys above say so.

Who has only begun or sent a bid concerns no council yet: that a bid waits is nobody's to know before the opening.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User

Find = Callable[[], QuerySet[Any]]
_finders: dict[Find, str] = {}


def concerned(find: Find, *, path: str) -> None:
    """``find`` gives rows of ``supplier_key`` and ``council_key``, annotated so. Called from an AppConfig's ``ready``.

    The supplier is the one that goes on, where two were joined: ``goes_on`` of ``path``, the field that names it.
    """
    _finders[find] = path


def goes_on(path: str) -> Coalesce:
    """The key of the supplier at ``path``, or of the one it was joined to."""
    return Coalesce(F(f"{path}__part_of"), F(path))


def councils_of(organisation: Organisation) -> set[int]:
    """Keys of the councils that this supplier concerns; none for one that nobody has dealt with."""
    rows = [find().filter(supplier_key=organisation.part_of_id or organisation.pk) for find in _finders]
    return {key for found in rows for key in found.order_by().values_list("council_key", flat=True).distinct()}


def not_of_others(suppliers: QuerySet[Organisation], councils: Iterable[int]) -> QuerySet[Organisation]:
    """Those that concern one of these councils, or none at all. No query of its own."""
    theirs, anybodys = Q(pk__in=[]), Q(pk__in=[])
    for find in _finders:
        keys = find().order_by().values("supplier_key")
        anybodys |= Q(pk__in=keys)
        theirs |= Q(pk__in=keys.filter(council_key__in=list(councils)))
    return suppliers.filter(theirs | ~anybodys)


def not_of_others_among(suppliers: Collection[int], councils: Iterable[int]) -> set[int]:
    """Which of these few suppliers (keys of those that go on) concern one of these councils, or none: ``not_of_others``.

    What has their key is found by an index, where the other reads every contract. One query for those joined to them, and one
    for each way to be concerned; none where there are none.
    """
    if not suppliers:
        return set()
    theirs: dict[int, set[int]] = {key: set() for key in suppliers}
    joined = Organisation.objects.filter(part_of__in=suppliers).values_list("pk", flat=True)
    family = [*suppliers, *joined]
    for find, path in _finders.items():
        rows = find().filter(**{f"{path}__in": family}).order_by()
        for supplier, council in rows.values_list("supplier_key", "council_key").distinct():
            theirs[supplier].add(council)
    mine = set(councils)
    return {key for key, found in theirs.items() if not found or found & mine}


def officers_for(organisation: Organisation, besides: User | None = None) -> QuerySet[User]:
    """Who confirms suppliers in the councils it concerns; in every council where it concerns none."""
    councils = councils_of(organisation)
    found = User.objects.holding(Permission.CONFIRM_SUPPLIERS, list(councils) if councils else Organisation.objects.councils())
    return found.exclude(pk=besides.pk) if besides else found
