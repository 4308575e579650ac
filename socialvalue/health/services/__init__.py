from socialvalue.health.models import Heartbeat


def record_heartbeat(*, service: str, at) -> None:
    """Note that ``service`` was alive at the moment ``at`` (an aware datetime).

    The one write that leaves no audit event: a machine saying "still here" twice a minute is nobody's act,
    and would bury the acts of people.
    """
    Heartbeat.objects.update_or_create(service=service, defaults={"seen_at": at})
