"""What was chosen, and what was drawn."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from contracts.draws.models import Draw, DrawChoice
from contracts.register.models import Contract
from socialvalue.accounts.models import User


def chosen_on(councils: Collection[int], day: date) -> dict[int, int]:
    """How many returns one is drawn of on ``day``, by council; those that draw none are left out. One query."""
    rows = DrawChoice.objects.filter(council__in=councils, from_day__lte=day).order_by("from_day", "pk")
    found = dict(rows.values_list("council", "one_in"))
    return {council: one_in for council, one_in in found.items() if one_in}


def choices_of(councils: Collection[int]) -> QuerySet[DrawChoice]:
    """What these councils chose, the latest first."""
    return DrawChoice.objects.filter(council__in=councils).select_related("council", "chosen_by").order_by("-from_day", "-pk")


def draws_of(versions: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Draw]:
    """What was drawn of these (key of the due row, number of the version). One query."""
    wanted = set(versions)
    rows = Draw.objects.filter(due__in={due for due, _ in wanted})
    return {(row.due_id, row.number): row for row in rows if (row.due_id, row.number) in wanted}


def draws_for(user: User, *, drawn: str = "", contract: str = "") -> QuerySet[Draw]:
    """What was drawn in this person's councils, narrowed; with its day, KPI and contract."""
    path = "due__kpi__obligation__contract"
    rows = Draw.objects.visible_to(user).select_related("day", path)
    if drawn:
        rows = rows.filter(drawn=drawn == "yes")
    if contract:
        rows = rows.filter(Q(**{f"{path}__in": Contract.objects.called(contract).order_by().values("pk")}))
    return rows


def that_do_not_come_out() -> Iterator[Draw]:
    """Those of all councils for which the seed of the day gives something else than what is kept; read as they are walked."""
    rows = Draw.objects.select_related("day").order_by("pk")
    return (row for row in rows.iterator(chunk_size=2000) if not row.comes_out)
