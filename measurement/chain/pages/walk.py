"""From remark to report and back: the storeys' walks put together, with every gap said in words."""

from django.urls import reverse

from contracts.obligations.models import Kpi, Obligation
from contracts.performance.shown import quantity
from measurement.chain import selectors
from measurement.chain.calculations.nodes import Chain, Count, Node
from measurement.reports.models import FrozenFigure
from procurement.award.enums import AwardStatus
from procurement.bidding.models import Answer
from procurement.commissioning.enums import RequirementUse
from procurement.commissioning.models import Commission, Requirement, SoughtOutcome
from procurement.engagement.models import Remark
from procurement.tendering.models import Question
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_day, plain_quantity

# By obligation: the report figures that count it, each with its number in the report
Reported = dict[int, list[tuple[FrozenFigure, int]]]
# The bidders have heard of the award
TOLD = (AwardStatus.NOTIFIED, AwardStatus.CONTRACTED)


class Walk:
    """One commission's chain for one person. Every list is read once; the tree is put together from them."""

    def __init__(self, commission: Commission, user: User):
        self.commission = commission
        self.bought = selectors.bought(commission, user)
        self.promised = selectors.promised(selectors.obligations_of(commission), user)
        self.reported = selectors.reported(self.promised.obligations, user)
        self.oversees = user.can(Permission.VIEW_OVERSIGHT)
        self.placed: set[int] = set()
        self.told = {t.pk for t in self.bought.tenders if hasattr(t, "award") and t.award.status in TOLD}

    def chain(self) -> Chain:
        roots = [self._outcome(o) for o in self.bought.outcomes]
        roots += [self._question(q) for q in self.bought.questions if not q.requirements.all()] + self._left_aside()
        loose = [o for o in self.promised.obligations if o.pk not in self.placed]
        if loose:
            nodes = [self._obligation(o) for o in loose]
            roots.append(Node("Obligations", "Not from a requirement or an answer here", children=nodes,
                              note="Written in an older contract, or agreed as a variation."))  # fmt: skip
        return Chain(self._counts(), roots)

    def _counts(self) -> list[Count]:
        b, p = self.bought, self.promised
        figures = {f.pk for rows in self.reported.values() for f, _ in rows}
        wanted = [r for rows in b.requirements.values() for r in rows]
        rows: list[tuple[int | None, str, str]] = [
            (len(b.remarks), "remarks", _not_used(len(self._unsought()))),
            (len(b.outcomes), "sought outcomes", ""),
            (len(wanted), "requirements", ""),
            (len(b.questions), "questions", ""),
            (len(b.answers) if b.awarded else None, "successful supplier’s answers", _answers_gap(b)),
            (len(p.obligations), "obligations", ""),
            (sum(len(k) for k in p.kpis.values()), "KPIs", ""),
            (sum(m.verified for m in p.measured.values()), "verified returns", ""),
            (len(figures), "report figures", ""),
        ]
        return [
            {"count": count, "label": label, "url": "", "gap": gap or ("none yet" if count == 0 else "")}
            for count, label, gap in rows
        ]

    def _outcome(self, outcome: SoughtOutcome) -> Node:
        heard = list(outcome.remarks.all())
        requirements = self.bought.requirements.get(outcome.pk, [])
        children = [remark_node(r, self.commission.reference) for r in heard]
        children += [self._requirement(r) for r in requirements]
        gaps = []
        if not heard and not outcome.promoted_from:
            gaps.append("no remark says who wanted it")
        if not requirements:
            gaps.append("no requirement makes it specific")
        return Node("Sought outcome", outcome.wording, gap="; ".join(gaps), children=children,
                    note=f"Proven before: {outcome.promoted_from}" if outcome.promoted_from else "",
                    url=outcome_address(self.commission.reference, outcome))  # fmt: skip

    def _unsought(self) -> list[Remark]:
        """Remarks that no sought outcome follows from."""
        sought = {r.pk for o in self.bought.outcomes for r in o.remarks.all()}
        return [r for r in self.bought.remarks if r.pk not in sought]

    def _left_aside(self) -> list[Node]:
        """What was said and leads to no outcome, so that the count above can be followed too."""
        children = [remark_node(r, self.commission.reference) for r in self._unsought()]
        return [Node("Remarks", "Not taken into a sought outcome", gap=_not_used(len(children)), children=children,
                     note="What was done about each stands beside it.")] if children else []  # fmt: skip

    def _requirement(self, requirement: Requirement) -> Node:
        questions = [q for q in self.bought.questions if requirement in q.requirements.all()]
        children = [self._question(q, requirement) for q in questions]
        mine = [o for o in self.promised.obligations if o.requirement_id == requirement.pk and o.pk not in self.placed]
        children += [self._obligation(o) for o in mine]
        gap = self._requirement_gap(requirement, asked=bool(questions))
        return Node(f"Requirement {requirement.code}", requirement.wording, gap=gap, children=children,
                    note=f"{requirement.get_use_display()}; {_target_words(requirement)}",
                    url=reverse("requirement", args=[self.commission.reference, requirement.pk]))  # fmt: skip

    def _requirement_gap(self, requirement: Requirement, *, asked: bool) -> str:
        gaps = []
        if not asked and requirement.use == RequirementUse.SCORED:
            gaps.append("no question asks for this requirement" if self.bought.tenders else "no tender yet")
        if self.promised.obligations and not any(o.requirement_id == requirement.pk for o in self.promised.obligations):
            gaps.append("no obligation carries it")
        return "; ".join(gaps)

    def _question(self, question: Question, requirement: Requirement | None = None) -> Node:
        """``requirement``: the one it is shown under. A question may state several; each has its own obligation."""
        tender = question.criterion.tender
        answer = self.bought.answers.get(question.pk)
        children = [self._answer(answer, requirement)] if answer else []
        gap = ""
        if not answer and self.bought.awarded:
            carried = [o for o in self._of(requirement) if question_of(o) == question.pk]
            children = [Node("Answer", "", note="You do not have access", children=[self._obligation(o) for o in carried])]
        elif not self.bought.awarded:
            gap = "not awarded yet"
        note = f"{tender.reference}" + (f"; open, on {question.priority}" if question.priority_id else "")
        return Node(
            "Question",
            question.criterion.title,
            url=reverse("tender", args=[tender.reference]),
            gap=gap,
            children=children,
            note=note,
        )

    def _of(self, requirement: Requirement | None) -> list[Obligation]:
        """The obligations not shown yet that are not another requirement's."""
        mine = {None, requirement.pk} if requirement else None
        return [o for o in self.promised.obligations if o.pk not in self.placed and (mine is None or o.requirement_id in mine)]

    def _answer(self, answer: Answer, requirement: Requirement | None) -> Node:
        children = self._offers(answer)
        carried = [o for o in self._of(requirement) if o.answer_id == answer.pk and not o.commitment_id]
        children += [self._obligation(o) for o in carried]
        text = answer.text if len(answer.text) < 240 else f"{answer.text[:240]}…"
        return Node("Answer", text, url=self._page_of(answer), note=str(answer.bid.supplier), children=children)

    def _offers(self, answer: Answer) -> list[Node]:
        """What was offered with the answer, each with the obligations that carry it; one shown whole elsewhere is left out."""
        nodes = []
        for offered in self.bought.commitments.get(answer.pk, []):
            mine = [o for o in self.promised.obligations if o.commitment_id == offered.pk]
            if mine and all(o.pk in self.placed for o in mine):
                continue
            gap = "" if mine or not self.promised.obligations else "no obligation carries it"
            url = self._page_of(answer, f"#offer-{offered.pk}")
            carrying = [self._obligation(o) for o in mine]
            nodes.append(Node("Offer", str(offered), note=offered.get_per_display(), url=url, gap=gap, children=carrying))
        return nodes

    def _page_of(self, answer: Answer, anchor: str = "") -> str:
        """Where the answer is read whole, once the bidders were told of the award."""
        return f"{reverse('answer', args=[answer.pk])}{anchor}" if answer.bid.tender_id in self.told else ""

    def _obligation(self, obligation: Obligation) -> Node:
        self.placed.add(obligation.pk)
        return obligation_node(obligation, self.promised, self.reported, self.oversees)


