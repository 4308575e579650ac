"""What the worker does with files by itself."""

from celery import shared_task

from socialvalue.documents.services import holding


@shared_task(name="socialvalue.documents.scan_held")
def scan_held() -> int:
    return holding.look_again()
