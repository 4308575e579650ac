"""Opportunities that others post, and their approval."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST

from procurement.commissioning.forms.fields import CheckForm, ReasonForm
from procurement.pipeline import permissions, services
from procurement.pipeline.forms import PostingForm
from procurement.pipeline.models import POSTING_PERMISSIONS, Posting, bodies_of
from procurement.pipeline.pages.postings import POSTINGS
from procurement.pipeline.selectors import where
from socialvalue.accounts.models import Organisation
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.lists import list_page
from socialvalue.common.pages import CONFIRM, button, form_page
from socialvalue.common.views import needs, signed_in

T = "procurement/pipeline/"
TRAIL = [("Opportunities", reverse_lazy("opportunities")), ("Posted opportunities", reverse_lazy("postings"))]
INTRO = "Subcontracts, quotations, grants and tenders elsewhere, from £5,000 upward. The council approves it first."


def _found(request, reference: str) -> Posting:
    rows = Posting.objects.visible_to(request.user).select_related("posted_for", "council", "posted_by")
    return get_object_or_404(rows, reference=reference)


def _bodies(user):
    return Organisation.objects.filter(pk__in=bodies_of(user))


@needs(*POSTING_PERMISSIONS)
def post(request):
    bodies = _bodies(request.user)
    form = PostingForm(request.POST or None, bodies=bodies)

    def save(data):
        data.pop("expected_version", None)
        return services.post_opportunity(by=request.user, **data)

    return form_page(
        request, form, save, creates=True, to=lambda p: reverse("posting", args=[p.reference]),
        done="Sent. It is published once the council has approved it.",
        heading="Post an opportunity", caption=str(bodies[0]) if len(bodies) == 1 else "", intro=INTRO,
        submit_label="Send for approval", breadcrumbs=TRAIL, cancel_url=reverse("postings"),
    )  # fmt: skip


@signed_in
def postings(request):
    """One's own, and those that wait for one's decision."""
    user = request.user
    return list_page(
        request,
        POSTINGS,
        f"{T}postings.html",
        rows=lambda values: Posting.objects.own(user),
        waiting=Posting.objects.to_decide(user).select_related("posted_for"),
        may_post=bool(bodies_of(user)),
        breadcrumbs=TRAIL[:1],
    )


def posting(request, reference: str):
    found, user = _found(request, reference), request.user
    mine = user.is_authenticated and found.posted_for_id in bodies_of(user)
    decide = permissions.can_decide_posting(user, found)
    context = {
        "posting": found,
        "mine": mine,
        "closed": found.closes_at <= clock.now(),
        "where": where(found.districts.all()),
        "may_edit": permissions.can_edit_posting(user, found),
        "may_withdraw": permissions.can_withdraw_posting(user, found),
        "may_decide": decide,
        "events": timeline(found) if mine or decide else [],
        "breadcrumbs": TRAIL if mine or decide else TRAIL[:1],
    }
    return render(request, f"{T}posting.html", context)


def _page_of(found: Posting, heading: str) -> dict:
    here = reverse("posting", args=[found.reference])
    return {"heading": heading, "to": here, "cancel_url": here, "breadcrumbs": [*TRAIL, (found.title, here)]}


@signed_in
def edit(request, reference: str):
    found = _found(request, reference)
    permissions.check_can_edit_posting(request.user, found)
    form = PostingForm(request.POST or None, instance=found, bodies=[found.posted_for])

    def save(data):
        del data["posted_for"]
        return services.edit_posting(found, by=request.user, **data)

    return form_page(
        request, form, save, done="Sent again.", latest=found, caption=str(found.posted_for),
        submit_label="Send for approval", **_page_of(found, "Change the opportunity"),
    )  # fmt: skip


@require_POST
@signed_in
def publish(request, reference: str):
    found = _found(request, reference)
    return button(
        request,
        lambda: services.decide_posting(found, by=request.user, publish=True),
        to=reverse("posting", args=[reference]),
        done="The opportunity is published.",
    )


@signed_in
def send_back(request, reference: str):
    found = _found(request, reference)
    permissions.check_can_decide_posting(request.user, found)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="What has to change?"),
        lambda data: services.decide_posting(found, by=request.user, publish=False, comment=data["reason"]),
        done="Returned with your comment.", template=CONFIRM, read=found, caption=found.title, confirm_label="Return it",
        **_page_of(found, "Return this opportunity?"),
    )  # fmt: skip


@signed_in
def withdraw(request, reference: str):
    found = _found(request, reference)
    permissions.check_can_withdraw_posting(request.user, found)
    return form_page(
        request,
        CheckForm(request.POST if request.method == "POST" else None),
        lambda data: services.withdraw_posting(found, by=request.user),
        done="The opportunity is withdrawn.", template=CONFIRM, read=found, caption=found.title, dangerous=True,
        consequence="It is taken off the public page at once and cannot be published again.", confirm_label="Withdraw it",
        **_page_of(found, "Withdraw this opportunity?"),
    )  # fmt: skip