def remark_node(remark: Remark, reference: str) -> Node:
    """A remark by group, with what was done about it, and its place among the remarks of commission ``reference``."""
    who = f"{remark.get_group_display()}, {plain_day(remark.said_on)}"
    return Node("Remark", remark.text, note=f"{who}. We did: {remark.response}" if remark.response else who,
                gap="" if remark.response else "no answer given yet",
                url=f"{reverse('remarks', args=[reference])}?remark={remark.pk}")  # fmt: skip


def outcome_address(reference: str, outcome: SoughtOutcome) -> str:
    """Where the sought outcome stands among those of its commission."""
    return f"{reverse('sought-outcomes', args=[reference])}#outcome-{outcome.pk}"


def _target_words(requirement: Requirement) -> str:
    if requirement.target is None:
        return "no target"
    return f"target {plain_quantity(requirement.target, requirement.unit)} {requirement.get_per_display()}"


def _not_used(count: int) -> str:
    return f"{count} not used yet" if count else ""


def _answers_gap(bought: selectors.Bought) -> str:
    if not bought.awarded:
        return "not awarded yet"
    return "" if bought.answers or not bought.questions else "you do not have access"


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
    children = [_kpi(kpi, promised.measured[kpi.pk], oversees) for kpi in kpis]
    children += [
        Node(
            "Figure",
            f"{f.label}: {quantity(f.value, f.unit)}",
            note=str(f.report),
            url=reverse("report-figure", args=[f.report.reference, number]),
        )
        for f, number in reported.get(obligation.pk, [])
    ]
    return Node(
        f"Obligation {obligation.code}", obligation.wording, url=obligation_address(obligation), children=children,
        note=f"{obligation.get_basis_display()}; {obligation.contract.title}", gap="" if kpis else "nothing measures it",
    )  # fmt: skip


def _kpi(kpi: Kpi, measured: selectors.Measured, oversees: bool) -> Node:
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
