"""Suppliers that may be one and the same: equal or like names, equal numbers. It suggests, an officer decides."""

from socialvalue.accounts.models import Organisation
from socialvalue.suppliers.selectors.linking import register_of_suppliers


def likely_doubles(supplier: Organisation) -> list[Organisation]:
    """Others that may be this supplier, those with its number first, then by likeness. Six queries."""
    register = register_of_suppliers()
    one = register.known.get(supplier.pk)
    if one is None:
        return []
    same = sorted(register.holding(one.numbers) - {supplier.pk})
    numbers = tuple(sorted(one.numbers))
    alike = [key for key in register.alike(supplier.name) if key != supplier.pk and key not in same]
    keys = same + [key for key in alike if not register.known[key].conflicts(numbers)]
    found = Organisation.objects.in_bulk(keys)
    return [found[key] for key in keys]
