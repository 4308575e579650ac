"""A grant is worth at least what is paid and planned of it."""

from decimal import Decimal

from contracts.grants.calculations import sums_of
from contracts.register.models import Contract
from socialvalue.common.templatetags.formats import plain_money


def why_less_than_paid(contract: Contract, before: Decimal | None, after: Decimal | None) -> str:
    """Why a grant cannot be worth ``after``; "" where it is none, is raised, or covers its payments. The contract is locked."""
    if not contract.is_grant or after is None or (before is not None and after >= before):
        return ""
    left = sums_of((one.amounts for one in contract.grant_payments.all()), after).left
    if left is None or left >= 0:
        return ""
    taken = plain_money(after - left)
    return f"{taken} of the grant is paid or planned: enter that or more, or take a payment off the plan first"
