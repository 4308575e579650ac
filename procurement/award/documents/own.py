"""The assessment summaries that a supplier was sent, as files."""

from procurement.award.models import AssessmentSummary
from socialvalue.accounts.models import User
from socialvalue.exports.documents import Belongs, Files, uploads_of


def files(user: User) -> Files:
    rows = AssessmentSummary.objects.visible_to(user).select_related("bid__tender__commission__council")
    return uploads_of(user, rows, _belongs)


def _belongs(summary: AssessmentSummary) -> Belongs:
    tender = summary.bid.tender
    return Belongs(
        ("bids", tender.reference), str(tender.commission.council), tender.reference, "The assessment summary of your bid"
    )
