"""The list of contracts, and everything one contract's page shows, in a constant number of queries."""

from dataclasses import dataclass, field

from django.db.models import Case, Q, When

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.querysets import ObligationQuerySet
from contracts.register.enums import ContractStatus, RegisterStatus
from contracts.register.models import Contract
from contracts.standing.selectors.kpis import with_below_minimum, with_below_target, with_late
from contracts.standing.selectors.standings import KpiStanding, standings
from socialvalue.common import clock
from socialvalue.documents.models import Document
from socialvalue.law.days import add_months


def contracts_for(user, **filters):
    """The contracts this person sees, narrowed by the filter form's values (each may be empty).

    ``search`` (words in reference, title, supplier), ``directorate``, ``status``, ``supplier`` (its name, part
    of it, or its number), ``ends_within`` (months),
    ``attention`` ("late", "below_minimum", "below_target": over the last twelve whole months, as the list's tags say; "unowned":
    large, in force, and without a manager or a director).
    """
    found = Contract.objects.visible_to(user)
    wanted = {key: value for key, value in filters.items() if value not in (None, "")}
    for word in (wanted.get("search") or "").split():
        matches = Q(reference__icontains=word) | Q(title__icontains=word)
        by_supplier = Contract.objects.filter(Q(parties__name_then__icontains=word) | Q(suppliers__name__icontains=word)).values(
            "pk"
        )
        found = found.filter(matches | Q(pk__in=by_supplier))
    if "directorate" in wanted:
        found = found.filter(directorate=wanted["directorate"])
    if "status" in wanted:
        found = standing_as(found, wanted["status"])
    if "supplier" in wanted:
        found = found.with_supplier(wanted["supplier"])
    if "ends_within" in wanted:
        today = clock.today()
        until = add_months(today, int(wanted["ends_within"]))
        found = found.filter(status=ContractStatus.ACTIVE, ends_on__range=(today, until))
    if wanted.get("attention") == "late":
        found = with_late(found)
    if wanted.get("attention") == "below_minimum":
        found = with_below_minimum(found)
    if wanted.get("attention") == "below_target":
        found = with_below_target(found)
    if wanted.get("attention") == "unowned":
        found = found.unowned()
    return found.select_related("directorate", "council").prefetch_related("parties").order_by("title", "pk")


# A filter of the list beside how a contract stands
NO_END = "no_end"


def standing_as(found, wanted: str):
    """The contracts ``found`` that stand so today: “active” is all that is in force, to begin and past its end too."""
    today = clock.today()
    if wanted == RegisterStatus.PAST_END:
        return found.past_their_end(today)
    if wanted == RegisterStatus.TO_BEGIN:
        return found.filter(status=ContractStatus.ACTIVE, starts_on__gt=today)
    if wanted == NO_END:
        return found.filter(status=ContractStatus.ACTIVE, ends_on=None)
    return found.filter(status=wanted)


@dataclass
class ObligationPart:
    """An obligation with the standing of each of its KPIs."""

    obligation: Obligation
    kpis: list[KpiStanding] = field(default_factory=list)


def obligations_of(contract, user) -> list[ObligationPart]:
    """Every obligation of the contract in order, ended ones last, with the standing of its KPIs and its earlier words.

    Six queries.
    """
    rows = contract.obligations.select_related(
        "priority",
        "outcome",
        "requirement__commission",
        "commitment",
        "answer__question",
        "council_agreed_by",
        "supplier_agreed_by",
    ).prefetch_related("versions")
    parts = {o.pk: ObligationPart(o) for o in sorted(rows, key=lambda o: (o.is_ended, o.pk))}
    for found in standings(Kpi.objects.filter(obligation__contract=contract).order_by("number"), user=user):
        parts[found.kpi.obligation_id].kpis.append(found)
    return list(parts.values())


def origins_of(contract: Contract) -> ObligationQuerySet:
    """The obligations of a contract in their order, ended ones last, with what each of them rests on. One query."""
    rows = contract.obligations.select_related("requirement__commission", "commitment")
    return rows.order_by(Case(When(status=AgreementStatus.ENDED, then=1), default=0), "pk")


def with_files(kpis: list[KpiStanding]) -> set[int]:
    """The keys of the verified returns of these KPIs that have a file. One query, none where nothing is verified."""
    verified = [str(row.counted.pk) for kpi in kpis for row in kpi.rows if row.counted is not None]
    if not verified:
        return set()
    files = Document.objects.filter(owner_type="contracts.return", owner_id__in=verified)
    return {int(key) for key in files.values_list("owner_id", flat=True)}
