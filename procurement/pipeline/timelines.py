"""What timelines show of timetables and posted opportunities."""

from procurement.pipeline.enums import Phase
from socialvalue.audit.timelines import shows


def register() -> None:
    shows(
        "procurement.commission", "timetable", **{str(phase.value): phase.label for phase in Phase}, starts_on="Contract starts"
    )
    shows(
        "procurement.posting",
        "post",
        kind="Kind",
        title="Title",
        description="What is wanted",
        value="Value",
        closes_at="Closes",
        how_to_respond="How to respond",
        status="Status",
    )
