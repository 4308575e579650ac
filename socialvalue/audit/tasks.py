"""What happened many times within an hour is recorded once more, with its number."""

from celery import shared_task

from socialvalue.audit import services


@shared_task(name="socialvalue.audit.fold", expires=60)
def fold() -> int:
    return services.record_the_folded()
