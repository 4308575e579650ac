"""What timelines show of changes to a contract's entry: what its page shows to the same people."""

from socialvalue.audit.timelines import shows


def register() -> None:
    shows(
        "contracts.contract",
        "edit contract",
        reference="Reference",
        title="Title",
        description="Description",
        directorate="Directorate",
        kind="Kind",
        suppliers="Suppliers",
        districts="Districts",
        manager="Contract manager",
        lead_director="Lead director",
        service_head="Head of service",
        starts_on="Starts",
        ends_on="Ends",
        review_on="Review",
        extension_months="Possible extension in months",
        annual_value="Value a year",
        total_value="Value over the term",
        irrecoverable_vat="VAT that is not recovered",
        value_with_vat="Value with VAT",
        light_touch="Light touch",
        route="Procurement route",
        commission="Commission",
    )
    shows("contracts.contract", "carry on contract", ends_on="Ends", extension_months="Possible extension in months")
