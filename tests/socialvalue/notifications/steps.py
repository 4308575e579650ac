"""What several test files here do."""

from socialvalue.notifications import services


def tell(person, key="k", **changes) -> bool:
    words = {"key": key, "subject": "A subject", "body": "A body", "url": "/commissions/", "action": "Read the plan", **changes}
    return services.tell(person, **words)


def news(person, key="n", **changes) -> bool:
    return tell(person, key, for_information=True, **changes)
