"""Short lists of what is somebody's own, for the foot of their home."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.urls import reverse

from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from procurement.engagement.models import PrivateIdea
from socialvalue.accounts.models import User

SHOWN = 6


@dataclass(frozen=True)
class Mine:
    """A heading, rows of (label, hint, address), and the address of the whole list."""

    heading: str
    rows: list[tuple[str, str, str]]
    url: str


def mine(user: User) -> list[Mine]:
    """Contracts managed, directed or delivered, and ideas told in confidence; a few of each. Two queries."""
    lists = [Mine("Your contracts", _contracts(user), reverse("contracts")), Mine("Your ideas", _ideas(user), reverse("ideas"))]
    return [m for m in lists if m.rows]


def _contracts(user: User) -> list[tuple[str, str, str]]:
    visible = Contract.objects.visible_to(user).exclude(status=ContractStatus.ENDED)
    if not user.supplier:
        visible = visible.filter(Q(manager=user) | Q(lead_director=user))
    rows = visible.order_by(F("ends_on").asc(nulls_last=True), "id")[:SHOWN]
    return [(c.title, c.status_words, reverse("contract", args=[c.pk])) for c in rows]


def _ideas(user: User) -> list[tuple[str, str, str]]:
    """What the person's organisation told in confidence, and whether a council has replied."""
    if not user.supplier:
        return []
    told = PrivateIdea.objects.visible_to(user).filter(supplier=user.supplier).select_related("commission")
    return [(i.commission.title, "Replied" if i.replied_at else "Waiting for the reply", reverse("ideas")) for i in told[:SHOWN]]
