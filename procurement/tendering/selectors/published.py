"""The question as published: one shape for everybody who reads it, from the opportunity to the assessment summary.

Bidders, evaluators, the lead and the losing bidder read the same words, so nobody scores or is scored on less than was asked.
The rows it reads rest from publication on: criteria, questions and requirements can no longer be changed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from procurement.tendering.calculations.tree import Node, leaves
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums.limits import ALLOWED, MOST_FILES
from procurement.tendering.models import ProxyMarking, Question, Tender
from procurement.tendering.selectors import Weights, weights
from socialvalue.common.templatetags.formats import plain_number, plain_quantity

ASKED = (K.QUALITY, K.SOCIAL_VALUE, K.PASS_FAIL)
FILES = f"up to {MOST_FILES} files ({ALLOWED} each)"


@dataclass(frozen=True)
class StatedRequirement:
    """A requirement the question asks about. ``target``: amount, unit and per what, “3 people a year”; empty without one."""

    code: str
    wording: str
    target: str
    measure: str


@dataclass(frozen=True)
class PublishedQuestion:
    """Everything a bidder was told about one question, in the words of the page. Empty text: nothing was said.

    ``points`` of 100 and ``weight`` (“60 % of Social value”) are empty for pass or fail and while a draft's weights are missing;
    ``minimum`` is a score out of ``maximum``, the top of the scale.
    """

    key: str
    title: str
    wording: str
    form: str
    pass_fail: bool
    requirements: tuple[StatedRequirement, ...]
    priority: str
    guidance: str
    points: str
    weight: str
    minimum: str
    maximum: str
    limits: str
    asks_commitments: bool
    worked_out: bool
    # How a question that is worked out is marked, for the pages that explain it; no part of the data
    marking: ProxyMarking | None = field(default=None, compare=False, repr=False)

    def as_data(self) -> dict:
        """Plain data to freeze; ``from_data`` reads it."""
        data = asdict(replace(self, marking=None))
        del data["marking"]
        return {**data, "requirements": list(data["requirements"])}

    @classmethod
    def from_data(cls, data: Mapping) -> "PublishedQuestion":
        requirements = tuple(StatedRequirement(**one) for one in data["requirements"])
        return cls(**{**data, "requirements": requirements})


def published_questions(tender: Tender, found: Weights | None = None) -> list[PublishedQuestion]:
    """Every question in the order of the tree; as the draft stands before publication.

    As many queries as ``weights``, however many questions; none when ``found`` is given.
    """
    found = found or weights(tender)
    return [published_question(node, tender.scale_maximum) for node in leaves(found.roots, *ASKED)]


def the_question(tender: Tender, key: str) -> PublishedQuestion:
    """The one with this criterion key. Raises KeyError where there is none."""
    return {one.key: one for one in published_questions(tender)}[key]


def published_question(node: Node, maximum: int) -> PublishedQuestion:
    """``node``: a criterion from ``weights`` that people answer. ``maximum``: the top of the tender's scale."""
    criterion = node.criterion
    question = getattr(criterion, "question", None) or Question()
    return PublishedQuestion(
        key=criterion.key,
        title=criterion.title,
        wording=question.wording,
        form=criterion.form,
        pass_fail=criterion.kind == K.PASS_FAIL,
        requirements=_requirements(question),
        priority=question.priority.name if question.priority else "",
        guidance=question.guidance,
        points="" if node.points is None else plain_number(node.points, 4),
        weight=_weight(node),
        minimum="" if criterion.minimum is None else plain_number(criterion.minimum),
        maximum=str(maximum),
        limits=f"{f'up to {question.word_limit:,} words' if question.word_limit else 'no word limit'}; {FILES}",
        asks_commitments=question.asks_commitments,
        worked_out=criterion.proxy_marking is not None,
        marking=criterion.proxy_marking,
    )


def _requirements(question: Question) -> tuple[StatedRequirement, ...]:
    if question.pk is None:
        return ()
    return tuple(
        StatedRequirement(
            code=one.code,
            wording=one.wording,
            target="" if one.target is None else f"{plain_quantity(one.target, one.unit)} {one.get_per_display()}",
            measure=one.measure_text,
        )
        for one in question.requirements.all()
    )


def _weight(node: Node) -> str:
    if node.criterion.kind == K.PASS_FAIL or node.criterion.weight is None:
        return ""
    whole = node.within[-1] if node.within else "the whole"
    return f"{plain_number(node.criterion.weight, 4)} % of {whole}"
