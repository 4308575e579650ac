"""How the answer to a sub-score becomes a score from 0 to 100, and what counts as evidence of a level. Pure, dated data.

A rule is published under its code. One that changes gets another code, so that what was agreed and worked out under the old one
stays what it was.
"""

from dataclasses import dataclass
from datetime import date

FULL = 100


@dataclass(frozen=True)
class Level:
    """One level of a scale, the worst first; ``points`` of 100."""

    code: str
    name: str
    points: int


@dataclass(frozen=True)
class Rule:
    """``words`` say it as a sentence; ``levels`` where the answer is one of a scale, none where it is a number."""

    code: str
    name: str
    words: str
    published_on: date
    levels: tuple[Level, ...] = ()

    def level(self, code: str) -> Level | None:
        return next((one for one in self.levels if one.code == code), None)


@dataclass(frozen=True)
class Evidence:
    """A kind of evidence that a top level may need, and what ``counts``. ``registered``: its number and day are needed."""

    code: str
    name: str
    counts: str
    registered: bool = False


PUBLISHED_ON = date(2026, 11, 27)
SHARE = "share"
RULES = {
    rule.code: rule
    for rule in (
        Rule(
            SHARE,
            "Share of its target",
            "100 × the value ÷ its target, at most 100. Where lower is better, 100 up to the target, and 100 × the target ÷ "
            "the value above it. Never below 0.",
            PUBLISHED_ON,
        ),
        Rule(
            "scale",
            "Poor, fair or good",
            "Poor counts 0, fair 50, good 100.",
            PUBLISHED_ON,
            (Level("poor", "Poor", 0), Level("fair", "Fair", 50), Level("good", "Good", FULL)),
        ),
        Rule(
            "kept",
            "Yes or no",
            "Yes counts 100, no 0.",
            PUBLISHED_ON,
            (Level("no", "No", 0), Level("yes", "Yes", FULL)),
        ),
    )
}

# Kent County Council's report to its Scrutiny Committee, paragraph 5.8, and its paragraph 5.6 for the last two
EVIDENCE = {
    kind.code: kind
    for kind in (
        Evidence("ethical", "Ethical working", "A code of conduct or policy in use, or an audit of it, no older than two years"),
        Evidence(
            "local_jobs", "Local employment", "How many of the people on the contract live in the county, and how it is known"
        ),
        Evidence("kent_first", "Buying Kent first", "What was bought in the county and what elsewhere, for this period"),
        Evidence("community", "Community development", "What was done with whom in the community, and a note of who confirms it"),
        Evidence(
            "fair_employer", "Fair employer", "Wages and terms of the people on the contract, such as a Living Wage licence"
        ),
        Evidence("green", "Green practice", "What is done for the environment, such as a certificate, a plan or its figures"),
        Evidence(
            "considerate",
            "Considerate Constructors Scheme",
            "The registration of the site or company with the scheme",
            registered=True,
        ),
        Evidence("award", "An award or nomination", "Who gave it, for what, its reference and its day", registered=True),
    )
}
# What paragraph 5.8 asks for, all of it
RESPONSIBLE = ("ethical", "local_jobs", "kent_first", "community", "fair_employer", "green")
