"""What the worker does with files by itself."""

from celery import shared_task

from socialvalue.documents.services import holding, making


@shared_task(name="socialvalue.documents.scan_held")
def scan_held() -> int:
    return holding.look_again()


@shared_task(name="socialvalue.documents.sweep_made")
def sweep_made() -> int:
    return making.sweep()
