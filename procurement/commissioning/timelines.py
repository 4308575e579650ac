"""What timelines show of changes to a commission and its parts: whoever reads one reads the other."""

from socialvalue.audit.timelines import named, shows


def register() -> None:
    shows(
        "procurement.commission",
        "edit",
        title="Title",
        summary="What the service is for",
        kind="Kind",
        lead="Led by",
        directorate="Directorate",
        people="Who the service is for",
        districts="Districts",
        category="What is bought",
        estimated_value="Estimated value",
        term_months="Length in months",
        extension_months="Possible extension in months",
        light_touch="Light touch",
        works="Works",
        starts_on="Contract starts",
        framework="Framework",
        earlier="Earlier commission",
        in_forward_plan="Shown in the public forward plan",
    )
    shows(
        "procurement.plan",
        "edit",
        length_considered="Length of the contract",
        lots_divided="Divided into lots",
        lots_reason="Lots: how, or why not",
        sme_barriers="Barriers for small organisations",
        no_insurance_before_award="No insurance before the award",
        insurance_reason="Insurance: why",
        no_audited_accounts="No audited accounts",
        accounts_reason="Accounts: why",
        drawn_up_on="Drawn up on",
        checklist=named("The board’s checklist"),
    )
    shows(
        "procurement.requirement",
        "reword",
        wording="Wording",
        use="Use",
        measure="Measure",
        measure_text="How it is measured",
        unit="What is counted",
        evidence="What the provider will be asked to show",
        target="Target",
        per="Per",
        pounds_per_unit="One for every",
        sizing_note="How the target was sized",
        linked_to_subject="Relates to the service that is bought",
        in_area="Takes effect in the area",
        in_scale="In scale with the value",
        strategy="Strategy",
        test_reason="Why it passes the test",
        core_quality_risk="Risk to the quality of the service",
        exclusion_risk="Whom it could keep from bidding",
        change_made="What was changed because of that",
    )
    shows(
        "procurement.soughtoutcome",
        "edit",
        wording="Wording",
        category="Category",
        outcome="Outcome of the framework",
    )
    # A finding repeats what people said: that it changed may be told, not what it said before
    shows(
        "procurement.diagnosticentry",
        "edit",
        kind="Kind",
        text=named("What was found"),
        evidence=named("Other evidence"),
        consequence=named("What follows from it"),
        other_commission="The other commission",
    )
    shows("procurement.commission", "remove", text=named("What was found"))
