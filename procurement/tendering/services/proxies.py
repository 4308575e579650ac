"""Mark an open question by proxy values while the tender is a draft; what is pinned stays as it is after publication."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from procurement.tendering.models import Criterion, PinnedProxy, ProxyMarking, Tender
from procurement.tendering.selectors import proxy_marking
from procurement.tendering.services.drafting import locked_for_editing, touch
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.templatetags.formats import plain_money
from socialvalue.framework.models import Proxy, ProxyPolicy
from socialvalue.framework.selectors import policy_in_force


@transaction.atomic
def mark_by_proxies(
    criterion: Criterion,
    *,
    by: User,
    proxies: Iterable[Proxy],
    full_marks_at: Decimal | None = None,
    expected_version: Shown = AS_READ,
) -> ProxyMarking:
    """Pin these values of the framework, with pounds at which a bid gets full marks (None: not decided yet).

    Refused unless the council's written decision allows it. Raises Refused with every problem, Conflict, NotAllowed, WrongState.
    """
    tender = locked_for_editing(criterion.tender, by, expected_version)
    criterion = Criterion.objects.select_related("question", "tender__commission").get(pk=criterion.pk, tender=tender)
    policy = policy_in_force(tender.council)
    if policy is None or not policy.proxies_may_score:
        raise Refused(f"{proxy_marking.OFF}")
    if not proxy_marking.may_be_marked(criterion):
        raise Refused(proxy_marking.why_not_marked(criterion))
    wanted = _checked(criterion, list(proxies), full_marks_at)
    marking = ProxyMarking.objects.filter(question=criterion.question).first()
    before = _shown(marking)
    if marking is None:
        marking = ProxyMarking(question=criterion.question)
    marking.full_marks_at = full_marks_at
    _rest_on(marking, policy)
    marking.save()
    marking.proxies.all().delete()
    PinnedProxy.objects.bulk_create(_pinned(marking, proxy, order) for order, proxy in enumerate(wanted, start=1))
    after = _shown(marking)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        _note("mark by proxies", f"chose proxy values to mark {criterion.title}", by, tender, changes)
    return marking


@transaction.atomic
def judge_again(criterion: Criterion, *, by: User, expected_version: Shown = AS_READ) -> None:
    """Take the proxy values away: people judge the answers to this question. Allowed whatever the policy says."""
    tender = locked_for_editing(criterion.tender, by, expected_version)
    marking = ProxyMarking.objects.filter(question__criterion=criterion, question__criterion__tender=tender).first()
    if marking is None:
        return
    before = _shown(marking)
    marking.delete()
    _note(
        "judge again", f"took the proxy values away from {criterion.title}", by, tender, {n: [v, ""] for n, v in before.items()}
    )


def pin_decision(tender: Tender, *, by: User) -> None:
    """Let every marking rest on the decision that is in force now. For publication, which has checked that it allows it."""
    policy = policy_in_force(tender.council)
    for marking in ProxyMarking.objects.filter(question__criterion__tender=tender).exclude(policy=policy):
        assert policy is not None, "a marking is based on a decision of its council, and decisions stay"
        before = marking.justification
        _rest_on(marking, policy)
        marking.save()
        _note(
            "pin decision",
            "pinned the council’s decision on proxies",
            by,
            tender,
            {"justification": [before, policy.justification]},
        )


def _checked(criterion: Criterion, proxies: list[Proxy], full_marks_at: Decimal | None) -> list[Proxy]:
    """The proxies in the framework's order."""
    offered = list(proxy_marking.offered_proxies(criterion))
    asked = {proxy.pk for proxy in proxies}
    problems = []
    if asked - {proxy.pk for proxy in offered}:
        problems.append(("proxies", "Choose values of measures that bidders can choose with this question"))
    chosen = [proxy for proxy in offered if proxy.pk in asked]
    measures = [proxy.measure_id for proxy in chosen]
    for proxy in chosen:
        if measures.count(proxy.measure_id) > 1:
            problems.append(("proxies", f"Choose one value for “{proxy.measure.name}”"))
            break
    if full_marks_at is not None and full_marks_at <= 0:
        problems.append(("full_marks_at", "Full marks must need more than £0"))
    if problems:
        raise Refused(problems)
    return chosen


def _rest_on(marking: ProxyMarking, policy: ProxyPolicy) -> None:
    marking.policy = policy
    marking.justification = policy.justification
    marking.decided_by = str(policy.decided_by)[:200]
    marking.decided_at = policy.decided_at


def _pinned(marking: ProxyMarking, proxy: Proxy, order: int) -> PinnedProxy:
    return PinnedProxy(
        marking=marking,
        measure=proxy.measure,
        wording=proxy.measure.name,
        unit=proxy.measure.unit,
        value=proxy.value,
        value_unit=proxy.unit,
        source=proxy.source,
        licence=proxy.licence,
        price_year=proxy.price_year,
        area=proxy.area,
        order=order,
    )


def _shown(marking: ProxyMarking | None) -> dict[str, str]:
    if marking is None:
        return {"values": "", "full_marks_at": "", "justification": ""}
    values = [f"{p.wording}: {plain_money(p.value)} ({p.source})" for p in PinnedProxy.objects.filter(marking=marking)]
    at = "" if marking.full_marks_at is None else str(marking.full_marks_at)
    return {"values": "; ".join(values), "full_marks_at": at, "justification": marking.justification}


def _note(verb: str, sentence: str, by: User, tender: Tender, changes: dict) -> None:
    touch(tender)
    record(verb, sentence, by=by, about=[tender, tender.commission], council=tender.council, changes=changes)
