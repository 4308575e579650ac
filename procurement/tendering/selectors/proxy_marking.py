"""Reads on questions marked by proxy values: what may be pinned, what keeps a tender from being published, the working."""

from collections.abc import Iterable

from django.db.models import QuerySet

from procurement.scoring.proxy_marks import Offer, Working, work_out
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form
from procurement.tendering.models import Criterion, ProxyMarking, Tender
from socialvalue.common.counting import listed
from socialvalue.common.templatetags.formats import one_of
from socialvalue.framework.enums import Direction
from socialvalue.framework.models import Proxy
from socialvalue.framework.selectors import policy_in_force
from socialvalue.law.periods import is_level

OFF = "The council’s policy keeps proxies out of scoring"


def policy_allows(tender: Tender) -> bool:
    """Whether the council's newest written decision lets proxies into scoring."""
    policy = policy_in_force(tender.council)
    return bool(policy and policy.proxies_may_score)


def may_be_marked(criterion: Criterion) -> bool:
    """Whether proxy values could mark it at all: an open social value question that asks for commitments."""
    question = getattr(criterion, "question", None)
    return criterion.kind == K.SOCIAL_VALUE and criterion.form == Form.OPEN and question is not None and question.asks_commitments


def why_not_marked(criterion: Criterion) -> str:
    """Why ``may_be_marked`` says no, for whoever is about to try."""
    if criterion.kind != K.SOCIAL_VALUE or criterion.form != Form.OPEN:
        return "Only an open social value question can be marked by proxy values"
    if getattr(criterion, "question", None) is None:
        return "Write the question first"
    return "Only a question that asks for commitments can be marked by proxy values"


def offered_proxies(criterion: Criterion) -> QuerySet[Proxy]:
    """The values that may be pinned: of measures under the question's priority, or of the commission's whole framework.

    In the framework's order, never by value. Without measures of which less is better, and without levels such as
    percentages: more of either would not be more value.
    """
    priority = criterion.question.priority_id
    within = (
        {"measure__outcome__priority": priority}
        if priority
        else {"measure__outcome__priority__version": criterion.tender.commission.framework_id}
    )
    found = (
        Proxy.objects.filter(**within).exclude(measure__direction=Direction.LOWER).select_related("measure__outcome__priority")
    )
    levels = [proxy.pk for proxy in found if is_level(proxy.measure.unit)]
    return found.exclude(pk__in=levels).order_by(
        "measure__outcome__priority__order", "measure__outcome__order", "measure__order", "measure__code", "price_year", "pk"
    )


def markings(criteria: Iterable[Criterion]) -> list[tuple[Criterion, ProxyMarking]]:
    return [(c, c.proxy_marking) for c in criteria if c.proxy_marking is not None]


def problems(tender: Tender, criteria: Iterable[Criterion]) -> list[str]:
    """What keeps a tender with proxy-marked questions from being checked and published, one sentence each."""
    marked = markings(criteria)
    if not marked:
        return []
    allowed = policy_allows(tender)
    return [sentence for criterion, marking in marked for sentence in _problems(criterion, marking, allowed)]


def _problems(criterion: Criterion, marking: ProxyMarking, allowed: bool) -> list[str]:
    title, found = criterion.title, []
    if not allowed:
        found.append(f"{title} is marked by proxy values. {OFF}.")
    if not may_be_marked(criterion):
        found.append(f"{title} cannot be marked by proxy values. {why_not_marked(criterion)}")
    if not marking.full_marks_at or marking.full_marks_at <= 0:
        found.append(f"{title} does not say at how many pounds a bid gets full marks")
    pinned = list(marking.proxies.all())
    if not pinned:
        found.append(f"{title} is marked by proxy values and has none")
    offered = {proxy.measure_id for proxy in offered_proxies(criterion)} if pinned and may_be_marked(criterion) else None
    for proxy in pinned:
        if offered is not None and proxy.measure_id not in offered:
            found.append(
                f"{title} pins a value for {proxy.wording}, which its priority or its framework no longer has. Choose again."
            )
        lacks = [name for name in ("source", "licence") if not getattr(proxy, name).strip()]
        if lacks:
            found.append(f"The proxy value for {proxy.wording} has no {' and no '.join(lacks)}")
    return found


def warnings(criteria: Iterable[Criterion]) -> list[str]:
    """What is allowed but deserves a second look."""
    marked = markings(criteria)
    notes = []
    if marked:
        notes.append(
            f"{listed(c.title for c, _ in marked)} is marked by proxy values. Working in pounds can shut out small "
            "organisations (measuring principle 5). The pounds decide this mark and nothing else: they are never added into what "
            "was promised or delivered."
        )
    for criterion, marking in marked:
        if criterion.minimum is not None:
            notes.append(f"{criterion.title} has a minimum score: pounds alone can exclude a bid")
        for proxy in marking.proxies.all():
            if one_of(proxy.unit).casefold() != one_of(proxy.value_unit).casefold():
                notes.append(
                    f"Bidders count {proxy.wording} in “{proxy.unit}”; its source gives pounds for “{proxy.value_unit}”. "
                    "See that the two are the same."
                )
    return notes


def working_for(tender: Tender, marking: ProxyMarking, offers: Iterable[Offer]) -> Working:
    """The working of these commitments by what is pinned, over the term of the contract without extensions."""
    return work_out(
        offers,
        {proxy.measure_id: proxy.value for proxy in marking.proxies.all()},
        full_marks_at=marking.full_marks_at,
        maximum=tender.scale_maximum,
        starts_on=tender.contract_starts_on,
        ends_on=tender.contract_ends_on,
    )
