"""The places of the chain as nodes: each in words, with its address, and what is missing; and the way back from an obligation."""

from django.urls import reverse

from contracts.obligations.models import Kpi, Obligation
from contracts.performance.shown import quantity
from measurement.chain import selectors
from measurement.chain.calculations.nodes import Node
from measurement.reports.models import FrozenFigure
from procurement.bidding.models import Answer
from procurement.commissioning.models import Requirement, SoughtOutcome
from procurement.engagement.models import Remark
from procurement.tendering.models import Question
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_day, plain_quantity

# By obligation: the report figures that count it, each with its number in the report
Reported = dict[int, list[tuple[FrozenFigure, int]]]


def remark_node(remark: Remark, reference: str) -> Node:
    """A remark by group, with what was done about it, and its place among the remarks of commission ``reference``."""
    who = f"{remark.get_group_display()}, {plain_day(remark.said_on)}"
    return Node("Remark", remark.text, note=f"{who}. We did: {remark.response}" if remark.response else who,
                gap="" if remark.response else "no answer given yet",
                url=f"{reverse('remarks', args=[reference])}?remark={remark.pk}")  # fmt: skip


def outcome_address(reference: str, outcome: SoughtOutcome) -> str:
    """Where the sought outcome stands among those of its commission."""
    return f"{reverse('sought-outcomes', args=[reference])}#outcome-{outcome.pk}"


def outcome_node(outcome: SoughtOutcome, reference: str) -> Node:
    return Node("Sought outcome", outcome.wording, url=outcome_address(reference, outcome))


def requirement_node(requirement: Requirement, reference: str) -> Node:
    return Node(
        f"Requirement {requirement.code}",
        requirement.wording,
        url=reverse("requirement", args=[reference, requirement.pk]),
        note=f"{requirement.get_use_display()}; {target_words(requirement)}",
    )


def question_node(question: Question) -> Node:
    tender = question.criterion.tender
    url = reverse("tender", args=[tender.reference])
    return Node("Question", question.criterion.title, url=url, note=tender.reference)


def answer_node(answer: Answer, url: str) -> Node:
    return Node("Answer", beginning(answer.text), url=url, note=str(answer.bid.supplier))


def plain_obligation(obligation: Obligation) -> Node:
    """An obligation alone, without what follows from it."""
    return Node(
        f"Obligation {obligation.code}",
        obligation.wording,
        url=obligation_address(obligation),
        note=f"{obligation.get_basis_display()}; {obligation.contract.title}",
    )


def target_words(requirement: Requirement) -> str:
    if requirement.target is None:
        return "no target"
    return f"target {plain_quantity(requirement.target, requirement.unit)} {requirement.get_per_display()}"


def beginning(text: str) -> str:
    """As much of an answer as a node shows."""
    return text if len(text) < 240 else f"{text[:240]}…"


def not_used(count: int) -> str:
    return f"{count} not used yet" if count else ""


def question_of(obligation: Obligation) -> int | None:
    """The question whose answer or offer the obligation carries."""
    answer = _answer_of(obligation)
    return answer.question_id if answer else None


def _answer_of(obligation: Obligation) -> Answer | None:
    """The answer its offer is part of, or the one that carries its requirement."""
    return obligation.commitment.answer if obligation.commitment else obligation.answer


def obligation_address(obligation: Obligation) -> str:
    """Where the obligation stands on the page of its contract."""
    return f"{reverse('contract', args=[obligation.contract_id])}#obligation-{obligation.pk}"


def obligation_node(obligation: Obligation, promised: selectors.Promised, reported: Reported, oversees: bool) -> Node:
    """An obligation with its KPIs, their returns, and the report figures that count them."""
    kpis = promised.kpis.get(obligation.pk, [])
    children = [kpi_node(kpi, promised.measured[kpi.pk], oversees) for kpi in kpis]
    children += [figure_node(figure, number) for figure, number in reported.get(obligation.pk, [])]
    return Node(
        f"Obligation {obligation.code}", obligation.wording, url=obligation_address(obligation), children=children,
        note=f"{obligation.get_basis_display()}; {obligation.contract.title}", gap="" if kpis else "nothing measures it",
    )  # fmt: skip


def figure_node(figure: FrozenFigure, number: int) -> Node:
    """A figure of a report; ``number``: its place in it."""
    return Node("Figure", f"{figure.label}: {quantity(figure.value, figure.unit)}", note=str(figure.report),
                url=reverse("report-figure", args=[figure.report.reference, number]))  # fmt: skip


def kpi_node(kpi: Kpi, measured: selectors.Measured, oversees: bool) -> Node:
    note = f"{measured.verified} of {measured.owed} returns verified" if measured.owed else "no return is due yet"
    if measured.last:
        note += f", the last for the period to {plain_day(measured.last)}"
    url = reverse("figure", args=["kpi", kpi.pk]) if oversees else reverse("kpi", args=[kpi.pk])
    return Node(
        "KPI", kpi.wording, url=url, note=note, gap="" if measured.verified or not measured.owed else "nothing verified yet"
    )


def back(obligation: Obligation, user: User) -> list[Node]:
    """From one obligation back to what was heard: each step, or why it ends. Only what this person may see."""
    steps = [Node(f"Obligation {obligation.code}", obligation.wording, url=obligation_address(obligation),
                  note=f"{obligation.get_basis_display()}; {obligation.contract.title}")]  # fmt: skip
    if obligation.source_note and not obligation.requirement_id and not obligation.commitment_id:
        steps[0].gap = f"its contract has no tender here; it is written in {obligation.source_note}"
        return steps
    answer = obligation.answer or _answer_of(obligation)
    requirement = obligation.requirement
    if answer:
        seen = Answer.objects.visible_to(user).filter(pk=answer.pk).exists()
        text = str(obligation.commitment) if obligation.commitment_id else answer.text[:240]
        kind, url = "Offer" if obligation.commitment_id else "Answer", reverse("answer", args=[answer.pk])
        steps.append(Node(kind, text, url=url) if seen else Node("Answer", "", gap="you do not have access"))
        question = answer.question
        steps.append(Node("Question", question.criterion.title, note=question.criterion.tender.reference,
                          url=reverse("tender", args=[question.criterion.tender.reference])))  # fmt: skip
        requirement = requirement or next(iter(Requirement.objects.visible_to(user).filter(questions=question)[:1]), None)
    return steps + _requirement_back(requirement, user)


def _requirement_back(requirement: Requirement | None, user: User) -> list[Node]:
    seen = (
        requirement
        and Requirement.objects.visible_to(user).select_related("sought", "commission").filter(pk=requirement.pk).first()
    )
    if not seen:
        gap = "you do not have access" if requirement else "an open question: it was offered, not required"
        return [Node("Requirement", "", gap=gap)]
    remarks = list(seen.sought.remarks.all())
    at, gap = seen.commission.reference, "" if remarks else "no remark says who wanted it"
    return [
        Node(f"Requirement {seen.code}", seen.wording, url=reverse("requirement", args=[at, seen.pk])),
        Node("Sought outcome", seen.sought.wording, url=outcome_address(at, seen.sought), gap=gap),
        *[remark_node(r, at) for r in remarks],
        Node("Commission", str(seen.commission), url=reverse("chain", args=[at]), note="The whole chain"),
    ]
