"""The organisations that are known here, as the linking rule sees them."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef

from socialvalue.accounts.models import Membership
from socialvalue.suppliers.calculations.linking import Known, Register
from socialvalue.suppliers.calculations.numbers import Number
from socialvalue.suppliers.models import OrganisationName, RegisterNumber
from socialvalue.suppliers.querysets import suppliers_here, suppliers_joined


def register_of_suppliers() -> Register:
    """Every supplier with its names, earlier ones too, and its numbers; what was joined to it is it. Four queries."""
    accounts = Membership.objects.filter(organisation=OuterRef("pk"), ended_at=None, user__is_active=True)
    suppliers = suppliers_here()
    rows = suppliers.annotate(has_accounts=Exists(accounts)).values("pk", "name", "confirmed_at", "has_accounts")
    names: dict[int, list[str]] = defaultdict(list)
    joined: dict[int, int] = {}
    for part in suppliers_joined().only("part_of", "name"):
        if part.part_of_id:
            joined[part.pk] = part.part_of_id
            names[part.part_of_id].append(part.name)
    for key, name in OrganisationName.objects.values_list("organisation", "name"):
        names[joined.get(key, key)].append(name)
    numbers: dict[int, set[Number]] = defaultdict(set)
    sure: dict[int, set[Number]] = defaultdict(set)
    for key, scheme, number, is_sure in (
        RegisterNumber.objects.current().annotate(sure=F("confirmed_at")).values_list("organisation", "scheme", "number", "sure")
    ):
        one = joined.get(key, key)
        numbers[one].add(Number(scheme, number))
        if is_sure:
            sure[one].add(Number(scheme, number))
    return Register.of(
        Known(
            key=row["pk"],
            names=(row["name"], *names[row["pk"]]),
            numbers=frozenset(numbers[row["pk"]]),
            sure_numbers=frozenset(sure[row["pk"]]),
            confirmed=row["confirmed_at"] is not None,
            has_accounts=row["has_accounts"],
        )
        for row in rows
    )
