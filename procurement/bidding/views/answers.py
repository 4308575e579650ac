"""What the successful bidder answered to one question: the page between a question and its obligations."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from procurement.bidding.models import Answer, OfferedCommitment
from procurement.tendering.selectors.published import the_question
from socialvalue.accounts.enums import Permission
from socialvalue.common.views import signed_in


@signed_in
def answer(request, pk: int):
    rows = Answer.objects.successful(request.user)
    found = get_object_or_404(rows.select_related("bid__supplier", "bid__tender__commission", "question__criterion"), pk=pk)
    context = {
        "answer": found,
        "offers": OfferedCommitment.objects.visible_to(request.user).filter(answer=found),
        "asked": the_question(found.bid.tender, found.question.criterion.key),
        "breadcrumbs": _trail(request.user, found.bid.tender.commission),
    }
    return render(request, "procurement/bidding/answer.html", context)


def _trail(user, commission) -> list[tuple[str, str]]:
    if not user.can(Permission.VIEW_COMMISSIONS, commission.council_id):
        return []
    at = [commission.reference]
    return [(commission.title, reverse("commission", args=at)), ("The chain", reverse("chain", args=at))]
