"""What timelines show of changes to a framework agreement: what its page shows to the same people."""

from socialvalue.audit.timelines import shows

AGREEMENT = "contracts.frameworkagreement"


def register() -> None:
    shows(
        AGREEMENT,
        "edit agreement",
        reference="Reference",
        title="Title",
        description="Description",
        directorate="Directorate",
        starts_on="First day",
        ends_on="Last day",
        longer_reason="Why it lasts longer",
        is_open="Open framework",
        light_touch="Light touch",
        ceiling="Ceiling",
        no_guarantee="No guarantee of work",
        manager="Contract manager",
        lead_director="Lead director",
    )
    shows(AGREEMENT, "edit lot", title="Title of the lot", ceiling="Ceiling of the lot")
