"""The list to follow up, one thing of it, and the rules between measures."""

from typing import Any

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.follow_up import services
from contracts.follow_up.forms import FINISH, FollowUpFilter, ItemForm, RuleForm
from contracts.follow_up.models import FollowUp, MeasureRule
from contracts.follow_up.pages import FOLLOW_UPS, question_tag
from contracts.follow_up.permissions import can_be_given, can_follow_up, can_rule, check_can_rule
from contracts.follow_up.selectors import entered_rules, follow_ups_for
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.selectors import timeline
from socialvalue.common.lists import list_page
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs

MOST_EVENTS = 12


@needs(P.EDIT_CONTRACTS, P.VERIFY_RETURNS)
def follow_up(request):
    return list_page(
        request,
        FOLLOW_UPS,
        "contracts/follow_up/list.html",
        form=FollowUpFilter(request.GET or None),
        rows=lambda values: follow_ups_for(request.user, **{name: value for name, value in values.items() if value}),
    )


@needs(P.EDIT_CONTRACTS, P.VERIFY_RETURNS)
def follow_up_item(request, pk):
    rows = FollowUp.objects.visible_to(request.user)
    rows = rows.select_related("contract__council", "council", "due__kpi", "assigned_to", "done_by")
    item = get_object_or_404(rows, pk=pk)
    here = reverse("follow-up")
    context: dict[str, Any] = {"item": item, "tag": question_tag(item), "events": timeline(item)[:MOST_EVENTS]}
    if not can_follow_up(request.user, item):
        return render(request, "contracts/follow_up/closed.html", context | {"breadcrumbs": [(FOLLOW_UPS.name, here)]})

    def save(data):
        words, person = data.pop("words"), data.pop("person")
        if data.pop("becomes") == FINISH:
            return services.done_with(item, by=request.user, words=words, **data)
        return services.give_to(item, by=request.user, person=person, **data)

    form = ItemForm(
        request.POST or None,
        people=[one for one in people_who(P.EDIT_CONTRACTS, item.council) if can_be_given(one, item)],
        version=item.version,
    )
    return form_page(
        request,
        form,
        save,
        to=here,
        done=lambda fresh: "It is done with." if fresh.done_at else f"{fresh.assigned_to} follows it up.",
        template="contracts/follow_up/item.html",
        version_of=item,
        heading=f"{item.sentence}.",
        caption=item.contract.title,
        submit_label="Save",
        back_url=here,
        **context,
    )


@needs(P.EDIT_CONTRACTS, P.VERIFY_RETURNS)
def measure_rules(request):
    councils = {*request.user.organisations_where(P.EDIT_CONTRACTS), *request.user.organisations_where(P.VERIFY_RETURNS)}
    rules = [(rule, can_rule(request.user, rule.council_id)) for rule in entered_rules(councils)]
    context = {"rules": rules, "may_rule": request.user.can(P.EDIT_CONTRACTS)}
    return render(request, "contracts/follow_up/rules.html", context | {"breadcrumbs": [(FOLLOW_UPS.name, reverse("follow-up"))]})


@needs(P.EDIT_CONTRACTS)
def measure_rule_new(request):
    council = request.user.council
    check_can_rule(request.user, council)
    here = reverse("measure-rules")
    return form_page(
        request,
        RuleForm(request.POST or None, council=council),
        lambda data: services.enter_rule(council, by=request.user, **data),
        creates=True,
        to=here,
        done="The rule is entered. What breaks it is on the list within a few minutes.",
        heading="Enter a rule between measures",
        intro="It is held to what is reported for the same period of the same contract. Only values in the unit of a measure "
        "are compared.",
        submit_label="Enter the rule",
        back_url=here,
    )


@needs(P.EDIT_CONTRACTS)
@require_POST
def measure_rule_end(request, pk):
    rows = MeasureRule.objects.filter(council__in=request.user.organisations_where(P.EDIT_CONTRACTS))
    rule = get_object_or_404(rows, pk=pk)
    done = "The rule is ended. What it found leaves the list within a few minutes."
    return button(request, lambda: services.end_rule(rule, by=request.user), to=reverse("measure-rules"), done=done)
