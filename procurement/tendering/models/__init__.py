"""The tender: its tree of award criteria, its questions with pinned wording, its scale, its amendments."""

from procurement.tendering.models.amendment import Amendment
from procurement.tendering.models.clarification import Clarification
from procurement.tendering.models.criterion import Criterion
from procurement.tendering.models.invited import InvitedSupplier
from procurement.tendering.models.lot import Lot
from procurement.tendering.models.proxies import PinnedProxy, ProxyMarking
from procurement.tendering.models.question import Question
from procurement.tendering.models.tender import ScaleLevel, Tender

__all__ = [
    "Amendment",
    "Clarification",
    "Criterion",
    "InvitedSupplier",
    "Lot",
    "PinnedProxy",
    "ProxyMarking",
    "Question",
    "ScaleLevel",
    "Tender",
]
