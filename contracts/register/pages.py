"""What the register says of a contract beside its entry: the KPIs that the law asks for."""

from typing import Any

from contracts.register.models import Contract
from contracts.register.permissions import can_publish_kpis, can_say_why_no_kpis
from contracts.register.selectors import kpi_duty_of, kpis_set
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.key_indicators import BY_KEY, Duty


def by_law(contract: Contract, user: User, *, officer: bool) -> dict[str, Any]:
    """What section 52 asks of it, in words for officers, and what this person may record."""
    if not officer or contract.kind != CommissionKind.CONTRACT:
        return {"kpis_by_law": ""}
    duty, found = kpi_duty_of(contract), kpis_set(contract)
    short = duty.asked is not False and found < duty.fewest
    return {
        "kpis_by_law": words_of_duty(contract, duty, found),
        "may_say_why_no_kpis": short and can_say_why_no_kpis(user, contract),
        "may_publish_kpis": can_publish_kpis(user, contract),
    }


def words_of_duty(contract: Contract, duty: Duty, found: int) -> str:
    """“The law asks for at least 3 KPIs: 4 are set. Published on 3 May 2027.”"""
    if contract.kpi_ground:
        label = BY_KEY[contract.kpi_ground].label
        return f"The law asks for none: {label[0].lower()}{label[1:]}. {contract.kpi_reason}"
    if duty.asked is None:
        return f"Not known: enter the value with VAT. Above £{duty.above:,.0f} the law asks for {duty.fewest}."
    if not duty.asked:
        return f"The law does not require any: {duty.because}. Council policy does."
    said = f"The law asks for at least {duty.fewest}: {found} {'is' if found == 1 else 'are'} set."
    if contract.kpis_published_on:
        return f"{said} Published on {plain_day(contract.kpis_published_on)}."
    return f"{said} To be published by {plain_day(contract.kpis_publish_by)}." if contract.kpis_publish_by else said
