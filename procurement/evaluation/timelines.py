"""What timelines show of an evaluation: how it is set up. Of scores and declared interests nothing is listed."""

from socialvalue.audit.timelines import shows


def register() -> None:
    shows(
        "procurement.evaluation",
        "edit evaluation",
        lead="Evaluation lead",
        score_by="Score by",
        anonymous="Names of bidders are hidden",
    )
