"""From remark to report and back: the storeys' walks put together, with every gap said in words."""

from django.urls import reverse

from contracts.obligations.models import Obligation
from measurement.chain import selectors
from measurement.chain.calculations.nodes import Chain, Node
from measurement.chain.pages import flow
from measurement.chain.pages.nodes import (
    answer_node,
    not_used,
    obligation_node,
    outcome_address,
    question_of,
    remark_node,
    requirement_node,
)
from procurement.award.enums import AwardStatus
from procurement.bidding.models import Answer
from procurement.commissioning.enums import RequirementUse
from procurement.commissioning.models import Commission, Requirement, SoughtOutcome
from procurement.engagement.models import Remark
from procurement.tendering.models import Question
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User

# The bidders have heard of the award
TOLD = (AwardStatus.NOTIFIED, AwardStatus.CONTRACTED)


class Walk:
    """One commission's chain for one person. Every list is read once; the tree is put together from them."""

    def __init__(self, commission: Commission, user: User):
        self.commission = commission
        self.bought = selectors.bought(commission, user)
        self.promised = selectors.promised(selectors.obligations_of(commission), user)
        self.reported = selectors.reported(self.promised.obligations, user)
        self.begun = selectors.has_begun(commission, user)
        self.oversees = user.can(Permission.VIEW_OVERSIGHT)
        self.placed: set[int] = set()
        self.told = {t.pk for t in self.bought.tenders if any(award.status in TOLD for award in t.awards.all())}

    def chain(self) -> Chain:
        roots = [self._outcome(o) for o in self.bought.outcomes]
        roots += [self._question(q) for q in self.bought.questions if not q.requirements.all()] + self._left_aside()
        loose = [o for o in self.promised.obligations if o.pk not in self.placed]
        if loose:
            nodes = [self._obligation(o) for o in loose]
            roots.append(Node("Obligations", "Not from a requirement or an answer here", children=nodes,
                              note="Written in an older contract, or agreed as a variation."))  # fmt: skip
        return Chain(flow.of_walk(self), roots)

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

    def unsought(self) -> list[Remark]:
        """Remarks that no sought outcome follows from."""
        sought = {r.pk for o in self.bought.outcomes for r in o.remarks.all()}
        return [r for r in self.bought.remarks if r.pk not in sought]

    def _left_aside(self) -> list[Node]:
        """What was said and leads to no outcome, so that the count above can be followed too."""
        children = [remark_node(r, self.commission.reference) for r in self.unsought()]
        return [Node("Remarks", "Not taken into a sought outcome", gap=not_used(len(children)), children=children,
                     note="What was done about each stands beside it.")] if children else []  # fmt: skip

    def _requirement(self, requirement: Requirement) -> Node:
        questions = [q for q in self.bought.questions if requirement in q.requirements.all()]
        children = [self._question(q, requirement) for q in questions]
        mine = [o for o in self.promised.obligations if o.requirement_id == requirement.pk and o.pk not in self.placed]
        children += [self._obligation(o) for o in mine]
        node = requirement_node(requirement, self.commission.reference)
        node.gap, node.children = self._requirement_gap(requirement, asked=bool(questions)), children
        return node

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
        node = answer_node(answer, self.page_of(answer))
        node.children = children
        return node

    def _offers(self, answer: Answer) -> list[Node]:
        """What was offered with the answer, each with the obligations that carry it; one shown whole elsewhere is left out."""
        nodes = []
        for offered in self.bought.commitments.get(answer.pk, []):
            mine = [o for o in self.promised.obligations if o.commitment_id == offered.pk]
            if mine and all(o.pk in self.placed for o in mine):
                continue
            gap = "" if mine or not self.promised.obligations else "no obligation carries it"
            url = self.page_of(answer, f"#offer-{offered.pk}")
            carrying = [self._obligation(o) for o in mine]
            nodes.append(Node("Offer", str(offered), note=offered.get_per_display(), url=url, gap=gap, children=carrying))
        return nodes

    def page_of(self, answer: Answer, anchor: str = "") -> str:
        """Where the answer is read whole, once the bidders were told of the award."""
        return f"{reverse('answer', args=[answer.pk])}{anchor}" if answer.bid.tender_id in self.told else ""

    def _obligation(self, obligation: Obligation) -> Node:
        self.placed.add(obligation.pk)
        return obligation_node(obligation, self.promised, self.reported, self.oversees)
