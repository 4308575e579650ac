"""Start next year's contract from this one: what was promised as a draft that both sides agree anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction

from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.permissions import check_can_copy
from contracts.obligations.selectors.copying import Coming, coming_along
from contracts.obligations.services.checking import outside_words
from contracts.obligations.services.kpis import add_kpi
from contracts.obligations.services.obligations import add_obligation
from contracts.performance.enums import Kind
from contracts.register.calculations.details import ContractDetails
from contracts.register.calculations.links import Link
from contracts.register.enums import LinkedHow
from contracts.register.models import Contract
from contracts.register.services import register_contract
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused


@transaction.atomic
def copy_contract(source: Contract, details: ContractDetails, *, by: User, milestones: Mapping[int, date | None]) -> Contract:
    """A draft contract with the suppliers, districts, agreed obligations and KPIs of ``source`` and the entry ``details``.

    ``milestones``: the new day of each KPI that is done by a day, by its key; without one the KPI is left out. No return,
    evidence or agreement comes along. Raises NotAllowed, WrongState, or Refused: a milestone's field is ``milestone-<key>``.
    """
    check_can_copy(by, source)
    coming = coming_along(source)
    _check_days(coming, milestones, details)
    made = register_contract(
        details,
        by=by,
        council=source.council,
        # A link that waits for an officer waits in the copy too
        suppliers=[
            Link(party.organisation, party.linked_how if party.waits else LinkedHow.OFFICER)
            for party in source.parties.filter(last_day=None).select_related("organisation")
        ],
        districts=list(source.districts.all()),
        illustrative=source.illustrative,
        source=f"Started from {source.reference}",
    )
    made.copied_from = source
    made.save(update_fields=["copied_from"])
    for kept in coming.obligations:
        same = ObligationDetails(
            basis=kept.old.basis,
            wording=kept.old.agreed_wording,
            priority=kept.priority,
            outcome=kept.outcome,
            measure=kept.measure,
            source_note=f"Obligation {kept.old.code} of {source.reference}",
        )
        _copy_kpis(add_obligation(made, same, by=by), kept.kpis, milestones, by)
    sentence = f"started {made.reference} from {source.reference}"
    record("copy", sentence, by=by, about=[made, source], council=source.council)
    return made


def _check_days(coming: Coming, milestones: Mapping[int, date | None], details: ContractDetails) -> None:
    said = outside_words(details.starts_on, details.ends_on)
    days = [(kpi, milestones.get(kpi.pk)) for kpi in coming.milestones]
    problems: list[tuple[str | None, str]] = [
        (f"milestone-{kpi.pk}", said) for kpi, day in days if day and not details.starts_on <= day <= (details.ends_on or day)
    ]
    if problems:
        raise Refused(problems)


def _copy_kpis(obligation: Obligation, kpis: list[Kpi], milestones: Mapping[int, date | None], by: User) -> None:
    for kpi in kpis:
        day = milestones.get(kpi.pk)
        if kpi.kind != Kind.MILESTONE or day:
            add_kpi(obligation, replace(kpi.terms(), reported_from=None, milestone_on=day), by=by)
