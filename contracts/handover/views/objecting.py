"""What stands between proposed and agreed: objections, and obligations that count the same."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.handover.forms import AnswerForm, CountedForm, ObjectionForm
from contracts.obligations.models import Objection
from contracts.obligations.pages import Proposed, open_changes
from contracts.obligations.permissions import check_can_answer, check_can_object, check_can_shape
from contracts.obligations.selectors.alike import alike_to
from contracts.obligations.services import answer_objection, object_to, say_counted
from contracts.obligations.views.common import contract_form, seen_obligation
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs


def _place(obligation) -> str:
    """Where the page of what both sides agree shows it."""
    return f"{reverse('contract-handover', args=[obligation.contract_id])}#obligation-{obligation.pk}"


def _changes(obligation) -> list[Proposed]:
    """What is proposed of its KPIs."""
    return [one for one in open_changes(obligation.contract) if one.change.kpi.obligation_id == obligation.pk]


@needs(P.EDIT_CONTRACTS, P.BID)
def obligation_object(request, pk):
    obligation = seen_obligation(request, pk)
    check_can_object(request.user, obligation)
    form = ObjectionForm(request.POST or None, version=obligation.version)
    return contract_form(
        request,
        form,
        lambda data: object_to(obligation, by=request.user, **data),
        obligation.contract,
        to=_place(obligation),
        done=f"The council is told that obligation {obligation.code} is not what you offered.",
        version_of=obligation,
        template="contracts/handover/object.html",
        obligation=obligation,
        changes=_changes(obligation),
        heading="What differs from what you offered?",
        submit_label="Tell the council",
        back_url=_place(obligation),
    )


@needs(P.EDIT_CONTRACTS)
def objection_answer(request, pk):
    rows = Objection.objects.visible_to(request.user).select_related("obligation__contract__council", "by")
    objection = get_object_or_404(rows, pk=pk)
    check_can_answer(request.user, objection)
    obligation = objection.obligation
    form = AnswerForm(request.POST or None)
    return contract_form(
        request,
        form,
        lambda data: answer_objection(objection, by=request.user, **data),
        obligation.contract,
        to=_place(obligation),
        done=f"Your answer about obligation {obligation.code} is sent to the supplier.",
        template="contracts/handover/answer.html",
        objection=objection,
        obligation=obligation,
        changes=_changes(obligation),
        may_shape=True,
        read=objection,
        heading=f"Why does obligation {obligation.code} stay as it is?",
        submit_label="Send the answer",
        back_url=_place(obligation),
    )


@needs(P.EDIT_CONTRACTS)
def obligation_counted(request, pk):
    obligation = seen_obligation(request, pk)
    check_can_shape(request.user, obligation.contract)
    others = alike_to(obligation)
    form = CountedForm(request.POST or None, obligation=obligation, others=others)
    return contract_form(
        request,
        form,
        lambda data: say_counted(obligation, by=request.user, **data),
        obligation.contract,
        to=_place(obligation),
        done=f"It is recorded what obligation {obligation.code} counts. The supplier’s people are told.",
        version_of=obligation,
        template="contracts/handover/counted.html",
        obligation=obligation,
        others=others,
        heading=f"Does obligation {obligation.code} mean the same people?",
        submit_label="Record",
        back_url=_place(obligation),
    )
