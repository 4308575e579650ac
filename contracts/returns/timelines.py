"""What timelines show of changes to a return that was handed in: its figure. A draft's events are confidential.

The words are about people who were helped, and are sometimes sent back to have a name taken out: only that they changed.
"""

from typing import Any

from contracts.returns.calculations.sent import BESIDE, FIGURES, WORDS
from socialvalue.audit.timelines import named, shows


def register() -> None:
    shows("contracts.return", "verify return", draw="Draw", lines="Lines of the scorecard", value="Score")
    shows("contracts.return", "query return", lines="Lines of the scorecard")
    shows(
        "contracts.return",
        "save return",
        value="Value",
        numerator="First number",
        denominator="Second number",
        no_cases="No cases",
        estimated="Estimated",
        narrative=named("What happened"),
        direct_result=named("Was it a direct result?"),
        anyway=named("Would it have happened anyway?"),
        evidence_note=named("Where the evidence is"),
        benefited=named("Who benefited"),
    )
    told: dict[str, Any] = {**FIGURES, **{name: named(label) for name, label in {**WORDS, **BESIDE}.items()}}
    shows("contracts.return", "submit return", **told, files="Files", stories="Case studies")
