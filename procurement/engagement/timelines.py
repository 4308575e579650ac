"""What timelines show of engagement. Of a remark only that it was corrected: a name taken out of it stays out.

Private ideas are confidential events: no timeline has them at all.
"""

from procurement.engagement.enums import Group
from socialvalue.audit.timelines import counts, named, shows


def register() -> None:
    shows(
        "procurement.event",
        "edit",
        kind="Kind",
        title="Title",
        description="What it is about",
        starts_at="Starts",
        ends_at="Ends",
        place="Place",
        public_transport="Public transport",
        easy_read_agenda="Easy-read agenda",
        extra_time="More time than usual",
        other_arrangements="Other arrangements",
        how_to_join="How to join",
        notes=named("What happened"),
    )
    shows("procurement.event", "attendance", attendance=counts("Who came", dict(Group.choices)))
    shows(
        "procurement.remark",
        "edit",
        said_on="Said on",
        method="How it was said",
        text=named("What was said"),
        said_by=named("Who said it"),
    )
    shows("procurement.remark", "respond", response="What was done about it")
