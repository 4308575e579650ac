"""Private ideas: the council's inbox for one commission, the supplier's own list, telling one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from procurement.commissioning import permissions
from procurement.commissioning.models import Commission
from procurement.commissioning.views.common import editable, trail
from procurement.engagement import selectors, services
from procurement.engagement.forms.idea import IdeaForm, ReplyForm
from procurement.engagement.models import PrivateIdea
from procurement.engagement.permissions import check_can_disclose
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs, page_of, signed_in

T = "procurement/engagement/"


@signed_in
def commission_ideas(request, reference: str):
    commission = _readable(request, reference)
    rows = PrivateIdea.objects.visible_to(request.user).filter(commission=commission)
    context = {
        "commission": commission,
        "page": page_of(request, rows.select_related("supplier", "sent_by", "replied_by")),
        "open": selectors.takes_ideas(commission),
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}commission_ideas.html", context)


def _readable(request, reference: str) -> Commission:
    """Ideas are read by whoever drafts the commission, also after it is closed."""
    rows = Commission.objects.visible_to(request.user)
    commission = get_object_or_404(rows, reference=reference)
    if not request.user.can(Permission.EDIT_COMMISSIONS, commission.council_id):
        raise NotAllowed("Only officers who draft the commission can read private ideas")
    return commission


@signed_in
def idea_reply(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = get_object_or_404(
        PrivateIdea.objects.visible_to(request.user).select_related("supplier"), pk=pk, commission=commission
    )
    back = reverse("commission-ideas", args=[reference])
    return form_page(
        request,
        ReplyForm(request.POST or None),
        lambda data: services.reply_to_idea(found, by=request.user, reply=data["reply"]),
        to=back,
        done="The supplier has your reply.",
        template=f"{T}idea_reply.html",
        heading=f"Reply to {found.supplier}",
        caption=commission.title,
        idea=found,
        read=found,
        submit_label="Send the reply",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Private ideas", back)),
    )


@needs(Permission.BID)
def ideas(request):
    mine = PrivateIdea.objects.visible_to(request.user).filter(supplier__in=request.user.organisations_where(Permission.BID))
    context = {
        "page": page_of(request, mine.select_related("commission__council", "sent_by")),
        "forward_plan": reverse("forward-plan"),
    }
    return render(request, f"{T}ideas.html", context)


@needs(Permission.BID)
def idea_new(request, reference: str):
    commission = get_object_or_404(Commission.objects.public().select_related("council"), reference=reference)
    supplier = request.user.supplier
    check_can_disclose(request.user, commission, supplier)
    return form_page(
        request,
        IdeaForm(request.POST or None),
        lambda data: services.disclose_idea(commission, by=request.user, supplier=supplier, text=data["text"]),
        creates=True,
        to=reverse("ideas"),
        done="The council has your idea. Nobody else can read it.",
        template=f"{T}idea_form.html",
        heading="Tell the council an idea in confidence",
        caption=commission.title,
        commission=commission,
        supplier=supplier,
        submit_label="Send the idea",
        cancel_url=reverse("ideas"),
        back_url=reverse("ideas"),
    )
