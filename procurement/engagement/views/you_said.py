"""You said, we did: everything that has its answer, and what of it the public reads."""

from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from procurement.commissioning import permissions
from procurement.commissioning.enums.key_questions import BY_KEY
from procurement.commissioning.views.common import commission_of, editable, trail
from procurement.engagement import selectors, services
from procurement.engagement.forms.you_said import TakeBackForm, YouSaidForm
from procurement.engagement.models import YouSaid
from procurement.engagement.permissions import can_take_back, check_can_take_back
from socialvalue.common.errors import Refused
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import signed_in

T = "procurement/engagement/"


@signed_in
def you_said(request, reference: str):
    """What can be printed or sent to those who were heard: groups and never names, and only what has its answer."""
    commission = commission_of(request, reference)
    rows = list(selectors.publishable(commission))
    asked = [(q, [r for r in rows if r.question == key]) for key, q in BY_KEY.items()]
    editions = YouSaid.objects.visible_to(request.user).filter(commission=commission)
    context = {
        "commission": commission,
        "asked": [(q, found) for q, found in asked if found],
        "unasked": [r for r in rows if r.question not in BY_KEY],
        "total": len(rows),
        "waiting": commission.remarks.filter(responded_at=None).count(),
        "editions": editions.select_related("published_by", "withdrawn_by"),
        "published": selectors.in_public(commission),
        "may_edit": permissions.can_edit(request.user, commission),
        "may_take_back": can_take_back(request.user, commission),
        "breadcrumbs": trail(commission, ("Remarks", reverse("remarks", args=[reference]))),
    }
    return render(request, f"{T}you_said.html", context)


@signed_in
def publish(request, reference: str):
    """Choose, look at exactly what the public will read, publish: three steps of one form."""
    commission = editable(request, reference)
    published = selectors.in_public(commission)
    back = reverse("you-said", args=[reference])
    form = YouSaidForm(
        request.POST or None, rows=selectors.publishable(commission), again=published is not None, initial=_initial(published)
    )
    page: dict[str, Any] = {
        "commission": commission,
        "heading": "Choose what the public reads",
        "caption": commission.title,
        "cancel_url": back,
        "breadcrumbs": trail(commission, ("You said, we did", back)),
    }
    step = request.POST.get("step", "")
    if step == "publish":
        return form_page(
            request,
            form,
            lambda data: services.publish_you_said(
                commission, by=request.user, seen=request.POST.get("seen", ""), **form.choice()
            ),
            to=back,
            done="It is published. Everybody can read it.",
            template=f"{T}you_said_choose.html",
            **page,
        )
    if step == "preview" and form.is_valid():
        return render(
            request, f"{T}you_said_preview.html", {**page, "form": form, **_preview(commission, form.choice(), published)}
        )
    return render(request, f"{T}you_said_choose.html", {**page, "form": form})


def _initial(published: YouSaid | None) -> dict:
    if published is None:
        return {}
    lines = list(published.remarks.all())
    return {
        "introduction": published.introduction,
        "remarks": [line.remark_id for line in lines],
        "names": any(line.name_digest for line in lines),
    }


def _preview(commission, choice: dict, published: YouSaid | None) -> dict:
    lines = [selectors.as_published(remark, names=choice["names"]) for remark in choice["remarks"]]
    return {
        "shown": selectors.said_and_done(commission, choice["introduction"].strip(), lines),
        "seen": selectors.mark_of(choice["remarks"], choice["introduction"], names=choice["names"], replaces=published),
    }


@signed_in
def take_back(request, reference: str):
    commission = commission_of(request, reference)
    check_can_take_back(request.user, commission)
    published = selectors.in_public(commission)
    if published is None:
        raise Http404
    back = reverse("you-said", args=[reference])
    form = TakeBackForm(request.POST or None, version=published.number)

    def seen() -> YouSaid:
        """A newer edition is not taken back by somebody who never saw it."""
        if form.expected_version != published.number:
            form.take_latest(published.number)
            raise Refused("Another edition was published since you opened this page. Read it, then take it back if it has to go.")
        return published

    return form_page(
        request,
        form,
        lambda data: services.take_back_you_said(seen(), by=request.user, reason=data["reason"]),
        to=back,
        done="It is off the public site.",
        template=CONFIRM,
        heading="Take “You said, we did” off the public site?",
        caption=commission.title,
        consequence="Nobody outside the council can read it any more. What it said stays on the council’s record; "
        "you can publish a new one.",
        confirm_label="Take it back",
        dangerous=True,
        cancel_url=back,
        breadcrumbs=trail(commission, ("You said, we did", back)),
    )
