"""Marking an open question by proxy values: offered where the council's written decision allows it, and nowhere else."""

from django.shortcuts import render
from django.urls import reverse

from procurement.tendering import permissions, services
from procurement.tendering.forms import VersionForm
from procurement.tendering.forms.proxies import ProxyMarkingForm
from procurement.tendering.selectors import proxy_marking
from procurement.tendering.views.finding import criterion_of, page_in_tree, tender_of
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import WrongState
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import signed_in
from socialvalue.framework.selectors import policy_in_force


def proxies_line(user, criterion) -> dict:
    """For the page of a question: whether it may be marked by proxy values, and where the council decides on that."""
    if not proxy_marking.may_be_marked(criterion):
        return {}
    tender = criterion.tender
    decides = user.can(Permission.EDIT_FRAMEWORKS, tender.council)
    return {
        "criterion": criterion,
        "may_be_marked": True,
        "policy_allows": proxy_marking.policy_allows(tender),
        "marking": criterion.proxy_marking,
        "policy_url": reverse("proxy-policy") if decides else "",
    }


@signed_in
def mark(request, reference, pk):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    criterion = criterion_of(tender, pk)
    if not proxy_marking.may_be_marked(criterion):
        raise WrongState(proxy_marking.why_not_marked(criterion))
    if not proxy_marking.policy_allows(tender):
        page = page_in_tree(tender, f"Proxy values: {criterion.title}", **proxies_line(request.user, criterion))
        return render(request, "procurement/tendering/proxies_off.html", page)
    form = ProxyMarkingForm(request.POST or None, criterion=criterion, version=tender.version, initial=_chosen(criterion))
    return form_page(
        request,
        form,
        lambda data: services.mark_by_proxies(criterion, by=request.user, **data),
        to=reverse("tender-criteria", args=[reference]),
        done=f"{criterion.title} is marked by proxy values.",
        template="procurement/tendering/proxies.html",
        version_of=tender,
        policy=policy_in_force(tender.council),
        council=tender.council,
        **page_in_tree(tender, f"Proxy values: {criterion.title}", **proxies_line(request.user, criterion)),
    )


def _chosen(criterion) -> dict:
    """What is pinned now, found again among the framework's values."""
    marking = criterion.proxy_marking
    if marking is None:
        return {}
    pinned = {(p.measure_id, p.value, p.price_year, p.area, p.source) for p in marking.proxies.all()}
    found = proxy_marking.offered_proxies(criterion)
    chosen = [p for p in found if (p.measure_id, p.value, p.price_year, p.area, p.source) in pinned]
    return {"full_marks_at": marking.full_marks_at, "proxies": chosen}


@signed_in
def judge(request, reference, pk):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    criterion = criterion_of(tender, pk)
    form = VersionForm(request.POST or None, version=tender.version)
    more = {
        "consequence": "This takes the proxy values away. Evaluators score the answers by the scale, as they do everywhere else.",
        "confirm_label": "Let people judge it",
    }
    return form_page(
        request,
        form,
        lambda data: services.judge_again(criterion, by=request.user, **data),
        to=reverse("tender-criteria", args=[reference]),
        done=f"People judge the answers to {criterion.title}.",
        template=CONFIRM,
        version_of=tender,
        **page_in_tree(tender, f"Judge {criterion.title} again?", **more),
    )
