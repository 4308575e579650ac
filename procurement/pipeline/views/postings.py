"""Opportunities that others post, and their approval."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from procurement.commissioning.forms.fields import ReasonForm
from procurement.commissioning.pages import CONFIRM, act, handle
from procurement.pipeline import permissions, selectors, services
from procurement.pipeline.enums import PostingStatus
from procurement.pipeline.forms import PostingForm
from procurement.pipeline.models import Posting
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import Organisation
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import NotAllowed
from socialvalue.common.views import needs, page_of, signed_in

T = "procurement/pipeline/"
TRAIL = ("Opportunities", "/opportunities/")


def _own_body(user) -> Organisation:
    """The organisation this person posts for."""
    bodies = user.organisations_where(P.POST_OPPORTUNITIES) or user.organisations_where(P.BID)
    if not bodies:
        raise NotAllowed("Only partner authorities, main contractors and suppliers post opportunities.")
    return Organisation.objects.get(pk=bodies[0])


@needs(P.POST_OPPORTUNITIES, P.BID)
def post(request):
    body = _own_body(request.user)
    form = PostingForm(request.POST or None)

    def save(data):
        data.pop("version", None)
        return services.post_opportunity(by=request.user, posted_for=body, **data)

    return handle(
        request,
        form,
        save,
        to=lambda p: reverse("posting", args=[p.reference]),
        success="Sent. It is published once the council has approved it.",
        template="layouts/form.html",
        heading="Post an opportunity",
        caption=str(body),
        intro="Subcontracts, quotations and tenders elsewhere, from £5,000 upward. The council looks at it before it is published.",
        submit_label="Send for approval",
        breadcrumbs=[TRAIL],
        cancel_url=reverse("opportunities"),
    )


@signed_in
def postings(request):
    """One's own, and those that wait for one's decision."""
    user = request.user
    own = Posting.objects.filter(posted_for__in=user.organisations_where(P.POST_OPPORTUNITIES) + user.organisations_where(P.BID))
    context = {
        "waiting": selectors.waiting_postings(user).select_related("posted_for"),
        "page": page_of(request, own.order_by("-created_at")),
        "may_post": user.can(P.POST_OPPORTUNITIES) or user.can(P.BID),
        "breadcrumbs": [TRAIL],
    }
    return render(request, f"{T}postings.html", context)


def _mine(user, posting: Posting) -> bool:
    return user.is_authenticated and (
        user.can(P.POST_OPPORTUNITIES, posting.posted_for_id) or user.can(P.BID, posting.posted_for_id)
    )


def posting(request, reference: str):
    found = get_object_or_404(_visible(request.user), reference=reference)
    signed = request.user.is_authenticated
    mine = _mine(request.user, found)
    decide = signed and found.status == PostingStatus.SUBMITTED and permissions.can_decide_posting(request.user, found)
    context = {
        "posting": found,
        "mine": mine,
        "may_edit": mine and found.status == PostingStatus.RETURNED,
        "may_withdraw": mine and found.status not in (PostingStatus.WITHDRAWN,),
        "may_decide": decide,
        "events": timeline(found) if mine or decide else [],
        "breadcrumbs": [TRAIL],
    }
    return render(request, f"{T}posting.html", context)


def _visible(user):
    """As the queryset's rule, with suppliers' own."""
    rows = Posting.objects.visible_to(user).select_related("posted_for", "council")
    if user.is_authenticated:
        rows |= Posting.objects.filter(posted_for__in=user.organisations_where(P.BID)).select_related("posted_for", "council")
    return rows


@signed_in
def edit(request, reference: str):
    found = get_object_or_404(_visible(request.user), reference=reference)
    permissions.check_can_edit_posting(request.user, found)
    here = reverse("posting", args=[reference])
    form = PostingForm(request.POST or None, instance=found)

    def save(data):
        version = data.pop("version", None)
        return services.edit_posting(found, by=request.user, expected_version=version, **data)

    return handle(
        request, form, save, to=here, success="Sent again.", latest=found, template="layouts/form.html", heading="Change the opportunity",
        caption=str(found.posted_for), submit_label="Send for approval", breadcrumbs=[TRAIL, (found.title, here)], cancel_url=here,
    )  # fmt: skip


@require_POST
@signed_in
def publish(request, reference: str):
    found = get_object_or_404(_visible(request.user), reference=reference)
    here = reverse("posting", args=[reference])
    return act(
        request,
        lambda: services.decide_posting(found, by=request.user, publish=True),
        to=here,
        success="The opportunity is published.",
    )


@signed_in
def send_back(request, reference: str):
    found = get_object_or_404(_visible(request.user), reference=reference)
    permissions.check_can_decide_posting(request.user, found)
    here = reverse("posting", args=[reference])
    return handle(
        request,
        ReasonForm(request.POST or None, label="What has to change?"),
        lambda data: services.decide_posting(found, by=request.user, publish=False, comment=data["reason"]),
        to=here, success="Returned with your comment.", template=CONFIRM, heading="Return this opportunity?", caption=found.title,
        confirm_label="Return it", breadcrumbs=[TRAIL, (found.title, here)], cancel_url=here,
    )  # fmt: skip


@signed_in
def withdraw(request, reference: str):
    found = get_object_or_404(_visible(request.user), reference=reference)
    permissions.check_can_edit_posting(request.user, found)
    here = reverse("posting", args=[reference])
    from procurement.commissioning.forms.fields import CheckForm

    return handle(
        request,
        CheckForm(request.POST if request.method == "POST" else None),
        lambda data: services.withdraw_posting(found, by=request.user),
        to=here, success="The opportunity is withdrawn.", template=CONFIRM, heading="Withdraw this opportunity?", caption=found.title,
        consequence="It is taken off the public page at once and cannot be published again.", dangerous=True,
        confirm_label="Withdraw it", breadcrumbs=[TRAIL, (found.title, here)], cancel_url=here,
    )  # fmt: skip
