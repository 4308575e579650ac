"""What timelines show of changes to a draft version of a framework: it holds nothing but what will be published."""

from socialvalue.audit.timelines import shows


def register() -> None:
    shows(
        "socialvalue.frameworkversion",
        "edit",
        code="Code",
        name="Name",
        description="Description",
        source="Source",
        licence="Licence",
        unit="What is counted",
        direction="Which way is better",
        kind="Kind",
        evidence="What a provider is expected to show",
        guidance="Guidance",
        easy_read="In easy-read wording",
        value="Pounds",
        price_year="Year of the price",
        area="Area",
    )
