"""Writes to the register: contracts, their dates, values and owners, from draft to end."""

from contracts.register.calculations.worth import worth
from contracts.register.services.coming_ends import end_what_is_over
from contracts.register.services.ending import mark_carried_on, mark_ended, mark_running_on, plan_further
from contracts.register.services.entries import (
    edit_contract,
    lacks_owner,
    missing_owners,
    problems_of,
    record_entry,
    register_contract,
    save_entry,
    start_contract,
)
from contracts.register.services.kpis_by_law import check_kpis_by_law, record_kpis_published, say_why_no_kpis
from contracts.register.services.looking import look_again
from contracts.register.services.modifying import (
    decide_supplier_change,
    propose_supplier_change,
    withdraw_supplier_change,
)
from contracts.register.services.parties import confirm_link, is_trusted
from contracts.register.services.telling import tell_suppliers

__all__ = [
    "check_kpis_by_law",
    "confirm_link",
    "decide_supplier_change",
    "edit_contract",
    "end_what_is_over",
    "is_trusted",
    "lacks_owner",
    "look_again",
    "mark_carried_on",
    "mark_ended",
    "mark_running_on",
    "missing_owners",
    "plan_further",
    "problems_of",
    "propose_supplier_change",
    "record_entry",
    "record_kpis_published",
    "register_contract",
    "save_entry",
    "say_why_no_kpis",
    "start_contract",
    "tell_suppliers",
    "withdraw_supplier_change",
    "worth",
]
