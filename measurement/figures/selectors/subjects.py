"""What a figure is about, and whose: the whole, a priority, a directorate, a measure, a contract or a KPI."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from contracts.obligations.models import Kpi
from contracts.register.models import Contract
from measurement.figures.permissions import check_can_view_oversight
from socialvalue.accounts.models import Directorate, Organisation, User
from socialvalue.framework.models import Measure, Priority


@dataclass(frozen=True)
class Subject:
    """What the figure is about, and whose."""

    kind: str
    pk: int
    name: str
    council: Organisation
    word: str

    @property
    def is_small(self) -> bool:
        """Of one contract: all of its rows can be read at once."""
        return self.kind in ("contract", "kpi")


def subject(user: User, kind: str, pk: int, council: Organisation) -> Subject:
    """The thing a figure's page is about; a 404 for what this person must not know of."""
    if kind == "council":
        check_can_view_oversight(user, pk)
        body = get_object_or_404(Organisation, pk=pk)
        return Subject(kind, pk, "All priorities", body, "All contracts")
    if kind == "directorate":
        directorate = get_object_or_404(Directorate.objects.select_related("council"), pk=pk)
        check_can_view_oversight(user, directorate.council_id)
        return Subject(kind, pk, directorate.name, directorate.council, "Directorate")
    if kind in ("contract", "kpi"):
        contract = get_object_or_404(
            Contract.objects.visible_to(user).public().select_related("council"),
            **({"pk": pk} if kind == "contract" else {"obligations__kpis__pk": pk}),
        )
        check_can_view_oversight(user, contract.council_id)
        name = contract.title if kind == "contract" else get_object_or_404(Kpi, pk=pk).wording
        return Subject(kind, pk, name, contract.council, "Contract" if kind == "contract" else f"KPI of {contract.title}")
    if kind == "priority":
        priority = get_object_or_404(Priority.objects.filter(_framework_of(council, "version__framework")), pk=pk)
        return Subject(kind, pk, priority.name, council, "Priority")
    if kind == "measure":
        rows = Measure.objects.filter(_framework_of(council, "outcome__priority__version__framework"))
        return Subject(kind, pk, get_object_or_404(rows, pk=pk).name, council, "Measure")
    raise Http404


def _framework_of(council: Organisation, path: str) -> Q:
    """The council's own framework or one that everybody may use."""
    return Q(**{f"{path}__council": council}) | Q(**{f"{path}__council": None})


@dataclass(frozen=True)
class Narrower:
    """Of a measure: which unit, kind and direction, and under which priority (key) the figure counts it. Empty: all."""

    unit: str = ""
    kind: str = ""
    direction: str = ""
    priority: int | None = None

    @property
    def alike(self) -> dict[str, str]:
        """Of unit, kind and direction those that were said."""
        return {name: said for name in ("unit", "kind", "direction") if (said := getattr(self, name))}


ALL = Narrower()


def priority_keys(pk: int) -> list[int]:
    """The priority in every version of its framework."""
    same = Priority.objects.filter(pk=pk).values("code", "version__framework")
    alike = Priority.objects.filter(code__in=same.values("code"), version__framework__in=same.values("version__framework"))
    return sorted(alike.values_list("pk", flat=True))


def measure_keys(pk: int) -> list[int]:
    """The measure in every version of its framework."""
    same = Measure.objects.select_related("outcome__priority__version").get(pk=pk)
    version = same.outcome.priority.version
    alike = Measure.objects.filter(code=same.code, outcome__priority__version__framework=version.framework_id)
    return sorted(alike.values_list("pk", flat=True))
