"""What timelines show of changes to people and organisations. Addresses are told as changed, never as what they were."""

from socialvalue.audit.timelines import named, shows


def register() -> None:
    shows("socialvalue.user", "changed roles", roles="Roles")
    shows("socialvalue.directorate", "renamed a directorate", name="Name", code="Code")
    shows(
        "socialvalue.organisation",
        "changed the organisation",
        sme="Small or medium-sized",
        vcse="Voluntary, community or social enterprise",
        address=named("Address"),
        postcode=named("Postcode"),
        email=named("Email address"),
    )
    shows("socialvalue.organisation", "accepted a change of details", name="Name", registration_number="Register number")
