"""The headings of running contracts: what each means, how it is read, and what an example says."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.brought.calculations.cells import (
    DIRECTIONS,
    FREQUENCIES,
    KINDS,
    LENGTHS,
    ORIGINS,
    STOOD,
    WORTH,
    one_of,
    read_amount_of,
    read_code,
    read_days,
    read_number_of_kpi,
    read_period,
    read_sub_scores,
)
from contracts.brought.enums import Holds
from contracts.returns.calculations.answers import read_answer
from socialvalue.common.tables import Column, read_number, read_text, read_written_date, read_yes_no


@dataclass(frozen=True)
class Heading:
    """``help`` says what to enter; ``example`` is what the template's example line says."""

    name: str
    help: str
    example: str
    read: Callable[[str], object] = str
    needed: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def column(self) -> Column:
        return Column(self.name, self.read, needed=self.needed, aliases=self.aliases)


CONTRACT = Heading(
    "contract",
    "The contract’s reference in the register",
    "EXAMPLE-001",
    read_text(40),
    needed=True,
    aliases=("contract reference", "contract ref", "contract reference number", "contract number"),
)
KPI = Heading(
    "kpi", "Its number within the contract", "1", read_number_of_kpi, needed=True, aliases=("kpi number", "kpi no", "kpi ref")
)
OBLIGATIONS = (
    CONTRACT,
    Heading(
        "obligation",
        "Its code within the contract. Lines with the same contract and code are one obligation with several KPIs",
        "O1",
        read_code,
        needed=True,
        aliases=("obligation code", "obligation ref"),
    ),
    Heading(
        "wording", "What must be done, in the words of the contract", "Take on apprentices from Kent.",
        aliases=("obligation wording",),
    ),
    Heading("origin", "required, offered or variation", "required", one_of(ORIGINS, "required, offered, variation")),
    Heading("kind", "core or added. What was offered is always added", "core", one_of(WORTH, "core, added")),
    Heading(
        "agreed on",
        "The day on which both sides agreed it, for a contract that is signed. Blank: it is proposed to both sides",
        "2024-03-15",
        read_written_date,
    ),
    Heading("priority", "Its code in the council’s framework", "LE"),
    Heading("measure", "Its code in the framework. It brings its priority and its unit", "LE1.1", aliases=("measure code",)),
    Heading("unit", "What is counted: people, %, tonnes. Needed where there is no measure", "", read_text(60)),
    KPI,
    Heading(
        "kpi wording", "What is measured", "Apprentices taken on", read_text(300), needed=True,
        aliases=("kpi name", "indicator"),
    ),
    Heading(
        "kpi kind",
        "sum, ratio (so many out of so many), level, yes_no, milestone or composite (made of sub-scores)",
        "sum",
        one_of(KINDS, "sum, ratio, level, yes_no, milestone, composite"),
        needed=True,
    ),
    Heading("direction", "higher or lower, whichever is better. Blank: higher", "higher", one_of(DIRECTIONS, "higher, lower")),
    Heading("target", "A number; of a ratio in per cent. Blank: reported without a target", "3", read_amount_of),
    Heading(
        "per",
        "What the target is for: period, month, quarter, year or term. Blank: one reporting period",
        "period",
        one_of(LENGTHS, "period, month, quarter, year, term"),
    ),
    Heading(
        "minimum", "The least that is acceptable in a period; where lower is better, the most", "2", read_amount_of,
        aliases=("limit", "floor"),
    ),
    Heading(
        "frequency",
        "monthly, quarterly, half-yearly or yearly. Not needed for a milestone",
        "quarterly",
        one_of(FREQUENCIES, "monthly, quarterly, half-yearly, yearly"),
    ),
    Heading("days to report", "Days after the end of a period. Blank: 20", "20", read_days),
    Heading(
        "reported from",
        "The first day it is reported from. Blank: the period that runs today. For past returns, the first period to be imported",
        "2024-04-01",
        read_written_date,
    ),
    Heading("done by", "The day of a milestone", "", read_written_date, aliases=("milestone on", "to be done by")),
    Heading("client side", "yes for the council’s own duty", "no", read_yes_no),
    Heading(
        "sub-scores",
        "Of a composite: each with its weight and its target or scale, and “|” between them",
        "",
        read_sub_scores,
        aliases=("sub scores", "parts"),
    ),
)  # fmt: skip
RETURNS = (
    CONTRACT,
    KPI,
    Heading(
        "start date",
        "First day of the period, or its name: Q1 2024/25, April 2024, Apr–Jun 2024",
        "2024-04-01",
        read_period,
        needed=True,
        aliases=("period", "reporting period", "period from", "from"),
    ),
    Heading(
        "end date", "Last day of the period. Blank where the start date names the period", "2024-06-30", read_period,
        aliases=("period to", "to"),
    ),
    Heading("value", "The figure; also 12 of 15, yes, no, nil, no cases", "3", read_answer, aliases=("actual", "result")),
    Heading("numerator", "Of a ratio: so many …", "", read_number),
    Heading("denominator", "… out of so many", "", read_number, aliases=("out of",)),
    Heading("target", "The target of this period, where it differed. Blank: as planned", "", read_amount_of),
    Heading("minimum", "The minimum of this period, where it differed", "", read_amount_of, aliases=("limit", "floor")),
    Heading("status", "sent or verified", "verified", one_of(STOOD, "sent, verified"), needed=True),
    Heading("sent on", "The day on which the supplier sent it", "2024-07-12", read_written_date, aliases=("submitted on",)),
    Heading("verified on", "The day on which it was verified", "2024-07-30", read_written_date),
    Heading("narrative", "What happened", "", aliases=("comments", "comment", "commentary")),
    Heading("evidence note", "Where the evidence is", "", aliases=("evidence",)),
    Heading(
        "sub-scores", "Of a composite: each sub-score, a colon, its value, and “;” between them. The score is worked out",
        "", aliases=("sub scores", "parts"),
    ),
)  # fmt: skip
HEADINGS: dict[str, tuple[Heading, ...]] = {Holds.OBLIGATIONS: OBLIGATIONS, Holds.RETURNS: RETURNS}
# Reading the example line by mistake would make a contract’s figures: it is known by its reference, and passed over
EXAMPLE = CONTRACT.example


def columns_of(holds: str) -> list[Column]:
    return [heading.column for heading in HEADINGS[holds]]


def names_of(holds: str) -> list[str]:
    return [heading.name for heading in HEADINGS[holds]]
