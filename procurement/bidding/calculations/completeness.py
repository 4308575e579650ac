"""What a draft still lacks before it can be sent. Pure: the draft as a mapping and the questions as facts."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from procurement.bidding.calculations import document
from procurement.bidding.calculations.document import Content
from socialvalue.common.fields.words import over_limit

# What a commitment must say, in the order of its form, and how its lack is put
NEEDED = {
    "outcome_text": "say what difference it will make",
    "measure_text": "say what you will count",
    "unit": "say what one of it is, for example “people”",
    "quantity": "say how many",
    "per": "say over what time",
    "place": "say where",
    "evidence": "say how you will measure and show it",
    "involvement": "say how local people were involved",
}


@dataclass(frozen=True)
class Asked:
    """What completeness asks of a question."""

    key: str
    title: str
    word_limit: int | None = None
    pass_fail: bool = False
    asks_commitments: bool = False


@dataclass(frozen=True)
class Problem:
    """One thing that is missing or wrong, in words. ``section`` as in Section; ``commitment`` an index from 0."""

    section: str
    text: str
    field: str = ""
    commitment: int | None = None


@dataclass(frozen=True)
class Section:
    """How far one page of the bid is: an answer ("q1"), its commitments ("q1/commitments"), or the price ("price")."""

    key: str
    title: str
    state: str
    words: int = 0
    count: int = 0
    problems: list[Problem] = field(default_factory=list)
    too_many_words: int = 0

    @property
    def question(self) -> str:
        return self.key.partition("/")[0]

    @property
    def state_words(self) -> str:
        """The state, or what keeps it from being complete where a limit is passed: “50 words too long”."""
        over = self.too_many_words
        return f"{over:,} word{'' if over == 1 else 's'} too long" if over else self.state


NOT_STARTED, IN_PROGRESS, COMPLETE = "Not started", "In progress", "Complete"


def amount(text: object) -> Decimal | None:
    """A finite decimal, or None for what is missing or no number."""
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def commitment_gaps(commitment: Content) -> dict[str, str]:
    """Field → what it still needs, for one commitment."""
    gaps = {name: words for name, words in NEEDED.items() if not str(commitment.get(name) or "").strip()}
    if "quantity" not in gaps:
        quantity = amount(commitment["quantity"])
        if quantity is None or quantity <= 0:
            gaps["quantity"] = "the number must be more than 0"
    return gaps


def answer_problems(asked: Asked, answer: Content) -> list[Problem]:
    found = []
    words = document.count_words(answer["text"])
    if asked.pass_fail:
        if answer["passed"] is None:
            found.append(Problem(asked.key, f"Say whether you meet “{asked.title}”", "passed"))
    elif not words:
        found.append(Problem(asked.key, f"Answer “{asked.title}”", "text"))
    if asked.word_limit and (too_long := over_limit(f"“{asked.title}”", words, asked.word_limit)):
        found.append(Problem(asked.key, f"{too_long}. Shorten it.", "text"))
    return found


def commitment_problems(asked: Asked, answer: Content) -> list[Problem]:
    section = f"{asked.key}/commitments"
    if not answer["commitments"]:
        return [Problem(section, f"Add at least one commitment to “{asked.title}”")]
    return [
        Problem(section, f"Commitment {index} in “{asked.title}”: {words}", name, index - 1)
        for index, commitment in enumerate(answer["commitments"], start=1)
        for name, words in commitment_gaps(commitment).items()
    ]


def price_problems(draft: Content) -> list[Problem]:
    if draft["price"] in (None, ""):
        return [Problem("price", "Enter your price", "price")]
    price = amount(draft["price"])
    if price is None or price <= 0:
        return [Problem("price", "The price must be more than £0", "price")]
    return []


def sections(draft: Content, questions: list[Asked]) -> list[Section]:
    """Every part of the bid with its state, words and problems, in the tender's order; the price last."""
    rows = []
    for asked in questions:
        answer = document.answer(draft, asked.key)
        begun = bool(answer["text"] or answer["files"] or answer["passed"] is not None)
        found = answer_problems(asked, answer)
        words = document.count_words(answer["text"])
        over = max(0, words - asked.word_limit) if asked.word_limit else 0
        rows.append(Section(asked.key, asked.title, _state(begun, found), words, len(answer["files"]), found, over))
        if asked.asks_commitments:
            offered = answer["commitments"]
            found = commitment_problems(asked, answer)
            state = _state(bool(offered), found)
            rows.append(Section(f"{asked.key}/commitments", f"{asked.title}: your commitments", state, 0, len(offered), found))
    found = price_problems(draft)
    rows.append(Section("price", "Your price", _state(bool(draft["price"] or draft["price_note"]), found), problems=found))
    return rows


def _state(begun: bool, problems: list[Problem]) -> str:
    return COMPLETE if not problems else IN_PROGRESS if begun else NOT_STARTED


def problems(draft: Content, questions: list[Asked]) -> list[Problem]:
    """Everything that keeps the bid from being sent."""
    return [problem for section in sections(draft, questions) for problem in section.problems]
