"""Starting points for a tree of criteria, as councils have published them, and the wording of a scoring scale.

The weights are facts of published evaluations; questions and scale wordings are our own and meant to be edited.
"""

from dataclasses import dataclass

from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, PriceFormula


@dataclass(frozen=True)
class Part:
    """One criterion of a pattern. ``weight`` is its percentage of the parent."""

    kind: str
    key: str
    title: str
    weight: str
    form: str = ""
    question: str = ""
    parts: tuple["Part", ...] = ()

    @property
    def formula(self) -> str:
        return PriceFormula.LOWEST_OVER_BID if self.kind == K.PRICE else ""


@dataclass(frozen=True)
class Pattern:
    code: str
    name: str
    description: str
    parts: tuple[Part, ...]


DELIVERY = "Describe how you will deliver the service, and how you will know that it works for the people who use it."
PEOPLE = "Describe who will do the work, how you will recruit, train and keep them, and how you will cover absence."
SPECIFIED = (
    "Describe step by step how you will meet each of the requirements listed with this question: what you will do, by when, "
    "with whom, and how you will show that it was done."
)
OPEN = (
    "Which further benefits will you bring under the priority named with this question? Say what will change and for whom, "
    "how much and by when, how you will measure it and what evidence you will give. "
    "Explain how local people and communities helped you decide on it."
)


def _social_value(weight: str, first: int) -> Part:
    return Part(
        K.GROUP,
        "social-value",
        "Social value",
        weight,
        parts=(
            Part(K.SOCIAL_VALUE, f"q{first}", "Specified requirements", "60", Form.SPECIFIED, SPECIFIED),
            Part(K.SOCIAL_VALUE, f"q{first + 1}", "Further benefits you offer", "40", Form.OPEN, OPEN),
        ),
    )


def _quality(delivery: str, people: str) -> tuple[Part, Part]:
    return (
        Part(K.QUALITY, "q1", "Delivery of the service", delivery, question=DELIVERY),
        Part(K.QUALITY, "q2", "People and skills", people, question=PEOPLE),
    )


PATTERNS = {
    p.code: p
    for p in (
        Pattern(
            "carers",
            "Kent, carers’ short breaks",
            "Price 40, quality 60. Social value has 20 % of quality: 12 of 100 points, "
            "60 to 40 between specified requirements and an open question.",
            (
                Part(K.PRICE, "price", "Price", "40"),
                Part(K.GROUP, "quality", "Quality", "60", parts=(*_quality("50", "30"), _social_value("20", 3))),
            ),
        ),
        Pattern(
            "equal",
            "Price 40, quality 40, social value 20",
            "Social value stands beside price and quality with 20 of 100 points.",
            (
                Part(K.PRICE, "price", "Price", "40"),
                Part(K.GROUP, "quality", "Quality", "40", parts=_quality("60", "40")),
                _social_value("20", 3),
            ),
        ),
        Pattern(
            "guideline",
            "Guideline: social value 10",
            "Price 40, quality 50, social value 10: the share that councils with experience usually give.",
            (
                Part(K.PRICE, "price", "Price", "40"),
                Part(K.GROUP, "quality", "Quality", "50", parts=_quality("60", "40")),
                _social_value("10", 3),
            ),
        ),
    )
}

# (score, label, wording)
SIX_LEVELS = [
    (
        5,
        "Excellent",
        "Everything asked is answered in full, with evidence for each claim and clear benefits beyond what was asked.",
    ),
    (4, "Good", "Everything asked is answered, with evidence for the main claims. Small points could be firmer."),
    (3, "Satisfactory", "What matters most is answered and can be relied on. Some detail or evidence is missing."),
    (2, "Weak", "Part of what was asked is answered. Gaps raise doubts whether it will be delivered."),
    (1, "Poor", "Little of what was asked is answered, or the answer gives serious doubts."),
    (0, "Nothing to score", "There is no answer, or the answer does not deal with the question."),
]
FOUR_LEVELS = [
    (3, "Strong", "Everything asked is answered with evidence. There is no doubt that it will be delivered."),
    (2, "Sound", "What matters most is answered. Some detail or evidence is missing."),
    (1, "Weak", "Only part is answered, or there is doubt that it will be delivered."),
    (0, "Nothing to score", "There is no answer, or the answer does not deal with the question."),
]
SCALES = {5: SIX_LEVELS, 3: FOUR_LEVELS}
SCALE_NAMES = {5: "0 to 5: five levels and nothing to score", 3: "0 to 3: three levels and nothing to score"}


def default_levels(maximum: int) -> list[tuple[int, str, str]]:
    """The usual wording for a scale from 0 to ``maximum``; levels without wording where there is no usual one."""
    return SCALES.get(maximum) or [(n, f"Level {n}", "") for n in range(maximum, -1, -1)]
