"""Section 52 of the Procurement Act 2023: a large contract has KPIs, which are published, or it is recorded why not."""

from datetime import date, timedelta

from django.db import transaction

from contracts.register.models import Contract
from contracts.register.permissions import check_can_publish_kpis, check_can_say_why_no_kpis
from contracts.register.selectors import kpi_duty_of, kpis_set
from contracts.register.services.looking import look_again
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.key_indicators import BY_KEY
from socialvalue.law.rules import rules_on


def check_kpis_by_law(contract: Contract) -> date | None:
    """Raise Refused where the law asks for KPIs and there are too few, without a recorded reason.

    Otherwise the last day to publish them, where there is one: with the contract details notice, 30 days from today, today
    being the first (section 53).
    """
    duty = kpi_duty_of(contract)
    if contract.kpi_ground or duty.asked is False:
        return None
    if duty.asked is None:
        raise Refused(
            f"With VAT this contract may be worth more than £{duty.above:,.0f}, and then the law asks for KPIs. Enter its value "
            "with VAT under “Change details”, then start it."
        )
    if (found := kpis_set(contract)) < duty.fewest:
        raise Refused(
            f"The law asks for at least {duty.fewest} KPIs before a contract of more than £{duty.above:,.0f} starts, and this "
            f"one has {found}. Add KPIs, or record on the contract’s page why the law asks for none."
        )
    return clock.today() + timedelta(days=rules_on(contract.starts_on).details_notice_days - 1)


@transaction.atomic
def say_why_no_kpis(contract: Contract, *, by: User, ground: str, reason: str, expected_version: Shown = AS_READ) -> Contract:
    """Record on which ground of the law a large contract has too few KPIs, and why it holds. Raises Refused, WrongState."""
    fresh = locked(contract, expected_version)
    check_can_say_why_no_kpis(by, fresh)
    if ground not in BY_KEY:
        raise Refused("Choose why the law asks for no KPIs", "ground")
    check_reason(reason, BY_KEY[ground].asks)
    label = BY_KEY[ground].label
    save_changes(fresh, kpi_ground=ground, kpi_reason=reason.strip(), kpis_publish_by=None)
    look_again(fresh)
    sentence = f"recorded why the law asks for no KPIs: {label[0].lower()}{label[1:]} ({BY_KEY[ground].source})"
    record("say why no KPIs", sentence, by=by, about=fresh, council=fresh.council, reason=reason)
    return fresh


@transaction.atomic
def record_kpis_published(contract: Contract, *, by: User, published_on: date, expected_version: Shown = AS_READ) -> Contract:
    """Record on which day the contract's KPIs were published with its contract details notice. Raises Refused, WrongState."""
    fresh = locked(contract, expected_version)
    check_can_publish_kpis(by, fresh)
    if published_on > clock.today():
        raise Refused("Enter today or a day before it: this records what was done", "published_on")
    save_changes(fresh, kpis_published_on=published_on)
    look_again(fresh)
    sentence = f"recorded that the KPIs were published on {plain_day(published_on)}"
    record("publish KPIs", sentence, by=by, about=fresh, council=fresh.council)
    return fresh
